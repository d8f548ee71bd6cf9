"""What any texture answers, so that a particle takes it."""

import math
from collections.abc import Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from pybamm_facets._arrays import ArrayLike, FloatArray
from pybamm_facets._checks import is_number
from pybamm_facets.crystal.facets import NMC811_FACETS, FacetFamily
from pybamm_facets.crystal.lattice import Lattice
from pybamm_facets.crystal.texture import Texture


@runtime_checkable
class GrainTexture(Protocol):
    """How the grains of a zone lie: `Texture` and `OrderedTexture` are such.

    `facet_fractions` and `diffusivity_ratios` are what a cell needs; the distribution of the angle
    theta between c axis and radius is what drawing grains needs.
    """

    def facet_fractions(
        self,
        families: Sequence[FacetFamily] = NMC811_FACETS,
        lattice: Lattice | None = None,
    ) -> dict[str, float]:
        """Area fraction by label, adding to 1."""
        ...

    def diffusivity_ratios(self, anisotropy: float = 0.01) -> tuple[float, float]:
        """Radial and tangential diffusivity over D_ab, for D_c/D_ab."""
        ...

    def density(self, cos_theta: ArrayLike) -> FloatArray:
        """Density over ``|cos(theta)|`` in [0, 1], where it integrates to 1."""
        ...

    def tail(self, cos_theta: ArrayLike) -> FloatArray:
        """Integral of the density from cos(theta) to 1."""
        ...

    @property
    def mean_square(self) -> float:
        """Mean of cos²(theta)."""
        ...

    @property
    def ordering(self) -> float:
        """Relative entropy to random grains [nat per grain]."""
        ...


GivenTexture: TypeAlias = GrainTexture | float
"""A texture, or the κ of a Watson one."""


def as_texture(given: GivenTexture, argument: str) -> GrainTexture:
    """A texture, or the Watson one of a κ; ``ValueError`` for anything else.

    Parameters
    ----------
    given
        A `Texture`, an `OrderedTexture` or what answers the same, or a finite number; True and
        False are none.
    argument
        What to call the argument in an error.
    """
    if isinstance(given, GrainTexture):
        return given
    if is_number(given) and math.isfinite(given):
        return Texture(kappa=float(given))
    raise ValueError(f"{argument}={given!r}: expected a Texture, or a number, its κ")


def as_watson(given: GivenTexture, argument: str) -> Texture:
    """The same of a Watson texture only, for what is defined by its κ."""
    texture = as_texture(given, argument)
    if not isinstance(texture, Texture):
        raise ValueError(f"{argument}={given!r}: expected a Texture with a κ, or a number, its κ")
    return texture
