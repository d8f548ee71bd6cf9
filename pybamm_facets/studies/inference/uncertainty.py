"""How sure a prediction is: every estimate drawn from its prior, D_ab fitted each time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._extras import require
from pybamm_facets.progress import Tell
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Status
from pybamm_facets.studies.inference.blind_draws import DrawRunner, Pair
from pybamm_facets.studies.inference.priors import Prior
from pybamm_facets.studies.sweeps import sweep

DEFAULT_N = 256
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

SETTLED = 1.0
"""Error of a Sobol index (95 %, by resampling) from which it says nothing and is not shown."""


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Predictions of the second particle's capacity over the priors.

    Parameters
    ----------
    samples
        One row a draw: ``block`` and ``matrix`` (A, B, or AB: A with one column of B) of the
        Saltelli scheme, the priors' columns, ``diffusivity_m2_s`` (fitted to the first particle),
        each particle's capacity (``isotropic_mAh_g``), ``status``, ``reason``.
    indices
        Sobol indices of the second particle's capacity by prior: ``first``, ``first_error``,
        ``total``, ``total_error`` (95 % by resampling).
    quantiles
        Of the independent draws (A and B) [mAh/g].
    percentile
        Share of those draws below the measured capacity, in percent.
    pair
        The particles.
    priors
        What was drawn.
    """

    samples: pd.DataFrame
    indices: pd.DataFrame
    quantiles: pd.Series
    percentile: float
    pair: Pair
    priors: tuple[Prior, ...]

    @property
    def measured(self) -> float:
        """Measured capacity of the particle that is predicted [mAh/g]."""
        return self.pair.measured[self.pair.second]

    @property
    def draws(self) -> pd.DataFrame:
        """Independent draws that gave a result."""
        return _draws(self.samples)

    @property
    def capacities(self) -> pd.Series:
        """Predicted capacities of the independent draws [mAh/g]."""
        return self.draws[self.pair.capacity_column(self.pair.second)]

    @property
    def settled_indices(self) -> pd.DataFrame:
        """Indices whose errors are small enough to say something."""
        errors = self.indices[["first_error", "total_error"]]
        return self.indices[(errors <= SETTLED).all(axis=1)]

    @property
    def statements(self) -> list[str]:
        """What came out, in words."""
        low, middle, high = (self.quantiles[q] for q in (0.05, 0.5, 0.95))
        lost = int((~self.samples["status"].map(_has_result)).sum())
        return [
            f"predicted {self.pair.second} capacity at {self.pair.c_rate:g}C: {middle:.1f} mAh/g, "
            f"90 % between {low:.1f} and {high:.1f}",
            f"the measured {self.measured:.0f} mAh/g lies above {self.percentile:.1f} % of "
            f"{len(self.draws)} draws",
            *self._shares(),
            *([f"{lost} of {len(self.samples)} draws gave no result"] if lost else []),
        ]

    def _shares(self) -> list[str]:
        """Where the spread comes from, or that the draws do not tell."""
        settled = self.settled_indices
        labels = {prior.name: prior.label for prior in self.priors}
        open_ = [labels[name] for name in self.indices.index if name not in settled.index]
        if open_:
            return [
                f"{len(self.samples)} draws do not settle where its spread comes from: the Sobol "
                f"indices of {', '.join(open_)} have errors above {SETTLED:g}; draw more"
            ]
        totals = settled["total"].sort_values(ascending=False)
        leading = ", ".join(f"{labels[name]} ({share:.2f})" for name, share in totals[:3].items())
        return [f"its spread comes from {leading}; in brackets total Sobol indices"]


