"""When do facets pay? The gain of a capacity split between exchange current and diffusivity.

A particle with one zone enters a cell only as D_ab d/R² and j/R, j the mean exchange current. So a
capacity at a rate C and an end voltage is a function of two numbers, Fo = D_ab (3600 s/C)/R² and
Λ = (1 mA/cm²)/i_p with i_p the current per particle surface, times the d and j [mA/cm²] of the
grains' orientation. The gain from random grains to the best orientation is split by swapping d and
j in both orders (Shapley values).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pybamm
from scipy.interpolate import RectBivariateSpline

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import between
from pybamm_facets._units import MA_CM2
from pybamm_facets.progress import Tell
from pybamm_facets.runs.c_rates import read_c_rates
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import active_mass, current_1c, number
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sets.implied import facets_of
from pybamm_facets.studies.set_model import model_choice

RANDOM, BEST = (0.51, 0.61), (0.99, 1.5)
"""(d, j [mA/cm²]) of random grains, and of the best orientation, with the installed facet table."""

FOURIER = (0.03, 10.0)
LAMBDA = (0.05, 20.0)
GRID = (14, 10)
FEWEST = 5
"""Exchange currents of the coarse grid with which a map can still be drawn."""
LEAST_CHARGE = 0.2
"""Λ j below which a charge from the empty state has no consistent start: not computed."""


@dataclass(frozen=True, eq=False)
class Payoff:
    """Shares of a gain.

    Parameters
    ----------
    table
        A row a point: ``fourier``, ``lambda``, the four corners ``random_mAh_g``,
        ``facets_mAh_g`` (only j is the best), ``diffusivity_mAh_g`` (only d is), ``both_mAh_g``,
        the gains ``by_facets_mAh_g`` and ``by_diffusivity_mAh_g``, and ``share`` of the facets (NaN
        where there is no gain).
    own
        (Fo, Λ) of the set's own particle.
    label
        Rate, direction and end.
    """

    table: pd.DataFrame
    own: tuple[float, float]
    label: str


def particle_current(values: Mapping[str, object], c_rate: float) -> float:
    """Current per particle surface at a rate, i_p = C i_1C ρ R/3 [mA/cm²], i_1C per mass."""
    specific = current_1c(values) / active_mass(values)  # A/kg
    density = number(values, names.ACTIVE_MATERIAL_DENSITY)
    radius = number(values, names.PARTICLE_RADIUS)
    return c_rate * specific * density * radius / 3 / MA_CM2


def own_point(values: Mapping[str, object], c_rate: float) -> tuple[float, float]:
    """(Fo, Λ) of a set at a rate."""
    name = names.DIFFUSIVITY_SCALE if names.DIFFUSIVITY_SCALE in values else names.DIFFUSIVITY
    d_ab, radius = number(values, name), number(values, names.PARTICLE_RADIUS)
    return d_ab * 3600 / c_rate / radius**2, 1 / particle_current(values, c_rate)


def payoff_map(
    parameter_values: GivenSet,
    c_rate: float,
    direction: Direction | str = Direction.DISCHARGE,
    *,
    end_voltage: float | None = None,
    points: tuple[int, int] = (41, 31),
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> Payoff:
    """Share of the facets in the gain of a capacity, over Fo and Λ.

    The capacity is computed on a coarse grid and taken from a spline in the logarithms.

    Parameters
    ----------
    parameter_values
        The cell; its particle is replaced.
    c_rate, direction, end_voltage
        The run.
    points
        Of the map along Fo and Λ.
    numerics, progress
        As `run_all`.

    Raises
    ------
    ValueError
        For a set without a constant diffusivity, and an end that cannot be meant.
    """
    values, way = one_set(parameter_values), read_direction(direction)
    (rate,) = read_c_rates(c_rate)
    capacity = _Capacity.on_grid(values, rate, way, end_voltage, numerics, progress)
    fo = np.geomspace(*FOURIER, points[0])
    lam = np.geomspace(*LAMBDA, points[1])
    table = pd.DataFrame([(f, g) for f in fo for g in lam], columns=["fourier", "lambda"])
    corners = {
        name: capacity.at(table["fourier"].to_numpy() * d, table["lambda"].to_numpy() * j)
        for name, (d, j) in _corners(RANDOM, BEST).items()
    }
    end = "" if end_voltage is None else f" to {end_voltage:g} V"
    return Payoff(split(table, corners), own_point(values, rate), f"{rate:g}C {way}{end}")


def payoff_at(
    parameter_values: GivenSet,
    c_rate: float,
    direction: Direction | str = Direction.DISCHARGE,
    *,
    fourier: float,
    lam: float,
    end_voltage: float | None = None,
    random: tuple[float, float] = RANDOM,
    best: tuple[float, float] = BEST,
    numerics: Numerics | None = None,
) -> pd.Series:
    """A row of `payoff_map` at one point, by four direct runs.

    Parameters
    ----------
    parameter_values, c_rate, direction, end_voltage, numerics
        As `payoff_map`.
    fourier, lam
        The point.
    random, best
        (d, j [mA/cm²]) of the two orientations.
    """
    values, way = one_set(parameter_values), read_direction(direction)
    (rate,) = read_c_rates(c_rate)
    pairs = _corners(random, best)
    found = _runs(
        values, rate, way, end_voltage, [(fourier * d, lam * j) for d, j in pairs.values()],
        numerics, None,
    )  # fmt: skip
    corners = {name: np.array([one]) for name, one in zip(pairs, found, strict=True)}
    table = pd.DataFrame({"fourier": [fourier], "lambda": [lam]})
    return split(table, corners).iloc[0]


def split(table: pd.DataFrame, corners: Mapping[str, FloatArray]) -> pd.DataFrame:
    """The gain at each point, split between facets and diffusivity by Shapley values."""
    none, facets, diffusivity, both = (
        corners[name] for name in ("random", "facets", "diffusivity", "both")
    )
    by_facets = 0.5 * ((facets - none) + (both - diffusivity))
    by_diffusivity = 0.5 * ((diffusivity - none) + (both - facets))
    total = both - none
    share = np.where(np.abs(total) > NO_GAIN, by_facets / np.where(total == 0, 1, total), np.nan)
    return table.assign(
        random_mAh_g=none,
        facets_mAh_g=facets,
        diffusivity_mAh_g=diffusivity,
        both_mAh_g=both,
        by_facets_mAh_g=by_facets,
        by_diffusivity_mAh_g=by_diffusivity,
        share=share,
    )


NO_GAIN = 0.2
"""Gain [mAh/g] below which its parts say nothing."""


def _corners(
    random: tuple[float, float], best: tuple[float, float]
) -> dict[str, tuple[float, float]]:
    return {
        "random": random,
        "facets": (random[0], best[1]),
        "diffusivity": (best[0], random[1]),
        "both": best,
    }


@dataclass(frozen=True, eq=False)
class _Capacity:
    """Capacity over ln(Fo d) and ln(Λ j)."""

    spline: RectBivariateSpline
    least: float

    @classmethod
    def on_grid(
        cls,
        values: pybamm.ParameterValues,
        rate: float,
        way: Direction,
        end_voltage: float | None,
        numerics: Numerics | None,
        progress: Tell | None,
    ) -> _Capacity:
        least = LAMBDA[0] * RANDOM[1]
        if way is Direction.CHARGE:
            least = max(least, LEAST_CHARGE)
        x = np.linspace(math.log(FOURIER[0] * RANDOM[0]), math.log(FOURIER[1] * BEST[0]), GRID[0])
        y = np.linspace(math.log(least), math.log(LAMBDA[1] * BEST[1]), GRID[1])
        pairs = [(math.exp(a), math.exp(b)) for a in x for b in y]
        found = _runs(values, rate, way, end_voltage, pairs, numerics, progress)
        grid = np.array(found).reshape(len(x), len(y))
        # Slow surfaces have no consistent start: the map begins where all runs have one.
        bad = np.flatnonzero(~np.isfinite(grid).all(axis=0))
        first = int(bad[-1]) + 1 if len(bad) else 0
        if len(y) - first < FEWEST:
            raise ValueError(
                f"{int((~np.isfinite(grid)).sum())} of {grid.size} runs of the map gave no "
                "capacity; expected a rate and an end that particles of any size reach"
            )
        y, grid, least = y[first:], grid[:, first:], math.exp(y[first])
        return cls(RectBivariateSpline(x, y, grid), least)

    def at(self, fourier: FloatArray, lam: FloatArray) -> FloatArray:
        """Capacity at points; NaN where a charge is not computed."""
        found = self.spline(np.log(fourier), np.log(np.maximum(lam, self.least)), grid=False)
        return np.where(lam < self.least * (1 - 1e-9), np.nan, np.maximum(found, 0.0))


def _runs(
    values: pybamm.ParameterValues,
    rate: float,
    way: Direction,
    end_voltage: float | None,
    pairs: Sequence[tuple[float, float]],
    numerics: Numerics | None,
    progress: Tell | None,
) -> list[float]:
    """Capacities of particles with one zone at (Fo d, Λ j); 0 for one that ends at once."""
    if names.DIFFUSIVITY_SCALE in values:
        raise ValueError(
            "parameter_values: its diffusivity depends on lithium content; expected a constant one"
        )
    if end_voltage is not None:
        between("end_voltage", end_voltage, 0, 6, "V")
    radius, current = number(values, names.PARTICLE_RADIUS), particle_current(values, rate)
    base = dict(values)
    base.update({names.CORE_RATIO: 1.0, names.SHELL_RATIO: 1.0})
    if end_voltage is not None:
        base[way.cut_off] = end_voltage
    facets = facets_of(values)
    runs: list[Run] = []
    for fourier, lam in pairs:
        j0 = lam * current * MA_CM2
        changes = {names.DIFFUSIVITY: fourier * radius**2 * rate / 3600}
        changes |= {names.reference_exchange_current_density(facet): j0 for facet in facets}
        runs.append(Run(base, way, rate, {"point": len(runs)}, changes))
    choice = model_choice(values)
    table = run_all(
        runs, model=choice.model(), numerics=numerics or choice.numerics, progress=progress
    ).table
    # Past its end as soon as the current flows: no capacity.
    ended = table["status"].isin(["ok", "doubtful"])
    none = np.where(table["status"] == "infeasible", 0.0, np.nan)
    return [float(one) for one in table["capacity_mAh_g"].where(ended, none)]
