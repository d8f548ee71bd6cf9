"""The NMC111 check: two exchange currents, two capacities measured at 5C, and what a model says.

Li et al. 2025 quote from earlier work that porous electrodes of NMC111 deliver 104 mAh/g at 5C with
an exchange current of 1.5 mA/cm² and 85 mAh/g with 0.6. Nothing is tuned to them in the first rows;
in the others one diffusivity is fitted to the 104 and the 85 is predicted.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets._units import FARADAY, GAS
from pybamm_facets.measured import nmc111_capacities
from pybamm_facets.models import FacetDFN
from pybamm_facets.paper.coin_cells import nmc111
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.groups import run_inputs
from pybamm_facets.runs.integrate.build import build
from pybamm_facets.runs.integrate.solver import RunSolver
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.results import Finished
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import current_1c, electrode_area, number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.implied import specific_area
from pybamm_facets.sets.start import StartStates
from pybamm_facets.studies.rates import rate_runs

LOG_D_BRACKET = (math.log(1e-16), math.log(1e-12))
"""Diffusivities between which the fitted one is looked for [m2.s-1]."""


@dataclass(frozen=True)
class Nmc111Check:
    """Result of the check.

    Parameters
    ----------
    table
        A row a diffusivity (``literature``, ``fitted``) and exchange current: ``diffusivity``,
        ``diffusivity_m2_s``, ``j0_mA_cm2``, ``overpotential_mV`` (of the reaction, at mid-charge),
        ``measured_mAh_g``, ``capacity_mAh_g``, ``miss_mAh_g`` (modelled minus measured), ``role``
        (``predicted`` or ``fitted``), ``status``, ``reason``.
    overpotential_difference_mV
        By which the two exchange currents differ in overpotential at 5C.
    needed_mV
        By how much the faster particle's curve, at the fitted diffusivity, still lies above the
        cut-off where the slower one was measured to end: what would have to separate them.
    statements
        The findings, a line each.
    """

    table: pd.DataFrame
    overpotential_difference_mV: float
    needed_mV: float
    statements: list[str]


def nmc111_check(
    *, numerics: Numerics = Numerics.default, threads: int | None = None
) -> Nmc111Check:
    """Capacities of NMC111 electrodes with two exchange currents, measured and modelled.

    Parameters
    ----------
    numerics, threads
        As `rate_capability`.
    """
    measured = nmc111_capacities()
    fast, slow = measured.sort_values("j0_mA_cm2", ascending=False).to_dict("records")
    literature = number(nmc111(), names.DIFFUSIVITY)
    fitted = _fit(nmc111(fast["j0_mA_cm2"]), fast["c_rate"], fast["capacity_mAh_g"], numerics)
    sets = {
        (name, row["j0_mA_cm2"]): nmc111(row["j0_mA_cm2"], diffusivity=d)
        for name, d in (("literature", literature), ("fitted", fitted))
        for row in (fast, slow)
    }
    runs = [
        run
        for (name, j0), values in sets.items()
        for run in rate_runs(
            values,
            fast["c_rate"],
            Direction.DISCHARGE,
            {"particle": f"j0 = {j0:g} mA/cm²", "diffusivity": name, "j0_mA_cm2": j0},
        )
    ]
    result = run_all(runs, numerics=numerics, curves=True, threads=threads)
    table = _table(result.table, sets, measured)
    needed = _needed(result.curves, fast["j0_mA_cm2"], slow["capacity_mAh_g"], sets)
    overpotential = table.groupby("j0_mA_cm2")["overpotential_mV"].first()
    difference = float(overpotential[slow["j0_mA_cm2"]] - overpotential[fast["j0_mA_cm2"]])
    return Nmc111Check(table, difference, needed, _statements(table, difference, needed))


def reaction_overpotential(values: pybamm.ParameterValues, c_rate: float, j0: float) -> float:
    r"""Overpotential of symmetric Butler-Volmer kinetics over an even electrode [V].

    .. math:: \eta = \frac{2RT}{F}\,\mathrm{arsinh}\frac{j}{2 j_0}, \quad
              j = \frac{I}{A\,L\,a}

    Parameters
    ----------
    values
        A set.
    c_rate
        Multiple of its 1C.
    j0
        Exchange current density of the particle's surface [A.m-2].
    """
    thickness = number(values, names.POSITIVE_THICKNESS)
    surface = electrode_area(values) * thickness * specific_area(values)
    thermal = GAS * number(values, names.AMBIENT_TEMPERATURE) / FARADAY
    return float(2 * thermal * np.arcsinh(c_rate * current_1c(values) / surface / (2 * j0)))


def _fit(values: pybamm.ParameterValues, c_rate: float, target: float, numerics: Numerics) -> float:
    """Diffusivity with which a set delivers a capacity [m2.s-1]."""
    capacity = _capacity_of(values, c_rate, numerics)

    def miss(log_d: float) -> float:
        return capacity(math.exp(log_d)) - target

    return math.exp(brentq(miss, *LOG_D_BRACKET, xtol=1e-4))


def _capacity_of(
    values: pybamm.ParameterValues, c_rate: float, numerics: Numerics
) -> Callable[[float], float]:
    """Capacity against diffusivity, on one built model."""
    inputs = (names.DIFFUSIVITY, names.INITIAL_POSITIVE)
    model, precise = FacetDFN(), replace(numerics, tolerances=Numerics.precise.tolerances)
    built = build(model, values, inputs, **precise.mesh())
    solver = RunSolver(built, threads=1, numerics=precise)
    starts, base = StartStates(built.parameter_values, model.options), dict(values)

    def capacity(diffusivity: float) -> float:
        changes = {names.DIFFUSIVITY: diffusivity}
        run = Run(base, Direction.DISCHARGE, c_rate, changes=changes)
        (outcome,) = solver.solve([run_inputs(run, inputs, starts)])
        return float(Finished(run, outcome).row()["capacity_mAh_g"])

    return capacity


def _table(
    runs: pd.DataFrame,
    sets: dict[tuple[str, float], pybamm.ParameterValues],
    measured: pd.DataFrame,
) -> pd.DataFrame:
    told = measured.set_index("j0_mA_cm2")["capacity_mAh_g"]
    rows = []
    for run in runs.itertuples():
        values, capacity = sets[run.diffusivity, run.j0_mA_cm2], told[run.j0_mA_cm2]
        overpotential = reaction_overpotential(values, run.c_rate, 10 * run.j0_mA_cm2)
        is_fit = run.diffusivity == "fitted" and run.j0_mA_cm2 == told.index.max()
        rows.append(
            {
                "diffusivity": run.diffusivity,
                "diffusivity_m2_s": number(values, names.DIFFUSIVITY),
                "j0_mA_cm2": run.j0_mA_cm2,
                "c_rate": run.c_rate,
                "overpotential_mV": 1e3 * overpotential,
                "measured_mAh_g": capacity,
                "capacity_mAh_g": run.capacity_mAh_g,
                "miss_mAh_g": run.capacity_mAh_g - capacity,
                "role": "fitted" if is_fit else "predicted",
                "status": run.status,
                "reason": run.reason,
            }
        )
    return pd.DataFrame(rows)


def _needed(
    curves: pd.DataFrame,
    j0: float,
    capacity: float,
    sets: dict[tuple[str, float], pybamm.ParameterValues],
) -> float:
    curve = curves[(curves["diffusivity"] == "fitted") & (curves["j0_mA_cm2"] == j0)]
    voltage = np.interp(capacity, curve["capacity_mAh_g"], curve["voltage_V"])
    return 1e3 * float(voltage - number(sets["fitted", j0], names.LOWER_CUT_OFF))


def _statements(table: pd.DataFrame, difference: float, needed: float) -> list[str]:
    lines = [
        f"{row.diffusivity} D = {row.diffusivity_m2_s:.2g} m²/s, j0 = {row.j0_mA_cm2:g} mA/cm²: "
        f"{row.capacity_mAh_g:.1f} mAh/g at {row.c_rate:g}C, {row.role}; measured "
        f"{row.measured_mAh_g:.0f}, {row.miss_mAh_g:+z.1f}"
        for row in table.itertuples()
    ]
    return [
        *lines,
        f"The two exchange currents differ by {difference:.0f} mV of overpotential; the measured "
        f"capacities would need {needed:.0f} mV between them.",
    ]
