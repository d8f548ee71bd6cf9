"""Files of an explanation of two sets: tables, record, and two figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from pybamm_facets.report.attribution import attribution_figure
from pybamm_facets.report.record import write_record
from pybamm_facets.report.style import OTHERS, save_figure, style
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.studies.inference.pair_explanation import PairExplanation


def write_pair(
    out_dir: Path, result: PairExplanation, sets: Mapping[str, LoadedSet], inputs: Mapping[str, Any]
) -> list[Path]:
    """Tables, record and figures as files ``explain_*``; the files."""
    first, second = sets
    tables = {
        "fits.csv": result.fits.rename_axis("fit").reset_index(),
        "predictions.csv": result.predictions,
        "attribution.csv": result.attribution,
        "draws.csv": result.draws,
    }
    paths = []
    for ending, table in tables.items():
        paths.append(out_dir / f"explain_{ending}")
        table.to_csv(paths[-1], index=False)
    record = out_dir / "explain.json"
    values = {name: loaded.parameter_values for name, loaded in sets.items()}
    points = result.draws[["status", "reason"]]
    write_record(record, points, inputs, values, {"statements": result.statements})
    figures = {
        "attribution.png": attribution_figure(result.attribution, first=first, second=second),
        "prediction.png": prediction_figure(result, first, second),
    }
    for ending, figure in figures.items():
        save_figure(out_dir / f"explain_{ending}", figure)
    return [*paths, record, *(out_dir / f"explain_{ending}" for ending in figures)]


def prediction_figure(result: PairExplanation, first: str, second: str) -> Figure:
    """The second set's capacity as the draws predict it, and as it was measured."""
    capacities = np.sort(result.draws["second_mAh_g"].dropna().to_numpy())
    at_rate = result.predictions[
        (result.predictions["c_rate"] == result.c_rate)
        & (result.predictions["direction"] == "discharge")
    ]
    measured = float(at_rate["measured_mAh_g"].iloc[0])
    with style():
        figure = Figure(figsize=(4.6, 2.6), layout="constrained")
        axes = figure.subplots()
        shares = (np.arange(len(capacities)) + 0.5) / max(len(capacities), 1)
        axes.step(capacities, shares, where="mid", color=OTHERS[0], label="draws of the estimates")
        axes.axvline(float(at_rate["capacity_mAh_g"].iloc[0]), color=OTHERS[0], linestyle="--",
                     linewidth=1, label="with the sets' own values")  # fmt: skip
        if np.isfinite(measured):
            axes.axvline(measured, color="black", linewidth=1.2, label="measured")
        axes.set(
            xlabel=f"Predicted capacity of {second} at {result.c_rate:g}C [mAh/g]",
            ylabel="Share of draws below",
            ylim=(0, 1),
        )
        axes.set_title(f"D_ab fitted to {first} each time", fontsize=9)
        axes.legend(loc="best", fontsize=7.5)
    return figure
