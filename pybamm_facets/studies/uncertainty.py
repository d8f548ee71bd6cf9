"""How sure the blind prediction is: every estimate drawn from its prior, D_ab fitted each time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets.factories import factory
from pybamm_facets.studies.blind_draws import (
    D_AB,
    DrawRunner,
    Progress,
    core_shell_designs,
    isotropic_designs,
    measured_capacity,
)
from pybamm_facets.studies.priors import Prior, li2025_priors

DEFAULT_N = 256
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Uncertainty:
    """Predictions of the core-shell's 10C capacity over the priors.

    Parameters
    ----------
    samples
        One row a draw: ``block`` and ``matrix`` (A, B, or AB: A with one column of B) of the
        Saltelli scheme, the priors' columns, ``diffusivity_m2_s`` (fitted to the isotropic
        particle), ``isotropic_mAh_g``, ``core_shell_mAh_g``, ``status``, ``reason``.
    indices
        Sobol indices of ``core_shell_mAh_g`` by prior: ``first``, ``first_error``, ``total``,
        ``total_error`` (95 % by resampling).
    quantiles
        Of the independent draws (A and B) [mAh/g].
    percentile
        Share of those draws below the measured core-shell capacity, in percent.
    measured
        That capacity [mAh/g].
    priors
        What was drawn.
    """

    samples: pd.DataFrame
    indices: pd.DataFrame
    quantiles: pd.Series
    percentile: float
    measured: float
    priors: tuple[Prior, ...]

    @property
    def draws(self) -> pd.DataFrame:
        """Independent draws that gave a result."""
        return _draws(self.samples)

    @property
    def statements(self) -> list[str]:
        """What came out, in words."""
        low, middle, high = (self.quantiles[q] for q in (0.05, 0.5, 0.95))
        failed = int((self.samples["status"] != "ok").sum())
        totals = self.indices["total"].sort_values(ascending=False)
        labels = {prior.name: prior.label for prior in self.priors}
        leading = ", ".join(f"{labels[name]} ({share:.2f})" for name, share in totals[:3].items())
        return [
            f"predicted core-shell capacity at 10C: {middle:.1f} mAh/g, 90 % between {low:.1f} "
            f"and {high:.1f}",
            f"the measured {self.measured:.0f} mAh/g lies above {self.percentile:.1f} % of "
            f"{len(self.draws)} draws",
            f"its spread comes from {leading}; in brackets total Sobol indices",
            *([f"{failed} of {len(self.samples)} draws gave no result"] if failed else []),
        ]


def uncertainty(
    n: int = DEFAULT_N,
    *,
    seed: int = 0,
    priors: Sequence[Prior] | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
    var_pts: Mapping[str, int] | None = None,
    threads: int | None = None,
    **cell: Any,
) -> Uncertainty:
    """Draw every estimate, fit D_ab to the isotropic 67 mAh/g, predict the core-shell particle.

    Parameters
    ----------
    n
        Size of the Saltelli scheme, a power of two: n (priors + 2) draws.
    seed
        The same seed gives the same draws.
    priors
        What is uncertain; `li2025_priors` by default.
    store
        File that keeps finished runs: the same call again computes only what is missing.
    progress
        Called after each chunk of runs.
    var_pts, threads
        As `sweep`.
    cell
        ``cell``, ``reading`` and others as `li2025`. They are scenarios, not random.

    Raises
    ------
    ValueError
        For an `n` that is no power of two.
    ImportError
        Without SALib; says how to install it.
    """
    check_size(n)
    sampling = _salib()
    base = factory("li2025")("core_shell", fit="blind", **cell)
    priors = tuple(li2025_priors(base) if priors is None else priors)
    problem = {
        "num_vars": len(priors),
        "names": [prior.name for prior in priors],
        "bounds": [[0.0, 1.0]] * len(priors),
    }
    unit = sampling.sample.sobol.sample(problem, n, calc_second_order=False, seed=seed)
    samples = _table(unit, priors)
    runner = DrawRunner(base, dict(store=store, var_pts=var_pts, threads=threads), progress)
    samples = runner.predict(samples)
    return Uncertainty(
        samples,
        _indices(sampling, problem, samples, seed),
        _draws(samples)["core_shell_mAh_g"].quantile(list(QUANTILES)),
        _percentile(_draws(samples)["core_shell_mAh_g"], measured_capacity("core-shell")),
        measured_capacity("core-shell"),
        priors,
    )


def check_size(n: int) -> None:
    """``ValueError`` unless `n` is a power of two, as Sobol's sequence needs."""
    if isinstance(n, bool) or not isinstance(n, int) or n < 2 or n & (n - 1):
        raise ValueError(f"n={n!r}: expected a power of two from 2")


def rate_band(
    result: Uncertainty,
    c_rates: Sequence[float],
    *,
    draws: int = 128,
    store: str | Path | None = None,
    progress: Progress | None = None,
    var_pts: Mapping[str, int] | None = None,
    threads: int | None = None,
    **cell: Any,
) -> pd.DataFrame:
    """Quantiles of both particles' capacity at every rate, over the first draws of a result.

    Returns
    -------
    pandas.DataFrame
        ``particle``, ``c_rate``, and a column for each of `QUANTILES`. Parameters as
        `uncertainty`.
    """
    base = factory("li2025")("core_shell", fit="blind", **cell)
    runner = DrawRunner(base, dict(store=store, var_pts=var_pts, threads=threads), progress)
    rows = result.draws.head(draws)
    pieces = []
    for particle, make in (("isotropic", isotropic_designs), ("core-shell", core_shell_designs)):
        table = runner.run(make(rows, rows[D_AB].to_numpy()), c_rates, f"{particle} at all rates")
        good = table[table["status"] == "ok"]
        quantiles = good.groupby("c_rate")["capacity_mAh_g"].quantile(list(QUANTILES)).unstack()
        pieces.append(quantiles.reset_index().assign(particle=particle))
    return pd.concat(pieces, ignore_index=True)


def _salib() -> Any:
    try:
        import SALib.analyze.sobol
        import SALib.sample.sobol
    except ImportError as error:
        raise ImportError('no SALib: pip install "pybamm-facets[uq]"') from error
    return SALib


def _table(unit: np.ndarray, priors: Sequence[Prior]) -> pd.DataFrame:
    block = len(priors) + 2  # A, one AB for each prior, B
    table = pd.DataFrame({"block": np.arange(len(unit)) // block})
    table["matrix"] = np.tile(["A", *["AB"] * len(priors), "B"], len(unit) // block)
    for prior, column in zip(priors, unit.T, strict=True):
        table[prior.name] = prior.values(column)
    return table


def _indices(sampling: Any, problem: dict, samples: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Sobol indices over the blocks of which every draw gave a result."""
    whole = samples.groupby("block")["status"].transform(lambda status: (status == "ok").all())
    values = samples["core_shell_mAh_g"][whole].to_numpy()
    columns = {"S1": "first", "S1_conf": "first_error", "ST": "total", "ST_conf": "total_error"}
    if values.size < 2 * (problem["num_vars"] + 2):
        return pd.DataFrame(math.nan, problem["names"], list(columns.values()))
    found = sampling.analyze.sobol.analyze(problem, values, calc_second_order=False, seed=seed)
    return pd.DataFrame({new: found[old] for old, new in columns.items()}, problem["names"])


def _draws(samples: pd.DataFrame) -> pd.DataFrame:
    return samples[samples["matrix"].isin(["A", "B"]) & (samples["status"] == "ok")]


def _percentile(values: pd.Series, measured: float) -> float:
    return float(100 * (values < measured).mean())
