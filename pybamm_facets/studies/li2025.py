"""The main job: both NMC811 particles of Li et al. 2025 at every rate, in both fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.factories import factory
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.models import FacetDFN
from pybamm_facets.particle import (
    STEEP_DIFFUSIVITY_MESH,
    CoreShellDiffusion,
    SteepDiffusion,
)
from pybamm_facets.studies.rate_capability import DEFAULT_RATES, cases_for, run_rate_capability
from pybamm_facets.sweep.case import Case
from pybamm_facets.sweep.run import Progress

PARTICLES = {"isotropic": "isotropic", "core-shell": "core_shell"}
"""Name in tables to name of the factory's argument."""

FITS = ("texture", "blind")
VARIANTS = tuple(product(("rate", "cycling"), ("active", "coating")))
"""Cells and readings of the loading: the paper ties 144 mAh/g to both cells."""

MESHES: dict[str, dict[str, Any]] = {"constant": {}, "oregan": STEEP_DIFFUSIVITY_MESH}
DIFFUSION = {"constant": CoreShellDiffusion, "oregan": SteepDiffusion}
"""The dips of O'Regan's diffusivity need a finer surface: off by 2 mAh/g at 10C else."""

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
    statements
        What was fitted, what was predicted and how far off it is, a line each.
    parameter_values
        The sets that ran.
    """

    table: pd.DataFrame
    curves: pd.DataFrame
    variants: pd.DataFrame
    statements: list[str]
    parameter_values: dict[Key, pybamm.ParameterValues]


def li2025_rate_capability(
    c_rates: Sequence[float] = DEFAULT_RATES,
    *,
    cell: str = "rate",
    reading: str = "active",
    diffusivity: str = "constant",
    table: FacetTable | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> MainJob:
    """Discharge and charge capacities of the isotropic and the core-shell particle.

    Parameters
    ----------
    c_rates
        Multiples of 1C (180 mA per gram of active material).
    cell, reading, diffusivity, table
        As `li2025`, for the main table; the variants always cover both cells and both readings.
    threads, progress
        As `rate_capability`.
    """
    make = factory("li2025")
    chosen = (cell, reading)
    make(cell=cell, reading=reading, diffusivity=diffusivity, table=table)  # refuse bad input first
    sets = {
        (*variant, fit, name): make(
            argument,
            cell=variant[0],
            reading=variant[1],
            diffusivity=diffusivity,
            fit=fit,
            table=table,
        )
        for variant in VARIANTS
        for fit in FITS
        for name, argument in PARTICLES.items()
    }
    cases = [case for key, values in sets.items() for case in _cases(key, values, c_rates, chosen)]
    result = run_rate_capability(
        cases,
        measured=li2025_capacities(),
        model=FacetDFN(diffusion=DIFFUSION[diffusivity]),
        curves=True,
        threads=threads,
        progress=progress,
        **MESHES[diffusivity],
    )
    roles = [_role(row, table is None) for row in result.table.itertuples()]
    everything = result.table.assign(role=roles)
    main = _select(everything, chosen)
    in_main = pd.Series([_asked_for(row, c_rates) for row in main.itertuples()], index=main.index)
    at_10c = everything[
        (everything["c_rate"] == MEASURED_RATE) & (everything["direction"] == "discharge")
    ]
    return MainJob(
        main[in_main].drop(columns=["cell", "reading"]).reset_index(drop=True),
        _select(result.curves, chosen).reset_index(drop=True),
        at_10c.reset_index(drop=True),
        [_statement(row) for row in _select(at_10c, chosen).itertuples()],
        sets,
    )


def _asked_for(row: Any, c_rates: Sequence[float]) -> bool:
    """Whether a row's rate was asked for (10C runs in any case, for the comparison)."""
    return any(row.c_rate == float(rate) for rate in c_rates)


def _cases(
    key: Key,
    values: pybamm.ParameterValues,
    c_rates: Sequence[float],
    chosen: tuple[str, str],
) -> list[Case]:
    cell, reading, fit, name = key
    labels = {"fit": fit, "cell": cell, "reading": reading}
    measured = cases_for({name: values}, (MEASURED_RATE,), "discharge", labels)
    if (cell, reading) != chosen:
        return measured
    cases = cases_for({name: values}, c_rates, ("discharge", "charge"), labels)
    return cases if MEASURED_RATE in [case.c_rate for case in cases] else [*cases, *measured]


def _select(table: pd.DataFrame, variant: tuple[str, str]) -> pd.DataFrame:
    cell, reading = variant
    return table[(table["cell"] == cell) & (table["reading"] == reading)]


def _role(row: Any, own_table: bool) -> str:
    if pd.isna(row.measured_mAh_g):
        return ""
    if (row.cell, row.reading) != FITTED_VARIANT or not own_table:
        return "as it falls"
    used = row.fit == "texture" or row.particle == "isotropic"
    return "fitted" if used else "predicted"


def _statement(row: Any) -> str:
    capacity, measured = row.capacity_mAh_g, row.measured_mAh_g
    return (
        f"{row.fit}, {row.particle}: {capacity:.1f} mAh/g at 10C, {row.role}; "
        f"measured {measured:.0f}, {capacity - measured:+.1f}"
    )
