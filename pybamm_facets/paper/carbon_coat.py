"""Blind test: carbon-coated over bare NMC111 from the bare one's rates and both impedances.

The recipe is that of the frozen list (`measured.blind_tests`). What is fitted sees the bare
electrode only; the coated one is the same with three factors of the two impedance spectra.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import least_squares

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import FARADAY, GAS
from pybamm_facets.measured import BlindTest, literature_rate_series
from pybamm_facets.progress import Tell
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import electrode_area, number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.implied import specific_area
from pybamm_facets.studies.attributions.scenarios import scaled_exchange_current
from pybamm_facets.studies.published_series.placed_cell import (
    diffusivity_name,
    one_diffusivity,
    placed,
    warming,
)
from pybamm_facets.studies.set_model import model_choice

BARE, COATED = "NMC111-bare", "NMC111-carbon"
START = (2e-4, 20.0)
"""Where the fit begins: D/R² [1/s] and the film's resistance [Ω·cm2]."""


LEAST_FILM = 0.1
"""Below it a film's resistance is none [Ω·cm2]."""

SOFT_START = ("Charge at C/10 for 30 seconds",)
"""Before each charge: at a full surface the reaction stands still, where no solver starts."""


AT_ONCE = "Event exceeded in initial conditions"
"""How PyBaMM says that a run is past its cut-off as soon as the current flows."""


@dataclass(frozen=True)
class Coat:
    """What the fit to the bare electrode gives.

    Parameters
    ----------
    d_over_r2
        Radial, at 30 °C [1/s].
    film_ohm_cm2
        Of everything in series with the reaction, over the electrode's area [Ω·cm2].
    """

    d_over_r2: float
    film_ohm_cm2: float


def bare_cell(parameter_values: pybamm.ParameterValues, test: BlindTest) -> pybamm.ParameterValues:
    """The bare electrode: placed, with the exchange current of its charge-transfer resistance."""
    table = literature_rate_series()
    series = table[table["series"] == BARE].iloc[0].to_dict()
    values = placed(one_diffusivity(parameter_values), series)
    kelvin = number(values, names.AMBIENT_TEMPERATURE)
    surface = electrode_area(values) * number(values, names.POSITIVE_THICKNESS)
    resistance = test.given["charge_transfer_ohm"]
    j0 = GAS * kelvin / (FARADAY * resistance * surface * specific_area(values))
    values.update({key: j0 for key in values if str(key).endswith(names.REFERENCE_J0_ENDING)})
    values.update({names.FACET_REFERENCE_TEMPERATURE: kelvin})
    return values


def with_coat(
    bare: pybamm.ParameterValues, coat: Coat, factors: Mapping[str, float] | None = None
) -> pybamm.ParameterValues:
    """An electrode with the fitted numbers, times the factors of the coated one if given."""
    values = bare.copy()
    by = factors or {}
    d = coat.d_over_r2 * number(values, names.PARTICLE_RADIUS) ** 2 / warming(values)
    film = coat.film_ohm_cm2 * 1e-4 / electrode_area(values)
    faster = by.get("exchange_current_factor", 1.0)
    values.update(scaled_exchange_current(values, faster))
    values.update(
        {
            diffusivity_name(values): d * by.get("diffusivity_factor", 1.0),
            names.CONTACT_RESISTANCE: film / by.get("film_resistance_divisor", 1.0),
        }
    )
    return values


def cycled_runs(
    values: pybamm.ParameterValues, rates: list[float], cycles_before: int
) -> list[Run]:
    """Discharges after cycles at the same rate both ways, and the charge before each."""
    lower, upper = (number(values, key) for key in (names.LOWER_CUT_OFF, names.UPPER_CUT_OFF))
    runs = []
    for rate in rates:
        charge = (*SOFT_START, f"Charge at {rate:g}C until {upper:g} V")
        cycle = (*charge, f"Discharge at {rate:g}C until {lower:g} V")
        protocol = (*(cycle * cycles_before), *charge)
        runs.append(Run(dict(values), Direction.DISCHARGE, rate, protocol=protocol))
    return runs


def cycled_capacities(
    values: pybamm.ParameterValues,
    rates: list[float],
    cycles_before: int,
    progress: Tell | None = None,
) -> pd.Series:
    """Capacities of `cycled_runs` by rate [mAh/g]; 0 where the current alone passes the cut-off."""
    choice = model_choice(values)
    runs = cycled_runs(values, rates, cycles_before)
    table = run_all(runs, model=choice.model(), numerics=choice.numerics, progress=progress).table
    at_once = table["reason"].str.endswith(AT_ONCE)
    return pd.Series(table["capacity_mAh_g"].where(~at_once, 0.0).to_numpy(float), rates)


def fit_coat(parameter_values: pybamm.ParameterValues, test: BlindTest) -> Coat:
    """D/R² and film resistance from the bare electrode's capacities, by least squares.

    Minutes: its result stands in `blind_predictions`, and a slow test derives it again.
    """
    measured = test.known().loc[BARE]
    rates, cycles = [float(rate) for rate in measured.index], int(test.assumed["cycles_before"])
    bare = bare_cell(parameter_values, test)

    def miss(logs: FloatArray) -> FloatArray:
        coat = Coat(*map(math.exp, logs))
        found = cycled_capacities(with_coat(bare, coat), rates, cycles)
        return np.asarray((found - measured.to_numpy()).fillna(0.0), float)

    bounds = (np.log([1e-6, LEAST_FILM]), np.log([1.0, 500.0]))
    found = least_squares(miss, np.log(START), bounds=bounds, diff_step=0.005, xtol=1e-3, ftol=1e-4)
    return Coat(*map(math.exp, found.x))


def predicted_ratios(
    parameter_values: pybamm.ParameterValues,
    coat: Coat,
    test: BlindTest,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """Ratios of coated to bare by rate, with the fitted capacities of the bare electrode.

    Returns
    -------
    pandas.DataFrame
        Index ``c_rate``; ``bare_mAh_g`` (fitted), ``coated_mAh_g`` and ``ratio`` (predicted).
    """
    bare = bare_cell(parameter_values, test)
    rates = [rate for _, rate in test.predicted]
    cycles = int(test.assumed["cycles_before"])
    one = cycled_capacities(with_coat(bare, coat), rates, cycles, progress)
    other = cycled_capacities(with_coat(bare, coat, test.given), rates, cycles, progress)
    table = pd.DataFrame({"bare_mAh_g": one, "coated_mAh_g": other, "ratio": other / one})
    return table.rename_axis("c_rate")
