"""Facet area fractions of the equilibrium shape of a crystal."""

from collections.abc import Mapping, Sequence

import numpy as np

from pybamm_facets._checks import positive
from pybamm_facets.crystal.facet_numbers import numbers_by_label
from pybamm_facets.crystal.facets import (
    NMC811_FACETS,
    FacetFamily,
    distinct_families,
)
from pybamm_facets.crystal.lattice import Lattice, or_pristine
from pybamm_facets.crystal.polyhedron import face_area, polyhedron_faces


def wulff_fractions(
    surface_energies: Mapping[str, float],
    lattice: Lattice | None = None,
    families: Sequence[FacetFamily] = NMC811_FACETS,
) -> dict[str, float]:
    """Area fractions of the facets of a Wulff shape.

    The shape is bounded by planes at distances proportional to their surface energy (Wulff,
    Z. Kristallogr. 34 (1901) 449); every symmetry copy of a family takes part.

    Parameters
    ----------
    surface_energies
        Energies by facet label (either labelling), positive, in any common unit. A family
        that is not named does not bound the shape.
    lattice
        Fully lithiated NMC811 by default.
    families
        The families a label may name, and the keys of the result.

    Returns
    -------
    dict
        Area fraction by label, adding to 1; zero for a facet that is cut off or not named.

    Raises
    ------
    ValueError
        For an unknown or doubly named facet, an energy that is not positive, or facets that
        cannot close a shape.

    Examples
    --------
    >>> rhombohedron = wulff_fractions({"(104)": 1.0, "(012)": 5.0})
    >>> rhombohedron["(104)"], rhombohedron["(102)"]
    (1.0, 0.0)
    """
    known = distinct_families(families)
    energies = numbers_by_label(surface_energies, known, "surface_energies", positive)
    bounding = [f for f in known if f.label in energies]
    cell = or_pristine(lattice)
    normals = np.concatenate([np.empty((0, 3)), *(f.normals(cell) for f in bounding)])
    owner = np.repeat([f.label for f in bounding], [f.multiplicity for f in bounding])
    try:
        faces = polyhedron_faces(normals, np.array([energies[label] for label in owner]))
    except ValueError:
        raise ValueError(
            "surface_energies: expected facets that together close a shape, got only "
            f"{sorted(energies)}"
        ) from None
    areas = dict.fromkeys((f.label for f in known), 0.0)
    for label, corners, normal in zip(owner, faces, normals, strict=True):
        areas[label] += face_area(corners, normal)
    total = sum(areas.values())
    return {label: area / total for label, area in areas.items()}
