"""Open-circuit potential of NMC811 on an absolute lithium scale, 2.5 to 4.5 V.

Between x = 0.2157 (4.300 V) and x = 0.9995 (3.407 V) the points are literature (Sturm et al. 2019,
DOI 10.1016/j.jpowsour.2018.11.043, used for NMC811 by Ghosh et al. 2021,
DOI 10.1149/1945-7111/abdc71). Beyond them the curve is extended: up to 4.5 V at x = 0.15, the full
state, and down to 2.5 V at x = 0.99999, the empty state; `data/nmc811_ocp.csv` marks every point.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pybamm
from scipy.interpolate import PchipInterpolator

POINTS = Path(__file__).parent / "data" / "nmc811_ocp.csv"

FULL_STOICHIOMETRY = 0.15
EMPTY_STOICHIOMETRY = 0.99999


def nmc811_ocp(sto: Any) -> Any:
    """Open-circuit potential [V] against lithium at stoichiometry `sto` (number, array, symbol).

    The monotone piecewise cubic (Fritsch-Carlson) through the points, written as truncated powers:
    unlike an interpolant it expands into scalar operations, which a compiler can work on.
    """
    maximum = pybamm.maximum if isinstance(sto, pybamm.Symbol) else np.maximum
    first, knots = _truncated_powers()
    m = sto - first[0]
    potential = first[4] + m * (first[3] + m * (first[2] + m * first[1]))
    for x, quadratic, cubic in knots:
        m = maximum(sto - x, 0)
        potential = potential + m**2 * (quadratic + cubic * m)
    return potential


@cache
def pchip() -> PchipInterpolator:
    """The same curve as SciPy writes it."""
    points = pd.read_csv(POINTS)
    return PchipInterpolator(points["stoichiometry"], points["voltage_V"])


@cache
def _truncated_powers() -> tuple[tuple[float, ...], tuple[tuple[float, float, float], ...]]:
    """First cubic (x0, c3, c2, c1, c0), and at each later knot the jump of its c2 and c3.

    Value and slope are continuous at a knot, so only the second and third derivatives jump.
    """
    curve = pchip()
    x, c = curve.x.tolist(), curve.c
    knots = []
    for k in range(1, c.shape[1]):
        width = x[k] - x[k - 1]
        quadratic_before = c[1, k - 1] + 3 * c[0, k - 1] * width
        knots.append((x[k], float(c[1, k] - quadratic_before), float(c[0, k] - c[0, k - 1])))
    return (x[0], *map(float, c[:, 0])), tuple(knots)
