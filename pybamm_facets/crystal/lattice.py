"""The hexagonal unit cell of a layered oxide, and the bulk properties it fixes."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.constants import physical_constants as _codata
from scipy.interpolate import PchipInterpolator

from pybamm_facets._arrays import ArrayLike, FloatArray
from pybamm_facets._checks import between, positive
from pybamm_facets._units import FARADAY
from pybamm_facets.crystal.lattice_table import NMC811_LATTICE_TABLE

NMC811_MOLAR_MASS = 97.28e-3
"""LiNi0.8Mn0.1Co0.1O2 [kg.mol-1], from the standard atomic weights."""

_AVOGADRO = float(_codata["Avogadro constant"][0])


@dataclass(frozen=True)
class Lattice:
    """Hexagonal lattice, with c along the Cartesian z axis and a along x.

    Parameters
    ----------
    a, c
        Lattice parameters [m].

    Raises
    ------
    ValueError
        If a parameter is not a finite positive number.

    Examples
    --------
    >>> lattice = Lattice.nmc811()
    >>> print(f"{lattice.angle_deg((0, 0, 3), (1, 0, 4)):.1f}")
    55.0
    """

    a: float
    c: float

    def __post_init__(self) -> None:
        for name in ("a", "c"):
            object.__setattr__(self, name, positive(name, getattr(self, name)))

    @classmethod
    def nmc811(cls, lithium_content: float = 1.0) -> "Lattice":
        """Lattice of NMC811 at a lithium content x in [0.12, 1].

        Interpolates the 16 points of Maerker et al. 2019 (doi:10.1021/acs.chemmater.9b00140)
        without overshoot (piecewise cubic Hermite, Fritsch-Carlson slopes).

        Raises
        ------
        ValueError
            If the content is outside the table.
        """
        known = NMC811_LATTICE_TABLE.lithium_content
        x = between("lithium_content", lithium_content, known[0], known[-1])
        return _nmc811(x)

    @property
    def volume(self) -> float:
        """Volume of the hexagonal cell [m3]."""
        return math.sqrt(3) / 2 * self.a**2 * self.c

    def normal(self, hkl: ArrayLike) -> FloatArray:
        """Outward unit normals of planes.

        Parameters
        ----------
        hkl
            (..., 3). Miller indices on hexagonal axes.

        Returns
        -------
        (..., 3) array
            Cartesian unit vectors along the reciprocal vectors h a* + k b* + l c*.

        Raises
        ------
        ValueError
            If the last axis is not of length 3, or a triple is zero or not finite.
        """
        indices = np.asarray(hkl, dtype=float)
        if indices.ndim == 0 or indices.shape[-1] != 3:
            raise ValueError(f"hkl.shape={indices.shape}: expected (..., 3)")
        if not np.all(np.isfinite(indices)) or not np.all(indices.any(axis=-1)):
            raise ValueError(f"hkl={hkl!r}: expected finite triples that are not all zero")
        a_star = (1 / self.a, 1 / (math.sqrt(3) * self.a), 0.0)
        b_star = (0.0, 2 / (math.sqrt(3) * self.a), 0.0)
        vectors = indices @ np.array([a_star, b_star, (0.0, 0.0, 1 / self.c)])
        unit: FloatArray = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
        return unit

    def angle_deg(self, hkl_1: ArrayLike, hkl_2: ArrayLike) -> float:
        """Angle between the normals of two planes [degrees], from 0 to 180."""
        n1, n2 = self.normal(hkl_1), self.normal(hkl_2)
        # The arctangent keeps full accuracy at small angles, where the arccosine does not.
        return math.degrees(math.atan2(float(np.linalg.norm(np.cross(n1, n2))), float(n1 @ n2)))


@cache
def _interpolant() -> PchipInterpolator:
    table = NMC811_LATTICE_TABLE
    return PchipInterpolator(table.lithium_content, np.column_stack([table.a, table.c]))


@cache
def _pristine() -> Lattice:
    return _nmc811(1.0)


def _nmc811(lithium_content: float) -> Lattice:
    a, c = _interpolant()(lithium_content)
    return Lattice(a=float(a), c=float(c))


def or_pristine(lattice: Lattice | None) -> Lattice:
    """Return the lattice given, or fully lithiated NMC811 for None."""
    return _pristine() if lattice is None else lattice


def maximum_concentration(lattice: Lattice, formula_units: int = 3) -> float:
    """Lithium concentration of the full lattice [mol.m-3].

    Parameters
    ----------
    lattice
        The cell.
    formula_units
        Lithium sites per hexagonal cell; 3 for R-3m.

    Examples
    --------
    >>> print(f"{maximum_concentration(Lattice.nmc811()):.0f}")
    49194
    """
    return positive("formula_units", formula_units) / (_AVOGADRO * lattice.volume)


def density(
    lattice: Lattice, molar_mass: float = NMC811_MOLAR_MASS, formula_units: int = 3
) -> float:
    """X-ray density [kg.m-3] for a molar mass in kg.mol-1 per formula unit."""
    return positive("molar_mass", molar_mass) * maximum_concentration(lattice, formula_units)


def theoretical_capacity(molar_mass: float = NMC811_MOLAR_MASS) -> float:
    """Capacity of one lithium per formula unit [mAh.g-1], for a molar mass in kg.mol-1."""
    return FARADAY / (3.6 * 1e3 * positive("molar_mass", molar_mass))
