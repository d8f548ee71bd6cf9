"""Records of the open-circuit potential: a table that covers the window, or a published formula."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets.sets.curves import Points, points_of, potential_through
from pybamm_facets.sets.files.csv_tables import read_potential
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.published import POTENTIALS, published
from pybamm_facets.sets.records.sheet import Records, Sheet
from pybamm_facets.sourced import Sourced

JUST_BELOW = 1e-3
"""Of the upper cut-off [V], so that a simulation may begin with a rest."""

NEARLY_EMPTY = 1e-6
"""Lithium content at which a formula is asked for its highest potential."""

BEYOND = 0.1
"""Volts by which an extended table passes the window, so that the solver can step over its end."""


def potential_records(sheet: Sheet, records: Records) -> Records:
    """Open-circuit potential, its entropic change, and the state of a simulation's beginning.

    Parameters
    ----------
    sheet
        The variant.
    records
        What is known by now: window and lithium of the full lattice.
    """
    table, formula = (sheet.get("material", key) for key in ("ocp_csv", "ocp"))
    found = sheet.simple("material", {"entropic_change_mV_K": (names.ENTROPIC_CHANGE,)})
    window = _window(sheet, records)
    slope = sheet.get("material", "ocp_extension_slope_V")
    if slope is not None and table is None:
        raise ValueError(f"{slope.where}: expected material.ocp_csv too, which it extends")
    if table is not None:
        points = _covering(sheet, table, read_potential(table), window)
        found[names.POSITIVE_OCP] = table.sourced(
            potential_through(points), _told(sheet, table, points)
        )
    elif formula is not None:
        known = published(POTENTIALS, formula.word, formula.where)
        value = known.values[names.POSITIVE_OCP]
        _check_formula(sheet, formula, value, window)
        found[names.POSITIVE_OCP] = Sourced(value, "literature", known.source)
    elif not sheet.builds_on_values:
        sheet.need("material", "ocp_csv", "or ocp, the name of a published one")
    else:
        return found | _stated(sheet, records)
    return found | _initial(sheet, {**records, **found}, window)


def _check_formula(sheet: Sheet, formula: Given, value: Any, window: tuple[float, float]) -> None:
    """``ValueError`` if a formula does not reach the window's upper end."""
    most, full = float(value(np.array(NEARLY_EMPTY))), window[1] - JUST_BELOW
    if most < full:
        given = sheet.get("cell", "upper_voltage_V") or formula
        raise ValueError(
            f"{given.where}: expected at most {most:.4g} V, which {formula.word} has at x = 0"
        )


def _window(sheet: Sheet, records: Records) -> tuple[float, float]:
    lower, upper = (
        _known(sheet, records, name) for name in (names.LOWER_CUT_OFF, names.UPPER_CUT_OFF)
    )
    if not lower < upper:
        given = sheet.any_of("cell", "lower_voltage_V", "upper_voltage_V")
        where = given.where if given is not None else str(sheet.resolved.path)
        raise ValueError(f"{where}: expected a window, its lower end {lower:g} below {upper:g} V")
    return lower, upper


def _known(sheet: Sheet, records: Records, name: str) -> float:
    """A number of the records, or of the parameters that the set builds upon."""
    value = records[name].value if name in records else sheet.base(name)
    if value is None:
        raise ValueError(f"{sheet.resolved.path}: {name!r}: expected a number, the set has none")
    return float(value)


def _told(sheet: Sheet, table: Given, points: Points) -> str:
    slope = sheet.get("material", "ocp_extension_slope_V")
    extended = "" if slope is None else f"; extended by {slope.entry.value} V per unit of x"
    return f"{table.source}{extended}"


def _covering(sheet: Sheet, table: Given, points: Points, window: tuple[float, float]) -> Points:
    """The table, extended on request to the window, and straight on from there to x = 0 and 1."""
    lower, upper = window
    slope = sheet.get("material", "ocp_extension_slope_V")
    x, y = np.array(points.x), np.array(points.y)
    for end, inward, volts, word in ((0, 1, upper, "upper"), (-1, -2, lower, "lower")):
        short = volts - y[end] if word == "upper" else y[end] - volts
        room = x[0] if word == "upper" else 1 - x[-1]
        if short > 0 and slope is None:
            raise ValueError(
                f"{table.where}: the table ends with {y[end]:g} V at x = {x[end]:g}, the window's "
                f"{word} end is {volts:g} V: expected a table that reaches it, another window, or "
                "material.ocp_extension_slope_V"
            )
        if short > 0 and slope is not None and slope.si * room < short:
            least = f"at least {short / room:.3g}" if room > 0 else "a table that ends before it"
            raise ValueError(
                f"{slope.where}: from x = {x[end]:g} it does not reach the window's {word} end, "
                f"{volts:g} V: expected {least}"
            )
        if room > 0:
            own = abs((y[inward] - y[end]) / (x[inward] - x[end]))
            steep = slope.si if slope is not None and short > 0 else max(own, BEYOND)
            x = np.r_[0.0, x] if word == "upper" else np.r_[x, 1.0]
            y = np.r_[y[0] + steep * room, y] if word == "upper" else np.r_[y, y[-1] - steep * room]
    known = (0.0, 1.0) if slope is not None else (points.x[0], points.x[-1])
    return replace(points, x=tuple(x.tolist()), y=tuple(y.tolist()), known=known)


def _initial(sheet: Sheet, records: Records, window: tuple[float, float]) -> Records:
    """Where a simulation begins that says nothing of it: full, just below the window's end."""
    stated = _stated(sheet, records)
    if stated:
        return stated
    c_max = _known(sheet, records, names.C_MAX)
    full = full_stoichiometry(records[names.POSITIVE_OCP].value, window[1] - JUST_BELOW)
    words = f"full, 1 mV below {window[1]:g} V, so that a rest can start: x = {full:.4f}"
    return {names.INITIAL_POSITIVE: Sourced(full * c_max, "derived", words)}


def _stated(sheet: Sheet, records: Records) -> Records:
    """The beginning that the set gives; nothing where it is to be computed."""
    given = sheet.get("material", "initial_stoichiometry")
    if given is None or given.entry.value is None:
        return {}
    c_max = _known(sheet, records, names.C_MAX)
    low, high = (None if bound is None else bound * c_max for bound in given.bounds)
    return {
        names.INITIAL_POSITIVE: Sourced(given.si * c_max, given.origin, given.source, low, high)
    }


def full_stoichiometry(potential: object, voltage: float) -> float:
    """Lithium content at which a potential has a voltage."""
    assert callable(potential)
    points = points_of(potential)
    low, high = (NEARLY_EMPTY, 1 - NEARLY_EMPTY) if points is None else (points.x[0], points.x[-1])
    return float(brentq(lambda x: float(potential(np.array(x))) - voltage, low, high))
