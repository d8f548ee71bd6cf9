"""Facet area fractions: one check, used wherever fractions come in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pybamm_facets._checks import non_negative
from pybamm_facets.crystal import FacetFamily, facet_family

SUM_TOLERANCE = 1e-9


def check_fractions(
    fractions: Mapping[str, float],
    families: Sequence[FacetFamily],
    argument: str = "facet_fractions",
) -> dict[str, float]:
    """Area fractions by the paper's label, one entry a family, in the order of `families`.

    Parameters
    ----------
    fractions
        Facet label (either labelling) to area fraction; families left out have none.
    families
        The facet families that labels may name.
    argument
        What to call the argument in an error.

    Raises
    ------
    ValueError
        For an unknown facet, one named twice, a negative or non-finite fraction, or a sum other
        than 1.
    """
    if not isinstance(fractions, Mapping):
        raise ValueError(f"{argument}={fractions!r}: expected a fraction for each facet label")
    checked = {family.label: 0.0 for family in families}
    seen = set()
    for label, value in fractions.items():
        facet = facet_family(label, families).label
        if facet in seen:
            raise ValueError(f"{argument}: expected each facet once, got {facet} twice")
        seen.add(facet)
        checked[facet] = non_negative(f"{argument}[{label!r}]", value)
    total = math.fsum(checked.values())
    if abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(
            f"{argument}: expected fractions that sum to 1, got {total!r} from {checked}"
        )
    return checked
