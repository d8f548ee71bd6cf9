"""Which runs can be computed on spectral elements across the whole cell.

The equations of `pybamm_facets.through_cell` are those of the default half-cell. Whatever asks for
more, in options, submodels or equations of its own, runs as a PyBaMM model on a mesh.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets.kinetics.mixing import FacetMixing
from pybamm_facets.models import FacetDFN, equation_identities
from pybamm_facets.particle import RadialElementMesh, radial_elements
from pybamm_facets.runs.integrate.build import STRUCTURAL
from pybamm_facets.runs.numerics import Numerics, Route
from pybamm_facets.sets.cell import Values
from pybamm_facets.through_cell import CellElements, LineElements
from pybamm_facets.through_cell.cell_laws import KINETICS

PARTICLE = "positive particle"
FREE_OPTIONS = ("intercalation kinetics", "contact resistance")
"""Options that the equations follow."""

LITHIUM = "negative electrode interface"
LITHIUM_LAWS = (pybamm.kinetics.InverseButlerVolmer, pybamm.kinetics.SymmetricButlerVolmer)
"""One law, solved for the overpotential or for the current; which, depends on how it is named."""

LITHIUM_SUBMODELS = (LITHIUM, f"{LITHIUM} current", "negative electrode potential")
LITHIUM_UNKNOWN = "Lithium metal interface surface potential difference [V]"

NUMBERS = (
    names.AMBIENT_TEMPERATURE,
    names.NEGATIVE_THICKNESS,
    names.SEPARATOR_THICKNESS,
    names.SEPARATOR_POROSITY,
    names.SEPARATOR_EXPONENT,
    names.INITIAL_ELECTROLYTE,
    names.POSITIVE_THICKNESS,
    names.POSITIVE_POROSITY,
    names.POSITIVE_EXPONENT,
    names.POSITIVE_ELECTRONIC_EXPONENT,
    names.POSITIVE_CONDUCTIVITY,
    names.ACTIVE_FRACTION,
    names.PARTICLE_RADIUS,
    names.CORE_RADIUS_FRACTION,
    names.INITIAL_POSITIVE,
)
"""Parameters that may depend on place or time in PyBaMM, and must not here."""

ACROSS = ("separator", "positive electrode")
Described = tuple[dict[str, type], dict[str, Any], frozenset[str]]


def model_fits(model: pybamm.BaseModel) -> bool:
    """Whether a model's equations are those of the default half-cell, whatever its kinetics."""
    if type(model) is not FacetDFN:
        return False
    return (
        isinstance(model.submodels.get(KINETICS), FacetMixing)
        and type(model.submodels.get(LITHIUM)) in LITHIUM_LAWS
        and _described(model) == _default()
        and equation_identities(model) == model.equations_as_built
    )


def values_fit(values: Values) -> bool:
    """Whether a set has numbers where the equations need them."""
    return all(is_number(values.get(name)) for name in NUMBERS)


def structural(route: Route) -> tuple[str, ...]:
    """Numbers that shape the equations of a route, so that another value needs another build."""
    return (names.CELLS_IN_SERIES,) if route is Route.ELEMENTS else STRUCTURAL


def mesh_is_free(numerics: Numerics) -> bool:
    """Whether numerics leave the cell's points open, or give nodes of elements."""
    given = ("x_p" in numerics.var_pts) or ("x_s" in numerics.var_pts)
    return not (
        (given and numerics.route is not Route.ELEMENTS)
        or any(domain in numerics.submesh_types for domain in ACROSS)
        or _radial_options(numerics) is None
    )


def cell_elements(numerics: Numerics, own: dict[str, int]) -> CellElements:
    """Elements that numerics describe.

    Parameters
    ----------
    numerics
        With the points ``x_s``, ``x_p`` and ``r_p`` as nodes.
    own
        The model's points, where numerics give none.
    """
    points = {**own, **numerics.var_pts}
    options = _radial_options(numerics) or {}
    return CellElements(
        LineElements(points["x_s"], points["x_p"]), radial_elements(points["r_p"], **options)
    )


def _radial_options(numerics: Numerics) -> dict[str, Any] | None:
    """How the particle's nodes are split; None for a mesh that is no elements."""
    given = numerics.submesh_types.get(PARTICLE)
    if given is None:
        return {}
    if isinstance(given, pybamm.MeshGenerator):
        return dict(given.submesh_params) if given.submesh_type is RadialElementMesh else None
    return {} if given is RadialElementMesh else None


@lru_cache(maxsize=1)
def _default() -> Described:
    return _described(FacetDFN())


def _described(model: pybamm.BaseModel) -> Described:
    """Submodels, options and unknowns, apart from what the equations follow."""
    submodels = {
        name: type(submodel)
        for name, submodel in model.submodels.items()
        if name not in (KINETICS, *LITHIUM_SUBMODELS)
    }
    options = {name: value for name, value in model.options.items() if name not in FREE_OPTIONS}
    unknowns = {variable.name for variable in [*model.rhs, *model.algebraic]}
    return submodels, options, frozenset(unknowns - {LITHIUM_UNKNOWN})
