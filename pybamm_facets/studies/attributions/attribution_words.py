"""How attributions are written for people."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Quantity:
    """How a column of a table is written for people: differences in `gap_unit`, times `factor`."""

    name: str
    unit: str
    digits: int
    gap_unit: str
    factor: float = 1.0


QUANTITIES = {
    "capacity_mAh_g": Quantity("capacity", "mAh/g", 1, "mAh/g"),
    "mean_voltage_V": Quantity("mean voltage", "V", 3, "mV", 1e3),
    "energy_mWh_g": Quantity("energy", "mWh/g", 1, "mWh/g"),
}
"""What can be split: the columns and how they are written."""


def statements(table: pd.DataFrame, first: str = "first", second: str = "second") -> list[str]:
    """A line for each rate and quantity of an attribution table, in words.

    Parameters
    ----------
    table
        Of `attribute` or `attribute_scenarios`.
    first, second
        What to call the particles.
    """
    keys = [name for name in ("scenario", "c_rate", "quantity") if name in table]
    return [
        _statement(rows, first, second) for _, rows in table.groupby(keys, sort=False, dropna=False)
    ]


def within(scenario: str) -> str:
    """How a line begins that is about a scenario."""
    return f"{scenario}, " if scenario else ""


def _statement(rows: pd.DataFrame, first: str, second: str) -> str:
    row = rows.iloc[0]
    shown = QUANTITIES[row["quantity"]]
    where = f"{within(row.get('scenario', ''))}{row['c_rate']:g}C, {shown.name}: "
    ends = f"{first} {row['first']:.{shown.digits}f}, {second} {row['second']:.{shown.digits}f}"
    if rows["contribution"].isna().any():
        return f"{where}{ends} {shown.unit}; not split: {row['reason']}"
    parts = ", ".join(
        f"{group} {shown.factor * contribution:+.2f}"
        for group, contribution in zip(rows["group"], rows["contribution"], strict=True)
        if contribution
    )
    gap = f"{shown.factor * row['gap']:+.2f} {shown.gap_unit}"
    return f"{where}{ends} {shown.unit}; {gap} = {parts or 'no difference'}"
