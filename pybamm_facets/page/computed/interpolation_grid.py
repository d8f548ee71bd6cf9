"""Answers on a grid of designs, and between its nodes: what a page without a server shows.

Along each axis the nodes are Chebyshev's, in the coordinate of the slider, and what lies between is
the polynomial through all of them in its barycentric form (DOI 10.1137/S0036144502417715): for
smooth answers a few nodes are as good as a fine linear grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.stats import qmc

from pybamm_facets._arrays import FloatArray
from pybamm_facets.page.computed.answers import Answer, answer_of
from pybamm_facets.page.computed.kept_engine import KeptEngine
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import Preset
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.studies.rates import DEFAULT_RATES

CURVE_RATES = (0.1, 1.0, 10.0)
CURVE_POINTS = 31
DIRECTIONS = ("discharge", "charge")
HELD_OUT = 24
"""Designs between the nodes at which the error is measured."""

ALONG = 1 - (1 - np.linspace(0, 1, CURVE_POINTS)) ** 2
"""Shares of a run's capacity at which its voltage is kept, dense where the end is steep."""


@dataclass(frozen=True)
class GridAxis:
    """An axis of the grid.

    Parameters
    ----------
    name
        The field.
    low, high
        Its ends.
    count
        Of nodes.
    """

    name: str
    low: float
    high: float
    count: int

    @property
    def nodes(self) -> FloatArray:
        """Nodes in the coordinate of the field's slider, (count,)."""
        scale = FIELDS[self.name].scale
        a, b = scale.to(self.low), scale.to(self.high)
        turn: FloatArray = np.cos(np.pi * np.arange(self.count) / (self.count - 1))
        nodes: FloatArray = (a + b) / 2 - (b - a) / 2 * turn
        return nodes

    @property
    def barycentric(self) -> FloatArray:
        """Weights of the nodes, (count,): alternating, halved at the ends."""
        weights: FloatArray = np.where(np.arange(self.count) % 2, -1.0, 1.0)
        weights[[0, -1]] /= 2
        return weights

    def shares(self, at: float) -> FloatArray:
        """How much each node counts at a coordinate, (count,); sums to 1."""
        distance = at - self.nodes
        if (hit := np.flatnonzero(np.abs(distance) < 1e-12)).size:
            shares: FloatArray = np.eye(self.count)[int(hit[0])]
            return shares
        parts: FloatArray = self.barycentric / distance
        shares = parts / parts.sum()
        return shares


AXES = (
    GridAxis("kappa_shell", -30.0, 6.0, 9),
    GridAxis("core_fraction", 0.2, 0.85, 5),
    GridAxis("radius_um", 3.0, 6.0, 6),
)
"""What moves in the static page."""

LABELS = (
    *(f"{way} {rate:g}" for way in DIRECTIONS for rate in DEFAULT_RATES),
    *(f"{n}" for n in ("core ratio", "shell ratio", "mean j0", "ordering")),
    *(f"share {k}" for k in range(6)),
)
N_CAPACITIES = len(DIRECTIONS) * len(DEFAULT_RATES)


@dataclass(frozen=True, eq=False)
class InterpolationGrid:
    """Answers on the nodes of a grid.

    Parameters
    ----------
    preset
        The set.
    axes
        What moves.
    numbers
        (counts of the axes, then len(LABELS)). Capacities [mAh/g] by direction and rate, then the
        particle's.
    voltages
        (counts of the axes, directions, curve rates, points). At the shares `ALONG` of each run's
        capacity [V].
    errors
        (held out, capacities). Interpolated minus computed capacities [mAh/g].
    """

    preset: Preset
    axes: tuple[GridAxis, ...]
    numbers: FloatArray
    voltages: FloatArray
    errors: FloatArray

    def at(self, numbers: dict[str, float]) -> FloatArray:
        """Numbers at a design, (len(LABELS),)."""
        found = self.numbers
        for axis in self.axes:
            shares = axis.shares(FIELDS[axis.name].scale.to(numbers[axis.name]))
            found = np.tensordot(shares, found, axes=1)
        return found

    @property
    def missing(self) -> list[str]:
        """Capacities that some design of the grid does not have: they are gaps everywhere."""
        rows = self.numbers.reshape(-1, len(LABELS))
        return [label for k, label in enumerate(LABELS) if not np.isfinite(rows[:, k]).all()]

    @property
    def error_words(self) -> str:
        """The measured error, in a line."""
        known = self.errors[np.isfinite(self.errors)]
        most, usual = np.abs(known).max(), float(np.sqrt((known**2).mean()))
        gaps = f"; no value for {', '.join(self.missing)}" if self.missing else ""
        return (
            f"interpolation error of the capacity at {len(self.errors)} designs between the "
            f"nodes: largest {most:.2f}, root mean square {usual:.3f} mAh/g{gaps}"
        )


