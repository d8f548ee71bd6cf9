"""The cross-section of an agglomerate as a value: grains that fill a disk, each with its c axis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets._checks import is_number, positive
from pybamm_facets.cross_section.section.planar_graph import Polygon, edge_owners
from pybamm_facets.cross_section.section.tessellation import polygon_area

CORE, SHELL = 0, 1
_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Microstructure:
    """A cross-section through the centre of an agglomerate.

    Parameters
    ----------
    radius
        Of the particle [m].
    core_radius
        Border of core and shell [m]; 0 where there is no core.
    vertices
        (Nv, 2). Corners of the grains [m].
    polygons
        Corners of each grain, counter-clockwise. Edges on the rim and between core and shell
        stand for arcs.
    zone
        (Ng,). 0 core, 1 shell.
    c_axis
        (Ng, 3). Unit c axis; the section is the plane of the first two components.

    Raises
    ------
    ValueError
        If zones or grains overlap, leave gaps, or run clockwise, or axes are not unit vectors.
    """

    radius: float
    core_radius: float
    vertices: FloatArray
    polygons: tuple[Polygon, ...]
    zone: IntArray
    c_axis: FloatArray

    def __post_init__(self) -> None:
        positive("radius", self.radius, "m")
        self._freeze()
        if not is_number(self.core_radius) or not 0 <= self.core_radius < self.radius:
            raise ValueError(
                f"core_radius={self.core_radius!r}: expected from 0 to below the radius "
                f"{self.radius!r}, or the zones overlap"
            )
        n = len(self.polygons)
        if np.shape(self.zone) != (n,) or np.shape(self.c_axis) != (n, 3):
            raise ValueError(
                f"zone.shape={np.shape(self.zone)}, c_axis.shape={np.shape(self.c_axis)}: "
                f"expected ({n},) and ({n}, 3) for {n} grains"
            )
        if not np.allclose(np.linalg.norm(self.c_axis, axis=1), 1, atol=1e-9):
            raise ValueError("c_axis: expected unit vectors")
        self._check_zones()
        self._check_cover()

    @property
    def n_grains(self) -> int:
        """Number of grains."""
        return len(self.polygons)

    @property
    def kind(self) -> str:
        """``"core_shell"``, or ``"isotropic"`` where there is no core."""
        return "core_shell" if self.core_radius else "isotropic"

    @property
    def theta(self) -> FloatArray:
        """Angle of each c axis in the section, (Ng,), from 0 to π [rad]."""
        angle: FloatArray = np.arctan2(self.c_axis[:, 1], self.c_axis[:, 0]) % np.pi
        return angle

    @cached_property
    def edges(self) -> dict[tuple[int, int], list[int]]:
        """Grains at each edge: one at the rim, two inside."""
        return edge_owners(list(self.polygons))

    @cached_property
    def grain_area(self) -> FloatArray:
        """Area of each grain, arcs included, (Ng,) [m2]."""
        area = np.array([polygon_area(self.vertices[list(p)]) for p in self.polygons])
        for (i, j), owners in self.edges.items():
            segment = self.segment(i, j)
            # The inner grain bulges into the outer one.
            inner, *outer = sorted(owners, key=lambda grain: int(self.zone[grain]))
            area[inner] += segment
            area[outer] -= segment
        return area

    def segment(self, i: int, j: int) -> float:
        """Area between an edge and the arc it stands for [m2]; 0 for a straight one."""
        if not self.is_arc(i, j):
            return 0.0
        a, b = self.vertices[i], self.vertices[j]
        half = np.arcsin(min(1.0, float(np.linalg.norm(b - a) / (2 * np.linalg.norm(a)))))
        return float(a @ a * (half - np.sin(half) * np.cos(half)))

    def is_arc(self, i: int, j: int) -> bool:
        """Whether an edge lies on the rim or on the border of core and shell."""
        owners = self.edges[min(i, j), max(i, j)]
        return len(owners) == 1 or len({int(self.zone[g]) for g in owners}) == 2

    def _freeze(self) -> None:
        for name, kind in (("vertices", float), ("zone", np.int64), ("c_axis", float)):
            array = np.array(getattr(self, name), dtype=kind)
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    def _check_zones(self) -> None:
        r = np.linalg.norm(self.vertices, axis=1) / self.radius
        core, border = self.core_radius / self.radius, _TOLERANCE
        for zone, low, high in ((CORE, 0.0, core), (SHELL, core, 1.0)):
            for grain in np.flatnonzero(np.asarray(self.zone) == zone):
                corners = r[list(self.polygons[grain])]
                if corners.min() < low - border or corners.max() > high + border:
                    raise ValueError(
                        f"polygons[{grain}]: expected a grain of zone {zone} within "
                        f"[{low:.3g}, {high:.3g}] of the particle radius, got one from "
                        f"{corners.min():.3g} to {corners.max():.3g}; the zones overlap"
                    )

    def _check_cover(self) -> None:
        area = [polygon_area(self.vertices[list(p)]) for p in self.polygons]
        if min(area, default=0.0) <= 0:
            raise ValueError("polygons: expected grains with corners counter-clockwise")
        if max(map(len, self.edges.values())) > 2:
            raise ValueError(
                "polygons: expected one or two grains at every edge, got more than two grains at "
                "one; they overlap"
            )
        cover = self.grain_area.sum() / (np.pi * self.radius**2)
        if abs(cover - 1) > _TOLERANCE:
            raise ValueError(
                "polygons: expected grains that cover the disk once, got a cover of "
                f"{cover:.6f}; they overlap or leave gaps"
            )
