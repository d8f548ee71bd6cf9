"""Figure of a chemo-mechanical check: the worst stress of core and shell in time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pybamm_facets.report.record import write_record
from pybamm_facets.report.style import colours, letter, save_figure, style
from pybamm_facets.studies.grain_resolved.check_particle import (
    GRAIN_BOUNDARY_STRENGTH,
    PERCENT,
    over_seeds,
)
from pybamm_facets.studies.grain_resolved.check_sets import SetsMechanics

LINES = {"core": "-", "shell": "--"}
GPA_IN_MPA = 1e3


def mechanics_check_figure(table: pd.DataFrame, reported_strain: float | None = None) -> Figure:
    """Strain (left) and pull on grain boundaries (right) against time, a row of axes a run.

    Parameters
    ----------
    table
        Of `check_mechanics`, with ``particle`` and ``run``, as `li2025_mechanics` has it; shown is
        its first law, mean over the seeds.
    reported_strain
        A strain that somebody reports, drawn as a line.
    """
    means = over_seeds(table[table["law"] == table["law"].iloc[0]])
    runs = list(means["run"].unique())
    with style():
        figure = Figure(figsize=(7.2, 2.7 * len(runs)), layout="constrained")
        grid = figure.subplots(len(runs), 2, squeeze=False)
        letter(grid.flat)
        for (left, right), run in zip(grid, runs, strict=True):
            rows = means[means["run"] == run]
            _lines(left, rows, "strain_p99_percent", 1.0)
            _lines(right, rows, "traction_p99_MPa", GPA_IN_MPA)
            if reported_strain is not None:
                level = PERCENT * reported_strain
                _limit(left, level, f"reported: {level:g} %")
            _limit(right, GRAIN_BOUNDARY_STRENGTH / 1e9, "strength")
            left.set(ylabel="Von Mises stress / E, p99 [%]", title=run)
            right.set(ylabel="Pull on boundaries, p99 [GPa]", title=run)
        grid[0, 0].legend()
    return figure


def write_mechanics(
    out_dir: Path, result: SetsMechanics, inputs: Mapping[str, object]
) -> list[Path]:
    """Table, record and figure of the check of particles; the files."""
    csv, record, figure = (out_dir / f"mechanics.{end}" for end in ("csv", "json", "png"))
    result.table.to_csv(csv, index=False)
    statements = {"statements": list(result.statements)}
    write_record(record, result.table, inputs, result.parameter_values, statements)
    save_figure(figure, mechanics_check_figure(result.table, result.reported_strain))
    return [csv, record, figure]


def _limit(axes: Axes, level: float, label: str) -> None:
    axes.axhline(level, color="black", linewidth=0.9, linestyle=":")
    across = axes.get_yaxis_transform()
    axes.text(1, level, label, ha="right", va="bottom", fontsize=7.5, transform=across)


def _lines(axes: Axes, rows: pd.DataFrame, column: str, scale: float) -> None:
    colour = colours(list(rows["particle"].unique()))
    for (particle, zone), line in rows.groupby(["particle", "zone"], sort=False):
        axes.plot(
            line["time_s"],
            line[column] / scale,
            LINES[str(zone)],
            color=colour[str(particle)],
            label=f"{particle}, {zone}",
        )
    axes.set(xlabel="Time [s]", xlim=(0, None), ylim=(0, None))
    axes.title.set_fontsize(9)
