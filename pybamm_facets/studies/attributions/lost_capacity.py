"""Where a particle's capacity is lost: what making each process ideal would bring back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets.progress import Tell
from pybamm_facets.runs.c_rates import read_c_rates
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sets.implied import derived
from pybamm_facets.studies.attributions.scenarios import scaled_exchange_current
from pybamm_facets.studies.attributions.shapley import shapley, subsets
from pybamm_facets.studies.set_model import model_choice

FACTOR = 1e3
"""By which an ideal process is faster: a thousand times more leaves 0.1 mAh/g of its loss."""

DIFFUSION, EXCHANGE, ELECTROLYTE, CONTACT = (
    "diffusion in particles",
    "exchange current",
    "electrolyte",
    "contact",
)
PARTS = (DIFFUSION, EXCHANGE, ELECTROLYTE, CONTACT)
REST = "the rest"


@dataclass(frozen=True)
class Scaled:
    """A function of anything, times a factor; can be pickled if the function can."""

    function: Callable[..., Any]
    factor: float

    def __call__(self, *arguments: Any) -> Any:
        """The scaled value."""
        return self.factor * self.function(*arguments)


def lost_capacity(
    parameter_values: GivenSet,
    c_rate: float = 10.0,
    direction: Direction | str = Direction.DISCHARGE,
    *,
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """Split what a run leaves of the window's capacity over the processes that cost it.

    Diffusion in particles, exchange currents, electrolyte (conductivity and diffusivity, a thousand
    times) and contact resistance (none) are made ideal in every order; a process's loss is its mean
    gain (Shapley value). What is left with all of them ideal (electrons in the electrode, the
    counter electrode) is the rest.

    Parameters
    ----------
    parameter_values
        A set, or a file or name of one.
    c_rate, direction
        The run.
    numerics
        Mesh and tolerances; what the set asks for by default.
    progress
        As `run_all`.

    Returns
    -------
    pandas.DataFrame
        ``part``, ``loss_mAh_g``; the losses sum to window capacity minus capacity. In ``attrs``
        ``capacity_mAh_g`` and ``window_mAh_g``.

    Raises
    ------
    ValueError
        For a set without the capacity of its window.
    RuntimeError
        If one of the 16 runs gives no capacity; names it.
    """
    values, way = one_set(parameter_values), read_direction(direction)
    (rate,) = read_c_rates(c_rate)
    window = derived(values).set_index("quantity")["value"].get("capacity of the voltage window")
    if window is None or not np.isfinite(window):
        raise ValueError("parameter_values: its window has no capacity; expected a half-cell's set")
    choice = model_choice(values)
    changed = {frozenset[str](): dict(values)} | {
        frozenset({ELECTROLYTE}): dict(values) | _ideal_electrolyte(values)
    }
    numeric = {
        DIFFUSION: _ideal_diffusion(values),
        EXCHANGE: scaled_exchange_current(values, FACTOR),
        CONTACT: {names.CONTACT_RESISTANCE: 0.0} if names.CONTACT_RESISTANCE in values else {},
    }
    coalitions = subsets(PARTS)
    runs = []
    for ideal in coalitions:
        # The same inputs in every run, so that there is one build for each electrolyte.
        changes: dict[str, float] = {}
        for part, moved in numeric.items():
            changes |= moved if part in ideal else {name: number(values, name) for name in moved}
        base = changed[ideal & {ELECTROLYTE}]
        runs.append(Run(base, way, rate, {"ideal": ", ".join(sorted(ideal))}, changes))
    table = run_all(
        runs, model=choice.model(), numerics=numerics or choice.numerics, progress=progress
    ).table
    # Past its cut-off as soon as the current flows: nothing passes.
    capacity = np.where(table["status"] == Status.INFEASIBLE, 0.0, table["capacity_mAh_g"])
    bad = ~np.isfinite(capacity)
    if bad.any():
        row = table[bad].iloc[0]
        raise RuntimeError(f"with ideal {row['ideal'] or 'nothing'}: {row['reason']}")
    found = dict(zip(coalitions, capacity.tolist(), strict=True))
    losses = shapley(found)
    rows = [(part, losses[part]) for part in PARTS]
    rows.append((REST, float(window) - found[frozenset(PARTS)]))
    split = pd.DataFrame(rows, columns=["part", "loss_mAh_g"])
    split.attrs |= {"capacity_mAh_g": found[frozenset()], "window_mAh_g": float(window)}
    return split


def _ideal_diffusion(values: Mapping[str, Any]) -> dict[str, float]:
    ratios = {name: FACTOR * number(values, name) for name in (names.CORE_RATIO, names.SHELL_RATIO)}
    return ratios


def _ideal_electrolyte(values: Mapping[str, Any]) -> dict[str, Any]:
    scaled: dict[str, Any] = {}
    for name in (names.ELECTROLYTE_CONDUCTIVITY, names.ELECTROLYTE_DIFFUSIVITY):
        own = values[name]
        callable_ = callable(own) and not isinstance(own, pybamm.Symbol)
        scaled[name] = Scaled(own, FACTOR) if callable_ else FACTOR * own
    return scaled


__all__ = ["CONTACT", "DIFFUSION", "ELECTROLYTE", "EXCHANGE", "PARTS", "REST", "lost_capacity"]
