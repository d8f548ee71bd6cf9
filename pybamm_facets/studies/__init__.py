"""What people come for, each a thin caller of the engine."""

from pybamm_facets.studies.derived import derived
from pybamm_facets.studies.li2025 import MainJob, li2025_rate_capability
from pybamm_facets.studies.provenance import provenance
from pybamm_facets.studies.rate_capability import (
    DEFAULT_RATES,
    RateCapability,
    rate_capability,
    run_rate_capability,
)

__all__ = [
    "DEFAULT_RATES",
    "MainJob",
    "RateCapability",
    "derived",
    "li2025_rate_capability",
    "provenance",
    "rate_capability",
    "run_rate_capability",
]
