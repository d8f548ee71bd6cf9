"""From a design to the parameter values of its cell, by the keys of a set's file."""

from __future__ import annotations

import pybamm

from pybamm_facets import names
from pybamm_facets.crystal import NMC811_FACETS
from pybamm_facets.page.state.design_fields import FIELDS, TEXTURE_FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.sets.cracks import with_cracks
from pybamm_facets.sets.files.loading import loaded

CRACKS = "cracked_share"

MOVABLE = (
    names.PARTICLE_RADIUS,
    names.CORE_RADIUS_FRACTION,
    names.CORE_RATIO,
    names.SHELL_RATIO,
    names.DIFFUSIVITY,
    names.DIFFUSIVITY_SCALE,
    names.CONTACT_RESISTANCE,
    names.POSITIVE_THICKNESS,
    names.ACTIVE_FRACTION,
    names.POSITIVE_POROSITY,
    names.NOMINAL_CAPACITY,
    names.AMBIENT_TEMPERATURE,
    names.INITIAL_TEMPERATURE,
    names.REFERENCE_TEMPERATURE,
    names.LOWER_CUT_OFF,
    names.UPPER_CUT_OFF,
    names.EMPTY_VOLTAGE,
    names.FULL_VOLTAGE,
    *(names.area_fraction(family.label) for family in NMC811_FACETS),
    *(names.reference_exchange_current_density(family.label) for family in NMC811_FACETS),
)
"""Parameters that a design may move, whatever the set: all are inputs of a built cell."""


def file_changes(state: DesignState) -> dict[str, float]:
    """Keys of a set's file and the design's numbers, of what differs; both textures together."""
    changed = dict(state.changes)
    if any(name in changed for name in TEXTURE_FIELDS):
        changed |= {name: state[name] for name in TEXTURE_FIELDS}
    return {FIELDS[name].place: value for name, value in changed.items() if FIELDS[name].section}


def design_values(state: DesignState) -> pybamm.ParameterValues:
    """Parameter values of a design's cell.

    Raises
    ------
    ValueError
        For numbers that make no cell together, as a loading that leaves no pores.
    """
    changes = file_changes(state)
    values = state.preset.values
    if changes:
        values = loaded(state.preset.source, changes=changes).parameter_values
    share = state.numbers.get(CRACKS, 0.0)
    return with_cracks(values, share) if share else values


def moved_numbers(values: pybamm.ParameterValues, base: pybamm.ParameterValues) -> dict[str, float]:
    """The numbers of a design's cell that a built cell takes as inputs."""
    return {name: float(values[name]) for name in MOVABLE if _is_input(name, base)}


def _is_input(name: str, base: pybamm.ParameterValues) -> bool:
    return name in base and isinstance(base[name], int | float)