def computed_grid(
    preset: Preset,
    axes: Sequence[GridAxis] = AXES,
    progress: Tell | None = None,
    *,
    held_out: int = HELD_OUT,
    compiled: bool = True,
) -> InterpolationGrid:
    """Compute a grid about a set, and its error.

    Parameters
    ----------
    preset
        The set; what does not move stays its own.
    axes
        What moves.
    progress
        Called with a `Progress` after each design.
    held_out
        Designs at which the error is measured.
    compiled
        As `KeptEngine`.

    Raises
    ------
    ValueError
        For a set without textures, or one that is broken.
    """
    if "kappa_shell" not in DesignState(preset).numbers:
        raise ValueError(f"{preset.name}: has no textures that could move; expected a set with κ")
    tell, engine = progress or silent, KeptEngine(compiled=compiled)
    counts = tuple(axis.count for axis in axes)
    total = int(np.prod(counts)) + held_out
    done = 0

    def solved(at: Sequence[float]) -> Answer:
        nonlocal done
        scales = [FIELDS[axis.name].scale for axis in axes]
        numbers = {a.name: s.back(x) for a, s, x in zip(axes, scales, at, strict=True)}
        answer = answer_of(DesignState(preset).moved(**numbers), engine)
        done += 1
        tell(Progress("designs", done, total))
        return answer

    try:
        answers = [solved(at) for at in product(*(axis.nodes for axis in axes))]
        numbers = np.array([_numbers(one) for one in answers]).reshape(*counts, len(LABELS))
        voltages = np.array([_voltages(one) for one in answers])
        voltages = voltages.reshape(*counts, *voltages.shape[1:])
        grid = InterpolationGrid(preset, tuple(axes), numbers, voltages, np.empty((0, 0)))
        errors = []
        for share in qmc.Halton(len(axes), scramble=False).random(held_out + 1)[1:]:
            ends = [(axis.nodes[0], axis.nodes[-1]) for axis in axes]
            one = solved([a + x * (b - a) for x, (a, b) in zip(share, ends, strict=True)])
            errors.append((grid.at(one.state.numbers) - _numbers(one))[:N_CAPACITIES])
    finally:
        engine.close()
    return InterpolationGrid(preset, tuple(axes), numbers, voltages, np.array(errors))


def _numbers(answer: Answer) -> list[float]:
    """Numbers of an answer in the order of `LABELS`; NaN where a run has no result."""
    found = {
        (one.run.direction.value, one.run.c_rate): (
            float(one.capacity(one.outcome.duration))
            if one.outcome.status.has_result
            else float("nan")
        )
        for one in answer.results
    }
    capacities = [found[way, rate] for way in DIRECTIONS for rate in DEFAULT_RATES]
    shares = answer.facets["share"].tolist()
    return [*capacities, *answer.ratios, answer.mean_j0, answer.ordering or 0.0, *shares]


def _voltages(answer: Answer) -> FloatArray:
    curves = np.full((len(DIRECTIONS), len(CURVE_RATES), CURVE_POINTS), np.nan)
    for one in answer.results:
        time, voltage = one.outcome.time, one.outcome.voltage
        if one.run.c_rate in CURVE_RATES and time is not None and voltage is not None:
            place = DIRECTIONS.index(one.run.direction.value), CURVE_RATES.index(one.run.c_rate)
            curves[place] = np.interp(ALONG * time[-1], time, voltage)
    return curves
