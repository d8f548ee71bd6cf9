"""The voltage window of a cell: set in one call, and held against where a run starts and ends."""

from __future__ import annotations

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._checks import inside
from pybamm_facets._units import FARADAY
from pybamm_facets.sets.cell import Values, active_volume, current_1c, number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.given import GivenSet, one_set

ROUNDING = 1e-6
"""Voltages nearer than this are one voltage [V]."""

LITTLE, MUCH = 0.05, 1.5
"""Nominal capacity over what the positive electrode could hold, beyond which it is a mistake."""

LOWEST, HIGHEST = 0.0, 6.0
"""Voltages of a cell [V]."""


def with_window(
    parameter_values: GivenSet, lower: float | None = None, upper: float | None = None
) -> pybamm.ParameterValues:
    """A copy of a set with another voltage window: cut-offs, and what counts as empty and full.

    Parameters
    ----------
    parameter_values
        A set, or the name of a registered one.
    lower, upper
        Cut-off voltages [V]; one that is left out stays.

    Raises
    ------
    ValueError
        If the lower is not below the upper.

    Examples
    --------
    >>> with_window("Li2025_core_shell", upper=4.3)["Open-circuit voltage at 100% SOC [V]"]
    4.3
    """
    values = one_set(parameter_values).copy()
    values.update(window_changes(values, lower, upper))
    return values


def window_changes(
    values: Values, lower: float | None = None, upper: float | None = None
) -> dict[str, float]:
    """What `with_window` changes."""
    low = number(values, names.LOWER_CUT_OFF) if lower is None else lower
    high = number(values, names.UPPER_CUT_OFF) if upper is None else upper
    inside("lower", low, LOWEST, HIGHEST, "V")
    inside("upper", high, LOWEST, HIGHEST, "V")
    if not low < high:
        raise ValueError(f"lower={low!r}: expected a voltage below upper={high!r} [V]")
    changes: dict[str, float] = {}
    if lower is not None:
        changes |= {names.LOWER_CUT_OFF: float(lower), names.EMPTY_VOLTAGE: float(lower)}
    if upper is not None:
        changes |= {names.UPPER_CUT_OFF: float(upper), names.FULL_VOLTAGE: float(upper)}
    return changes


def check_window(values: Values, direction: Direction) -> None:
    """``ValueError`` unless a run may start where it starts and has somewhere to go.

    The open-circuit voltage at the start must lie within the cut-offs, and beyond the one at which
    the run ends; both parameters are named.
    """
    start = number(values, direction.start_voltage)
    lower, upper = number(values, names.LOWER_CUT_OFF), number(values, names.UPPER_CUT_OFF)
    if not lower < upper:
        raise ValueError(
            f"{names.LOWER_CUT_OFF!r}={lower:g} is not below {names.UPPER_CUT_OFF!r}={upper:g}"
        )
    behind = direction.opposite.cut_off
    excess = direction.sign * (start - number(values, behind))
    if excess > ROUNDING:
        raise ValueError(
            f"a {direction} starts at {direction.start_voltage!r}={start:g}, beyond "
            f"{behind!r}={number(values, behind):g}: set both, as with_window does"
        )
    if direction.sign * (start - number(values, direction.cut_off)) <= 0:
        raise ValueError(
            f"a {direction} starts at {direction.start_voltage!r}={start:g}, at or beyond its end "
            f"{direction.cut_off!r}={number(values, direction.cut_off):g}"
        )


def check_nominal_capacity(values: Values) -> None:
    """``ValueError`` if 1C has nothing to do with what the positive electrode could hold."""
    most = FARADAY * number(values, names.C_MAX) * active_volume(values) / 3600
    share = current_1c(values) / most
    if not LITTLE <= share <= MUCH:
        raise ValueError(
            f"{names.NOMINAL_CAPACITY!r}={current_1c(values):.4g} is {share:.3g} times the "
            f"{most:.4g} A.h that the positive electrode could hold: expected from {LITTLE:g} to "
            f"{MUCH:g}"
        )


def table_range(potential: pybamm.Symbol) -> tuple[float, float] | None:
    """Lithium contents over which an open-circuit potential's table runs; None for a formula."""
    tables = [node for node in potential.pre_order() if isinstance(node, pybamm.Interpolant)]
    if not tables:
        return None
    ends = [(float(np.min(t.x[0])), float(np.max(t.x[0]))) for t in tables]
    return max(low for low, _ in ends), min(high for _, high in ends)
