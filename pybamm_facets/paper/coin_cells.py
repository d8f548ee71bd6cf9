"""The paper's cells as parameter sets, with arguments that an editor can show."""

from __future__ import annotations

import pybamm

from pybamm_facets.kinetics import FacetTable
from pybamm_facets.sets.factories import factory


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
        ``"core_shell"`` (or ``"core-shell"``, as in tables) or ``"isotropic"``.
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
    values: pybamm.ParameterValues = factory("li2025")(
        particle,
        cell=cell,
        reading=reading,
        diffusivity=diffusivity,
        fit=fit,
        loading_mg_cm2=loading_mg_cm2,
        thickness=thickness,
        facet_table=facet_table,
    )
    return values


def nmc111(j0_mA_cm2: float = 1.5, *, diffusivity: float | None = None) -> pybamm.ParameterValues:
    """Parameter values of an NMC111 coin half-cell, for the check of the kinetics.

    Parameters
    ----------
    j0_mA_cm2
        Exchange current density of the particles [mA/cm²]; the paper has 1.5 and 0.6.
    diffusivity
        Another diffusivity than the literature's [m2.s-1].

    Raises
    ------
    ValueError
        If a number is not positive.
    """
    values: pybamm.ParameterValues = factory("nmc111")(j0_mA_cm2, diffusivity=diffusivity)
    return values
