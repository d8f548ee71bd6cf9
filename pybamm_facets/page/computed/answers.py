"""What a cell makes of a design: capacities, curves, what the particle is, what has no result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._units import MA_CM2
from pybamm_facets.crystal import Texture
from pybamm_facets.page.computed.design_values import design_values
from pybamm_facets.page.computed.kept_engine import KeptEngine
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.results import Results
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.implied import facets_of, mean_exchange_current_density
from pybamm_facets.studies.rates import DEFAULT_RATES

FITTED, PREDICTED, MOVED = "fitted", "predicted", "moved"
"""What a measured capacity is to a design: something was fitted in its set, nothing was, or the
design is no longer the set that it was measured of."""


@dataclass(frozen=True, eq=False)
class Answer:
    """All that is shown at once of a design.

    Parameters
    ----------
    state
        The design.
    values
        Parameter values of its cell.
    results
        Its runs in both directions, with curves.
    """

    state: DesignState
    values: pybamm.ParameterValues
    results: Results

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a run, with ``measured_mAh_g`` and ``role`` where it was measured."""
        table = self.results.table
        known = self.measured
        runs = zip(table["direction"], table["c_rate"], strict=True)
        values = [known.get((str(way), float(rate)), (nan, nan))[0] for way, rate in runs]
        roles = [self.role if value == value else "" for value in values]
        return table.assign(measured_mAh_g=values, role=roles)

    @property
    def measured(self) -> dict[tuple[str, float], tuple[float, float]]:
        """Direction and rate to capacity and its error [mAh/g], where the set was measured."""
        rows = self.state.preset.measured
        if rows.empty:
            return {}
        keys = zip(rows["direction"], rows["c_rate"], strict=True)
        values = zip(rows["capacity_mAh_g"], rows["error_mAh_g"], strict=True)
        return {
            (str(way), float(rate)): (float(value), float(error))
            for (way, rate), (value, error) in zip(keys, values, strict=True)
        }

    @property
    def role(self) -> str:
        """What measured capacities are to this design."""
        if self.state.changes:
            return MOVED
        return FITTED if self.state.preset.fitted_to else PREDICTED

    @property
    def curves(self) -> pd.DataFrame:
        """Voltage curves in long form."""
        return self.results.curves

    @property
    def gaps(self) -> list[str]:
        """Runs that have no result, or a doubtful one, and why: a line for each reason."""
        by_reason: dict[tuple[str, str], list[str]] = {}
        for row in self.results.failures.itertuples():
            key = (str(row.status), str(row.reason))
            by_reason.setdefault(key, []).append(f"{row.c_rate:g}C {row.direction}")
        return [
            f"{_which(runs, len(self.results))}: "
            f"{'kept, but ' if status == Status.DOUBTFUL else ''}{reason}"
            for (status, reason), runs in by_reason.items()
        ]

    @cached_property
    def facets(self) -> pd.DataFrame:
        """``facet``, ``share`` of the surface and ``j0_mA_cm2`` of each."""
        rows = [
            (
                facet,
                number(self.values, names.area_fraction(facet)),
                self.values.get(names.reference_exchange_current_density(facet), float("nan"))
                / MA_CM2,
            )
            for facet in facets_of(self.values)
        ]
        return pd.DataFrame(rows, columns=["facet", "share", "j0_mA_cm2"])

    @property
    def mean_j0(self) -> float:
        """Mean exchange current density of the surface [mA/cm²]."""
        return mean_exchange_current_density(self.values, facets_of(self.values)) / MA_CM2

    @property
    def ratios(self) -> tuple[float, float]:
        """Radial diffusivity over D_ab of core and shell."""
        return number(self.values, names.CORE_RATIO), number(self.values, names.SHELL_RATIO)

    @property
    def ordering(self) -> float | None:
        """Price of the grains' order [nat per grain], by volume; None for a set without κ."""
        own = self.state.numbers
        if "kappa_shell" not in own:
            return None
        core = own["core_fraction"] ** 3
        shell, inner = (Texture(own[name]).ordering for name in ("kappa_shell", "kappa_core"))
        return (1 - core) * shell + core * inner


def answer_of(
    state: DesignState, engine: KeptEngine, c_rates: Sequence[float] = DEFAULT_RATES
) -> Answer:
    """What a cell makes of a design.

    Parameters
    ----------
    state
        The design.
    engine
        That solves it.
    c_rates
        Rates of the page; rates at which the set was measured come on top.

    Raises
    ------
    ValueError
        For numbers that make no cell together.
    """
    values = design_values(state)
    measured = state.preset.measured["c_rate"]
    rates = tuple(sorted({*map(float, c_rates), *map(float, measured)}))
    return Answer(state, values, engine.solve(state, values, rates))


def _which(runs: Sequence[str], of_all: int) -> str:
    return "every run" if len(runs) == of_all else ", ".join(runs)
