"""A stress field, and what one asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from pybamm_facets._arrays import BoolArray, FloatArray, IntArray
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh
from pybamm_facets.cross_section.stress.area_statistics import weighted_statistics

QUANTITIES = ("von_mises", "principal_1", "principal_2", "hydrostatic", "energy_density")
DEFAULT_CORE_FRACTION = 0.5
"""Of a particle without a core, for statistics that tell inside from outside."""


class Tractions(NamedTuple):
    """Tractions on grain boundaries, one entry a mesh edge.

    Attributes
    ----------
    normal, shear
        (Nb,). [Pa], mean of both sides; normal is positive where it opens the boundary.
    length, radius
        (Nb,). Of the edge, and distance of its middle from the centre [m].
    """

    normal: FloatArray
    shear: FloatArray
    length: FloatArray
    radius: FloatArray


@dataclass(frozen=True, eq=False)
class StressField:
    """Elastic state of a cross-section, at the quadrature points (Nt, nq) of its triangles.

    Attributes
    ----------
    mesh
        The section.
    youngs_modulus
        [Pa].
    content
        (Nt, nq). Lithium content.
    displacement
        (2, Np). At the mesh's points [m].
    stress
        (3, Nt, nq). [xx, yy, xy], [Pa].
    elastic_strain
        (3, Nt, nq). Tensor components [xx, yy, xy].
    reaction
        (2, Nn). Force of the support on every node, per thickness [N.m-1].
    places, dx
        (2, Nt, nq). Where the points are [m], and their share of the area [m2].
    barycentric
        (3, nq). Weights of a triangle's corners at its points.
    """

    mesh: GrainMesh
    youngs_modulus: float
    content: FloatArray
    displacement: FloatArray
    stress: FloatArray
    elastic_strain: FloatArray
    reaction: FloatArray
    places: FloatArray
    dx: FloatArray
    barycentric: FloatArray

    @cached_property
    def radius(self) -> FloatArray:
        """Distance of each point from the centre [m]."""
        distance: FloatArray = np.hypot(*self.places)
        return distance

    @cached_property
    def von_mises(self) -> FloatArray:
        """Von Mises stress [Pa]."""
        xx, yy, xy = self.stress
        value: FloatArray = np.sqrt(xx**2 - xx * yy + yy**2 + 3 * xy**2)
        return value

    @property
    def principal_1(self) -> FloatArray:
        """Larger principal stress in the plane [Pa]; tension is positive."""
        return self._principal(1.0)

    @property
    def principal_2(self) -> FloatArray:
        """Smaller principal stress in the plane [Pa]."""
        return self._principal(-1.0)

    @property
    def hydrostatic(self) -> FloatArray:
        """A third of the trace [Pa]; the stress out of the plane is zero."""
        trace: FloatArray = (self.stress[0] + self.stress[1]) / 3
        return trace

    @cached_property
    def energy_density(self) -> FloatArray:
        """Elastic energy σ : ε / 2 [J.m-3]."""
        products = self.stress * self.elastic_strain
        energy: FloatArray = (products[0] + products[1] + 2 * products[2]) / 2
        return energy

    def polar(self) -> FloatArray:
        """Stress [rr, θθ, rθ] about the particle's centre, (3, Nt, nq) [Pa]."""
        x, y = self.places / self.radius
        return _turned(self.stress, x, y)

    def core_radius(self, core_fraction: float | None = None) -> float:
        """Radius that divides core and shell in statistics [m].

        By default the particle's own, or half of its radius where it has no core.
        """
        own = self.mesh.microstructure.core_radius
        if core_fraction is None and own:
            return own
        return self.mesh.radius * (core_fraction or DEFAULT_CORE_FRACTION)

    def zones(self, core_fraction: float | None = None) -> dict[str, BoolArray]:
        """Which points are in the core, in the shell (see `core_radius`), and anywhere."""
        core = self.radius < self.core_radius(core_fraction)
        return {"all": np.ones_like(core), "core": core, "shell": ~core}

    def summary(self, core_fraction: float | None = None) -> pd.DataFrame:
        """Statistics over the area of each zone.

        The largest value is left out on purpose: at junctions of three grains it grows without
        bound as the mesh is refined.

        Parameters
        ----------
        core_fraction
            See `core_radius`.

        Returns
        -------
        pandas.DataFrame
            Index: all, core, shell. Columns: quantity (von_mises, principal_1, principal_2,
            hydrostatic [Pa], energy_density [J.m-3]) and mean, std, p50, p95, p99.
        """
        values = {name: getattr(self, name) for name in QUANTITIES}
        rows = {
            zone: {
                (name, statistic): number
                for name, value in values.items()
                for statistic, number in weighted_statistics(value[mask], self.dx[mask]).items()
            }
            for zone, mask in self.zones(core_fraction).items()
        }
        return pd.DataFrame.from_dict(rows, orient="index")

    def radial_means(self, bins: int = 10) -> pd.DataFrame:
        """Means over rings of equal width: ``r_over_R`` (their middles) and every quantity [SI]."""
        ring = np.minimum((bins * self.radius / self.mesh.radius).astype(int), bins - 1).ravel()
        area = np.bincount(ring, self.dx.ravel(), bins)
        means = {
            name: np.bincount(ring, (getattr(self, name) * self.dx).ravel(), bins) / area
            for name in QUANTITIES
        }
        return pd.DataFrame({"r_over_R": (np.arange(bins) + 0.5) / bins} | means)

    def paper_strain(self, percentile: float = 99.0) -> float:
        """Eq. 10 of Li et al. 2025, ε = σ/E: a percentile of the von Mises stress over E."""
        name = f"p{percentile:g}"
        statistics = weighted_statistics(self.von_mises, self.dx, (percentile,))
        return statistics[name] / self.youngs_modulus

    def grain_boundary_traction(self) -> Tractions:
        """Normal and shear traction on every mesh edge between two grains."""
        (i, j), sides = self.mesh.boundaries
        ends = self.mesh.points[:, [i, j]]
        along = ends[:, 1] - ends[:, 0]
        length = np.hypot(*along)
        normal = np.array([along[1], -along[0]]) / length
        # Inside a triangle the stress of quadratic elements is linear: carry it to the corners.
        corners = np.einsum("atq,qc->atc", self.stress, np.linalg.pinv(self.barycentric))
        stress = np.mean([self._on_edges(corners, side, i, j) for side in sides], axis=0)
        nn, _, nt = _turned(stress, *normal)
        return Tractions(nn, nt, length, np.hypot(*ends.mean(axis=1)))

    def _on_edges(
        self, corners: FloatArray, side: IntArray, i: IntArray, j: IntArray
    ) -> FloatArray:
        """Mean over each edge (i, j) of the stress in the triangle at one side, (3, Nb)."""
        triangle = self.mesh.triangles[:, side]
        at_ends = ((triangle == i) | (triangle == j)).T / 2
        on_edges: FloatArray = np.einsum("anc,nc->an", corners[:, side], at_ends)
        return on_edges

    def _principal(self, sign: float) -> FloatArray:
        xx, yy, xy = self.stress
        result: FloatArray = (xx + yy) / 2 + sign * np.hypot((xx - yy) / 2, xy)
        return result


def _turned(stress: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """Components [nn, tt, nt] of a stress along the unit vector n = (x, y) and t = (-y, x)."""
    xx, yy, xy = stress
    return np.stack(
        [
            xx * x**2 + yy * y**2 + 2 * xy * x * y,
            xx * y**2 + yy * x**2 - 2 * xy * x * y,
            (yy - xx) * x * y + xy * (x**2 - y**2),
        ]
    )
