"""The paper, exhibit by exhibit: what it states, what this package finds, and a verdict on each."""

from pybamm_facets.paper.reproduction.claim import Claim, JudgedClaim, Verdict, judge
from pybamm_facets.paper.reproduction.effort import Effort
from pybamm_facets.paper.reproduction.exhibit import (
    Exhibit,
    RepairedEquation,
    claims,
    exhibits,
    repaired_equations,
)
from pybamm_facets.paper.reproduction.reproducing import Reproduction, reproduce

__all__ = [
    "Claim",
    "Effort",
    "Exhibit",
    "JudgedClaim",
    "RepairedEquation",
    "Reproduction",
    "Verdict",
    "claims",
    "exhibits",
    "judge",
    "repaired_equations",
    "reproduce",
]
