"""Figure of a rate-capability study: capacity against rate, and voltage curves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from pybamm_facets import names
from pybamm_facets.paper.main_job import MainJob
from pybamm_facets.report.record import records, write_record
from pybamm_facets.report.style import colours, save_figure, style
from pybamm_facets.runs.outcome import with_result

LINES = {"texture": "-", "blind": "--", "": "-"}


def rate_capability_figure(
    table: pd.DataFrame, curves: pd.DataFrame, curve_rate: float = 10.0
) -> Figure:
    """Capacity against C-rate (left) and voltage against capacity at one rate (right).

    Parameters
    ----------
    table, curves
        Of a rate-capability study; with a column ``fit`` the fits are told apart by line style.
    curve_rate
        C-rate of the voltage curves.
    """
    with style():
        figure = Figure(figsize=(7.2, 3.3), layout="constrained")
        left, right = figure.subplots(1, 2)
        _capacities(left, table)
        _voltages(right, curves, curve_rate)
    return figure


def write_main_job(out_dir: Path, job: MainJob, inputs: Mapping[str, Any]) -> list[Path]:
    """Table, record and figure of the main job; the files."""
    csv, record, figure = (out_dir / f"rate_capability.{end}" for end in ("csv", "json", "png"))
    job.table.to_csv(csv, index=False)
    write_record(
        record,
        job.table,
        inputs,
        {" ".join(key): values for key, values in job.parameter_values.items()},
        {
            "statements": job.statements,
            "variants": records(job.variants),
            "starts": records(job.starts),
        },
    )
    save_figure(figure, rate_capability_figure(job.table, job.curves, max(job.table["c_rate"])))
    return [csv, record, figure]


def _fits(table: pd.DataFrame) -> list[str]:
    return list(table["fit"].unique()) if "fit" in table else [""]


def _capacities(axes: Axes, table: pd.DataFrame) -> None:
    table = with_result(table[table["direction"] == "discharge"])
    colour = colours(list(table["particle"].unique()))
    for fit in _fits(table):
        rows = table[table["fit"] == fit] if fit else table
        for particle, line in rows.groupby("particle", sort=False):
            axes.plot(
                line["c_rate"],
                line["capacity_mAh_g"],
                LINES.get(fit, ":"),
                marker="o",
                markerfacecolor=colour[particle] if fit != "blind" else "white",
                color=colour[particle],
                label=f"{particle}, {fit}" if fit else str(particle),
            )
    if "measured_mAh_g" in table:
        _stars(axes, table, colour)
    axes.set_xscale("log")
    axes.set_xticks(sorted(table["c_rate"].unique()))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:g}"))
    axes.minorticks_off()
    axes.set(xlabel="C-rate", ylabel="Discharge capacity [mAh/g]", ylim=(0, None))
    axes.legend(loc="lower left", handlelength=3.2)


def _stars(axes: Axes, table: pd.DataFrame, colour: Mapping[str, str]) -> None:
    """What was measured; in the colour of each set where the sets are a user's own."""
    measured = table.dropna(subset="measured_mAh_g").drop_duplicates(["particle", "c_rate"])
    own = "fit" not in table and measured["particle"].nunique() > 1
    for particle, rows in measured.groupby("particle" if own else (lambda _: ""), sort=False):
        axes.plot(
            rows["c_rate"],
            rows["measured_mAh_g"],
            "*",
            markersize=11,
            color="black",
            markerfacecolor=colour[str(particle)] if own else "#f6c244",
            label=f"{particle}, measured" if own else "measured",
            zorder=5,
        )


def _voltages(axes: Axes, curves: pd.DataFrame, rate: float) -> None:
    chosen = curves[curves["c_rate"] == rate]
    colour = colours(list(curves["particle"].unique()))
    for fit in _fits(chosen):
        rows = chosen[chosen["fit"] == fit] if fit else chosen
        for (particle, direction), line in rows.groupby(["particle", "direction"], sort=False):
            axes.plot(
                line["capacity_mAh_g"],
                line["voltage_V"],
                LINES.get(fit, ":"),
                color=colour[particle],
                linewidth=1.6 if direction == "discharge" else 0.9,
            )
    axes.set(
        xlabel="Capacity [mAh/g]",
        ylabel=names.VOLTAGE,
        title=f"{rate:g}C: discharge (thick), charge (thin)",
    )
    axes.title.set_fontsize(9)
    axes.set_xlim(0, None)
