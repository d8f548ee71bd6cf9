"""The half-cell with the averaged particle, which is what a BPX file can say of it."""

from __future__ import annotations

import pybamm

from pybamm_facets import names
from pybamm_facets.sets.bpx_files.averaged_particle import averaged_ratio
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.given import GivenSet, one_set


def averaged(parameter_values: GivenSet) -> pybamm.ParameterValues:
    """A copy of a set whose particle has the same diffusivity in core and shell.

    The facets stay: with one overpotential all over the surface, and one dependence on the state,
    their currents add up to that of their weighted mean without any error.

    Parameters
    ----------
    parameter_values
        A set with facets, or the name or file of one.
    """
    values = one_set(parameter_values).copy()
    ratio = ratio_of(values)
    values.update({names.CORE_RATIO: ratio, names.SHELL_RATIO: ratio})
    return values


def ratio_of(values: pybamm.ParameterValues) -> float:
    """`averaged_ratio` of a set."""
    return averaged_ratio(
        number(values, names.CORE_RADIUS_FRACTION),
        number(values, names.CORE_RATIO),
        number(values, names.SHELL_RATIO),
    )
