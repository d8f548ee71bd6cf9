"""Values of a set's functions, whatever way they were given."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pybamm

from pybamm_facets._arrays import ArrayLike, FloatArray
from pybamm_facets._units import GAS

EDGE = 1e-4
"""Lithium contents nearer to 0 and 1 than this are not looked at."""
STEP_K = 1.0
"""To either side, over which an activation energy is taken [K]."""


def evaluated(values: pybamm.ParameterValues, name: str, *arguments: ArrayLike) -> FloatArray:
    """A parameter at arguments that broadcast, (points,); a number is the same everywhere.

    Parameters
    ----------
    values
        The set.
    name
        Of a number or a function.
    arguments
        In the unit and order that the function takes.
    """
    points = np.broadcast_arrays(*(np.atleast_1d(np.asarray(one, float)) for one in arguments))
    given = values[name]
    symbol = given(*(pybamm.Vector(one) for one in points)) if callable(given) else given
    if not isinstance(symbol, pybamm.Symbol):
        return np.broadcast_to(np.asarray(symbol, float).ravel(), points[0].shape).copy()
    found = np.asarray(values.process_symbol(symbol).evaluate(), float).ravel()
    return np.broadcast_to(found, points[0].shape).copy()


def activation_energy(function: Callable[[float], Any], temperature: float) -> float:
    """Activation energy of a positive function of temperature, -R d ln f / d(1/T) [J.mol-1]."""
    low, high = temperature - STEP_K, temperature + STEP_K
    ratio = float(np.squeeze(function(high))) / float(np.squeeze(function(low)))
    return GAS * math.log(ratio) / (1 / low - 1 / high)
