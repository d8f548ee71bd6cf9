"""Cost of what orientation can give: a bound, a least ordered texture, an inverse Wulff shape.

Each has its brute-force side in the same run, timed in turns with it: the linear program on a grid
of the sphere with the nearest normal of every direction, the dual on that grid by a general
optimiser, and the inverse Wulff problem by one with finite differences of the convex hull.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from harness import interleaved, run_from_command_line
from scipy.optimize import linprog, minimize

from pybamm_facets._arrays import FloatArray
from pybamm_facets.crystal import (
    NMC811_FACETS,
    Lattice,
    least_ordered,
    nearest_facet,
    surface_energies,
    wulff_fractions,
)
from pybamm_facets.crystal.attainable_range import current_range
from pybamm_facets.crystal.layer_scheme import host
from pybamm_facets.kinetics import FacetTable

RATIO, MEAN, ANISOTROPY = 0.9, 12.0, 0.01
"""Radial ratio, mean exchange current density [A.m-2], D_c/D_ab."""

TARGETS_MS = {"bound": 10.0, "least_ordered": 15.0, "inverse_wulff": 100.0}
WANTED = {"(003)": 0.1, "(104)": 0.3, "(102)": 0.15, "(113)": 0.2, "(101)": 0.15, "(201)": 0.1}
CURRENTS = FacetTable.nmc811().j0


def sphere(rows: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """u², exchange current and random probability of every band and facet in it."""
    u = (np.arange(rows) + 0.5) / rows
    phi = (np.arange(rows) + 0.5) / rows * 2 * np.pi
    s = np.sqrt(1 - u**2)[:, None]
    level = np.broadcast_to(u[:, None], (rows, rows))
    facets = nearest_facet(np.stack([s * np.cos(phi), s * np.sin(phi), level], axis=-1))
    shares = np.stack([(facets == k).mean(axis=1) for k in range(6)], axis=1) / rows
    band, family = np.nonzero(shares)
    return u[band] ** 2, np.array(list(CURRENTS.values()))[family], shares[band, family]


def bound() -> float:
    """Largest mean exchange current at the ratio [A.m-2]; two linear programs."""
    values = np.array(list(CURRENTS.values()))
    return current_range(values, RATIO, ANISOTROPY, NMC811_FACETS, Lattice.nmc811(), "any")[1]


def brute_bound(rows: int) -> float:
    along, current, _ = sphere(rows)
    conditions = [np.ones_like(along), host(RATIO, ANISOTROPY).excess(along)]
    return -float(linprog(-current, A_eq=conditions, b_eq=[1, 0]).fun)


def price() -> float:
    """Price of ratio and mean [nat]; the range is checked first."""
    return least_ordered(RATIO, exchange_current=MEAN, exchange_currents=CURRENTS).ordering


def brute_price(rows: int) -> float:
    along, current, random = sphere(rows)
    functions = np.array([host(RATIO, ANISOTROPY).excess(along), current - MEAN])

    def dual(x: FloatArray) -> float:
        exponents = x @ functions
        top = exponents.max()
        return float(top + np.log(random @ np.exp(exponents - top)))

    return -float(minimize(dual, np.zeros(2), method="Nelder-Mead", options={"fatol": 1e-10}).fun)


def energies() -> dict[str, float]:
    """Surface energies of the wanted fractions, the smallest 1."""
    return dict(surface_energies(WANTED).energies)


def brute_energies() -> dict[str, float]:
    wanted = np.array(list(WANTED.values()))

    def miss(logs: FloatArray) -> float:
        shape = wulff_fractions(dict(zip(WANTED, np.exp(logs).tolist(), strict=True)))
        return float(np.sum((np.array(list(shape.values())) - wanted) ** 2))

    found = np.exp(minimize(miss, np.zeros(6), options={"gtol": 1e-9}).x)
    return dict(zip(WANTED, (found / found.min()).tolist(), strict=True))


def compared(
    name: str, fast: Callable[[], Any], brute: Callable[[], Any], repeats: int
) -> tuple[dict[str, Any], Any, Any]:
    """Milliseconds of both sides, and what they found."""
    fast()  # nodes and candidates are made once a process
    medians, results = interleaved({"fast": fast, "brute": brute}, repeats)
    cpu, wall = (1e3 * medians["fast"][key] for key in ("cpu_s", "wall_s"))
    figures = {
        "cpu_ms": cpu,
        "wall_ms": wall,
        "brute_cpu_ms": 1e3 * medians["brute"]["cpu_s"],
        "target_ms": TARGETS_MS[name],
        "within_target": cpu <= TARGETS_MS[name],
    }
    return figures, results["fast"], results["brute"]


def run(quick: bool) -> dict[str, Any]:
    """All three, with the difference from the brute force."""
    rows, repeats = (180, 3) if quick else (720, 9)
    result: dict[str, Any] = {"benchmark": "design"}
    for name, fast, brute in (
        ("bound", bound, lambda: brute_bound(rows)),
        ("least_ordered", price, lambda: brute_price(rows)),
    ):
        figures, found, other = compared(name, fast, brute, repeats)
        result[name] = figures | {"value": found, "difference": abs(found - other)}
    figures, found, other = compared("inverse_wulff", energies, brute_energies, repeats)
    worst = max(abs(math.log(found[label] / other[label])) for label in WANTED)
    shape = wulff_fractions(found)
    back = max(abs(shape[label] - share) for label, share in WANTED.items())
    result["inverse_wulff"] = figures | {"difference": worst, "fractions_off_by": back}
    return result


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
