"""What each mechanism of ageing says of published pairs that differ in their rate only.

A mechanism gets its one rate from the slower series (fitted), and says what the faster one keeps
(predicted). The particle is the core-shell one, whose D/R² a polycrystal of the series needs, in
the series' own window. Cells and materials are others, so only the ratio of the fades is compared;
ten cycles at the series' own rate come first, so that the first counted one repeats itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.ageing import DEFAULT_HYPOTHESES, Mechanism
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.jump import Jump
from pybamm_facets.sets.window import with_window
from pybamm_facets.studies.cycling.ageing_cell import AgeingCell, ageing_cell
from pybamm_facets.studies.cycling.calibrated_rate import calibrated_rate
from pybamm_facets.studies.cycling.cycling_study import cycle_table, travelled_cell
from pybamm_facets.studies.cycling.openings_of_sets import openings_of
from pybamm_facets.studies.published_series.fades import RATE, against_pairs

SETTLING = 10
"""Cycles until the first one repeats itself, at 5C both ways."""

LOWER = 2.5
"""Lower cut-off where a series states none [V]."""


def mechanisms_of_pairs(
    fades: pd.DataFrame,
    pairs: pd.DataFrame,
    mechanisms: Sequence[Mechanism] = DEFAULT_HYPOTHESES,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """Predicted and measured ratios of fade per cycle, of pairs in the rate.

    Parameters
    ----------
    fades, pairs
        As `fade_table` and `fade_pairs` give them.
    mechanisms
        The hypotheses.
    progress
        Called with a `Progress` after each mechanism.

    Returns
    -------
    pandas.DataFrame
        As of `against_pairs`; a mechanism that cannot be calibrated is left out.
    """
    tell, known = progress or silent, fades.set_index("series")
    rated = pairs[pairs["differs_in"] == RATE]
    predicted: dict[str, dict[str, float]] = {}
    for done, mechanism in enumerate(mechanisms, start=1):
        ratios = {
            str(pair.pair): _ratio(known.loc[pair.first], known.loc[pair.second], mechanism)
            for pair in rated.itertuples()
        }
        predicted[mechanism.name] = {pair: ratio for pair, ratio in ratios.items() if ratio > 0}
        tell(Progress("mechanisms of ageing", done, len(mechanisms)))
    return against_pairs(pairs, predicted)


def _ratio(slow: Mapping[Any, Any], fast: Mapping[Any, Any], mechanism: Mechanism) -> float:
    """Fade per cycle of the faster over that of the slower series; NaN where none is found."""
    first, second = (_cell(one, mechanism) for one in (slow, fast))
    found = calibrated_rate(first, float(slow["retention"]), int(slow["cycles"]), stepping=Jump())
    if math.isnan(found.rate):
        return math.nan
    end = int(fast["cycles"])
    aged = second.with_rates(found.rate)
    last = cycle_table(aged, travelled_cell(aged, Jump(), (end,))).iloc[-1]
    kept = float(last["retention"]) if last["cycle"] == end and last["retention"] > 0 else 0.0
    return ((1 - kept) / end) / ((1 - found.retention) / float(slow["cycles"]))


def _cell(series: Mapping[Any, Any], mechanism: Mechanism) -> AgeingCell:
    """The core-shell particle as the series was cycled."""
    values = _in_window(series)
    discharge = float(series["discharge_rate"])
    charge = series["charge_rate"]
    protocol = Protocol(
        charge=discharge if pd.isna(charge) else float(charge),
        discharge=discharge,
        pre_cycles=SETTLING,
        pre_cycle_rate=discharge,
    )
    factors = openings_of({CORE_SHELL: values}, (mechanism,)).get(CORE_SHELL)
    return ageing_cell(CORE_SHELL, values, (mechanism,), protocol, openings=factors)


def _in_window(series: Mapping[Any, Any]) -> pybamm.ParameterValues:
    lower = series["lower_voltage_V"]
    return with_window(
        li2025(CORE_SHELL),
        LOWER if pd.isna(lower) else float(lower),
        float(series["upper_voltage_V"]),
    )
