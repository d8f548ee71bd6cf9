"""The tables that ``pybamm-facets compare`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from pybamm_facets.cli.console import view

if TYPE_CHECKING:
    import pandas as pd

SETS = {"isotropic": "isotropic_mAh_g", "core-shell": "core_shell_mAh_g", "NMC111": "nmc111_mAh_g"}
SHORT = {
    "with the slowest diffusion": "not determined: below what the model can",
    "with any D": "not determined: above what the model can",
    "does not move": "not determined: does not move with D",
}
SAME = 5e-4
"""Predictions that differ by less are printed once."""


def point_views(points: pd.DataFrame) -> Iterator[Table]:
    """A table for each window, 1C and temperature; then one of the series that state too little."""
    default = points[(points["set"] == "default") & (points["reading"] != "ratio")]
    readable = default[default["reading"] == "absolute"]
    for group, rows in readable.groupby("group", sort=False):
        yield _group_view(str(group), rows, points)
    yield _unplaced_view(default[default["reading"] == ""])


def _group_view(group: str, rows: pd.DataFrame, points: pd.DataFrame) -> Table:
    """Columns of sets that stand for none of the rows are left out."""
    title = f"{group}: capacity [mAh/g] and D/R² [1e-4/s]"
    sets = {name: column for name, column in SETS.items() if rows[column].notna().any()}
    columns = ["series", "C-rate", "measured", *sets, "D/R²", "by ratio", "hindered"]
    shown = view(title, columns=columns, dense=True)
    shown.add_column("what it could be", justify="left")
    for row in rows.to_dict("records"):
        same = points[(points["series"] == row["series"]) & (points["c_rate"] == row["c_rate"])]
        by_ratio = same[(same["set"] == "default") & (same["reading"] == "ratio")]
        hindered = same[(same["set"] == "hindered") & (same["reading"] == "absolute")]
        star = "*" if str(row["series"]).startswith("Li2025") else " "
        shown.add_row(
            row["series"],
            f"{row['c_rate']:g}",
            f"{row['capacity_mAh_g']:.1f}{star}",
            *(_number(row[column]) for column in sets.values()),
            _diffusion(row),
            *(_diffusion(one) for some in (by_ratio, hindered) for one in _first(some)),
            _could_be(row),
        )
    return shown


def _first(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return rows.to_dict("records")[:1] or [{}]


def _unplaced_view(rows: pd.DataFrame) -> Table:
    columns = ("series", "C-rates", "measured", "read in", "not determined, since")
    shown = view("No window or 1C in what was read: rates and capacities of no common basis",
                 columns=columns, text=5, dense=True)  # fmt: skip
    for name, some in rows.groupby("series", sort=False):
        capacities = some["capacity_mAh_g"].map(lambda one: f"{one:.1f}" if one == one else "")
        ratios = some["ratio"].map(lambda one: f"{one:.3f} of low rate" if one == one else "")
        shown.add_row(
            str(name),
            ", ".join(f"{rate:g}" for rate in some["c_rate"]),
            ", ".join(one for one in [*capacities, *ratios] if one),
            some["read_in"].iloc[0],
            escape(str(some["reason"].iloc[0])),
        )
    return shown


def _number(value: float) -> str:
    return f"{value:.1f}" if value == value else ""


def _diffusion(row: dict[str, Any]) -> str:
    if not row:
        return ""
    value = 1e4 * row["d_over_r2_per_s"]
    if value != value:
        return "-"
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}" if value >= 0.995 else f"{value:.2f}"


def _could_be(row: dict[str, Any]) -> str:
    if row["reason"]:
        reason = str(row["reason"])
        return next((short for mark, short in SHORT.items() if mark in reason),
                    f"not determined: {reason}")  # fmt: skip
    size, kappa, cracked = (row[key] for key in ("random_radius_um", "kappa", "cracked_share"))
    parts = [f"R {size:.1f} µm"]
    if kappa == kappa:
        parts.append(f"κ {kappa:.1f} ({100 * row['basal_share']:.0f} % (003))")
    if cracked == cracked:
        parts.append(f"cracks over {100 * cracked:.0f} % of R")
    return " or ".join(parts)


def blind_view(blind: pd.DataFrame) -> Table:
    """Predicted against measured, point by point."""
    columns = (
        "test",
        "set",
        "fitted part",
        "series",
        "C-rate",
        "predicted",
        "measured",
        "miss",
        "%",
    )
    shown = view(
        "Blind tests: no predicted point entered a fit", columns=columns, text=4, dense=True
    )
    for _, rows in blind.groupby(["test", "set"], sort=False):
        shown.add_section()
        for row in _once(rows).to_dict("records"):
            digits = 1 if row["measured"] > 20 else 3
            shown.add_row(
                row["test"], row["set"], row["reading"], row["series"], f"{row['c_rate']:g}",
                f"{row['predicted']:.{digits}f}", f"{row['measured']:.{digits}f}",
                f"{row['miss']:+.{digits}f}", f"{row['miss_percent']:+.1f}",
            )  # fmt: skip
    return shown


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of one test, those of several fitted parts only once if they say the same."""
    readings = [some for _, some in rows.groupby("reading", sort=False)]
    first = readings[0]
    equal = all(
        (abs(other["predicted"].to_numpy() - first["predicted"].to_numpy()) < SAME).all()
        for other in readings[1:]
    )
    if len(readings) == 1 or not equal:
        return rows
    return first.assign(reading=" or ".join(some["reading"].iloc[0] for some in readings))


def window_view(window: pd.DataFrame) -> Table:
    """Candidates for the window's capacity."""
    title = "4.3 to 3.0 V at 0.1C [mAh/g]: what could hold it at 201"
    shown = view(title, columns=("candidate", "would be"), text=2, dense=True)
    for heading in ("isotropic", "core-shell", "at 10C", "at 10C", "back"):
        shown.add_column(heading, justify="right")
    shown.add_column("verdict")
    for row in window.to_dict("records"):
        value = f"{row['value']:.3g} {row['unit']}" if row["value"] == row["value"] else ""
        numbers = [row[key] for key in ("isotropic_mAh_g", "core_shell_mAh_g",
                   "at_10C_isotropic_mAh_g", "at_10C_core_shell_mAh_g")]  # fmt: skip
        back = f"{100 * row['comes_back']:.0f} %" if row["comes_back"] == row["comes_back"] else ""
        shown.add_row(row["candidate"], value, *(f"{n:.1f}" for n in numbers), back, row["verdict"])
    return shown


def conclusions_view(conclusions: pd.DataFrame) -> Table:
    """Each conclusion under each case."""
    title = "Conclusions under other orders of the four estimated j0, and on the overlay"
    shown = view(title, columns=("", *conclusions.columns))
    for name, row in conclusions.iterrows():
        shown.add_row(escape(str(name)), *(_three(value) for value in row))
    return shown


def _three(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 20 else f"{value:.2f}"


def pairs_view(pairs: pd.DataFrame) -> Table:
    """Fade of pairs that differ in one thing."""
    columns = ("pair", "differs in", "per cycle", "per hour", "time alone", "nearer to")
    shown = view("Fade, second over first", columns=columns, text=2)
    for row in pairs.to_dict("records"):
        numbers = [row[key] for key in ("per_cycle_ratio", "per_hour_ratio", "time_alone_ratio")]
        cells = [f"{value:.2f}" if value == value else "" for value in numbers]
        shown.add_row(row["pair"], row["differs_in"], *cells, row["nearer"])
    return shown
