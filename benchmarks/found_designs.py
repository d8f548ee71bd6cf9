"""Cost of designs in a cell: the easiest, a front, profiles, a payoff map, a sample.

The easiest design and the map have their brute-force side in the same run: a grid of designs, all
run and interpolated, and direct runs of the map's corners. CPU seconds of this process, cold: every
side builds its own model.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from harness import run_from_command_line
from scipy.interpolate import RegularGridInterpolator
from scipy.optimize import minimize

import pybamm_facets as pf
from pybamm_facets import design
from pybamm_facets.design.responses import Responses

BOX = {"core_fraction": (0.1, 0.9), "kappa_core": (-20.0, 10.0), "kappa_shell": (-300.0, 10.0)}
TARGETS = (design.Target("discharge", 10, 150), design.Target("discharge", 0.5, 220))
RADIUS = 4.5e-6
SECONDS = {"easiest": 4.0, "front": 15.0, "profiles": 30.0, "map": 3.0, "sample": 60.0}
"""What each should take at most."""


def grid_design(points: tuple[int, int, int]) -> tuple[float, int]:
    """Ω of the easiest design from a grid over κ_core, ρ and κ_shell, interpolated; its runs."""
    values, space = pf.li2025(), design.Space(radius_m=RADIUS, **BOX)
    responses = Responses(values, TARGETS, space)
    axes = [np.linspace(0, 1, n) for n in points]
    mesh = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    table = responses.runs([responses.variables(row) for row in mesh])
    found = {
        target.label: RegularGridInterpolator(
            axes,
            table[table["target"] == target.label].sort_values("design")["reached"]
            .to_numpy().reshape(points), method="pchip",
        )
        for target in TARGETS
    }  # fmt: skip

    def miss(x: np.ndarray) -> np.ndarray:
        inside = np.clip(x, 0, 1)
        return np.array([float(found[t.label](inside)[0]) - t.at_least for t in TARGETS])

    def price(x: np.ndarray) -> float:
        return responses.order.ordering(responses.variables(np.clip(x, 0, 1)))

    best = min(
        (
            minimize(price, start, method="SLSQP", bounds=[(0, 1)] * 3,
                     constraints={"type": "ineq", "fun": miss})
            for start in ([0.7, 0.5, 0.4], [0.5, 0.5, 0.5], [0.8, 0.4, 0.35])
        ),
        key=lambda one: (miss(one.x).min() < -0.1, one.fun),
    )  # fmt: skip
    return float(best.fun), len(table)


def timed(job: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds and result."""
    started = time.process_time()
    result = job()
    return time.process_time() - started, result


def run(quick: bool) -> dict[str, Any]:
    """All jobs; quick means fewer points."""
    values = pf.li2025()
    space = design.Space(radius_m=RADIUS, **BOX)
    front, profile, samples = (3, 2, 32) if quick else (12, 7, 2520)
    size = (9, 7) if quick else (41, 31)
    result: dict[str, Any] = {"benchmark": "found_designs"}

    def add(name: str, job: Callable[[], Any], **more: Any) -> Any:
        seconds, found = timed(job)
        told = {} if quick else {"target_s": SECONDS[name], "within": seconds <= SECONDS[name]}
        result[name] = {"cpu_s": seconds, **told, **more}
        return found

    found = add("easiest", lambda: design.easiest(values, TARGETS, space))
    seconds, (price, runs) = timed(lambda: grid_design((4, 4, 5) if quick else (8, 9, 10)))
    result["easiest"] |= {
        "evaluations": found.evaluations,
        "ordering": found.ordering,
        "brute_ordering": price,
        "brute_runs": runs,
        "brute_cpu_s": seconds,
        "ratio": seconds / result["easiest"]["cpu_s"],
    }
    wanted = np.linspace(120, 160, front).tolist()
    add("front", lambda: design.front(values, TARGETS[:1], space, along=0, values=wanted))
    varied = design.Space(radius_m=(3.5e-6, 5e-6), **BOX)
    four = design.easiest(values, TARGETS, varied)
    add("profiles", lambda: design.profiles(four, profile))
    drawn = add("map", lambda: design.payoff_map(values, 10, end_voltage=3.0, points=size))
    rows = drawn.table.sample(8 if quick else 60, random_state=1)
    seconds, direct = timed(
        lambda: [
            design.payoff_at(values, 10, fourier=f, lam=g, end_voltage=3.0)["both_mAh_g"]
            for f, g in rows[["fourier", "lambda"]].to_numpy()
        ]
    )
    result["map"] |= {
        "brute_cpu_s_of_all_points": seconds / len(rows) * len(drawn.table),
        "largest_difference_mAh_g": float(np.abs(rows["both_mAh_g"] - direct).max()),
    }
    wide = (
        design.Target("discharge", 10, 100), design.Target("discharge", 1, 150),
        design.Target("charge", 10, 50), design.Target("charge", 1, 100),
    )  # fmt: skip
    table = add("sample", lambda: design.sample(values, wide, varied, samples), designs=samples)
    result["sample"]["missing"] = int(table["slack_percent"].isna().sum())
    return result


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
