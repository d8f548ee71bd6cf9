"""From a full-cell set to one of the positive electrode against lithium metal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sets.window import window_changes

LITHIUM = "Xu2019"
"""PyBaMM's set that the lithium electrode is taken from (DOI 10.1149/2.0841914jes)."""

LITHIUM_NAMES = (
    "Negative electrode OCP [V]",
    names.LITHIUM_ENTROPIC_CHANGE,
    "Negative electrode conductivity [S.m-1]",
    "Negative electrode double-layer capacity [F.m-2]",
    names.LITHIUM_VOLUME,
    names.LITHIUM_J0,
)
NEGATIVE = "Negative electrode active material volume fraction"
THICKNESS = 1e-3
"""Of the lithium disc [m]: an excess, as in coin cells."""


def missing_lithium(values: Mapping[str, Any]) -> list[str]:
    """Parameters of a lithium electrode that a set does not have."""
    needed = (names.LITHIUM_VOLUME, names.LITHIUM_J0)
    return [name for name in needed if name not in values]


def check_electrodes(values: Mapping[str, Any], options: Mapping[str, Any]) -> None:
    """``ValueError`` if a set has not the electrodes of a half-cell or full-cell model."""
    if options.get("working electrode") != "positive":
        if NEGATIVE not in values:
            raise ValueError(
                f"the set has no negative electrode (no {NEGATIVE!r}), which the model's full cell "
                "needs: expected a full-cell set, or a half-cell model such as FacetDFN()"
            )
        return
    missing = missing_lithium(values)
    if missing:
        raise ValueError(
            f"the set has no lithium-metal electrode (no {missing[0]!r}), which the model's half-"
            "cell needs: expected with_lithium(parameter_values), or "
            "model=FacetDFN({'working electrode': 'both'}) for the full cell"
        )


def with_lithium(
    parameter_values: GivenSet, lower: float | None = None, upper: float | None = None
) -> pybamm.ParameterValues:
    """A copy of a full-cell set whose positive electrode stands against lithium metal.

    The lithium electrode is that of Xu 2019. The window stays that of the full cell unless another
    is given: against lithium a positive electrode usually runs some 0.1 V higher.

    Parameters
    ----------
    parameter_values
        A full-cell set, or the name of a registered one.
    lower, upper
        Cut-off voltages against lithium [V], and what counts as empty and full.

    Raises
    ------
    ValueError
        If the window makes no sense.
    """
    values = one_set(parameter_values).copy()
    lithium = pybamm.ParameterValues(LITHIUM)
    values.update({name: lithium[name] for name in LITHIUM_NAMES})
    values.update({names.NEGATIVE_THICKNESS: THICKNESS})
    if names.CONTACT_RESISTANCE not in values:
        values.update({names.CONTACT_RESISTANCE: 0.0})
    values.update(window_changes(values, lower, upper))
    return values
