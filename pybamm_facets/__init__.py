"""Battery cathodes from the crystal to the cell, as a PyBaMM plugin.

How the primary grains of a particle lie decides which crystal facets meet the electrolyte and how
fast lithium moves inward; from that follow exchange current, diffusivity and rate capability.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Any

from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, Lattice, Texture
from pybamm_facets.factories import factory
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.models import FacetDFN, FacetSPM, FacetSPMe
from pybamm_facets.particle import Agglomerate, add_facets
from pybamm_facets.studies.provenance import provenance
from pybamm_facets.studies.rate_capability import rate_capability
from pybamm_facets.sweep.gradient import capacity_gradient
from pybamm_facets.sweep.sweep import sweep

__version__ = version("pybamm-facets")

WINGS = ("cross_section", "impedance", "theory")
"""Subpackages that `import pybamm_facets` leaves alone and `pybamm_facets.<name>` imports."""

__all__ = [
    "NMC811_FACETS",
    "Agglomerate",
    "FacetDFN",
    "FacetFamily",
    "FacetSPM",
    "FacetSPMe",
    "FacetTable",
    "Lattice",
    "Texture",
    "add_facets",
    "capacity_gradient",
    "li2025",
    "provenance",
    "rate_capability",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name == "li2025":
        return factory("li2025")
    if name in WINGS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *WINGS})
