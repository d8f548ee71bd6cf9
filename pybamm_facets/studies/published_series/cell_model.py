"""Capacities of one cell against its radial D/R², and what else may limit it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pybamm
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.progress import Tell
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.studies.attributions.scenarios import scaled_exchange_current
from pybamm_facets.studies.published_series.placed_cell import diffusivity_name, warming
from pybamm_facets.studies.set_model import model_choice

STEP = 1.2
"""Factor by which what may limit is eased, to see what a capacity moves with."""

Asked = tuple[float, float, dict[str, float]]
"""D/R², rate and further changes of a run."""

EXCHANGE_CURRENT = "exchange current"
CONTACT = "contact"
ELECTROLYTE = "electrolyte"


@dataclass(frozen=True)
class CellModel:
    """A cell whose discharges are asked for at many D/R².

    Parameters
    ----------
    values
        Its set, with one radial diffusivity.
    numerics
        Mesh and tolerances; what the set asks for by default.
    threads
        As `run_all`.
    """

    values: pybamm.ParameterValues
    numerics: Numerics | None = None
    threads: int | None = None

    def scale(self, d_over_r2: float) -> float:
        """The set's diffusivity parameter that gives a D/R² at the cell's temperature."""
        radius = number(self.values, names.PARTICLE_RADIUS)
        return d_over_r2 * radius**2 / warming(self.values)

    def capacities(self, asked: Sequence[Asked], progress: Tell | None = None) -> FloatArray:
        """Capacities [mAh/g] at (D/R², rate, changes); NaN where there is none."""
        choice, base = model_choice(self.values), dict(self.values)
        name = diffusivity_name(self.values)
        runs = [
            Run(base, Direction.DISCHARGE, rate, changes={name: self.scale(d), **changes})
            for d, rate, changes in asked
        ]
        found = run_all(
            runs,
            model=choice.model(),
            numerics=self.numerics or choice.numerics,
            threads=self.threads,
            progress=progress,
        )
        return np.asarray(found.table["capacity_mAh_g"], float)

    def limits(self) -> dict[str, dict[str, float]]:
        """What may limit beside diffusion, each eased by `STEP`, as changes of the set."""
        faster = scaled_exchange_current(self.values, STEP)
        contact = number(self.values, names.CONTACT_RESISTANCE) / STEP
        eased = math.log(STEP) / -math.log(number(self.values, names.POSITIVE_POROSITY))
        exponent = number(self.values, names.POSITIVE_EXPONENT) - eased
        return {
            EXCHANGE_CURRENT: faster,
            CONTACT: {names.CONTACT_RESISTANCE: contact},
            ELECTROLYTE: {names.POSITIVE_EXPONENT: exponent},
        }


def curve_through(x: FloatArray, y: FloatArray) -> Callable[[float], float]:
    """A monotone curve through points against ln x; points without a value are left out."""
    good = np.isfinite(y)
    shape = PchipInterpolator(np.log(x[good]), y[good])
    return lambda log_x: float(shape(log_x))


def root_of(function: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where a function has a value, between two arguments; NaN where it has not."""
    ends = function(low) - target, function(high) - target
    if not ends[0] * ends[1] < 0:
        return math.nan
    return float(brentq(lambda x: function(x) - target, low, high, xtol=1e-6))
