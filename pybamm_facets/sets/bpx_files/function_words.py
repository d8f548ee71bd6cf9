"""Functions of a set as plain data, by what they are: never code that a file brings along.

BPX lets a nested entry of `User-defined` hold numbers, tables and, under the key ``description``
only, text. A function is therefore ``{"description": "points"}`` with its points beside it, or the
name of a published function or PyBaMM set that has it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets.kinetics.exchange_current import exchange_current_function
from pybamm_facets.sets.bpx_files.evaluated import EDGE, evaluated
from pybamm_facets.sets.comparable import comparable, plain
from pybamm_facets.sets.curves import (
    MOST_POINTS,
    Points,
    curve_diffusivity,
    diffusivity_through,
    points_of,
    potential_through,
    thinned,
)
from pybamm_facets.sets.files.installed import registered_names
from pybamm_facets.sets.files.units import shown
from pybamm_facets.sets.published import DIFFUSIVITIES, ELECTROLYTES, LITHIUM, POTENTIALS, Published

Written = dict[str, Any]

POINTS, LAW, PUBLISHED, IN_PYBAMM = "points", "facet law", "published", "PyBaMM set"
REGISTRIES: tuple[dict[str, Published], ...] = (ELECTROLYTES, LITHIUM, DIFFUSIVITIES, POTENTIALS)
OF_CONTENT = (names.POSITIVE_OCP, names.DIFFUSIVITY)
"""Functions of lithium content, which may be sampled where nothing else knows them."""
SAMPLES = 1001


def function_words(values: pybamm.ParameterValues, name: str) -> tuple[Written, float]:
    """A function of a set as data, and the largest error of that (0 where it is the same).

    Raises
    ------
    ValueError
        For a function that no table or published source has.
    """
    function = values[name]
    points = points_of(function)
    if points is not None:
        return _points_words(points, _scale_of(function)), 0.0
    facet = names.facet_of_exchange_current(name)
    if facet and comparable(function) == comparable(exchange_current_function(facet)):
        return {"description": LAW}, 0.0
    for where, known in _sources(name):
        if comparable(known) == comparable(function):
            return {"description": where}, 0.0
    if callable(function) and name in OF_CONTENT:
        return _sampled(values, name)
    raise ValueError(
        f"parameter_values[{name!r}]={plain(function)}: expected a number, or a function that this "
        "package or a set of PyBaMM has; a BPX file has no place for another"
    )


def function_from(words: Written, name: str, where: str) -> Any:
    """The function behind data of `function_words`; ``ValueError`` that begins with `where`."""
    kind = words.get("description")
    if not isinstance(kind, str):
        raise ValueError(f"{where}.description={shown(kind)}: expected the kind of the function")
    if kind == POINTS:
        return _curve(words, where)
    facet = names.facet_of_exchange_current(name)
    if kind == LAW and facet:
        return exchange_current_function(facet)
    for source, known in _sources(name, kind):
        if source == kind:
            return known
    raise ValueError(
        f"{where}.description={shown(kind)}: expected {POINTS!r}, {LAW!r}, or '{PUBLISHED} ...' or "
        f"'{IN_PYBAMM} ...' of one that is installed and has {name!r}"
    )


def _sources(name: str, kind: str = "") -> Iterator[tuple[str, Any]]:
    """Whatever has a function of a parameter's name, with what to call it."""
    for registry in REGISTRIES:
        for entry, published in registry.items():
            if name in published.values:
                yield f"{PUBLISHED} {entry}", published.values[name]
    asked = kind.removeprefix(f"{IN_PYBAMM} ")
    for entry in [asked] if asked in pybamm.parameter_sets else pybamm.parameter_sets:
        if entry not in registered_names() and callable(known := _pybamm_set(entry).get(name)):
            yield f"{IN_PYBAMM} {entry}", known


@cache
def _pybamm_set(name: str) -> pybamm.ParameterValues:
    return pybamm.ParameterValues(name)


def _scale_of(function: Any) -> float | None:
    return function.keywords["scale"] if function.func is curve_diffusivity else None


def _points_words(points: Points, scale: float | None) -> Written:
    words: Written = {
        "description": POINTS,
        "points": {"x": list(points.x), "y": list(points.y)},
        "known from": points.known[0],
        "known to": points.known[1],
        "name": {"description": points.name},
    }
    return words if scale is None else words | {"scale": scale}


def _curve(words: Written, where: str) -> Callable[..., Any]:
    table, name = words.get("points"), words.get("name")
    x, y = (_column(table, one, where) for one in "xy")
    if len(x) != len(y) or (np.diff(x) <= 0).any():
        raise ValueError(f"{where}.points: expected as many y as x, and x that rises")
    known: tuple[Any, Any] = (words.get("known from"), words.get("known to"))
    if not all(map(is_finite, known)):
        raise ValueError(f"{where}: 'known from', 'known to': expected two lithium contents")
    title = name.get("description") if isinstance(name, dict) else None
    points = Points(tuple(x), tuple(y), str(title or "table"), known)
    if "scale" not in words:
        return potential_through(points)
    if not is_finite(words["scale"]) or words["scale"] <= 0:
        raise ValueError(
            f"{where}.scale={shown(words['scale'])}: expected a positive number [m2.s-1]"
        )
    return diffusivity_through(points, float(words["scale"]))


def _column(table: Any, name: str, where: str) -> list[float]:
    column = table.get(name) if isinstance(table, dict) else None
    if not isinstance(column, list) or len(column) < 2 or not all(map(is_finite, column)):
        raise ValueError(f"{where}.points.{name}: expected two finite numbers or more")
    return [float(one) for one in column]


def is_finite(value: Any) -> bool:
    """Whether a value is a finite number; an integer beyond all floats is none."""
    try:
        return is_number(value) and math.isfinite(value)
    except OverflowError:
        return False


def _sampled(values: pybamm.ParameterValues, name: str) -> tuple[Written, float]:
    """A function of lithium content that only its caller knows, as points."""
    x = np.linspace(EDGE, 1 - EDGE, SAMPLES)
    arguments = (x,) if name == names.POSITIVE_OCP else (x, values[names.REFERENCE_TEMPERATURE])
    y = evaluated(values, name, *arguments)
    scale = None
    if name == names.DIFFUSIVITY:
        scale = float(np.exp(np.log(y).mean()))
        y = np.log(y / scale)
    keep = thinned(x, y, 0.0)
    points = Points(tuple(x[keep]), tuple(y[keep]), f"{plain(values[name])}, {MOST_POINTS} points")
    missed = np.abs(potential_through(points)(x) - y)
    return _points_words(points, scale), float(missed.max())
