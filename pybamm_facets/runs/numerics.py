"""How exactly to solve, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from pybamm_facets._checks import between, whole
from pybamm_facets.particle import STEEP_DIFFUSIVITY_MESH

RTOL, ATOL = 1e-4, 1e-5
"""The capacity is good to 0.006 mAh/g at these; looser ones fail on some meshes."""

CHECK_FROM = 500
"""The check costs a build and a run, 0.4 s: a tenth of what so many runs take."""

LOOSEST = 1e-2
POINTS = ("x_n", "x_s", "x_p", "r_n", "r_p", "r_n_prim", "r_p_prim", "r_n_sec", "r_p_sec",
          "R_n", "R_p", "y", "z")  # fmt: skip
"""Coordinates that PyBaMM's lithium-ion models discretise."""

FEWEST_POINTS = {"y": 1, "z": 1}


@dataclass(frozen=True)
class Tolerances:
    """Tolerances of the integrator, relative and absolute (on scaled states), 1e-12 to 1e-2."""

    rtol: float = RTOL
    atol: float = ATOL

    def __post_init__(self) -> None:
        for name in ("rtol", "atol"):
            between(name, getattr(self, name), 1e-14, LOOSEST)

    def tighter(self, factor: float = 1e-2) -> Tolerances:
        """The same, smaller by a factor."""
        return Tolerances(self.rtol * factor, self.atol * factor)


class Backend(StrEnum):
    """What integrates a built model; the numbers are the same."""

    AUTO = "auto"
    """Expanded functions where the model allows it, compiled where the number of runs pays."""
    EXPANDED = "expanded"
    """Expanded functions, interpreted."""
    COMPILED = "compiled"
    """Expanded functions as machine code: 3 to 30 s once, three to four times faster runs."""
    STOCK = "stock"
    """PyBaMM's own solver."""


class Route(StrEnum):
    """In what form the equations across the cell are computed."""

    AUTO = "auto"
    """Elements where the model and the mesh allow it."""
    ELEMENTS = "elements"
    """Spectral elements in separator and electrode, for the default half-cell without a protocol;
    ``x_s`` and ``x_p`` are their nodes."""
    VOLUMES = "volumes"
    """The PyBaMM model on a mesh of its own kind."""


@dataclass(frozen=True)
class Numerics:
    """Mesh, tolerances and backend of runs.

    Parameters
    ----------
    var_pts
        Points by coordinate (``x_s``, ``x_p``, ``r_p``, ...), where they differ from the model's.
    submesh_types
        Submesh by domain, where it differs from the model's.
    tolerances
        Of the integrator.
    backend
        What integrates.
    route
        Elements across the cell, or the PyBaMM model on finite volumes.
    check_from
        Runs on one mesh from which the hardest of them is computed again on four more radial nodes,
        and doubted if that changes its capacity by 0.05 mAh/g; 1 for always. Where the particle's
        mesh was chosen only: what is given is not checked.

    Raises
    ------
    ValueError
        For a coordinate that no model has, or points that are no whole number from 2.

    Attributes
    ----------
    default
        The model's mesh: on a thin coin half-cell with a constant diffusivity within 0.1 mAh/g of a
        refined one.
    precise
        The model's mesh, tolerances at which small differences between runs count: mean voltages
        good to 0.05 mV, where the default's are off by up to 2 mV at 1C.
    coarse
        For a quick look, good to a few mAh/g.
    steep
        Many small elements in the particle, for a diffusivity steep in lithium content.
    closer
        Tolerances at which charges are as good as discharges: within 0.02 mAh/g instead of 0.05,
        for 1.2 to 1.3 times the time.
    """

    var_pts: Mapping[str, int] = field(default_factory=dict)
    submesh_types: Mapping[str, Any] = field(default_factory=dict)
    tolerances: Tolerances = field(default_factory=Tolerances)
    backend: Backend = Backend.AUTO
    check_from: int = CHECK_FROM
    route: Route = Route.AUTO

    default: ClassVar[Numerics]
    precise: ClassVar[Numerics]
    coarse: ClassVar[Numerics]
    steep: ClassVar[Numerics]
    closer: ClassVar[Numerics]

    def __post_init__(self) -> None:
        if not isinstance(self.var_pts, Mapping):
            raise ValueError(
                f"var_pts={self.var_pts!r}: expected a mapping from coordinate to points"
            )
        for name, points in self.var_pts.items():
            if name not in POINTS:
                raise ValueError(f"var_pts={name!r}: expected one of {', '.join(POINTS)}")
            whole(f"var_pts[{name!r}]", points, least=FEWEST_POINTS.get(name, 2))
        whole("check_from", self.check_from, least=1)
        if not isinstance(self.tolerances, Tolerances):
            raise ValueError(f"tolerances={self.tolerances!r}: expected Tolerances(rtol, atol)")
        for name, words in (("backend", Backend), ("route", Route)):
            given = getattr(self, name)
            if given not in list(words):
                expected = ", ".join(words)
                raise ValueError(f"{name}={given!r}: expected one of {expected}")
            object.__setattr__(self, name, words(given))

    def mesh(self) -> dict[str, Any]:
        """Arguments of a build."""
        return {"var_pts": self.var_pts, "submesh_types": self.submesh_types}


Numerics.default = Numerics()
Numerics.precise = Numerics(tolerances=Tolerances(1e-6, 1e-8))
Numerics.coarse = Numerics({"r_p": 8, "x_p": 3, "x_s": 3})
Numerics.steep = Numerics(**STEEP_DIFFUSIVITY_MESH)
Numerics.closer = Numerics(tolerances=Tolerances(3e-5, 3e-6))
