"""The least ordered textures: random grains, reweighted by exponentials."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import ArrayLike, FloatArray
from pybamm_facets._checks import between, finite, inside, one_of
from pybamm_facets.crystal.azimuth_shares import (
    ConeGrid,
    Cones,
    cone_grid,
    cones,
    integral_from,
)
from pybamm_facets.crystal.facets import NMC811_FACETS, FacetFamily, distinct_families
from pybamm_facets.crystal.lattice import Lattice, or_pristine
from pybamm_facets.crystal.layer_scheme import check_anisotropy, effective_ratios, host
from pybamm_facets.crystal.tilted_grains import FREE_TIERS


class _Weights(NamedTuple):
    """Probabilities (n, n_families) at the nodes, and the exponents' mean and log-sum."""

    probability: FloatArray
    mean: float
    log_sum: float


@dataclass(frozen=True)
class OrderedTexture:
    """Grains with probability ∝ exp(κ cos²θ + μ h_d(cos²θ) + λ_i) times that of random ones.

    θ is the angle between c axis and radius, i the facet that the grain shows, h_d the function
    whose mean is zero exactly if the radial diffusivity is d (`layer_scheme`). Of all textures
    with the same radial ratio and facet fractions it is the least ordered if κ is zero:
    `least_ordered` finds the multipliers. With κ alone it is `Texture(kappa)`; all zero, the
    default, random grains.

    Parameters
    ----------
    ratio_multiplier
        μ [nat], of h_d.
    facet_multipliers
        λ [nat] of each of `families`, -inf for a facet that no grain shows; all zero if empty. A
        number common to all changes nothing.
    d, anisotropy
        Radial diffusivity over D_ab, and D_c/D_ab, of h_d. They say what μ means and not which
        anisotropy `diffusivity_ratios` is asked for; without μ they do not count.
    families
        The facets that grains can show.
    lattice
        Fully lithiated NMC811 by default.
    kappa
        κ [nat], of cos²θ.
    tier
        "any", or "fibre" for grains that are turned at random about their own c axis: instead of
        λ_i the exponent has the mean of λ over the facets that such grains show.

    Raises
    ------
    ValueError
        If a multiplier is not a number, there are not as many as families, d is outside
        (anisotropy, 1), or families are repeated or do not span space.

    Examples
    --------
    >>> print(f"{OrderedTexture().facet_fractions()['(003)']:.2f}")
    0.15
    """

    ratio_multiplier: float = 0.0
    facet_multipliers: tuple[float, ...] = ()
    d: float = 0.5
    anisotropy: float = 0.01
    families: tuple[FacetFamily, ...] = NMC811_FACETS
    lattice: Lattice | None = None
    kappa: float = 0.0
    tier: str = "any"

    def __post_init__(self) -> None:
        families = distinct_families(self.families)
        multipliers = tuple(self.facet_multipliers) or (0.0,) * len(families)
        if len(multipliers) != len(families):
            raise ValueError(
                f"facet_multipliers={multipliers}: expected {len(families)}, one a family"
            )
        multipliers = tuple(
            -math.inf if m == -math.inf else finite("facet_multipliers", m) for m in multipliers
        )
        if max(multipliers) == -math.inf:
            raise ValueError(f"facet_multipliers={multipliers}: expected a facet that can be shown")
        a = check_anisotropy(self.anisotropy)
        one_of("tier", self.tier, FREE_TIERS)
        checked = {
            "ratio_multiplier": finite("ratio_multiplier", self.ratio_multiplier),
            "facet_multipliers": multipliers,
            "d": inside("d", self.d, a, 1),
            "anisotropy": a,
            "families": families,
            "kappa": finite("kappa", self.kappa),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        cones(families, or_pristine(self.lattice))

    def facet_fractions(
        self,
        families: Sequence[FacetFamily] | None = None,
        lattice: Lattice | None = None,
    ) -> dict[str, float]:
        """Share of the surface of each facet family.

        Parameters
        ----------
        families, lattice
            Those of this texture: which facet a grain shows is part of it. None for them.

        Returns
        -------
        dict
            Fractions by label, adding to 1.

        Raises
        ------
        ValueError
            If they are others.
        """
        if families is not None and tuple(families) != self.families:
            labels = [f.label for f in families]
            raise ValueError(f"families={labels}: expected those that the texture was made for")
        if lattice is not None and lattice != or_pristine(self.lattice):
            raise ValueError(f"lattice={lattice!r}: expected the one the texture was made for")
        shares = self._weights.probability.sum(axis=0)
        labels = [f.label for f in self.families]
        return dict(zip(labels, (shares / shares.sum()).tolist(), strict=True))

    def diffusivity_ratios(self, anisotropy: float = 0.01) -> tuple[float, float]:
        """Radial and tangential diffusivity of the zone, in units of D_ab.

        Parameters
        ----------
        anisotropy
            D_c/D_ab of a grain, in [0, 1]. The default is an estimate (0 to 0.1).

        Raises
        ------
        ValueError
            If the anisotropy is outside [0, 1].
        """
        a = between("anisotropy", anisotropy, 0, 1)
        return effective_ratios(self._grid.u**2, self._weights.probability.sum(axis=1), a)

    def density(self, cos_theta: ArrayLike) -> FloatArray:
        """Density over ``|cos(theta)|`` in [0, 1], where it integrates to 1.

        Parameters
        ----------
        cos_theta
            Cosine of the angle between c axis and radius, in [-1, 1].
        """
        cosines = np.abs(np.asarray(cos_theta, dtype=float))
        shares = self._cones.shares(cosines.ravel())
        weights = shares * np.exp(self._exponents(cosines.ravel(), shares) - self._weights.log_sum)
        density: FloatArray = weights.sum(axis=1).reshape(cosines.shape)
        return density

    def tail(self, cos_theta: ArrayLike) -> FloatArray:
        """Share of the grains with a larger cosine: 0 at 1, 1 at 0, and 2 at -1.

        Parameters
        ----------
        cos_theta
            Cosine of the angle between c axis and radius, in [-1, 1].
        """
        cosines = np.asarray(cos_theta, dtype=float)
        marginal = self._weights.probability.sum(axis=1) / self._grid.weights
        below = integral_from(self._grid, self._cones.breaks, marginal, np.abs(cosines))
        beyond: FloatArray = 1 - np.sign(cosines) * below
        return beyond

    @property
    def mean_square(self) -> float:
        """Mean of cos²(theta): 1/3 for random grains."""
        return float(self._grid.u**2 @ self._weights.probability.sum(axis=1))

    @property
    def ordering(self) -> float:
        """Price of the order [nat per grain]: relative entropy to random grains."""
        return max(0.0, self._weights.mean - self._weights.log_sum)

    @property
    def ordering_slope(self) -> float:
        """Derivative of `ordering` by d [nat], what else was wanted of the texture being fixed.

        By the envelope theorem -μ times the mean of ∂h_d/∂d, at the multipliers that
        `least_ordered` found for this d.
        """
        slopes = host(self.d, self.anisotropy).excess_slope(self._grid.u**2)
        return float(-self.ratio_multiplier * (self._weights.probability.sum(axis=1) @ slopes))

    @property
    def _cones(self) -> Cones:
        return cones(self.families, or_pristine(self.lattice))

    @property
    def _grid(self) -> ConeGrid:
        return cone_grid(self.families, or_pristine(self.lattice))

    @cached_property
    def _weights(self) -> _Weights:
        grid = self._grid
        exponents = self._exponents(grid.u, grid.shares)
        random = grid.weights[:, None] * grid.shares
        top = exponents[random > 0].max()
        tilted = random * np.exp(np.minimum(exponents - top, 0))
        total = tilted.sum()
        probability = tilted / total
        shown = probability > 0
        mean = float(probability[shown] @ exponents[shown])
        return _Weights(probability, mean, float(top + np.log(total)))

    def _exponents(self, cosines: FloatArray, shares: FloatArray) -> FloatArray:
        """(n, n_families). Logarithm of what random grains are reweighted by."""
        of_axis = self.kappa * cosines**2
        if self.ratio_multiplier:
            excess = host(self.d, self.anisotropy).excess(cosines**2)
            of_axis = of_axis + self.ratio_multiplier * excess
        multipliers = np.array(self.facet_multipliers)
        if self.tier == "fibre":
            # A facet that no grain shows (-inf) forbids every direction of c that would show it.
            weighed = np.zeros_like(shares)
            np.multiply(shares, multipliers, out=weighed, where=shares > 0)
            return np.repeat((of_axis + weighed.sum(axis=1))[:, None], len(multipliers), axis=1)
        exponents: FloatArray = of_axis[:, None] + multipliers
        return exponents
