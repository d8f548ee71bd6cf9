"""Draws of what is uncertain, each with its own D_ab fitted to one particle, to predict another."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import elementwise

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.crystal import Texture
from pybamm_facets.progress import Tell, renamed
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.results import Results
from pybamm_facets.studies.inference.priors import Prior
from pybamm_facets.studies.sweeps import sweep

FIT_TOLERANCE = 0.02
"""Distance from the measured capacity [mAh/g] at which the fit of D_ab stops."""

D_AB = "diffusivity_m2_s"
ANISOTROPY = "diffusivity_anisotropy"
NARROW, WIDE = 0.1, (math.log(3e-16), math.log(5e-13))
"""Half-width in ln D about a scaled guess, and the bracket where that does not hold the root."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Two particles of one D_ab: it is fitted to the first, the second is predicted.

    Parameters
    ----------
    sets
        Name to the set of each, which its columns change. The first's D_ab is where the fit begins.
    first, second
        Names of the particles.
    columns
        Design columns of each by name.
    measured
        Capacity of each [mAh/g]; the second's is only compared with.
    c_rate
        At which they were measured, in discharge.
    """

    sets: Mapping[str, pybamm.ParameterValues]
    first: str
    second: str
    columns: Mapping[str, Mapping[str, float]]
    measured: Mapping[str, float]
    c_rate: float

    def capacity_column(self, particle: str) -> str:
        """Column of a particle's capacity in tables of draws."""
        return f"{particle.replace('-', '_')}_mAh_g"

    def designs(
        self, particle: str, priors: Sequence[Prior], samples: pd.DataFrame, diffusivity: FloatArray
    ) -> pd.DataFrame:
        """Designs of a particle: its columns, what is drawn of it, and its D_ab."""
        designs = pd.DataFrame(index=samples.index)
        for prior in priors:
            if prior.of(particle):
                for column in prior.targets:
                    designs[column] = samples[prior.name]
        fixed = {c: v for c, v in self.columns[particle].items() if c not in designs}
        return designs.assign(**fixed, **{D_AB: diffusivity})


class DrawRunner:
    """Runs samples, a row a draw and a column a prior, through the engine.

    Parameters
    ----------
    pair
        The particles.
    priors
        What is drawn.
    solve
        `sweep`, with everything but the set, the designs and the rates chosen.
    progress
        Called as the runs go on.
    """

    def __init__(
        self,
        pair: Pair,
        priors: Sequence[Prior],
        solve: Callable[..., Results] = sweep,
        progress: Tell | None = None,
    ) -> None:
        self.pair, self.priors = pair, priors
        self._solve, self._progress = solve, progress
        # What the fit fixes is the radial diffusivity over the radius squared.
        values = pair.sets[pair.first]
        scaled = names.DIFFUSIVITY_SCALE in values
        guess = float(values[names.DIFFUSIVITY_SCALE if scaled else names.DIFFUSIVITY])
        kappa = pair.columns[pair.first].get("kappa_shell")
        self._ratio = (
            float(values[names.SHELL_RATIO])
            if kappa is None
            else Texture(kappa).diffusivity_ratios()[0]
        )
        self._guess = math.log(guess * self._ratio)
        self._radius = float(values[names.PARTICLE_RADIUS])

    def capacities(
        self, particle: str, samples: pd.DataFrame, c_rates: Sequence[float], what: str
    ) -> pd.DataFrame:
        """The table of a sweep over the samples with their own D_ab."""
        return self._run(particle, samples, samples[D_AB].to_numpy(), c_rates, what)

    def predict(self, samples: pd.DataFrame) -> pd.DataFrame:
        """Samples with the fitted D_ab, both capacities, status and reason."""
        pair = self.pair
        target = pair.measured[pair.first]
        log_d = self._fitted(samples, target)
        found = np.isfinite(log_d)
        both = (pair.first, pair.second)
        samples = samples.assign(
            **{D_AB: np.exp(log_d)},
            **{pair.capacity_column(particle): math.nan for particle in both},
            status=Status.FAILED.value,
            reason=f"no D_ab gives the {pair.first} particle {target:g} mAh/g",
        )
        rows = samples[found]
        for particle in both:
            table = self.capacities(particle, rows, [pair.c_rate], f"{particle} particle")
            column = pair.capacity_column(particle)
            samples.loc[found, column] = table["capacity_mAh_g"].to_numpy()
            samples.loc[found, ["status", "reason"]] = table[["status", "reason"]].to_numpy()
        return samples

    def _run(
        self,
        particle: str,
        samples: pd.DataFrame,
        diffusivity: FloatArray,
        c_rates: Sequence[float],
        what: str,
    ) -> pd.DataFrame:
        designs = self.pair.designs(particle, self.priors, samples, diffusivity)
        tell = renamed(self._progress, what)
        values = self.pair.sets[particle]
        return self._solve(values, designs.reset_index(drop=True), c_rates, progress=tell).table

    def _fitted(self, samples: pd.DataFrame, target: float) -> FloatArray:
        """ln D_ab of every sample, by one bracketed root-find; NaN where there is none."""
        guess = self._guess - np.log(self._radial_ratios(samples))
        if "radius_m" in samples:
            guess += 2 * np.log(samples["radius_m"].to_numpy() / self._radius)
        log_d = self._roots(samples, target, guess - NARROW, guess + NARROW, "fit")
        lost = ~np.isfinite(log_d)
        if lost.any():
            low, high = (np.full(lost.sum(), end) for end in WIDE)
            log_d[lost] = self._roots(samples[lost], target, low, high, "fit, wider")
        return log_d

    def _roots(
        self, samples: pd.DataFrame, target: float, low: FloatArray, high: FloatArray, what: str
    ) -> FloatArray:
        pair = self.pair

        def miss(log_d: FloatArray, index: FloatArray) -> FloatArray:
            rows = samples.iloc[np.ravel(index).astype(int)]
            table = self._run(pair.first, rows, np.exp(np.ravel(log_d)), [pair.c_rate], what)
            missed: FloatArray = table["capacity_mAh_g"].to_numpy() - target
            return missed.reshape(np.shape(log_d))

        result = elementwise.find_root(
            miss,
            (low, high),
            args=(np.arange(len(samples), dtype=float),),
            tolerances={"fatol": FIT_TOLERANCE, "xatol": 1e-6, "xrtol": 0, "frtol": 0},
            maxiter=30,
        )
        return np.where(result.success, result.x, math.nan)

    def _radial_ratios(self, samples: pd.DataFrame) -> FloatArray:
        """Radial diffusivity over D_ab of the first particle's shell, of every sample."""
        designs = self.pair.designs(self.pair.first, self.priors, samples, np.zeros(len(samples)))
        if "kappa_shell" not in designs:
            return np.full(len(samples), self._ratio)
        anisotropies: Any = designs.get(ANISOTROPY, pd.Series(0.01, designs.index))
        known: dict[tuple[float, float], float] = {}
        keys = list(zip(designs["kappa_shell"], anisotropies, strict=True))
        for key in keys:
            if key not in known:
                known[key] = Texture(key[0]).diffusivity_ratios(key[1])[0]
        return np.array([known[key] for key in keys])