def uncertainty(
    pair: Pair,
    priors: Sequence[Prior],
    n: int = DEFAULT_N,
    *,
    seed: int = 0,
    numerics: Numerics = Numerics.default,
    store: str | Path | None = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Uncertainty:
    """Draw every estimate, fit D_ab to the first particle's capacity, predict the second's.

    Parameters
    ----------
    pair
        The particles.
    priors
        What is uncertain.
    n
        Size of the Saltelli scheme, a power of two: n (priors + 2) draws.
    seed
        The same seed gives the same draws.
    numerics, store, threads, progress
        As `sweep`; a store keeps finished runs, so that the same call computes only what is
        missing.

    Raises
    ------
    ValueError
        For an `n` that is no power of two.
    MissingExtraError
        Without SALib; says how to install it.
    """
    check_size(n)
    require("uq", "Sobol indices")
    import SALib.sample.sobol

    priors = tuple(priors)
    problem = {
        "num_vars": len(priors),
        "names": [prior.name for prior in priors],
        "bounds": [[0.0, 1.0]] * len(priors),
    }
    unit = SALib.sample.sobol.sample(problem, n, calc_second_order=False, seed=seed)
    solve = partial(sweep, numerics=numerics, store=store, threads=threads)
    samples = DrawRunner(pair, priors, solve, progress).predict(_table(unit, priors))
    column = pair.capacity_column(pair.second)
    predicted = _draws(samples)[column]
    return Uncertainty(
        samples,
        _indices(problem, samples, column, seed),
        predicted.quantile(list(QUANTILES)),
        float(100 * (predicted < pair.measured[pair.second]).mean()),
        pair,
        priors,
    )


def check_size(n: int) -> None:
    """``ValueError`` unless `n` is a power of two, as Sobol's sequence needs."""
    if isinstance(n, bool) or not isinstance(n, int) or n < 2 or n & (n - 1):
        raise ValueError(f"n={n!r}: expected a power of two from 2")


def rate_band(
    result: Uncertainty,
    c_rates: CRate | Iterable[CRate],
    *,
    draws: int = 128,
    numerics: Numerics = Numerics.default,
    store: str | Path | None = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """Quantiles of both particles' capacity at every rate, over the first draws of a result.

    Parameters as `uncertainty`.

    Returns
    -------
    pandas.DataFrame
        ``particle``, ``c_rate``, and a column for each of `QUANTILES`.
    """
    rates = read_c_rates(c_rates)
    solve = partial(sweep, numerics=numerics, store=store, threads=threads)
    runner = DrawRunner(result.pair, result.priors, solve, progress)
    rows = result.draws.head(draws)
    pieces = []
    for particle in (result.pair.first, result.pair.second):
        table = runner.capacities(particle, rows, rates, f"{particle} at all rates")
        good = table[table["status"].map(_has_result)]
        quantiles = good.groupby("c_rate")["capacity_mAh_g"].quantile(list(QUANTILES)).unstack()
        pieces.append(quantiles.reset_index().assign(particle=particle))
    return pd.concat(pieces, ignore_index=True)


def _table(unit: FloatArray, priors: Sequence[Prior]) -> pd.DataFrame:
    block = len(priors) + 2  # A, one AB for each prior, B
    table = pd.DataFrame({"block": np.arange(len(unit)) // block})
    table["matrix"] = np.tile(["A", *["AB"] * len(priors), "B"], len(unit) // block)
    for prior, column in zip(priors, unit.T, strict=True):
        table[prior.name] = prior.values(column)
    return table


def _indices(
    problem: Mapping[str, Any], samples: pd.DataFrame, column: str, seed: int
) -> pd.DataFrame:
    """Sobol indices over the blocks of which every draw gave a result."""
    import SALib.analyze.sobol

    whole = samples["status"].map(_has_result).groupby(samples["block"]).transform("all")
    values = samples[column][whole].to_numpy()
    columns = {"S1": "first", "S1_conf": "first_error", "ST": "total", "ST_conf": "total_error"}
    if values.size < 2 * (problem["num_vars"] + 2):
        return pd.DataFrame(math.nan, problem["names"], list(columns.values()))
    # SALib takes a seed of zero for none.
    found = SALib.analyze.sobol.analyze(problem, values, calc_second_order=False, seed=seed + 1)
    return pd.DataFrame({new: found[old] for old, new in columns.items()}, problem["names"])


def _draws(samples: pd.DataFrame) -> pd.DataFrame:
    return samples[samples["matrix"].isin(["A", "B"]) & samples["status"].map(_has_result)]


def _has_result(status: str) -> bool:
    return Status(status).has_result
