"""The main job: both NMC811 particles of Li et al. 2025 at every rate, in both fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.kinetics import FacetTable
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.models import FacetDFN
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC, measured_capacities
from pybamm_facets.paper.protocols import STARTS
from pybamm_facets.progress import Tell
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.run import Run
from pybamm_facets.studies.measured_values import with_measured
from pybamm_facets.studies.rates import DEFAULT_RATES, rate_runs

PARTICLES = (ISOTROPIC, CORE_SHELL)

FITS = ("texture", "blind")

_MEASURED = measured_capacities()
FIT_WORDS = {
    "texture": f"D_ab fitted to the core-shell's {_MEASURED[CORE_SHELL]:.0f} and κ to the "
    f"isotropic {_MEASURED[ISOTROPIC]:.0f} mAh/g at 10C",
    "blind": f"D_ab fitted to the isotropic {_MEASURED[ISOTROPIC]:.0f} mAh/g at 10C with random "
    "grains, nothing else",
}
"""What each fit is, in words."""
VARIANTS = tuple(product(("rate", "cycling"), ("active", "coating")))
"""Cells and readings of the loading: the paper ties 144 mAh/g to both cells."""

NUMERICS = {
    "constant": Numerics.default,
    "oregan": Numerics.steep,
    "hindered": Numerics.steep,
}
"""A diffusivity that depends on lithium content needs many small elements."""

START, EQUILIBRIUM = "start", "equilibrium"
"""Column of the table of starts, and the start of everything else."""

FITTED_VARIANT = ("rate", "active")
MEASURED_RATE = 10.0

Key = tuple[str, str, str, str]
"""(cell, reading, fit, particle)"""


@dataclass(frozen=True)
class MainJob:
    """Result of the main job.

    Parameters
    ----------
    table
        Rate-capability table of the chosen cell, with ``fit`` and, where there is a measurement,
        ``role``: ``fitted``, ``predicted``, or ``as it falls`` where a
        fit is used in another cell than it was made on.
    curves
        Voltage curves of the chosen cell in long form.
    variants
        10C discharges of both cells and both readings of the loading.
    starts
        10C discharges of the chosen cell from equilibrium and after a charge at each rate that the
        rate test may have had (``start``).
    statements
        What was fitted, what was predicted and how far off it is, a line each.
    parameter_values
        The sets that ran.
    """

    table: pd.DataFrame
    curves: pd.DataFrame
    variants: pd.DataFrame
    starts: pd.DataFrame
    statements: list[str]
    parameter_values: dict[Key, pybamm.ParameterValues]


def li2025_rate_capability(
    c_rates: CRate | Iterable[CRate] = DEFAULT_RATES,
    *,
    cell: str = "rate",
    reading: str = "active",
    diffusivity: str = "constant",
    facet_table: FacetTable | None = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> MainJob:
    """Discharge and charge capacities of the isotropic and the core-shell particle.

    Parameters
    ----------
    c_rates
        Multiples of 1C (180 mA per gram of active material).
    cell, reading, diffusivity, facet_table
        As `li2025`, for the main table; the variants always cover both cells and both readings.
    threads, progress
        As `run_all`.
    """
    make = li2025
    chosen = (cell, reading)
    rates = read_c_rates(c_rates)
    # Bad input is refused first.
    make(cell=cell, reading=reading, diffusivity=diffusivity, facet_table=facet_table)
    sets = {
        (*variant, fit, particle): make(
            particle,
            cell=variant[0],
            reading=variant[1],
            diffusivity=diffusivity,
            fit=fit,
            facet_table=facet_table,
        )
        for variant in VARIANTS
        for fit in FITS
        for particle in PARTICLES
    }
    runs = [run for key, values in sets.items() for run in _runs(key, values, rates, chosen)]
    charged = [run for key, values in sets.items() for run in _charged(key, values, chosen)]
    result = run_all(
        with_measured([*runs, *charged], li2025_capacities()),
        model=FacetDFN(),
        numerics=NUMERICS[diffusivity],
        curves=True,
        threads=threads,
        progress=progress,
    )
    roles = [_role(row, facet_table is None) for row in result.table.itertuples()]
    found = result.table.assign(role=roles).fillna({START: EQUILIBRIUM})
    everything = found[found[START] == EQUILIBRIUM].drop(columns=START)
    main = _select(everything, chosen)
    in_main = pd.Series([row.c_rate in rates for row in main.itertuples()], index=main.index)
    at_10c = everything[
        (everything["c_rate"] == MEASURED_RATE) & (everything["direction"] == "discharge")
    ]
    return MainJob(
        main[in_main].drop(columns=["cell", "reading"]).reset_index(drop=True),
        _curves(result.curves, chosen),
        at_10c.reset_index(drop=True),
        _starts(found, chosen),
        [_statement(row) for row in _select(at_10c, chosen).itertuples()],
        sets,
    )


def _runs(
    key: Key,
    values: pybamm.ParameterValues,
    c_rates: Sequence[float],
    chosen: tuple[str, str],
) -> list[Run]:
    """Every rate in the chosen cell; the measured one in any case, for the comparison."""
    cell, reading, fit, particle = key
    labels = {"particle": particle, "fit": fit, "cell": cell, "reading": reading}
    measured = rate_runs(values, MEASURED_RATE, "discharge", labels)
    if (cell, reading) != chosen:
        return measured
    runs = rate_runs(values, c_rates, ("discharge", "charge"), labels)
    return runs if MEASURED_RATE in c_rates else [*runs, *measured]


def _charged(key: Key, values: pybamm.ParameterValues, chosen: tuple[str, str]) -> list[Run]:
    """The measured rate in the chosen cell, after a charge."""
    cell, reading, fit, particle = key
    if (cell, reading) != chosen:
        return []
    labels = {"particle": particle, "fit": fit, "cell": cell, "reading": reading}
    return [
        run
        for name, start in STARTS.items()
        if start is not None
        for run in rate_runs(values, MEASURED_RATE, "discharge", {**labels, START: name}, start)
    ]


def _curves(curves: pd.DataFrame, chosen: tuple[str, str]) -> pd.DataFrame:
    """Voltage curves of the chosen cell from equilibrium."""
    rows = curves[curves[START].isna()] if START in curves else curves
    return _select(rows, chosen).drop(columns=START, errors="ignore").reset_index(drop=True)


def _starts(table: pd.DataFrame, chosen: tuple[str, str]) -> pd.DataFrame:
    """10C discharges of the chosen cell, by start."""
    rows = _select(table, chosen)
    rows = rows[(rows["c_rate"] == MEASURED_RATE) & (rows["direction"] == "discharge")]
    return rows.drop(columns=["cell", "reading"]).reset_index(drop=True)


def _select(table: pd.DataFrame, variant: tuple[str, str]) -> pd.DataFrame:
    cell, reading = variant
    return table[(table["cell"] == cell) & (table["reading"] == reading)]


def _role(row: Any, own_table: bool) -> str:
    if pd.isna(row.measured_mAh_g):
        return ""
    from_equilibrium = pd.isna(row.start)
    if (row.cell, row.reading) != FITTED_VARIANT or not own_table or not from_equilibrium:
        return "as it falls"
    used = row.fit == "texture" or row.particle == "isotropic"
    return "fitted" if used else "predicted"


def _statement(row: Any) -> str:
    capacity, measured = row.capacity_mAh_g, row.measured_mAh_g
    return (
        f"{row.fit}, {row.particle}: {capacity:.1f} mAh/g at 10C, {row.role}; "
        f"measured {measured:.0f}, {capacity - measured:+z.1f}"
    )
