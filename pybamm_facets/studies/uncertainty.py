"""How sure the blind prediction is: every estimate drawn from its prior, D_ab fitted each time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import elementwise

from pybamm_facets.crystal import Texture
from pybamm_facets.factories import factory
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.studies.priors import Prior, li2025_priors
from pybamm_facets.sweep.sweep import sweep

DEFAULT_N = 256
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
RATE = 10.0
FIT_TOLERANCE = 0.02
"""Distance from the measured capacity [mAh/g] at which the fit of D_ab stops."""

D_AB = "diffusivity_m2_s"
NARROW, WIDE = 0.1, (math.log(3e-16), math.log(5e-13))
"""Half-width in ln D about a scaled guess, and the bracket where that does not hold the root."""

Progress = Callable[[str, int, int], None]
"""Called with (what runs, runs done, runs in all)."""


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
    runner = _Runner(base, dict(store=store, var_pts=var_pts, threads=threads), progress)
    samples = runner.predict(samples)
    return Uncertainty(
        samples,
        _indices(sampling, problem, samples, seed),
        _draws(samples)["core_shell_mAh_g"].quantile(list(QUANTILES)),
        _percentile(_draws(samples)["core_shell_mAh_g"], _measured("core-shell")),
        _measured("core-shell"),
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
    runner = _Runner(base, dict(store=store, var_pts=var_pts, threads=threads), progress)
    rows = result.draws.head(draws)
    pieces = []
    for particle, make in (("isotropic", _isotropic), ("core-shell", _core_shell)):
        table = runner.run(make(rows, rows[D_AB].to_numpy()), c_rates, f"{particle} at all rates")
        good = table[table["status"] == "ok"]
        quantiles = good.groupby("c_rate")["capacity_mAh_g"].quantile(list(QUANTILES)).unstack()
        pieces.append(quantiles.reset_index().assign(particle=particle))
    return pd.concat(pieces, ignore_index=True)


class _Runner:
    """Runs samples of a set through the sweep engine."""

    def __init__(
        self, base: pybamm.ParameterValues, options: dict[str, Any], progress: Progress | None
    ) -> None:
        self._base, self._options, self._progress = base, options, progress
        # What the fit fixes is the radial diffusivity over the radius squared.
        known = float(base["Positive particle diffusivity [m2.s-1]"])
        self._guess = math.log(known * Texture(0.0).diffusivity_ratios()[0])
        self._radius = float(base["Positive particle radius [m]"])

    def run(self, designs: pd.DataFrame, c_rates: Sequence[float], what: str) -> pd.DataFrame:
        """The table of a sweep."""

        def tell(state: Any) -> None:
            if self._progress is not None:
                self._progress(what, state.done, state.total)

        return sweep(
            self._base, designs.reset_index(drop=True), c_rates, progress=tell, **self._options
        )

    def predict(self, samples: pd.DataFrame) -> pd.DataFrame:
        """Samples with the fitted D_ab, both capacities, status and reason."""
        target = _measured("isotropic")
        log_d = self._fitted(samples, target)
        found = np.isfinite(log_d)
        samples = samples.assign(
            **{D_AB: np.exp(log_d)},
            isotropic_mAh_g=math.nan,
            core_shell_mAh_g=math.nan,
            status="failed",
            reason=f"no D_ab gives the isotropic particle {target:g} mAh/g",
        )
        rows = samples[found]
        both = (("isotropic", _isotropic), ("core_shell", _core_shell))
        for name, make in both:
            table = self.run(make(rows, rows[D_AB].to_numpy()), [RATE], f"{name} particle")
            samples.loc[found, f"{name}_mAh_g"] = table["capacity_mAh_g"].to_numpy()
            samples.loc[found, ["status", "reason"]] = table[["status", "reason"]].to_numpy()
        return samples

    def _fitted(self, samples: pd.DataFrame, target: float) -> np.ndarray:
        """ln D_ab of every sample, by one bracketed root-find; NaN where there is none."""
        guess = self._guess - np.log(_radial_ratios(samples))
        if "radius_m" in samples:
            guess += 2 * np.log(samples["radius_m"].to_numpy() / self._radius)
        log_d = self._roots(samples, target, guess - NARROW, guess + NARROW, "fit")
        lost = ~np.isfinite(log_d)
        if lost.any():
            low, high = (np.full(lost.sum(), end) for end in WIDE)
            log_d[lost] = self._roots(samples[lost], target, low, high, "fit, wider")
        return log_d

    def _roots(
        self, samples: pd.DataFrame, target: float, low: np.ndarray, high: np.ndarray, what: str
    ) -> np.ndarray:
        def miss(log_d: np.ndarray, index: np.ndarray) -> np.ndarray:
            rows = samples.iloc[np.ravel(index).astype(int)]
            table = self.run(_isotropic(rows, np.exp(np.ravel(log_d))), [RATE], what)
            return (table["capacity_mAh_g"].to_numpy() - target).reshape(np.shape(log_d))

        result = elementwise.find_root(
            miss,
            (low, high),
            args=(np.arange(len(samples), dtype=float),),
            tolerances={"fatol": FIT_TOLERANCE, "xatol": 1e-6, "xrtol": 0, "frtol": 0},
            maxiter=30,
        )
        return np.where(result.success, result.x, math.nan)


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


def _isotropic(samples: pd.DataFrame, diffusivity: np.ndarray) -> pd.DataFrame:
    """Designs of the isotropic particle, with random grains unless their κ is drawn."""
    kappa = samples.get("kappa_isotropic", pd.Series(0.0, samples.index)).to_numpy()
    return _designs(samples, diffusivity, kappa, kappa)


def _core_shell(samples: pd.DataFrame, diffusivity: np.ndarray) -> pd.DataFrame:
    """Designs of the core-shell particle, its core random."""
    shell = samples.get("kappa_shell", pd.Series(-10.0, samples.index)).to_numpy()
    return _designs(samples, diffusivity, np.zeros(len(samples)), shell)


def _designs(
    samples: pd.DataFrame, diffusivity: np.ndarray, core: np.ndarray, shell: np.ndarray
) -> pd.DataFrame:
    own = ["block", "matrix", "kappa_isotropic", D_AB, "isotropic_mAh_g", "core_shell_mAh_g"]
    designs = samples.drop(columns=[*own, "status", "reason"], errors="ignore")
    return designs.assign(**{D_AB: diffusivity, "kappa_core": core, "kappa_shell": shell})


def _radial_ratios(samples: pd.DataFrame) -> np.ndarray:
    """Radial diffusivity over D_ab of the isotropic particle of every sample."""
    kappas = samples.get("kappa_isotropic", pd.Series(0.0, samples.index))
    anisotropies = samples.get("diffusivity_anisotropy", pd.Series(0.01, samples.index))
    known: dict[tuple[float, float], float] = {}
    for key in zip(kappas, anisotropies, strict=True):
        if key not in known:
            known[key] = Texture(key[0]).diffusivity_ratios(key[1])[0]
    return np.array([known[key] for key in zip(kappas, anisotropies, strict=True)])


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


def _measured(particle: str) -> float:
    return float(li2025_capacities().set_index("particle")["capacity_mAh_g"][particle])
