"""Figure of an attribution: from one particle to the other, a step for each group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pybamm_facets.report.style import COLOURS, OTHERS, letter, style
from pybamm_facets.studies.attributions.attribution_words import QUANTITIES, Quantity

END_COLOURS = (OTHERS[3], "#8c8c8c")
"""Of two sets that are not the paper's particles."""
GROUP_COLOURS = {
    "kinetics": OTHERS[2],
    "solid transport": OTHERS[0],
    "shell transport": OTHERS[0],
    "core transport": "#8fbf96",
    "radius": OTHERS[1],
}
MOST_LEVEL_NUMBERS = 18
"""Bars side by side in a figure above which their numbers stand upright."""
HEADROOM, UPRIGHT_ROOM = 0.14, 0.3
"""Room above the highest bar for its number, level or upright, of the bars' range."""


def attribution_figure(
    table: pd.DataFrame,
    *,
    first: str = "isotropic",
    second: str = "core-shell",
    c_rates: Sequence[float] | None = None,
    quantities: Sequence[str] = ("capacity_mAh_g", "mean_voltage_V"),
) -> Figure:
    """Waterfall from the first particle's value to the second's: a row a quantity, a panel a rate.

    Capacity and energy start from zero; a mean voltage is shown relative to the first particle's.

    Parameters
    ----------
    table
        Of `pybamm_facets.studies.attributions.attribution.attribute`, or one scenario of several.
    first, second
        Names of the particles.
    c_rates
        Rates to show; all by default.
    quantities
        Of the table's.

    Raises
    ------
    ValueError
        If the table has none of the rates or quantities, or more than one scenario.
    """
    rates = _checked_rates(table, c_rates, quantities)
    groups = _steps(table)
    with style():
        figure = Figure(figsize=(7.2, 0.9 + 1.75 * len(quantities)), layout="constrained")
        panels = figure.subplots(
            len(quantities), len(rates), squeeze=False, sharex=True, sharey="row"
        )
        for row, quantity in zip(panels, quantities, strict=True):
            levels = [0.0]
            for axes, rate in zip(row, rates, strict=True):
                chosen = table[(table["quantity"] == quantity) & (table["c_rate"] == rate)]
                levels += _waterfall(axes, chosen, groups, QUANTITIES[quantity], (first, second))
            upright = len(rates) * (len(groups) + 2) > MOST_LEVEL_NUMBERS
            row[0].set_ylim(_limits(levels, UPRIGHT_ROOM if upright else HEADROOM))
            if upright:
                _turn_numbers(row)
            row[0].set_ylabel(_axis_label(QUANTITIES[quantity], first))
        for axes, rate in zip(panels[0], rates, strict=True):
            axes.set_title(f"{rate:g}C", fontsize=9)
        letter(panels.flat)
    return figure


def _checked_rates(
    table: pd.DataFrame, c_rates: Sequence[float] | None, quantities: Sequence[str]
) -> list[float]:
    if "scenario" in table and table["scenario"].nunique() > 1:
        raise ValueError("table: has several scenarios, expected the rows of one")
    rates = list(table["c_rate"].unique()) if c_rates is None else [float(r) for r in c_rates]
    for column, wanted in (("c_rate", rates), ("quantity", list(quantities))):
        absent = [value for value in wanted if value not in set(table[column])]
        if absent or not wanted:
            raise ValueError(f"table: expected rows with {column} {absent or 'at all'}")
    return rates


def _steps(table: pd.DataFrame) -> list[str]:
    """Groups that contribute anywhere, in the table's order."""
    moved = table[table["contribution"].ne(0)]
    return list(moved["group"].unique())


def _waterfall(
    axes: Axes, rows: pd.DataFrame, groups: list[str], shown: Quantity, names: tuple[str, str]
) -> list[float]:
    """Draw one panel; returns the levels that its bars reach."""
    axes.set_xticks(range(len(groups) + 2), [names[0], *groups, names[1]], rotation=35, ha="right")
    axes.tick_params(axis="x", labelsize=8, length=0)
    axes.grid(axis="x", visible=False)
    start, end = rows["first"].iloc[0], rows["second"].iloc[0]
    parts = rows.set_index("group")["contribution"].reindex(groups)
    if parts.isna().any():
        axes.text(0.5, 0.5, "no result", transform=axes.transAxes, ha="center", color="#777777")
        return []
    # Voltages differ by a hundredth of their size: their bars show the difference alone.
    steps = (shown.factor * parts).tolist()
    levels = list(accumulate([0.0 if _relative(shown) else start, *steps]))
    _bar(axes, 0, 0.0, levels[0], COLOURS.get(names[0], END_COLOURS[0]), _total(start, shown))
    for k, group in enumerate(groups):
        own = GROUP_COLOURS.get(group, OTHERS[3])
        _bar(axes, k + 1, levels[k], steps[k], own, _signed(steps[k]))
    for k, level in enumerate(levels):
        axes.plot([k, k + 1], [level, level], color="#8c8c8c", linewidth=0.7)
    last = len(groups) + 1
    _bar(axes, last, 0.0, levels[-1], COLOURS.get(names[1], END_COLOURS[1]), _total(end, shown))
    return levels


def _turn_numbers(row: Iterable[Axes]) -> None:
    for number in (text for axes in row for text in axes.texts):
        number.set_rotation(90)


def _limits(levels: list[float], headroom: float) -> tuple[float, float]:
    low, high = min(levels), max(levels)
    room = headroom * (high - low or 1.0)
    return low - (room if low < 0 else 0.0), high + room


def _bar(axes: Axes, x: int, bottom: float, height: float, colour: str, text: str) -> None:
    axes.bar(x, height, bottom=bottom, width=0.68, color=colour)
    axes.annotate(
        text,
        (x, max(bottom, bottom + height)),
        xytext=(0, 2),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=7,
    )


def _relative(shown: Quantity) -> bool:
    return shown.unit != shown.gap_unit


def _total(value: float, shown: Quantity) -> str:
    return f"{value:.2f} {shown.unit}" if _relative(shown) else f"{value:.{shown.digits}f}"


def _signed(step: float) -> str:
    return (f"{step:+.0f}" if abs(step) >= 10 else f"{step:+z.1f}").replace("-", "−")


def _axis_label(shown: Quantity, first: str) -> str:
    name = shown.name.capitalize()
    return f"{name} [{shown.gap_unit}]" + (f"\nabove {first}" if _relative(shown) else "")
