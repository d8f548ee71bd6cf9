"""One number for each facet family, as a caller gives them: by either label, each once."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import non_negative, positive
from pybamm_facets.crystal.facets import FacetFamily, facet_family

SUM_TOLERANCE = 1e-9


def all_currents(
    exchange_currents: Mapping[str, float] | None, families: Sequence[FacetFamily]
) -> FloatArray:
    """Exchange current density of every family, (n_families,).

    Raises
    ------
    ValueError
        If none are given, for an unknown facet, one named twice or missing, or a number that is
        not positive.
    """
    if exchange_currents is None:
        raise ValueError(
            "exchange_currents=None: expected the exchange current density of each facet, "
            "such as FacetTable.nmc811().j0"
        )
    given = numbers_by_label(exchange_currents, families, "exchange_currents", positive)
    missing = [f.label for f in families if f.label not in given]
    if missing:
        raise ValueError(
            f"exchange_currents={dict(exchange_currents)}: expected one for each facet, "
            f"got none for {', '.join(missing)}"
        )
    return np.array([given[f.label] for f in families])


def all_fractions(
    fractions: Mapping[str, float], families: Sequence[FacetFamily], argument: str = "fractions"
) -> FloatArray:
    """Area fraction of every family, (n_families,), zero where none is given.

    Raises
    ------
    ValueError
        For an unknown facet, one named twice, a negative fraction, or a sum other than 1.
    """
    given = numbers_by_label(fractions, families, argument, non_negative, "a fraction")
    total = math.fsum(given.values())
    if abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(f"{argument}={dict(fractions)}: expected a sum of 1, got {total!r}")
    return np.array([given.get(f.label, 0.0) for f in families])


def numbers_by_label(
    values: Mapping[str, float],
    families: Sequence[FacetFamily],
    argument: str,
    check: Callable[[str, Any], float],
    what: str = "a number",
) -> dict[str, float]:
    """Checked numbers by the paper's label.

    Raises
    ------
    ValueError
        If `values` is no mapping, for an unknown facet, one named twice, or a number that `check`
        refuses.
    """
    if not isinstance(values, Mapping):
        raise ValueError(f"{argument}={values!r}: expected {what} for each facet label")
    found: dict[str, float] = {}
    for name, value in values.items():
        label = facet_family(name, families).label
        if label in found:
            raise ValueError(f"{argument}: expected each facet once, got {label} twice")
        found[label] = check(f"{argument}[{name!r}]", value)
    return found
