"""Facet area fractions: one check, used wherever fractions come in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pybamm_facets._checks import non_negative
from pybamm_facets.crystal import FacetFamily
from pybamm_facets.crystal.facet_numbers import SUM_TOLERANCE, numbers_by_label


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
    given = numbers_by_label(fractions, families, argument, non_negative, "a fraction")
    checked = {family.label: given.get(family.label, 0.0) for family in families}
    total = math.fsum(checked.values())
    if abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(
            f"{argument}: expected fractions that sum to 1, got {total!r} from {checked}"
        )
    return checked
