"""Stress-free strain of a grain against its lithium content, in the plane of the section.

Every law gives (3, ...) arrays [xx, yy, xy] of tensor components. A proper one depends on the c
axis n through ε⊥ (I − n⊗n) + ε∥ n⊗n alone, of which the section keeps the 2 x 2 block.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from scipy.interpolate import PchipInterpolator

from pybamm_facets._arrays import ArrayLike, FloatArray
from pybamm_facets._checks import finite, inside, positive
from pybamm_facets.crystal import (
    NMC811_LATTICE_TABLE,
    Lattice,
    LatticeTable,
    maximum_concentration,
)

MOL_PER_LITRE = 1e-3
"""Concentration scale that reads α per mol/m³ as if the concentration were in mol/L."""
LINEAR = 1 / 3
"""Concentration scale that turns a strain of volume into one of length."""


class Eigenstrain(Protocol):
    """A law of stress-free strain."""

    def tensor(self, s: ArrayLike, c_axis: FloatArray) -> FloatArray:
        """In-plane components [xx, yy, xy], shape ``(3, *s.shape)``.

        Parameters
        ----------
        s
            Lithium contents.
        c_axis
            (3, ...). Unit c axes; must broadcast against s.
        """
        ...

    def slope(self, s: ArrayLike, c_axis: FloatArray) -> FloatArray:
        """Derivative of `tensor` with respect to s, of the same shape."""
        ...


def in_plane_block(across: FloatArray, along: FloatArray, c_axis: FloatArray) -> FloatArray:
    """[xx, yy, xy] of a strain with axis of symmetry n: across (I − n⊗n) + along n⊗n."""
    nx, ny = c_axis[0], c_axis[1]
    contrast = along - across
    return np.stack([across + contrast * nx**2, across + contrast * ny**2, contrast * nx * ny])


@dataclass(frozen=True)
class LatticeStrain:
    """Strain of the lattice parameters, a(x) and c(x), against a reference content.

    Parameters
    ----------
    reference
        Lithium content without stress; 1, as synthesised.
    table
        NMC811 by default (Märker et al. 2019, doi 10.1021/acs.chemmater.9b00140), interpolated
        without overshoot.

    Raises
    ------
    ValueError
        If a content is outside the table, here or in a call.

    Examples
    --------
    >>> across, along = LatticeStrain()(0.267)
    >>> print(f"{100 * (along - across):.2f} %")
    3.65 %
    """

    reference: float = 1.0
    table: LatticeTable = NMC811_LATTICE_TABLE

    def __post_init__(self) -> None:
        finite("reference", self.reference)
        self._parameters("reference", self.reference)

    def __call__(self, s: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Strains along a and along c, each of the shape of s."""
        a, c = self._parameters("s", s)
        a_reference, c_reference = self._parameters("reference", self.reference)
        return a / a_reference - 1, c / c_reference - 1

    def tensor(self, s: ArrayLike, c_axis: FloatArray) -> FloatArray:
        """See `Eigenstrain`."""
        return in_plane_block(*self(s), c_axis)

    def slope(self, s: ArrayLike, c_axis: FloatArray) -> FloatArray:
        """See `Eigenstrain`."""
        a, c = self._parameters("s", s, derivative=1)
        a_reference, c_reference = self._parameters("reference", self.reference)
        return in_plane_block(a / a_reference, c / c_reference, c_axis)

    def _parameters(self, name: str, s: ArrayLike, derivative: int = 0) -> FloatArray:
        x, values = self.table.lithium_content, np.column_stack([self.table.a, self.table.c])
        s = np.asarray(s, dtype=float)
        if not np.all((s >= x[0]) & (s <= x[-1])):
            raise ValueError(
                f"{name}: expected lithium contents within the lattice table, "
                f"[{x[0]:g}, {x[-1]:g}], got {s.min():.6g} to {s.max():.6g}"
            )
        parameters: FloatArray = np.moveaxis(PchipInterpolator(x, values)(s, derivative), -1, 0)
        return parameters


@dataclass(frozen=True)
class ContrastStrain:
    """A given strain along c and none across, whatever the lithium content.

    Stresses of any proper law scale with Young's modulus times this contrast, so that one solve
    with both equal to 1 covers them all.

    Parameters
    ----------
    contrast
        Strain along c less that across it.

    Raises
    ------
    ValueError
        If the contrast is not a finite number.
    """

    contrast: float = 1.0

    def __post_init__(self) -> None:
        finite("contrast", self.contrast)

    def tensor(self, s: ArrayLike, c_axis: FloatArray) -> FloatArray:
        """See `Eigenstrain`."""
        along = np.full(np.shape(s), float(self.contrast))
        return in_plane_block(np.zeros_like(along), along, c_axis)

    def slope(self, s: ArrayLike, c_axis: FloatArray) -> FloatArray:
        """See `Eigenstrain`."""
        return 0 * self.tensor(s, c_axis)


