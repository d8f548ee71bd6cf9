"""What stands around the solver: resolving designs, resuming and exporting, a design or row.

Each beside the same work one at a time, in the same run and in turns. The solver is replaced by a
constant, as none of it is measured. Memory is the growth of the process over a sweep in blocks.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from designs import BOUNDS
from harness import interleaved, run_from_command_line

import pybamm_facets as pf
from pybamm_facets.runs.designs import resolve_designs
from pybamm_facets.runs.integrate.solver import RunSolver
from pybamm_facets.runs.ledger import export, read_ledger
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.sampling import sample_designs
from pybamm_facets.studies.sweeps import sweep_blocks

RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
NUMERICS = pf.Numerics({"r_p": 8, "x_p": 3, "x_s": 5}, backend="expanded")
ALONE = 50
"""Designs that the brute-force side resolves, as its cost is proportional to their number."""


def run(quick: bool) -> dict[str, Any]:
    """Time both sides; quick means few designs and one repeat."""
    count, many = (200, 400) if quick else (10_000, 100_000)
    designs, values = sample_designs(BOUNDS, count), pf.li2025()
    with tempfile.TemporaryDirectory() as folder, constant_solver():
        store = Path(folder) / "runs.db"
        grown = growth_MB(many, Path(folder) / "many.db")
        in_blocks(values, designs, store)
        medians, results = interleaved(
            {
                "resolve": lambda: resolve_designs(values, designs, pf.NMC811_FACETS),
                "resolve, one at a time": lambda: alone(values, designs.head(ALONE)),
                "resume": lambda: in_blocks(values, designs, store),
                "resume of one design": lambda: in_blocks(values, designs.head(1), store),
                "export": lambda: export(store, Path(folder) / "runs.csv"),
                "export, at once": lambda: export_at_once(store, Path(folder) / "once.csv"),
            },
            1 if quick else 3,
        )
        same = (Path(folder) / "runs.csv").read_bytes() == (Path(folder) / "once.csv").read_bytes()
    rows = results["export"]
    assert same, "the exported tables differ"
    assert results["resume"] == rows, "a row is lost"
    cpu = {name: 1e3 * times["cpu_s"] for name, times in medians.items()}
    return {
        "benchmark": "scale",
        "designs": count,
        "rows": rows,
        "resolve_ms_a_design": cpu["resolve"] / count,
        "resolve_one_at_a_time_ms_a_design": cpu["resolve, one at a time"] / ALONE,
        "resume_ms_a_row": cpu["resume"] / rows,
        "resume_built_once_ms": cpu["resume of one design"],
        "export_ms_a_row": cpu["export"] / rows,
        "export_at_once_ms_a_row": cpu["export, at once"] / rows,
        "memory_growth_MB": {f"{many} designs x 2 rates": grown[0]},
        "peak_memory_MB": {f"{many} designs x 2 rates": grown[1]},
    }


@contextmanager
def constant_solver() -> Iterator[None]:
    """Every run gives the same at once."""
    outcome = Outcome(Status.OK, "", "cut-off voltage", 3600.0, 5.0, 2.5, 1e-9, 1e-5)
    solve = RunSolver.solve
    RunSolver.solve = lambda self, inputs: [outcome] * len(inputs)  # type: ignore[method-assign]
    try:
        yield
    finally:
        RunSolver.solve = solve  # type: ignore[method-assign]


def in_blocks(values: Any, designs: pd.DataFrame, store: Path, rates: Any = RATES) -> int:
    """A sweep that keeps nothing but its store; its rows."""
    blocks = sweep_blocks(values, designs, rates, numerics=NUMERICS, store=store)
    return sum(len(block.table) for block in blocks)


def growth_MB(count: int, store: Path) -> tuple[float, float]:
    """How far the peak of the process's memory rises over a sweep of many designs, and to where."""
    values, designs = pf.li2025(), sample_designs(BOUNDS, count)
    in_blocks(values, designs.head(20_000 // 2), store.with_suffix(".first"), (1.0, 10.0))
    before = peak_MB()
    in_blocks(values, designs, store, (1.0, 10.0))
    after = peak_MB()
    return after - before, after


def peak_MB() -> float:
    """The process's largest memory so far."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(values: Any, designs: pd.DataFrame) -> None:
    """Every design in a call of its own."""
    for index in range(len(designs)):
        resolve_designs(values, designs.iloc[[index]], pf.NMC811_FACETS)


def export_at_once(store: Path, out: Path) -> None:
    """The table of a ledger in memory, then as CSV."""
    with read_ledger(store) as ledger:
        rows = [json.loads(row) for piece in ledger.pieces() for _, (_, row, *_) in piece]
    pd.DataFrame(rows).to_csv(out, index=False)


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
