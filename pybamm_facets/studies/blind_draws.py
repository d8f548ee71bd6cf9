"""Draws of what is uncertain, each with its own D_ab fitted to the isotropic particle."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import elementwise

from pybamm_facets import names
from pybamm_facets.crystal import Texture
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.sweep.sweep import sweep

RATE = 10.0
FIT_TOLERANCE = 0.02
"""Distance from the measured capacity [mAh/g] at which the fit of D_ab stops."""

D_AB = "diffusivity_m2_s"
NARROW, WIDE = 0.1, (math.log(3e-16), math.log(5e-13))
"""Half-width in ln D about a scaled guess, and the bracket where that does not hold the root."""

Progress = Callable[[str, int, int], None]
"""Called with (what runs, runs done, runs in all)."""


class DrawRunner:
    """Runs samples, a row a draw and a column a prior, of a set through the sweep engine."""

    def __init__(
        self, base: pybamm.ParameterValues, options: dict[str, Any], progress: Progress | None
    ) -> None:
        self._base, self._options, self._progress = base, options, progress
        # What the fit fixes is the radial diffusivity over the radius squared.
        known = float(base[names.DIFFUSIVITY])
        self._guess = math.log(known * Texture(0.0).diffusivity_ratios()[0])
        self._radius = float(base[names.PARTICLE_RADIUS])

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
        target = measured_capacity("isotropic")
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
        both = (("isotropic", isotropic_designs), ("core_shell", core_shell_designs))
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
            table = self.run(isotropic_designs(rows, np.exp(np.ravel(log_d))), [RATE], what)
            return (table["capacity_mAh_g"].to_numpy() - target).reshape(np.shape(log_d))

        result = elementwise.find_root(
            miss,
            (low, high),
            args=(np.arange(len(samples), dtype=float),),
            tolerances={"fatol": FIT_TOLERANCE, "xatol": 1e-6, "xrtol": 0, "frtol": 0},
            maxiter=30,
        )
        return np.where(result.success, result.x, math.nan)


def isotropic_designs(samples: pd.DataFrame, diffusivity: np.ndarray) -> pd.DataFrame:
    """Designs of the isotropic particle, with random grains unless their κ is drawn."""
    kappa = samples.get("kappa_isotropic", pd.Series(0.0, samples.index)).to_numpy()
    return _designs(samples, diffusivity, kappa, kappa)


def core_shell_designs(samples: pd.DataFrame, diffusivity: np.ndarray) -> pd.DataFrame:
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


def measured_capacity(particle: str) -> float:
    """What Li et al. 2025 measured at 10C [mAh/g]."""
    return float(li2025_capacities().set_index("particle")["capacity_mAh_g"][particle])
