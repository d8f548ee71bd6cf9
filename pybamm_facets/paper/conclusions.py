"""What the package concludes of the paper's particles, to be asked under other estimates too.

Under another order of the estimated exchange currents, and on the overlay whose diffusivity falls
near the full lattice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets.crystal import Texture
from pybamm_facets.kinetics import FacetOrder, FacetTable, reordered
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC, measured_capacities
from pybamm_facets.paper.main_job import MEASURED_RATE, NUMERICS
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics, Tolerances
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.window import window_changes
from pybamm_facets.studies.attributions.attribution import attribute_scenarios
from pybamm_facets.studies.attributions.scenarios import lower_cut_off
from pybamm_facets.studies.published_series.cell_model import curve_through, root_of
from pybamm_facets.studies.published_series.placed_cell import diffusivity_name

WANTED = 120.0
"""What a shell is asked for at 10C in the design question [mAh/g]."""

KAPPAS = (-20.0, -10.0, -5.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)
SCENARIOS = {"2.5 V": {}, "3.0 V": lower_cut_off(3.0)}
"""Ends of the discharge at which the gap is split."""

MA_CM2 = 0.1


@dataclass(frozen=True)
class Case:
    """Under what the conclusions are asked.

    Parameters
    ----------
    name
        Column of the table.
    order
        Of the estimated exchange currents.
    diffusivity
        Variant of the sets.
    """

    name: str
    order: FacetOrder = FacetOrder.ANGLE
    diffusivity: str = "constant"


CASES = (
    Case("as shipped"),
    Case("equal", FacetOrder.EQUAL),
    Case("(104) first", FacetOrder.FIRST_104),
    Case("hindered", diffusivity="hindered"),
)


def conclusions_table(cases: tuple[Case, ...] = CASES) -> pd.DataFrame:
    """Each conclusion under each case.

    Returns
    -------
    pandas.DataFrame
        Index: the conclusion, with its unit; a column a case.
    """
    return pd.DataFrame({case.name: pd.Series(_conclusions(case)) for case in cases})


def _conclusions(case: Case) -> dict[str, float]:
    table = reordered(FacetTable.nmc811(), case.order)
    numerics = _precise(NUMERICS[case.diffusivity])
    pair, blind = (
        {
            name: li2025(name, diffusivity=case.diffusivity, fit=fit, facet_table=table)
            for name in (ISOTROPIC, CORE_SHELL)
        }
        for fit in ("texture", "blind")
    )
    return {
        **_fitted(pair),
        **_capacities(pair, blind, numerics),
        **_gap(pair, numerics),
        **_currents(pair),
        **_design(pair[CORE_SHELL], numerics),
    }


def _precise(numerics: Numerics) -> Numerics:
    return Numerics(
        numerics.var_pts, numerics.submesh_types, Tolerances(1e-6, 1e-8), numerics.backend
    )


def _fitted(pair: dict[str, pybamm.ParameterValues]) -> dict[str, float]:
    core_shell = pair[CORE_SHELL]
    share = number(pair[ISOTROPIC], names.area_fraction("(003)"))
    return {
        "D_ab, fitted [1e-15 m²/s]": 1e15 * number(core_shell, diffusivity_name(core_shell)),
        "(003) share of the isotropic particle, inferred [%]": 100 * share,
    }


def _capacities(
    pair: dict[str, pybamm.ParameterValues],
    blind: dict[str, pybamm.ParameterValues],
    numerics: Numerics,
) -> dict[str, float]:
    measured = measured_capacities()
    narrow = {
        name: dict(values) | window_changes(values, 3.0, 4.3) for name, values in pair.items()
    }
    runs = [
        *(Run(dict(values), Direction.DISCHARGE, MEASURED_RATE) for values in pair.values()),
        Run(dict(blind[CORE_SHELL]), Direction.DISCHARGE, MEASURED_RATE),
        *(Run(values, Direction.DISCHARGE, 0.1) for values in narrow.values()),
    ]
    found = run_all(runs, numerics=numerics).table["capacity_mAh_g"].tolist()
    shortfall = measured[CORE_SHELL] - found[2]
    return {
        "isotropic at 10C, fitted to 67 [mAh/g]": found[0],
        "core-shell at 10C, fitted to 144 [mAh/g]": found[1],
        "core-shell at 10C, blind [mAh/g]": found[2],
        "its shortfall [mAh/g]": shortfall,
        "isotropic at 0.1C, 4.3 to 3.0 V [mAh/g]": found[3],
        "core-shell at 0.1C, 4.3 to 3.0 V [mAh/g]": found[4],
    }


def _gap(pair: dict[str, pybamm.ParameterValues], numerics: Numerics) -> dict[str, float]:
    table = attribute_scenarios(
        pair[ISOTROPIC],
        pair[CORE_SHELL],
        MEASURED_RATE,
        scenarios=SCENARIOS,
        quantities=("capacity_mAh_g", "mean_voltage_V"),
        numerics=numerics,
    )
    rows = {}
    for (scenario, quantity), some in table.groupby(["scenario", "quantity"], sort=False):
        part = some.set_index("group")["contribution"]
        kinetics = float(part[[group for group in part.index if "kinetics" in group]].sum())
        factor, unit = (1.0, "mAh/g") if quantity == "capacity_mAh_g" else (1e3, "mV")
        what = "gap" if quantity == "capacity_mAh_g" else "mean voltage gap"
        rows[f"{what} at 10C to {scenario} [{unit}]"] = factor * float(some["gap"].iloc[0])
        rows[f"of it by facet kinetics [{unit}], {scenario}"] = factor * kinetics
    return rows


def _currents(pair: dict[str, pybamm.ParameterValues]) -> dict[str, float]:
    """Exchange current densities of both surfaces, and the texture with the largest."""
    means = {name: _mean_current(values) for name, values in pair.items()}
    best = max(KAPPAS, key=lambda kappa: _of_texture(pair[CORE_SHELL], kappa))
    return {
        "mean j0 of the isotropic particle [mA/cm²]": MA_CM2 * means[ISOTROPIC],
        "mean j0, core-shell over isotropic": means[CORE_SHELL] / means[ISOTROPIC],
        "κ of the largest mean j0, of those from -20 to 3": best,
    }


def _mean_current(values: pybamm.ParameterValues) -> float:
    facets = FacetTable.nmc811().j0
    return sum(
        number(values, names.area_fraction(facet))
        * number(values, names.reference_exchange_current_density(facet))
        for facet in facets
    )


def _of_texture(values: pybamm.ParameterValues, kappa: float) -> float:
    return sum(
        float(share) * number(values, names.reference_exchange_current_density(facet))
        for facet, share in Texture(kappa).facet_fractions().items()
    )


def _design(core_shell: pybamm.ParameterValues, numerics: Numerics) -> dict[str, float]:
    """The weakest texture of the shell that delivers `WANTED` at 10C: its κ and radial D."""
    ratios = np.array([Texture(kappa).diffusivity_ratios(0.01)[0] for kappa in KAPPAS])
    runs = [
        Run(
            dict(core_shell),
            Direction.DISCHARGE,
            MEASURED_RATE,
            changes={names.SHELL_RATIO: float(ratio)},
        )
        for ratio in ratios
    ]
    found = run_all(runs, numerics=numerics).table["capacity_mAh_g"].to_numpy(float)
    order = np.argsort(ratios)
    ratio = np.exp(
        root_of(curve_through(ratios[order], found[order]), WANTED, *np.log(ratios[order][[0, -1]]))
    )
    return {f"radial D/D_ab of a shell for {WANTED:g} mAh/g at 10C": float(ratio)}
