"""What the benchmarks share: timing both sides in turns, and the command line."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pybamm

from pybamm_facets.runs.groups import Group, grouped
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.run import Run


def timed(side: Callable[[], Any]) -> tuple[float, float, Any]:
    """CPU seconds, wall seconds and result of one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = side()
    return time.process_time() - cpu, time.perf_counter() - wall, result


def interleaved(
    sides: dict[str, Callable[[], Any]], repeats: int
) -> tuple[dict[str, dict[str, float]], dict[str, Any]]:
    """Median CPU and wall seconds of each side, run in turns; and the last results.

    In turns, because a long process drifts: each side then drifts alike.
    """
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    results = {}
    for _ in range(repeats):
        for name, side in sides.items():
            cpu, wall, results[name] = timed(side)
            samples[name].append((cpu, wall))
    medians = {
        name: {
            "cpu_s": statistics.median(cpu for cpu, _ in values),
            "wall_s": statistics.median(wall for _, wall in values),
        }
        for name, values in samples.items()
    }
    return medians, results


def the_group(
    runs: Sequence[Run], model: pybamm.BaseModel, numerics: Numerics = Numerics.default
) -> Group:
    """Runs of one structure: what they share and the numbers of each; nothing is built."""
    (group,) = grouped(dict(enumerate(runs)), model, numerics, curves=False)
    return group


def machine() -> dict[str, Any]:
    """The machine in words."""
    return {"cores": os.cpu_count()}


def run_from_command_line(run: Callable[[bool], dict[str, Any]], description: str) -> None:
    """Parse ``--out`` and ``--quick``, run, print the result as the last line and keep it."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for the result")
    parser.add_argument("--quick", action="store_true", help="fewer repeats and points")
    arguments = parser.parse_args()
    result = {"machine": machine(), **run(arguments.quick)}
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / f"benchmark_{result['benchmark']}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result))
