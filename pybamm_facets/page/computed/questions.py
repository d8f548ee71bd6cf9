"""Questions that take longer: the easiest design for a target, its tolerances, why two differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pybamm_facets.design import Space, Target, easiest, tolerance
from pybamm_facets.design.responses import Responses
from pybamm_facets.design.search import FoundDesign
from pybamm_facets.page.computed.design_values import design_values
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.progress import Progress, Tell
from pybamm_facets.studies.attributions.attribution import Attribution, attribute

VARIABLES = ("kappa_shell", "kappa_core", "core_fraction", "radius_um")
"""Fields that a search may move."""

BOUNDS = {
    "kappa_shell": (-60.0, 20.0),
    "kappa_core": (-60.0, 20.0),
    "core_fraction": (0.05, 0.95),
    "radius_um": (1.0, 10.0),
}
METRES = {"radius_um": "radius_m"}
DROP = 0.05
"""Share of a capacity that may be lost before a tolerance ends."""


@dataclass(frozen=True, eq=False)
class Reached:
    """What a search found.

    Parameters
    ----------
    state
        The design, or the best that can be had.
    met
        Whether the target is.
    words
        What came of it, in a line.
    """

    state: DesignState
    met: bool
    words: str


def reach_target(
    state: DesignState, target: Target, free: Sequence[str], progress: Tell | None = None
) -> Reached:
    """The least ordered design that meets a target, from a design and the fields that may move.

    Parameters
    ----------
    state
        The design: its cell, and what stays.
    target
        What is wanted.
    free
        Of `VARIABLES`.
    progress
        Called with a `Progress`.

    Raises
    ------
    ValueError
        For nothing that may move, a set without textures, electrolyte in cracks, and a target that
        cannot be meant.
    """
    _check(state, free)
    found = easiest(design_values(state), [target], _space(state, free), progress=progress)
    moved = state.moved(**_fields(found, free))
    row = found.table.iloc[0]
    got = f"{target.label}: {row['reached']:.1f} of {target.at_least:g} {target.unit}"
    if found.met:
        words = f"{got}, Ω = {found.ordering:.3f} nat per grain"
        bounds = ", ".join(found.at_bounds)
        return Reached(moved, True, f"{words}; at its bound: {bounds}" if bounds else words)
    return Reached(moved, False, f"{got}: out of reach of what may move; this is the best of it")


def tolerances_of(state: DesignState, target: Target, progress: Tell | None = None) -> pd.DataFrame:
    """How far each variable of a design may go alone before the capacity falls by 5 %.

    Parameters
    ----------
    state
        The design.
    target
        The run; how much it must deliver does not matter.
    progress
        Called with a `Progress`.

    Returns
    -------
    pandas.DataFrame
        As of `tolerance`.
    """
    _check(state, VARIABLES)
    (progress or _nobody)(Progress("tolerances"))
    values = design_values(state)
    space = _space(state, VARIABLES)
    responses = Responses(values, [target], space)
    own = {METRES.get(n, n): state[n] for n in VARIABLES}
    own["radius_m"] *= 1e-6
    variables = {name: own[name] for name in space.variables}
    found = FoundDesign(
        variables, 0.0, pd.DataFrame(), True, (), values, (target,), space, 0, "", responses
    )
    return tolerance(found, DROP)


def why_different(
    one: DesignState, other: DesignState, c_rate: float, progress: Tell | None = None
) -> Attribution:
    """The difference in discharge capacity between two designs, split over what differs."""
    first, second = design_values(one), design_values(other)
    return attribute(first, second, c_rate, quantities=["capacity_mAh_g"], progress=progress)


def _check(state: DesignState, free: Sequence[str]) -> None:
    if not free:
        raise ValueError(f"free=(): expected some of {', '.join(VARIABLES)} that may move")
    missing = [name for name in VARIABLES if name not in state.numbers]
    if missing:
        raise ValueError(f"{missing[0]}: the set {state.preset.name} has none; expected textures")
    if state["cracked_share"]:
        raise ValueError(
            f"cracked_share={state['cracked_share']:g}: expected 0, a search knows whole particles"
        )


def _space(state: DesignState, free: Sequence[str]) -> Space:
    """What may move between its bounds; the rest stays where the design has it."""
    given: dict[str, float | tuple[float, float]] = {}
    for name in VARIABLES:
        factor = 1e-6 if name in METRES else 1.0
        low, high = BOUNDS[name]
        own = state[name]
        bounds = (factor * min(low, own), factor * max(high, own))
        given[METRES.get(name, name)] = bounds if name in free else factor * own
    return Space(
        radius_m=given["radius_m"],
        core_fraction=given["core_fraction"],
        kappa_core=given["kappa_core"],
        kappa_shell=given["kappa_shell"],
        diffusivity_anisotropy=state["diffusivity_anisotropy"],
    )


def _fields(found: FoundDesign, free: Sequence[str]) -> dict[str, float]:
    return {
        name: found.variables[METRES.get(name, name)] * (1e6 if name in METRES else 1.0)
        for name in free
        if name in FIELDS
    }


def _nobody(progress: Progress) -> None:
    """Tell nobody."""


__all__ = ["VARIABLES", "Reached", "reach_target", "tolerances_of", "why_different"]
