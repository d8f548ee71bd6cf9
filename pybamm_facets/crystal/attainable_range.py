"""What orientation can give: exact bounds on facets for a radial diffusivity, and back.

The fractions of the facets are linear in the distribution of the grains' orientations, and that
the radial ratio is d is one linear equation more (`layer_scheme`): bounds are linear programs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq, linprog

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, inside, non_negative, one_of
from pybamm_facets.crystal.azimuth_shares import cone_grid, cones
from pybamm_facets.crystal.effective import effective_diffusivity
from pybamm_facets.crystal.facet_numbers import all_currents, numbers_by_label
from pybamm_facets.crystal.facets import NMC811_FACETS, FacetFamily, distinct_families
from pybamm_facets.crystal.lattice import Lattice, or_pristine
from pybamm_facets.crystal.layer_scheme import check_anisotropy, effective_ratios, host
from pybamm_facets.crystal.texture import Texture
from pybamm_facets.crystal.tilted_grains import FREE_TIERS

TIERS = ("watson", *FREE_TIERS)
"""What may be chosen: the κ of a Watson distribution; any distribution of the angle between c axis
and radius, crystals turned at random about their c axes; or the turn as well."""

_NODES = 17
_SHARPEST = 1e6
_SETTLED = 1e-10


@dataclass(frozen=True)
class Attainable:
    """What grains of one radial diffusivity can show.

    Attributes
    ----------
    d, anisotropy, tier
        What was asked.
    fractions
        Label to the smallest and the largest area fraction.
    exchange_current
        The smallest and the largest mean exchange current density, in the unit of the facets'; None
        if those were not given.
    """

    d: float
    anisotropy: float
    tier: str
    fractions: Mapping[str, tuple[float, float]]
    exchange_current: tuple[float, float] | None


class Candidates(NamedTuple):
    """Orientations that a distribution may be mixed of.

    Attributes
    ----------
    along
        (n,). u², the square of the cosine between c axis and radius.
    shares
        (n, n_families). Area fractions that grains of this orientation show.
    """

    along: FloatArray
    shares: FloatArray


def attainable(
    d: float,
    *,
    anisotropy: float = 0.01,
    tier: str = "any",
    exchange_currents: Mapping[str, float] | None = None,
    exchange_current: float | None = None,
    families: Sequence[FacetFamily] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> Attainable:
    """Range of every facet's share, and of the mean exchange current, at a radial diffusivity.

    Parameters
    ----------
    d
        Radial diffusivity over D_ab, above `anisotropy` and below 1.
    anisotropy
        D_c/D_ab of a grain, from 0 to below 1. The default is an estimate (0 to 0.1).
    tier
        "watson", "fibre" or "any": see `TIERS`.
    exchange_currents
        Label to exchange current density of every family, in any common unit, for the range of
        their mean.
    exchange_current
        A mean exchange current that the grains shall have besides, in the same unit: what it
        leaves open of the facets.
    families
        The facets that grains can show.
    lattice
        Fully lithiated NMC811 by default.

    Returns
    -------
    Attainable

    Raises
    ------
    ValueError
        For a ratio, anisotropy or tier outside its range, facets that are repeated or do not span
        space, exchange currents that are missing, or a mean outside what is attainable.

    Examples
    --------
    >>> best = attainable(0.9, anisotropy=0.01, tier="any")
    >>> print("at most {:.3f} of (003)".format(best.fractions["(003)"][1]))
    at most 0.084 of (003)
    """
    one_of("tier", tier, TIERS)
    chosen, cell = distinct_families(families), or_pristine(lattice)
    a = check_anisotropy(anisotropy)
    radial = inside("d", d, a, 1)
    currents = None
    if exchange_currents is not None or exchange_current is not None:
        currents = all_currents(exchange_currents, chosen)
    points = (
        _watson(radial, a, chosen, cell) if tier == "watson" else candidates(tier, chosen, cell)
    )
    rows = [] if tier == "watson" else [host(radial, a).excess(points.along)]
    values = [0.0] * len(rows)
    mean = None
    if currents is not None:
        mean = _range(points.shares @ currents, rows, values)
    if exchange_current is not None and currents is not None and mean is not None:
        wanted = check_current(exchange_current, mean, radial)
        if tier != "watson":
            rows, values = [*rows, points.shares @ currents], [*values, wanted]
    shares = {f.label: _range(points.shares[:, k], rows, values) for k, f in enumerate(chosen)}
    return Attainable(radial, a, tier, MappingProxyType(shares), mean)


def ratio_range(
    fractions: Mapping[str, float],
    *,
    anisotropy: float = 0.01,
    tier: str = "any",
    families: Sequence[FacetFamily] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> tuple[float, float]:
    """Smallest and largest radial diffusivity of grains that show wanted facets.

    Parameters
    ----------
    fractions
        Label to area fraction of the facets that matter; the others are free.
    anisotropy, families, lattice
        As for `attainable`.
    tier
        "fibre" or "any"; a Watson distribution has no choice.

    Returns
    -------
    tuple of float
        Over D_ab.

    Raises
    ------
    ValueError
        For unknown or negative fractions, a sum above 1, or fractions that no orientation shows.

    Examples
    --------
    >>> print(f"{ratio_range({'(003)': 0.1})[1]:.3f}")
    0.882
    """
    one_of("tier", tier, FREE_TIERS)
    chosen, cell = distinct_families(families), or_pristine(lattice)
    a = check_anisotropy(anisotropy)
    wanted = numbers_by_label(fractions, chosen, "fractions", non_negative)
    if sum(wanted.values()) > 1 + 1e-9:
        raise ValueError(f"fractions={dict(fractions)}: expected a sum of at most 1")
    points = candidates(tier, chosen, cell)
    columns = [k for k, f in enumerate(chosen) if f.label in wanted]
    rows = [points.shares[:, k] for k in columns]
    values = [wanted[chosen[k].label] for k in columns]
    if len(columns) == len(chosen):
        rows, values = rows[:-1], values[:-1]
    try:
        low, high = (_extreme_ratio(points, rows, values, a, sign) for sign in (-1.0, 1.0))
    except _Infeasible:
        raise ValueError(
            f"fractions={dict(fractions)}: expected fractions that some distribution "
            f"(tier {tier!r}) shows"
        ) from None
    return low, high


def watson_texture(d: float, anisotropy: float = 0.01) -> Texture:
    """The Watson texture with that radial diffusivity.

    Parameters
    ----------
    d
        Radial diffusivity over D_ab, above the anisotropy and below 1.
    anisotropy
        D_c/D_ab of a grain, from 0 to below 1; the default is an estimate (0 to 0.1).

    Raises
    ------
    ValueError
        If either is outside its range, or d so near its end that κ would lie beyond ±1e6.

    Examples
    --------
    >>> print(f"{watson_texture(0.8).kappa:.2f}")
    -4.25
    """
    a = check_anisotropy(anisotropy)
    radial = inside("d", d, a, 1)
    end = float(np.arcsinh(_SHARPEST))

    def miss(stretched: float) -> float:
        return effective_diffusivity(float(np.sinh(stretched)), a)[0] - radial

    if miss(-end) < 0 or miss(end) > 0:
        raise ValueError(f"d={d!r}: expected a ratio that κ within ±{_SHARPEST:g} reaches")
    return Texture(kappa=float(np.sinh(brentq(miss, -end, end, xtol=1e-12))))


@lru_cache(maxsize=64)
def candidates(tier: str, families: tuple[FacetFamily, ...], lattice: Lattice) -> Candidates:
    """Orientations of a tier, closed ends of every interval of existence among them."""
    seen, grid = cones(families, lattice), cone_grid(families, lattice)
    t = np.linspace(0, 1, _NODES)
    low, length = seen.breaks[:-1, None], np.diff(seen.breaks)[:, None]
    u = low + length * t**2 * (3 - 2 * t)
    if tier == "fibre":
        flat = np.unique(u)
        return Candidates(flat**2, seen.shares(flat))
    panel, family = np.nonzero(grid.exists)
    along = (u[panel] ** 2).ravel()
    shares = np.repeat(np.eye(len(families))[family], _NODES, axis=0)
    return Candidates(along, shares)


def current_range(
    currents: FloatArray,
    d: float | None,
    anisotropy: float,
    families: tuple[FacetFamily, ...],
    lattice: Lattice,
    tier: str,
) -> tuple[float, float]:
    """Smallest and largest mean exchange current of a tier, with a radial ratio or without."""
    points = candidates(tier, families, lattice)
    means = points.shares @ currents
    if d is None:
        return float(means.min()), float(means.max())
    return _range(points.shares @ currents, [host(d, anisotropy).excess(points.along)], [0.0])


def check_current(exchange_current: float, span: tuple[float, float], d: float | None) -> float:
    """A mean exchange current within what is attainable, else ``ValueError`` with the range."""
    wanted = finite("exchange_current", exchange_current)
    low, high = span
    if not low - _SETTLED <= wanted <= high + _SETTLED:
        at = "" if d is None else f" at d={d:g}"
        raise ValueError(
            f"exchange_current={wanted!r}: expected {low:.4g} to {high:.4g}, "
            f"what grains{at} can have"
        )
    return wanted


class _Infeasible(Exception):
    """No distribution obeys the conditions."""


def _watson(d: float, a: float, families: tuple[FacetFamily, ...], cell: Lattice) -> Candidates:
    """The one candidate of the Watson tier."""
    fractions = watson_texture(d, a).facet_fractions(families, cell)
    return Candidates(np.zeros(1), np.array([list(fractions.values())]))


def _range(
    objective: FloatArray, rows: Sequence[FloatArray], values: Sequence[float]
) -> tuple[float, float]:
    if len(objective) == 1:
        return float(objective[0]), float(objective[0])
    low, high = (float(_best(sign * objective, rows, values) @ objective) for sign in (-1.0, 1.0))
    return low, high


def _best(objective: FloatArray, rows: Sequence[FloatArray], values: Sequence[float]) -> FloatArray:
    """Probabilities with the largest mean of the objective, means of `rows` being `values`."""
    table = np.vstack([np.ones_like(objective), *rows])
    scale = np.abs(table).max(axis=1)
    scale[scale == 0] = 1.0
    result = linprog(
        -objective,
        A_eq=table / scale[:, None],
        b_eq=np.array([1.0, *values]) / scale,
        bounds=(0, None),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if result.x is None:
        raise _Infeasible
    weights = np.maximum(result.x, 0)
    normalised: FloatArray = weights / weights.sum()
    return normalised


def _extreme_ratio(
    points: Candidates,
    rows: Sequence[FloatArray],
    values: Sequence[float],
    a: float,
    sign: float,
) -> float:
    """Largest (or smallest) ratio, by solving for the best distribution at the last one found.

    Each step is one linear program and rises (falls): at the ratio d of a distribution its own
    mean excess is zero, so that the best mean excess is not negative, and neither is the step
    (Dinkelbach, Management Science 13 (1967) 492).
    """
    ratio = a + (1 - a) / 2
    for step in range(100):
        best = _best(sign * host(ratio, a).excess(points.along), rows, values)
        found = effective_ratios(points.along, best, a)[0]
        if not a < found < 1:
            return found
        if step and sign * (found - ratio) <= _SETTLED:
            return found
        ratio = found
    raise RuntimeError(f"no extreme ratio after 100 linear programs, last {ratio}")
