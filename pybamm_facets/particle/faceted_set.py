"""Facets on anyone's parameter set."""

from __future__ import annotations

import math

import pybamm

from pybamm_facets import names
from pybamm_facets.crystal import Lattice, density
from pybamm_facets.kinetics.table import FacetTable
from pybamm_facets.particle.agglomerate import Agglomerate

DIFFUSIVITY_TEMPERATURE = {
    names.DIFFUSIVITY_ACTIVATION_ENERGY: 0.0,
    names.DIFFUSIVITY_REFERENCE_TEMPERATURE: 293.15,
}
"""No temperature dependence beyond the set's own."""

NO_BARRIER = {names.SURFACE_RESISTANCE: 0.0}
"""Nothing between a fresh particle and the electrolyte; read by `SurfaceBarrier` only."""


def add_facets(
    parameter_values: pybamm.ParameterValues,
    particle: Agglomerate,
    facet_table: FacetTable | None = None,
    *,
    reference_stoichiometry: float = 0.5,
) -> pybamm.ParameterValues:
    """A copy of a parameter set whose positive electrode has crystal facets.

    The set's own ``Positive particle diffusivity [m2.s-1]`` is read as D_ab, the diffusivity along
    the layer planes: the particle's textures multiply it by a ratio below one. Its dependence on
    temperature stays its own: a set without ``Positive particle diffusivity activation energy
    [J.mol-1]`` gets 0. Its exchange current density is replaced by the facets'; its radius by the
    particle's.

    Parameters
    ----------
    parameter_values
        Any lithium-ion set, half-cell or full cell; left as it is.
    particle
        The particle of the positive electrode.
    facet_table
        Facet kinetics; NMC811's by default.
    reference_stoichiometry
        Lithium content at which the table holds (estimate, 0.5 to 0.9975).

    Raises
    ------
    ValueError
        If the table has no value for a facet that the particle exposes.
    """
    table = facet_table or FacetTable.nmc811()
    known = {row.facet for row in table.rows}
    missing = [f for f, share in particle.facet_fractions.items() if share > 0 and f not in known]
    if missing:
        raise ValueError(
            "facet_table: expected an exchange current density for facet "
            f"{', '.join(missing)}, got none"
        )
    updated = parameter_values.copy()
    updated.update(particle.parameters())
    updated.update(
        table.parameters(
            stoichiometry=reference_stoichiometry,
            charge_transfer_coefficient=_number(updated.get(names.TRANSFER_COEFFICIENT), 0.5),
            reorganization_energy=_number(updated.get(names.REORGANIZATION_ENERGY), 1.0),
        )
    )
    if names.ACTIVE_MATERIAL_DENSITY not in updated:
        updated.update({names.ACTIVE_MATERIAL_DENSITY: density(Lattice.nmc811())})
    # A set's own diffusivity may have its own temperature dependence; it is not multiplied twice.
    for name, value in (DIFFUSIVITY_TEMPERATURE | NO_BARRIER).items():
        if name not in updated:
            updated.update({name: value})
    return updated


def _number(value: object, default: float) -> float:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else default
