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
from pybamm_facets.paper.estimates import CORE_SHELL
from pybamm_facets.paper.main_job import MEASURED_RATE, MainJob
from pybamm_facets.report.record import records, write_record
from pybamm_facets.report.style import COLOURS, colours, letter, save_figure, style
from pybamm_facets.runs.outcome import with_result

CHARGED = "0.5C charge"
"""Of `STARTS`: how the protocol of the long test charges."""

LINES = {"texture": "-", "blind": "--", "": "-"}
WIDTHS = {"discharge": 1.6, "charge": 0.8}


def rate_capability_figure(
    table: pd.DataFrame,
    curves: pd.DataFrame,
    curve_rate: float = 10.0,
    starts: pd.DataFrame | None = None,
    band: pd.DataFrame | None = None,
) -> Figure:
    """Capacity against C-rate (left) and voltage against capacity at one rate (right).

    Filled points were fitted, open ones follow.

    Parameters
    ----------
    table, curves
        Of a rate-capability study; with a column ``fit`` the fits are told apart by line style.
    curve_rate
        C-rate of the voltage curves.
    starts
        Capacities at one rate after other starts, as `MainJob.starts`; drawn where they were
        charged, of the fit to both measurements.
    band
        Of `rate_band`: between its quantiles the blind prediction of the core-shell lies.
    """
    with style():
        figure = Figure(figsize=(7.2, 3.7), layout="constrained")
        left, right = figure.subplots(1, 2)
        letter((left, right))
        _capacities(left, table)
        if band is not None:
            _band(left, band, table["c_rate"])
        if starts is not None:
            _starts(left, starts)
        _voltages(right, curves, curve_rate)
        key = left.get_legend_handles_labels()
        figure.legend(*key, loc="outside lower center", ncols=3, handlelength=3.2)
    return figure


def write_main_job(
    out_dir: Path, job: MainJob, inputs: Mapping[str, Any], band: pd.DataFrame | None = None
) -> list[Path]:
    """Table, record and figure of the main job, the figure with a band if given; the files."""
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
    highest = max(job.table["c_rate"])
    starts = job.starts if highest == MEASURED_RATE else None
    save_figure(figure, rate_capability_figure(job.table, job.curves, highest, starts, band))
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
                markerfacecolor="white",
                color=colour[particle],
                label=f"{particle}, {fit}" if fit else str(particle),
            )
            fitted = line[line["role"] == "fitted"] if "role" in line else line[:0]
            inside: dict[str, Any] = {"markersize": 3, "color": colour[particle], "zorder": 6}
            axes.plot(fitted["c_rate"], fitted["capacity_mAh_g"], "o", **inside)
    if "role" in table and (table["role"] == "fitted").any():
        axes.plot([], [], "o", color="#555555", label="filled: fitted")
    if "measured_mAh_g" in table:
        _stars(axes, table, colour)
    axes.set_xscale("log")
    axes.set_xticks(sorted(table["c_rate"].unique()))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:g}"))
    axes.minorticks_off()
    axes.set(xlabel="C-rate", ylabel="Discharge capacity [mAh/g]", ylim=(0, None))


def _band(axes: Axes, band: pd.DataFrame, c_rates: pd.Series) -> None:
    inside = band["c_rate"].between(c_rates.min(), c_rates.max())
    rows = band[(band["particle"] == CORE_SHELL) & inside]
    axes.fill_between(rows["c_rate"], rows[0.05], rows[0.95], color=COLOURS[CORE_SHELL], alpha=0.25,
                      linewidth=0, label="core-shell, blind: 90 % of draws")  # fmt: skip


def _starts(axes: Axes, starts: pd.DataFrame) -> None:
    """Small diamonds: the same discharge after a charge, which was not fitted; all else starts
    from equilibrium.
    """
    charged = starts[(starts["start"] == CHARGED) & (starts["fit"] == "texture")]
    for number, row in enumerate(charged.itertuples()):
        axes.plot(row.c_rate, row.capacity_mAh_g, "D", markersize=4, color=COLOURS[row.particle],
                  markerfacecolor="white", zorder=6,
                  label=None if number else f"texture, after a {CHARGED}")  # fmt: skip


def _stars(axes: Axes, table: pd.DataFrame, colour: Mapping[str, str]) -> None:
    """What was measured; in the colour of each set where the sets are a user's own."""
    measured = table.dropna(subset="measured_mAh_g").drop_duplicates(["particle", "c_rate"])
    own = "fit" not in table and measured["particle"].nunique() > 1
    for particle, rows in measured.groupby("particle" if own else (lambda _: ""), sort=False):
        axes.plot(
            rows["c_rate"],
            rows["measured_mAh_g"],
            "*",
            markersize=13,
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
                linewidth=WIDTHS[str(direction)],
            )
    axes.set(xlabel="Capacity [mAh/g]", ylabel=names.VOLTAGE, xlim=(0, None))
    axes.set_title(f"{rate:g}C", fontsize=9)
    for direction in dict.fromkeys(chosen["direction"]):
        axes.plot([], [], color="#555555", linewidth=WIDTHS[str(direction)], label=direction)
    axes.legend(loc="best", handlelength=1.6)
