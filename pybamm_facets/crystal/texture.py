"""Texture: how the primary grains of one zone of a particle are oriented."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import ArrayLike, FloatArray
from pybamm_facets._checks import finite, finite_array
from pybamm_facets.crystal import watson
from pybamm_facets.crystal.cells import cell_boundary
from pybamm_facets.crystal.effective import effective_diffusivity
from pybamm_facets.crystal.facets import NMC811_FACETS, FacetFamily, distinct_families
from pybamm_facets.crystal.lattice import Lattice, or_pristine

BLOCK = 128
"""Textures at a time: what they need then fits the processor's cache."""


@dataclass(frozen=True)
class Texture:
    """Watson distribution of the grains' c axes about the particle radius.

    One number fixes both which facets the surface shows and how fast lithium moves along the
    radius, the two orientation effects of Li et al. 2025 (doi:10.1038/s41467-025-65068-5).

    Parameters
    ----------
    kappa
        Concentration. Zero: random grains. Positive: c axes along the radius, basal planes
        facing out. Negative: c axes tangential, layers running radially.

    Raises
    ------
    ValueError
        If kappa is not a finite number; take a large one for a perfect texture.

    Examples
    --------
    >>> random, radial_layers = Texture(), Texture(kappa=-10)
    >>> print(f"{random.facet_fractions()['(003)']:.2f}")
    0.15
    >>> print(f"{radial_layers.diffusivity_ratios(anisotropy=0)[0]:.2f}")
    0.90
    """

    kappa: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "kappa", finite("kappa", self.kappa))

    def density(self, cos_theta: ArrayLike) -> FloatArray:
        """Density over ``|cos(theta)|`` in [0, 1], where it integrates to 1.

        Parameters
        ----------
        cos_theta
            Cosine of the angle between c axis and radius, in [-1, 1].
        """
        return watson.density(cos_theta, self.kappa)

    def tail(self, cos_theta: ArrayLike) -> FloatArray:
        """Share of the grains with a larger cosine: 0 at 1, 1 at 0, and 2 at -1.

        Parameters
        ----------
        cos_theta
            Cosine of the angle between c axis and radius, in [-1, 1].
        """
        return watson.tail(cos_theta, self.kappa)

    @property
    def mean_square(self) -> float:
        """Mean of cos²(theta): 1/3 for random grains."""
        nodes = watson.rule(self.kappa)
        return float(nodes.weights @ nodes.along)

    @property
    def ordering(self) -> float:
        """Price of the order [nat per grain]: relative entropy to random grains."""
        return watson.ordering(self.kappa)

    def facet_fractions(
        self,
        families: Sequence[FacetFamily] = NMC811_FACETS,
        lattice: Lattice | None = None,
    ) -> dict[str, float]:
        """Share of the surface whose outward direction is nearest to each facet family.

        Parameters
        ----------
        families
            The facets the grains can show.
        lattice
            Fully lithiated NMC811 by default.

        Returns
        -------
        dict
            Fractions by label, adding to 1; a smooth function of kappa.

        Raises
        ------
        ValueError
            If families are repeated, or several are all parallel to the c axis.
        """
        shares = texture_fractions([self.kappa], families, lattice)[0]
        return dict(zip((f.label for f in families), shares.tolist(), strict=True))

    def diffusivity_ratios(self, anisotropy: float = 0.01) -> tuple[float, float]:
        """Radial and tangential diffusivity of the zone, in units of D_ab.

        Parameters
        ----------
        anisotropy
            D_c / D_ab of a grain, in [0, 1]. The default is an estimate, between 0 and 0.1 in
            grain-resolved models of NMC.

        Raises
        ------
        ValueError
            If the anisotropy is outside [0, 1].
        """
        return effective_diffusivity(self.kappa, anisotropy)


def texture_fractions(
    kappas: ArrayLike,
    families: Sequence[FacetFamily] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> FloatArray:
    """Facet fractions of many textures at once, (n, families): as `Texture.facet_fractions`.

    Parameters
    ----------
    kappas
        (n,). Concentrations.
    families, lattice
        As for `Texture.facet_fractions`.

    Examples
    --------
    >>> texture_fractions([0, -10])[:, 0].round(2).tolist()
    [0.15, 0.0]
    """
    concentrations = np.ravel(finite_array("kappas", kappas))
    chosen = distinct_families(families)
    if len(chosen) == 1:
        return np.ones((concentrations.size, 1))
    boundary = cell_boundary(chosen, or_pristine(lattice))
    blocks = [
        boundary.all_shares(watson.tails(boundary.u, concentrations[start : start + BLOCK]))
        for start in range(0, concentrations.size, BLOCK)
    ]
    return np.concatenate(blocks) if blocks else np.empty((0, len(chosen)))
