"""By how much each estimate of a set moves its capacities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from pybamm_facets.runs.gradient.capacity import Gradient
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.files.columns import Estimated, estimates_of
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.studies.inference.set_fit import fixed_columns
from pybamm_facets.studies.inference.unknowns import Unknown
from pybamm_facets.studies.set_checks.finding import Finding, Severity
from pybamm_facets.studies.set_model import model_choice

MATTERS = 0.5
"""Change of capacity [mAh/g] between an estimate's bounds from which it is worth naming."""
NOT_VARIED = (
    "builds upon a BPX file: of its estimates only the facets' exchange currents were varied; "
    "check the file that it was written from for the others"
)


def influences_of(
    loaded: LoadedSet, c_rates: Sequence[float], *, numerics: Numerics | None = None
) -> pd.DataFrame:
    """By how much each estimate of a set moves the discharge capacity between its bounds.

    Linear in the estimate about the set's value, by the gradients of the engine. Parameters as
    `check_set`.
    """
    columns = ["estimate", "low", "high", "c_rate", "change_mAh_g"]
    estimates = _usable(loaded, estimates_of(loaded))
    if not estimates or not c_rates:
        return pd.DataFrame(columns=columns)
    unknowns = [_unknown(one) for one in estimates]
    inputs = list(dict.fromkeys(column for one in estimates for column in one.columns))
    at = fixed_columns(loaded, unknowns) | {
        column: one.value for one in estimates for column in one.columns
    }
    choice = model_choice(loaded.parameter_values)
    gradient = Gradient(
        loaded.parameter_values,
        inputs,
        at,
        model=choice.model(),
        c_rates=c_rates,
        numerics=numerics or choice.numerics,
    )
    rows = []
    for rate in c_rates:
        found = gradient.at(rate).by_capacity
        for one in estimates:
            slope = sum(found[column] for column in one.columns)
            change = slope * (one.high - one.low)
            rows.append((one.name, one.low, one.high, rate, change))
    table = pd.DataFrame(rows, columns=columns)
    order = table["change_mAh_g"].abs()
    return (
        table.assign(size=order)
        .sort_values(["c_rate", "size"], ascending=[True, False])
        .drop(columns="size")
        .reset_index(drop=True)
    )


def _unknown(one: Estimated) -> Unknown:
    return Unknown(one.name, one.low, one.high, columns=one.columns)


def _usable(loaded: LoadedSet, estimates: Iterable[Estimated]) -> list[Estimated]:
    """Those that act, and apart from each other: of κ and a zone's κ, the first."""
    found: list[Estimated] = []
    stated = [
        f"kappa_{zone}"
        for zone in ("core", "shell")
        if ("particle", f"{zone}_diffusivity_ratio") in loaded.resolved.tree
    ]
    taken = {*stated}
    for one in estimates:
        if taken.isdisjoint(one.columns):
            found.append(one)
            taken |= set(one.columns)
    return found


def leading_estimates(table: pd.DataFrame) -> Iterable[Finding]:
    """The estimates that move the capacity most at each rate, of a table of `influences_of`."""
    for rate, rows in table.groupby("c_rate"):
        size = rows["change_mAh_g"].abs()
        leading = rows[np.isfinite(size) & (size > MATTERS)].head(3)
        if leading.empty:
            yield Severity.NOTE, f"at {rate:g}C no estimate moves the capacity by {MATTERS:g} mAh/g"
            continue
        parts = ", ".join(
            f"{row.estimate} ({row.low:.3g} to {row.high:.3g}: {row.change_mAh_g:+z.1f} mAh/g)"
            for row in leading.itertuples()
        )
        yield Severity.NOTE, f"at {rate:g}C the estimates that matter most: {parts}"
