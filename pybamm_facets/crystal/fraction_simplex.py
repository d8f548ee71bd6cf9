"""Facet fractions alone: what their order costs, and the least ordered ones for a wanted mean.

Grains that show given fractions and are otherwise random, p ∝ p_random f_i / f_i,random on the
cell of facet i, cost what the fractions alone say; every other p costs more (the chain rule of
relative entropy). No diffusivity is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import rel_entr

from pybamm_facets._arrays import FloatArray
from pybamm_facets.crystal.attainable_range import check_current
from pybamm_facets.crystal.facet_numbers import all_currents, all_fractions
from pybamm_facets.crystal.facets import NMC811_FACETS, FacetFamily, distinct_families
from pybamm_facets.crystal.lattice import Lattice
from pybamm_facets.crystal.least_order import minimal_dual
from pybamm_facets.crystal.texture import Texture


@dataclass(frozen=True)
class LeastOrderedFractions:
    """The least ordered facet fractions for a wanted mean exchange current.

    Attributes
    ----------
    fractions
        Label to area fraction.
    ordering
        Price of their order [nat per grain].
    by_exchange_current
        Its derivative by the mean exchange current [nat per its unit]: λ of the tilt.
    """

    fractions: Mapping[str, float]
    ordering: float
    by_exchange_current: float


def fraction_ordering(
    fractions: Mapping[str, float],
    *,
    families: Sequence[FacetFamily] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> float:
    """Least price of showing these facets [nat per grain]: Σ f_i ln(f_i / f_i,random).

    Parameters
    ----------
    fractions
        Label to area fraction, adding to 1; those left out are not shown.
    families
        The facets that grains can show.
    lattice
        Fully lithiated NMC811 by default.

    Raises
    ------
    ValueError
        For an unknown facet, one named twice, a negative fraction, or a sum other than 1.

    Examples
    --------
    >>> print(f"{fraction_ordering({'(201)': 1.0}):.2f}")
    2.64
    """
    chosen = distinct_families(families)
    return _ordering(all_fractions(fractions, chosen), _random(chosen, lattice))


def least_ordered_fractions(
    exchange_current: float,
    exchange_currents: Mapping[str, float],
    *,
    families: Sequence[FacetFamily] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> LeastOrderedFractions:
    """Least ordered fractions with a mean exchange current: f_i ∝ f_i,random exp(λ j0_i).

    Parameters
    ----------
    exchange_current
        The wanted mean, in the unit of `exchange_currents`.
    exchange_currents
        Label to exchange current density of every family.
    families
        The facets that grains can show.
    lattice
        Fully lithiated NMC811 by default.

    Raises
    ------
    ValueError
        If exchange currents are missing or bad, or the mean is not between the smallest and the
        largest of them.

    Examples
    --------
    >>> table = {"(003)": 1.0, "(104)": 2.0, "(102)": 3.0, "(113)": 3.0, "(101)": 4.0, "(201)": 6.0}
    >>> wanted = least_ordered_fractions(4.0, table)
    >>> print(f"{wanted.fractions['(201)']:.3f} {wanted.ordering:.3f}")
    0.351 0.399
    """
    chosen = distinct_families(families)
    currents, random = all_currents(exchange_currents, chosen), _random(chosen, lattice)
    span = float(currents.min()), float(currents.max())
    wanted = check_current(exchange_current, span, None)
    multipliers = minimal_dual(random, currents[None], np.array([wanted]))
    if multipliers is None:
        raise ValueError(
            f"exchange_current={exchange_current!r}: expected one farther inside {span[0]:.6g} to "
            f"{span[1]:.6g}, whose ends are out of numerical reach"
        )
    exponents = multipliers[0] * currents
    tilted = random * np.exp(exponents - exponents.max())
    shares = tilted / tilted.sum()
    labels = [f.label for f in chosen]
    return LeastOrderedFractions(
        dict(zip(labels, shares.tolist(), strict=True)),
        _ordering(shares, random),
        float(multipliers[0]),
    )


def _random(families: tuple[FacetFamily, ...], lattice: Lattice | None) -> FloatArray:
    return np.array(list(Texture().facet_fractions(families, lattice).values()))


def _ordering(shares: FloatArray, random: FloatArray) -> float:
    return max(0.0, float(rel_entr(shares, random).sum()))
