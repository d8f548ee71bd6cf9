"""NMC811 coin half-cells of Li et al. 2025, every value with its origin."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import pybamm

from pybamm_facets.kinetics import FacetTable
from pybamm_facets.models import LI2025
from pybamm_facets.parameter_sets.coin_cell import CELLS, READINGS, Coating
from pybamm_facets.parameter_sets.records import (
    cell_records,
    diffusivity_records,
    electrode_records,
    electrolyte_records,
    kinetics_records,
    lithium_records,
    mechanics_records,
    particle_records,
)
from pybamm_facets.sourced import Sourced

PARTICLES = ("core_shell", "isotropic")
"""Names of the particles; ``core-shell``, as tables have it, is understood too."""

SHAPES = ("constant", "oregan")
FIT_NAMES = ("texture", "blind")


def li2025(
    particle: str = "core_shell",
    *,
    cell: str = "rate",
    reading: str = "active",
    diffusivity: str = "constant",
    fit: str = "texture",
    loading_mg_cm2: float | None = None,
    thickness: float | None = None,
    facet_table: FacetTable | None = None,
) -> pybamm.ParameterValues:
    """Parameter values of a coin half-cell of Li et al. 2025.

    Parameters
    ----------
    particle
        ``"core_shell"`` (or ``"core-shell"``) or ``"isotropic"``.
    cell
        ``"rate"`` (6.3 mg/cm², 30 µm) or ``"cycling"`` (2.1 mg/cm², 10 µm).
    reading
        What the loading counts: ``"active"`` material or the whole ``"coating"``.
    diffusivity
        Shape of D_ab: ``"constant"``, or ``"oregan"`` for O'Regan 2022's dependence on lithium
        content and temperature.
    fit
        ``"texture"`` (D_ab and the isotropic κ from both measured 10C capacities) or ``"blind"``
        (D_ab from the isotropic one, κ = 0; the core-shell is then predicted).
    loading_mg_cm2, thickness
        Another loading or coating thickness [m] than the cell's.
    facet_table
        Facet kinetics that replace or extend NMC811's.

    Raises
    ------
    ValueError
        For an unknown choice, or a loading that leaves no pores.
    """
    records = sourced_values(
        particle, cell, reading, diffusivity, fit, loading_mg_cm2, thickness, facet_table
    )
    values = {name: record.value for name, record in records.items()}
    citations = [LI2025, "Xu2019", "ORegan2022", "Landesfeind2019"]
    return pybamm.ParameterValues({"chemistry": "lithium_ion", "citations": citations} | values)


def core_shell_values() -> dict[str, Any]:
    """Anisotropic core-shell NMC811 in the rate-test coin cell of Li et al. 2025."""
    return dict(li2025("core_shell"))


def isotropic_values() -> dict[str, Any]:
    """Isotropic NMC811 agglomerate in the rate-test coin cell of Li et al. 2025."""
    return dict(li2025("isotropic"))


def known_sets() -> Iterator[tuple[str, dict[str, Sourced]]]:
    """Name and sourced values of every variant, for whoever asks where a number comes from."""
    for choice in product(PARTICLES, tuple(CELLS), READINGS, SHAPES, FIT_NAMES):
        yield f"Li2025 ({', '.join(choice)})", _cached(*choice)


@cache
def _cached(
    particle: str, cell: str, reading: str, diffusivity: str, fit: str
) -> dict[str, Sourced]:
    return sourced_values(particle, cell, reading, diffusivity, fit)


def sourced_values(
    particle: str,
    cell: str,
    reading: str,
    diffusivity: str,
    fit: str,
    loading_mg_cm2: float | None = None,
    thickness: float | None = None,
    facet_table: FacetTable | None = None,
) -> dict[str, Sourced]:
    """Every parameter of a variant with its origin; arguments as `li2025`."""
    if particle == "core-shell":
        particle = "core_shell"
    for argument, value, allowed in (
        ("particle", particle, PARTICLES),
        ("cell", cell, tuple(CELLS)),
        ("reading", reading, READINGS),
        ("diffusivity", diffusivity, SHAPES),
        ("fit", fit, FIT_NAMES),
    ):
        if value not in allowed:
            raise ValueError(f"{argument}={value!r}: expected one of {', '.join(allowed)}")
    default_loading, default_thickness = CELLS[cell]
    coating = Coating(
        default_loading if loading_mg_cm2 is None else loading_mg_cm2,
        default_thickness if thickness is None else thickness,
        reading,
    )
    full_table = FacetTable.nmc811()
    if facet_table:
        full_table = full_table.replaced(facet_table)
    return {
        **cell_records(coating),
        **lithium_records(),
        **electrolyte_records(),
        **electrode_records(coating),
        **mechanics_records(),
        **diffusivity_records(diffusivity, fit, particle),
        **particle_records(particle, diffusivity, fit),
        **kinetics_records(full_table),
    }
