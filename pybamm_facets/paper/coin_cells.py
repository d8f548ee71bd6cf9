"""The paper's cells as parameter sets, with arguments that an editor can show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pybamm

from pybamm_facets._checks import between, positive
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.sets.files.loading import loaded

THICKNESSES = (1e-6, 1e-3)
"""From the thinnest film to the thickest electrode that is coated on a foil [m]."""


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
        content and temperature; ``"hindered"`` for a D that falls near x = 1, with which the
        capacity of the usual window is that of published half-cells.
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
    changes: dict[str, Any] = {}
    if loading_mg_cm2 is not None:
        changes["electrode.loading_mg_cm2"] = loading_mg_cm2
    if thickness is not None:
        between("thickness", thickness, *THICKNESSES, "m")
        changes["electrode.thickness_um"] = Decimal(repr(float(thickness))).scaleb(6)
    choices = {
        "particle": particle,
        "cell": cell,
        "reading": reading,
        "diffusivity": diffusivity,
        "fit": fit,
    }
    return loaded("li2025", choices, changes=changes, facet_table=facet_table).parameter_values


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
    changes: dict[str, Any] = {"material.j0_mA_cm2": positive("j0_mA_cm2", j0_mA_cm2, "mA/cm²")}
    if diffusivity is not None:
        positive("diffusivity", diffusivity, "m2.s-1")
        changes["particle.diffusivity_m2_s"] = diffusivity
    return loaded("nmc111", changes=changes).parameter_values