@dataclass(frozen=True)
class _Concentration(ABC):
    """What the printed laws share: linear in α times the change of concentration."""

    alpha: float
    concentration_scale: float = 1.0
    reference: float = 1.0
    maximum_concentration: float = maximum_concentration(Lattice.nmc811())

    def __post_init__(self) -> None:
        for name in ("alpha", "concentration_scale", "maximum_concentration"):
            positive(name, getattr(self, name))
        finite("reference", self.reference)

    def alpha_dc(self, s: ArrayLike) -> FloatArray:
        """α Δc, dimensionless, as read with the concentration scale."""
        change = self.maximum_concentration * (np.asarray(s, dtype=float) - self.reference)
        product: FloatArray = self.alpha * self.concentration_scale * change
        return product

    def tensor(self, s: ArrayLike, c_axis: FloatArray) -> FloatArray:
        """See `Eigenstrain`."""
        return self._tensor(self.alpha_dc(s), c_axis)

    def slope(self, s: ArrayLike, c_axis: FloatArray) -> FloatArray:
        """See `Eigenstrain`."""
        return self._tensor(self.alpha_dc(np.full(np.shape(s), self.reference + 1)), c_axis)

    @abstractmethod
    def _tensor(self, alpha_dc: FloatArray, c_axis: FloatArray) -> FloatArray: ...


@dataclass(frozen=True)
class Eq78Strain(_Concentration):
    """Eqs. 7 and 8 of Li et al. 2025 (doi 10.1038/s41467-025-65068-5), rotated as a tensor.

    With plane-stress stiffness the printed pair is a stress-free strain αΔc/(1−ν) · diag(1, −ν)
    on the grain's axes (x, y), y = c by default: α > 0 makes x contract on charge, as the layers
    of NMC811 do.

    Parameters
    ----------
    alpha
        Partial molar volume [m3.mol-1].
    concentration_scale
        Factor on Δc: 1 reads the printed units, `MOL_PER_LITRE` and `LINEAR` (or their product)
        other ones.
    reference
        Lithium content without stress.
    maximum_concentration
        [mol.m-3].
    poissons_ratio
        Of Eqs. 7 and 8.
    x_along_c
        Puts the printed x along c instead; every stress then has the other sign.
    """

    poissons_ratio: float = field(kw_only=True)
    x_along_c: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        inside("poissons_ratio", self.poissons_ratio, -1, 0.5)

    def _tensor(self, alpha_dc: FloatArray, c_axis: FloatArray) -> FloatArray:
        x = alpha_dc / (1 - self.poissons_ratio)
        y = -self.poissons_ratio * x
        return in_plane_block(y, x, c_axis) if self.x_along_c else in_plane_block(x, y, c_axis)


@dataclass(frozen=True)
class Eq9LiteralStrain(_Concentration):
    """Eq. 9 of Li et al. 2025 taken literally: ε = αΔc (cos θ, sin θ), no shear.

    Not objective: turning the whole particle, or describing a grain by θ + π instead of θ,
    changes the stress. For reproduction only.

    Parameters
    ----------
    period
        θ, the angle of the c axis, is taken modulo this [rad]: π, as the angle of a line, or 2π,
        with the direction in which the axis happens to be given.

    The others are those of `Eq78Strain`.
    """

    period: float = math.pi

    def _tensor(self, alpha_dc: FloatArray, c_axis: FloatArray) -> FloatArray:
        theta = np.arctan2(c_axis[1], c_axis[0]) % self.period
        return np.stack([alpha_dc * np.cos(theta), alpha_dc * np.sin(theta), 0 * alpha_dc])


@dataclass(frozen=True)
class IsotropicStrain(_Concentration):
    """Equal in all directions: ΩΔc/3, with Ω = alpha.

    Parameters
    ----------
    alpha
        Partial molar volume Ω [m3.mol-1].

    The others are those of `Eq78Strain`.
    """

    def _tensor(self, alpha_dc: FloatArray, c_axis: FloatArray) -> FloatArray:
        del c_axis
        return np.stack([alpha_dc / 3, alpha_dc / 3, 0 * alpha_dc])
