"""Plane stress of a cross-section whose grains swell differently."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import inside, positive
from pybamm_facets._extras import require
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh
from pybamm_facets.cross_section.stress import plane_stress_elements
from pybamm_facets.cross_section.stress.eigenstrain import Eigenstrain
from pybamm_facets.cross_section.stress.stress_field import StressField
from pybamm_facets.cross_section.stress.support import Support, isostatic

PURPOSE = "the stress of grains"
"""What needs the extra ``mechanics``, to begin its error with."""

Content: TypeAlias = float | FloatArray | Callable[[FloatArray], FloatArray]
"""Lithium content: one number, values at the mesh's points (Np,) or at the corners of its
triangles (3, Nt), or a function of the distance from the centre [m]."""


class PlaneStressSolver:
    """Elastic stress in a thin section, free at its rim; factorised once, solved many times.

    Li et al. 2025 (doi 10.1038/s41467-025-65068-5), Eqs. 7 and 8: σ = C : (ε − ε*), with the
    stress-free strain ε* of each grain. Deformation does not act back on diffusion.

    Parameters
    ----------
    mesh
        The section, from `mesh_microstructure`.
    youngs_modulus
        [Pa]; the same everywhere. With 1, stresses are in units of it.
    poissons_ratio
        The stress of a section that is free at its rim depends on it only through a law that has it
        (`Eq78Strain`); strains and the energy density do depend on it.
    order
        Of the elements, 1 or 2.
    support
        `isostatic`, or what `fixed_arc` returns.

    Raises
    ------
    MissingExtraError
        Without scikit-fem (extra ``mechanics``), before any work; says how to install it.
    ValueError
        For a modulus that is not positive, a ratio outside (-1, 0.5), another order.

    Examples
    --------
    >>> from pybamm_facets.cross_section import *
    >>> mesh = mesh_microstructure(generate_microstructure(grain_size=0.4), h=0.1)
    >>> field = PlaneStressSolver(mesh, 150e9, 0.25).solve(LatticeStrain(), 0.27)
    >>> bool(1e9 < field.summary().loc["all", ("von_mises", "mean")] < 2e9)
    True
    """

    def __init__(
        self,
        mesh: GrainMesh,
        youngs_modulus: float,
        poissons_ratio: float,
        order: int = 2,
        support: Support = isostatic,
    ) -> None:
        require("mechanics", PURPOSE)
        self.mesh = mesh
        self.youngs_modulus = positive("youngs_modulus", youngs_modulus)
        self.poissons_ratio = inside("poissons_ratio", poissons_ratio, -1, 0.5)
        # In units of the radius and of Young's modulus, so that neither affects the matrix.
        self._basis = plane_stress_elements.vector_basis(
            mesh.points / mesh.radius, mesh.triangles, order
        )
        self._barycentric = plane_stress_elements.barycentric(self._basis)
        self._stiffness = plane_stress_elements.stiffness(self._basis, self.poissons_ratio)
        self._unknowns, places, on_rim = plane_stress_elements.nodes(self._basis)
        held = self._unknowns[support(places, on_rim)]
        self._solve = plane_stress_elements.solver(self._stiffness, held)

    def solve(self, strain: Eigenstrain, s: Content = 1.0) -> StressField:
        """Stress for a lithium content.

        Parameters
        ----------
        strain
            Stress-free strain of a grain, such as `LatticeStrain`.
        s
            Lithium content: one number, values at the mesh's points (Np,) or at the corners of its
            triangles (3, Nt), or a function of the distance from the centre [m].

        Raises
        ------
        ValueError
            For an array of another shape, or a content that the strain refuses.
        """
        mesh, basis, e, nu = self.mesh, self._basis, self.youngs_modulus, self.poissons_ratio
        places = np.asarray(basis.global_coordinates()) * mesh.radius
        content = self._content(s, places)
        free = strain.tensor(content, mesh.c_axis[:, :, None])
        pull = plane_stress_elements.load(basis, plane_stress_elements.plane_stress(free, 1.0, nu))
        displacement = self._solve(pull)
        elastic = plane_stress_elements.strain(basis, displacement) - free
        reaction = (self._stiffness @ displacement - pull)[self._unknowns] * (e * mesh.radius)
        return StressField(
            mesh=mesh,
            youngs_modulus=e,
            content=content,
            displacement=displacement[basis.nodal_dofs] * mesh.radius,
            stress=plane_stress_elements.plane_stress(elastic, e, nu),
            elastic_strain=elastic,
            reaction=reaction,
            places=places,
            dx=basis.dx * mesh.radius**2,
            barycentric=self._barycentric,
        )

    def _content(self, s: Content, places: FloatArray) -> FloatArray:
        """Lithium content at the quadrature points, (Nt, nq)."""
        values = s(np.hypot(*places)) if callable(s) else s
        given = np.asarray(values, dtype=float)
        if callable(s) or given.ndim == 0:
            return np.broadcast_to(given, places.shape[1:])
        n_points, triangles = self.mesh.points.shape[1], self.mesh.triangles
        if given.shape == (n_points,):
            given = given[triangles]
        if given.shape != triangles.shape:
            raise ValueError(
                f"s.shape={np.shape(values)}: expected one number, ({n_points},) for the mesh's "
                f"points or {triangles.shape} for the corners of its triangles"
            )
        result: FloatArray = np.einsum("ct,cq->tq", given, self._barycentric)
        return result
