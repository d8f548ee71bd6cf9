"""Grains with the potential, diffusivity and kinetics of a PyBaMM parameter set."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.cross_section.transport.rim_kinetics import smooth_exchange_current
from pybamm_facets.cross_section.transport.section_material import GrainMaterial
from pybamm_facets.crystal import facet_family
from pybamm_facets.kinetics import FacetKinetics, FacetTable
from pybamm_facets.kinetics.exchange_current import stoichiometry_factor
from pybamm_facets.sets.cell import active_mass, current_1c, number
from pybamm_facets.sets.implied import facets_of
from pybamm_facets.sets.start import start_state

_HALF_CELL = {"working electrode": "positive"}


def grain_material(
    parameter_values: pybamm.ParameterValues, anisotropy: float = 0.01
) -> GrainMaterial:
    """What the grains of a set's positive electrode are made of.

    Parameters
    ----------
    parameter_values
        A set with facets and a constant ``Positive particle diffusivity [m2.s-1]``, D_ab.
    anisotropy
        D_c/D_ab of a grain.

    Raises
    ------
    ValueError
        If the set has no facets, its diffusivity is not a number, or its facets differ in their
        charge-transfer coefficient.
    """
    facets = facets_of(parameter_values)
    if not facets:
        raise ValueError("parameter_values: the set has no facets; see add_facets")
    along = number(parameter_values, names.DIFFUSIVITY)
    table = facet_table(parameter_values, facets)
    row = table.rows[0]
    anodic = common_coefficient(parameter_values, facets)

    def state_factor(content: FloatArray) -> FloatArray:
        here, there = (stoichiometry_factor(x, anodic) for x in (content, row.stoichiometry))
        factor: FloatArray = here / there
        return factor

    return GrainMaterial(
        ocp=open_circuit_potential(parameter_values),
        along=along,
        across=anisotropy * along,
        c_max=number(parameter_values, names.C_MAX),
        density=number(parameter_values, names.ACTIVE_MATERIAL_DENSITY),
        exchange_current=smooth_exchange_current(table),
        state_factor=state_factor,
        temperature=row.temperature,
    )


def common_coefficient(parameter_values: pybamm.ParameterValues, facets: tuple[str, ...]) -> float:
    """Charge-transfer coefficient of all facets, by which j0 depends on lithium content."""
    found = {
        facet: number(parameter_values, names.charge_transfer_coefficient(facet))
        for facet in facets
    }
    if len(set(found.values())) > 1:
        raise ValueError(
            f"parameter_values: charge transfer coefficients {found}, expected one for all facets"
        )
    return next(iter(found.values()))


def facet_table(parameter_values: pybamm.ParameterValues, facets: tuple[str, ...]) -> FacetTable:
    """Exchange currents of a set at its own temperature."""
    stoichiometry = number(parameter_values, names.FACET_REFERENCE_STOICHIOMETRY)
    reference = number(parameter_values, names.FACET_REFERENCE_TEMPERATURE)
    rows = [
        FacetKinetics(
            facet_family(facet).label,
            number(parameter_values, names.reference_exchange_current_density(facet)),
            stoichiometry=stoichiometry,
            temperature=reference,
        ).at(stoichiometry, number(parameter_values, names.AMBIENT_TEMPERATURE))
        for facet in facets
    ]
    return FacetTable(tuple(rows))


def open_circuit_potential(
    parameter_values: pybamm.ParameterValues,
) -> Callable[[FloatArray], FloatArray]:
    """The positive electrode's potential as PyBaMM's models see it: from x (n,) to V (n,)."""
    param = pybamm.LithiumIonParameters(_HALF_CELL)

    def potential(content: FloatArray) -> FloatArray:
        symbol = param.p.prim.U(pybamm.Vector(content), param.T_init)
        values: FloatArray = np.ravel(parameter_values.process_symbol(symbol).evaluate())
        return values

    return potential


def stoichiometry_window(parameter_values: pybamm.ParameterValues) -> tuple[float, float]:
    """Lithium contents of the full and of the empty half-cell, low and high."""
    options = pybamm.BatteryModelOptions(_HALF_CELL)
    c_max = number(parameter_values, names.C_MAX)
    low, high = (
        next(iter(start_state(parameter_values, options, way).values())) / c_max
        for way in ("discharge", "charge")
    )
    return low, high


def specific_current(parameter_values: pybamm.ParameterValues, c_rate: float) -> float:
    """Current of a C-rate per mass of positive active material [A.kg-1]."""
    return c_rate * current_1c(parameter_values) / active_mass(parameter_values)
