"""Facet families: a label, a plane allowed in R-3m, and its symmetry copies."""

import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import ArrayLike, FloatArray, IntArray
from pybamm_facets.crystal.lattice import Lattice, or_pristine
from pybamm_facets.crystal.symmetry import equivalent_indices

_TIE = 1e-12


def _bare(label: str) -> str:
    return label.replace(" ", "").removeprefix("(").removesuffix(")")


@dataclass(frozen=True)
class FacetFamily:
    """A crystal face and all its equivalents under the point group -3m.

    Parameters
    ----------
    label
        The name used in the literature, in parentheses, as in "(104)". Need not obey the
        reflection condition.
    indices
        Miller indices of a plane that does obey it: -h + k + l divisible by 3 (obverse
        setting). The threefold axis makes (102) and (012) different planes, hence the two.

    Raises
    ------
    ValueError
        If the label is not in parentheses, or the indices are not three integers, are all
        zero or are extinct.

    Examples
    --------
    >>> facet = FacetFamily("(102)", (0, 1, 2))
    >>> facet.multiplicity, facet.allowed_label
    (6, '(012)')
    """

    label: str
    indices: tuple[int, int, int]

    def __post_init__(self) -> None:
        if not isinstance(self.label, str) or self.label != f"({_bare(self.label)})":
            raise ValueError(f"label={self.label!r}: expected one such as '(104)'")
        try:
            h, k, ell = (operator.index(i) for i in self.indices)
        except (TypeError, ValueError):
            raise ValueError(f"indices={self.indices!r}: expected three integers") from None
        if (h, k, ell) == (0, 0, 0):
            raise ValueError("indices=(0, 0, 0): expected a plane")
        if (-h + k + ell) % 3:
            raise ValueError(
                f"indices={(h, k, ell)}: expected -h + k + l divisible by 3 "
                "(reflection condition of R-3m, obverse setting)"
            )
        object.__setattr__(self, "indices", (h, k, ell))

    @property
    def symmetry_copies(self) -> IntArray:
        """(m, 3) Miller indices of the m equivalent planes, read-only."""
        return equivalent_indices(self.indices)

    @property
    def multiplicity(self) -> int:
        """Number of equivalent planes, opposite ones counted apart."""
        return len(self.symmetry_copies)

    @property
    def allowed_label(self) -> str:
        """Label by the allowed indices, as in "(012)" for the paper's "(102)"."""
        return "({}{}{})".format(*self.indices)

    def normals(self, lattice: Lattice) -> FloatArray:
        """(m, 3) Cartesian unit normals of the equivalent planes."""
        return lattice.normal(self.symmetry_copies)

    def angle_to_basal_deg(self, lattice: Lattice) -> float:
        """Angle between the face and the basal plane [degrees], from 0 to 90."""
        angle = lattice.angle_deg((0, 0, 1), self.indices)
        return min(angle, 180 - angle)


NMC811_FACETS: tuple[FacetFamily, ...] = (
    FacetFamily("(003)", (0, 0, 3)),
    FacetFamily("(104)", (1, 0, 4)),
    FacetFamily("(102)", (0, 1, 2)),
    FacetFamily("(113)", (1, 1, 3)),
    FacetFamily("(101)", (1, 0, 1)),
    FacetFamily("(201)", (0, 2, 1)),
)
"""The six families of Li et al. 2025 (doi:10.1038/s41467-025-65068-5), in order of their
angle to the basal plane."""


_FOUR_INDICES = re.compile(r"(-?\d)" * 4)


def _miller(label: str) -> str:
    """A label without its brackets; four indices (hkil) as three."""
    text = re.sub(r"[\s{}\[\]().,]", "", label.replace("\N{MINUS SIGN}", "-"))
    match = _FOUR_INDICES.fullmatch(text)
    if match is None:
        return _bare(label)
    h, k, i, ell = (int(index) for index in match.groups())
    if i != -(h + k):
        raise ValueError(
            f"label={label!r}: expected -(h + k) = {-(h + k)} as the third of four indices"
        )
    return f"{h}{k}{ell}"


def facet_family(
    label: str | FacetFamily, families: Sequence[FacetFamily] = NMC811_FACETS
) -> FacetFamily:
    """Find a family by either of its labels, with or without parentheses, or by four indices.

    Raises
    ------
    ValueError
        If no family has that label; the message lists the known ones. For four indices (hkil) of
        which the third is not -(h + k).

    Examples
    --------
    >>> facet_family("012").label
    '(102)'
    >>> facet_family("(10-14)").label
    '(104)'
    """
    if isinstance(label, FacetFamily) and label in families:
        return label
    if isinstance(label, str):
        wanted = _miller(label)
        # The paper's label first: another family may have it as its allowed one.
        for name in (operator.attrgetter("label"), operator.attrgetter("allowed_label")):
            for family in families:
                if _bare(name(family)) == wanted:
                    return family
    known = ", ".join(
        f.label if f.label == f.allowed_label else f"{f.label} = {f.allowed_label}"
        for f in families
    )
    raise ValueError(f"label={label!r}: expected one of {known}")


def distinct_families(families: Sequence[FacetFamily]) -> tuple[FacetFamily, ...]:
    """Return the families as a tuple, refusing none at all, a repeated label or direction."""
    chosen = tuple(families)
    labels = [f.label for f in chosen]
    directions = {tuple(c // np.gcd.reduce(c)) for f in chosen for c in f.symmetry_copies}
    if not chosen:
        raise ValueError("families=(): expected at least one FacetFamily")
    if len(set(labels)) < len(labels) or len(directions) < sum(f.multiplicity for f in chosen):
        raise ValueError(f"families={labels}: expected distinct labels and directions")
    return chosen


def nearest_facet(
    directions: ArrayLike,
    families: Sequence[FacetFamily] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> IntArray:
    """Family whose nearest symmetry copy is closest to each direction.

    Parameters
    ----------
    directions
        (..., 3). Cartesian vectors in the crystal frame (c along z), of any length but zero.
    families
        The candidates.
    lattice
        Fully lithiated NMC811 by default.

    Returns
    -------
    (...) array of int
        Positions in `families`; the lowest one on a tie.

    Raises
    ------
    ValueError
        If a direction is zero or not finite, or a family is repeated.
    """
    vectors = np.asarray(directions, dtype=float)
    if vectors.ndim == 0 or vectors.shape[-1] != 3:
        raise ValueError(f"directions.shape={vectors.shape}: expected (..., 3)")
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if not np.all(np.isfinite(lengths) & (lengths > 0)):
        raise ValueError("directions: expected finite vectors that are not zero")
    cell = or_pristine(lattice)
    cosines = np.stack(
        [
            np.max(vectors / lengths @ family.normals(cell).T, axis=-1)
            for family in distinct_families(families)
        ],
        axis=-1,
    )
    # Equal cosines differ by rounding: the first within a tolerance is the same on any machine.
    nearest: IntArray = np.argmax(cosines >= cosines.max(axis=-1, keepdims=True) - _TIE, axis=-1)
    return nearest
