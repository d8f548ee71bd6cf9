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
    """Expanded functions as machine code: some 10 s once, three times faster runs."""
    STOCK = "stock"
    """PyBaMM's own solver."""


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
    """

    var_pts: Mapping[str, int] = field(default_factory=dict)
    submesh_types: Mapping[str, Any] = field(default_factory=dict)
    tolerances: Tolerances = field(default_factory=Tolerances)
    backend: Backend = Backend.AUTO
    check_from: int = CHECK_FROM

    default: ClassVar[Numerics]
    precise: ClassVar[Numerics]
    coarse: ClassVar[Numerics]
    steep: ClassVar[Numerics]

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
        try:
            object.__setattr__(self, "backend", Backend(self.backend))
        except ValueError:
            expected = ", ".join(Backend)
            raise ValueError(f"backend={self.backend!r}: expected one of {expected}") from None

    def mesh(self) -> dict[str, Any]:
        """Arguments of a build."""
        return {"var_pts": self.var_pts, "submesh_types": self.submesh_types}


Numerics.default = Numerics()
Numerics.precise = Numerics(tolerances=Tolerances(1e-6, 1e-8))
Numerics.coarse = Numerics({"r_p": 8, "x_p": 3, "x_s": 3})
Numerics.steep = Numerics(**STEEP_DIFFUSIVITY_MESH)
