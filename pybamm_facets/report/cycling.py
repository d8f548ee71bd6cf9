"""Figures and files of a test of what ages: the cycles, and what would tell hypotheses apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pybamm
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pybamm_facets.report.record import records, write_record
from pybamm_facets.report.style import colours, letter, save_figure, style
from pybamm_facets.studies.cycling.hypothesis_test import HypothesisTest

TITLES = {
    "lithium_per_cycle": "lithium side, per cycle",
    "lithium_per_charge": "lithium side, per charge",
    "lithium_per_second": "lithium side, per second",
    "surface_stress": "loss by surface stress",
    "grain_boundaries": "loss at grain boundaries",
    "dry_cracking": "cracks across the radius",
    "wet_cracking": "cracks with electrolyte",
    "blocking_stable_003": "blocked facets, (003) spared",
    "blocking_even": "blocked facets, evenly",
    "blocking_first_003": "blocked facets, (003) first",
    "rock_salt_layer": "rock-salt layer",
    "facet_kinetics": "facet kinetics alone",
}
"""What a mechanism is called in a figure."""

COLUMNS_OF_GRID = 3


def title_of(mechanism: str) -> str:
    """A mechanism in a figure or a table for people."""
    return TITLES.get(mechanism, mechanism.replace("_", " "))


def hypotheses_figure(test: HypothesisTest, reference: str, retention: float) -> Figure:
    """Capacity kept over the cycles under each mechanism that could be calibrated.

    Parameters
    ----------
    test
        The test.
    reference
        The particle that the rates are fitted to.
    retention
        The share that it keeps.
    """
    names = list(dict.fromkeys(test.cycles["mechanism"]))
    columns = min(COLUMNS_OF_GRID, len(names))
    rows = -(-len(names) // columns)
    with style():
        figure = Figure(figsize=(7.2, 1.9 * rows + 0.5), layout="constrained")
        grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for axes, name in zip(grid.flat, names, strict=False):
            _fades(axes, test, name, reference, retention)
        for axes in list(grid.flat)[len(names) :]:
            axes.set_axis_off()
        letter(grid.flat[: len(names)])
        for column in range(columns):
            used = [grid[row, column] for row in range(rows) if grid[row, column].axison]
            used[-1].set_xlabel("Cycle")
            used[-1].tick_params(labelbottom=True)
        for row in grid:
            row[0].set_ylabel("Capacity kept [%]")
        handles, labels = grid[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    return figure


def _fades(
    axes: Axes, test: HypothesisTest, mechanism: str, reference: str, retention: float
) -> None:
    mine = test.cycles[test.cycles["mechanism"] == mechanism]
    colour = colours(list(dict.fromkeys(test.cycles["particle"])))
    words = []
    for particle, rows in mine.groupby("particle", sort=False):
        fitted = particle == reference
        kept = 100 * rows["retention"].fillna(0.0)
        axes.plot(
            rows["cycle"],
            kept,
            "-" if fitted else "--",
            color=colour[str(particle)],
            marker="o",
            markersize=2.5,
            markerfacecolor=colour[str(particle)] if fitted else "white",
            label=f"{particle}, simulated, {'fitted' if fitted else 'predicted'}",
        )
        if not fitted:
            row = test.table[
                (test.table["mechanism"] == mechanism) & (test.table["particle"] == particle)
            ].iloc[0]
            words.append(f"{particle} {100 * row['retention']:.0f} %: {row['sign']}")
    end = mine["cycle"].max()
    axes.plot([end], [100 * retention], "^", color="black", markersize=6, clip_on=False, zorder=5,
              label=f"known: {reference} at least {retention:.0%}")  # fmt: skip
    axes.set(title=title_of(mechanism), ylim=(0, 105))
    axes.title.set_fontsize(8.5)
    low = mine["retention"].min() < 0.3
    axes.text(0.97 if low else 0.04, 0.64 if low else 0.05, "\n".join(words), fontsize=7.5,
              ha="right" if low else "left", transform=axes.transAxes, color="#333333")  # fmt: skip


def signatures_figure(test: HypothesisTest, reference: str) -> Figure:
    """What else could be measured on the reference particle, under each mechanism.

    Parameters
    ----------
    test
        The test.
    reference
        The particle.
    """
    rows = test.table[(test.table["particle"] == reference) & test.table["rate"].notna()]
    fresh = test.check_ups[
        (test.check_ups["particle"] == reference) & (test.check_ups["cycle"] == 1)
    ]["resistance_10s_Ohm_cm2"].iloc[0]
    halfway = [_halfway(test.cycles, name, reference) for name in rows["mechanism"]]
    panels = (
        (100 * rows["slow_retention"], "0.1C capacity\nkept at the end [%]"),
        (pd.Series(halfway), "cycle's capacity\nkept half-way [%]"),
        (-1e3 * rows["voltage_change_V"], "fall of the mean\ndischarge voltage [mV]"),
        (100 * (rows["resistance_Ohm_cm2"] / fresh - 1), "rise of the resistance\nafter 10 s [%]"),
    )
    with style():
        figure = Figure(figsize=(7.2, 0.28 * len(rows) + 1.0), layout="constrained")
        axes = figure.subplots(1, len(panels), sharey=True)
        names = [title_of(name) for name in rows["mechanism"]]
        colour = colours([reference])[reference]
        for one, (values, label) in zip(axes, panels, strict=True):
            bars = one.barh(names, values.to_numpy(), color=colour, height=0.6)
            one.bar_label(bars, fmt="%.0f", padding=2, fontsize=7.5)
            one.set_xlabel(label, fontsize=8)
            one.margins(x=0.28)
            one.grid(visible=False, axis="y")
        letter(axes)
        axes[0].invert_yaxis()
        axes[0].tick_params(axis="y", labelsize=8)
        figure.suptitle(
            f"{reference}, simulated: at the same retention, what tells mechanisms apart",
            fontsize=9,
        )
    return figure


def _halfway(cycles: pd.DataFrame, mechanism: str, particle: str) -> float:
    rows = cycles[(cycles["mechanism"] == mechanism) & (cycles["particle"] == particle)]
    middle = rows.iloc[(rows["cycle"] - rows["cycle"].max() / 2).abs().argmin()]
    return 100 * float(middle["retention"])


def write_hypotheses(
    out_dir: Path,
    test: HypothesisTest,
    reference: str,
    retention: float,
    sets: Mapping[str, pybamm.ParameterValues],
    inputs: Mapping[str, Any],
) -> list[Path]:
    """Tables, record and figures of a test; the files.

    Parameters
    ----------
    out_dir
        Folder.
    test, reference, retention
        As `hypotheses_figure`.
    sets
        Name to set, for the record.
    inputs
        What was asked.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    names = ("cycling.csv", "cycling_cycles.csv", "cycling_check_ups.csv", "cycling_distances.csv")
    tables = (test.table, test.cycles, test.check_ups, test.distances)
    paths = [out_dir / name for name in names]
    for path, table in zip(paths, tables, strict=True):
        table.to_csv(path, index=False)
    record = out_dir / "cycling.json"
    more = {
        "statements": test.statements,
        "distances": records(test.distances),
        "unaged": records(test.unaged),
    }
    write_record(record, test.table, inputs, sets, more)
    figures = {}
    if len(test.cycles):
        figures = {
            "cycling.png": hypotheses_figure(test, reference, retention),
            "cycling_signatures.png": signatures_figure(test, reference),
        }
    for name, figure in figures.items():
        save_figure(out_dir / name, figure)
    return [*paths, record, *(out_dir / name for name in figures)]
