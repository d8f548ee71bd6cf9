r"""The mesh that a run needs, by how deep lithium reaches and how far the electrolyte is driven.

In the particle elements have to resolve :math:`\zeta = \sqrt{(1 - r_\mathrm{c})/\lambda}`, and in
the core, where a shell thinner than 3λ lets the layer through, :math:`\sqrt{r_\mathrm{c}/\lambda}`,
with λ the share of the radius that lithium reaches. Nodes or points across the cell follow δ, the
share of the salt that the current uses up (both in `pybamm_facets.runs.demands`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, TypeVar

import pybamm

from pybamm_facets.particle import STEEP_DIFFUSIVITY_MESH, RadialElementMesh
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.demands import Demands, demands_of, layer_measures
from pybamm_facets.runs.element_route import (
    PARTICLE,
    mesh_is_free,
    model_fits,
    structural,
    values_fit,
)
from pybamm_facets.runs.numerics import Numerics, Route
from pybamm_facets.runs.outcome import ELECTROLYTE_LIMITED
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.steepness import is_steep

SHELL_NODES = ((3.0, 8), (4.0, 11), (4.7, 14), (5.5, 17), (math.inf, 22))
"""Nodes of the shell up to each ζ: within 0.05 mAh/g of many, up to a ζ of 7."""

CORE_NODES = {8: 4, 11: 5, 14: 6, 17: 8, 22: 8}
"""Nodes of the core beside so many in the shell."""

LAYER_CORE_NODES = ((3.0, 4), (4.0, 6), (5.0, 8), (math.inf, 12))
"""Nodes of a core that carries the layer, up to each √(r_c/λ)."""

ELEMENT_NODES = ((0.5, (3, 3)), (0.9, (4, 4)), (1.3, (6, 6)), (1.5, (8, 9)), (math.inf, (12, 12)))
"""Nodes of separator and electrode up to each δ: within 0.05 mAh/g of many, to 2.5 or 3.2 V."""

POINTS = ((0.5, (16, 5)), (0.9, (16, 10)), (1.3, (16, 20)), (math.inf, (32, 20)))
"""Points of a mesh of volumes across them: charges within 0.2 mAh/g of more."""

MOST_ZETA, MOST_DELTA, MOST_ELEMENT_DELTA = 7.0, 2.0, 3.0
"""Largest ζ and δ (on volumes, on elements) that the steps were tried for."""

SKIN = (
    "lithium reaches {:.1%} of the particle's radius: beyond what the mesh was tried for, good to "
    "about 1 mAh/g"
)

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class MeshChoice:
    """Points that a run needs; what it leaves at None is not chosen here.

    Parameters
    ----------
    core, shell
        Nodes of the particle's elements.
    steep
        Elements for a diffusivity that is steep in lithium content instead.
    separator, electrode
        Nodes or points across them.
    elements
        Whether the whole cell is made of elements.
    """

    core: int | None = None
    shell: int | None = None
    steep: bool = False
    separator: int | None = None
    electrode: int | None = None
    elements: bool = False

    def joined(self, other: MeshChoice) -> MeshChoice:
        """The finer of two in each direction."""
        return MeshChoice(
            _most(self.core, other.core),
            _most(self.shell, other.shell),
            self.steep or other.steep,
            _most(self.separator, other.separator),
            _most(self.electrode, other.electrode),
            self.elements or other.elements,
        )

    def numerics(self, given: Numerics) -> Numerics:
        """The numerics with these points."""
        points: dict[str, int] = {}
        submeshes: dict[str, Any] = {}
        if self.steep:
            points |= STEEP_DIFFUSIVITY_MESH["var_pts"]
            submeshes |= STEEP_DIFFUSIVITY_MESH["submesh_types"]
        elif self.core is not None and self.shell is not None:
            points["r_p"] = self.core + self.shell - 1
            submeshes[PARTICLE] = pybamm.MeshGenerator(RadialElementMesh, {"core": self.core})
        for name, count in (("x_s", self.separator), ("x_p", self.electrode)):
            if count is not None:
                points[name] = count
        return replace(
            given,
            var_pts=points | dict(given.var_pts),
            submesh_types=submeshes | dict(given.submesh_types),
            route=Route.ELEMENTS if self.elements else Route.VOLUMES,
        )


class MeshRule:
    """Chooses the route and the points that numerics leave open, for the runs of one model.

    Parameters
    ----------
    model
        Of the runs; nothing is chosen for particles that are not one phase of elements.
    numerics
        What they give is kept: a count of ``r_p`` or a submesh of the particle leaves the radius
        alone, a count of ``x_p`` or ``x_s`` what is across the cell.

    Raises
    ------
    ValueError
        For elements across the cell with a model or a mesh that does not have them.
    """

    def __init__(self, model: pybamm.BaseModel, numerics: Numerics) -> None:
        own = list(getattr(model, "element_particles", {})) == [PARTICLE]
        half_cell = model.options["working electrode"] == "positive"
        given = "x_p" in numerics.var_pts or "x_s" in numerics.var_pts
        self._radial = (
            own and "r_p" not in numerics.var_pts and PARTICLE not in numerics.submesh_types
        )
        self._must = numerics.route is Route.ELEMENTS
        self._across = own and half_cell and (self._must or not given)
        self._elements = (
            numerics.route is not Route.VOLUMES and mesh_is_free(numerics) and model_fits(model)
        )
        if self._must and not self._elements:
            raise ValueError(
                f"route='elements': expected a FacetDFN half-cell with PyBaMM's default options "
                f"and submodels on a mesh of elements, not {model.name!r} with these numerics"
            )
        self._fits: dict[int, bool] = {}
        self._steep: dict[int, bool] = {}
        self._demands: dict[tuple[int, int], tuple[Demands, Run]] = {}

    @property
    def chooses(self) -> bool:
        """Whether anything is left to choose."""
        return self._radial or self._across or self._elements

    @property
    def route(self) -> Route:
        """Of runs whose sets allow it."""
        return Route.ELEMENTS if self._elements else Route.VOLUMES

    def on_elements(self, run: Run) -> bool:
        """Whether a run is computed on elements across the cell."""
        key = id(run.parameter_values)
        if self._elements and key not in self._fits:
            self._fits[key] = values_fit(run.parameter_values)
        fits = self._elements and _on_built_model(run) and self._fits[key]
        if self._must and not fits:
            raise ValueError(
                "route='elements': expected runs without experiment steps or a hold before them, "
                "and numbers for porosities, lengths, radius and temperature"
            )
        return fits

    def structural(self, run: Run) -> tuple[str, ...]:
        """Numbers of a run's set that shape its equations, so that another needs another build."""
        return structural(Route.ELEMENTS if self.on_elements(run) else Route.VOLUMES)

    def choice(self, run: Run) -> tuple[MeshChoice, str]:
        """Points for a run, and why its result should be doubted all the same."""
        chosen, doubts = MeshChoice(elements=self.on_elements(run)), []
        demands = self._demands_of(run)
        if self._radial:
            radial, doubt = self._radial_choice(run, demands)
            chosen, doubts = chosen.joined(radial), [doubt]
        if self._across:
            delta = demands.salt_at(run.fastest)
            steps = ELEMENT_NODES if chosen.elements else POINTS
            separator, electrode = step(steps, MOST_DELTA if delta is None else delta)
            chosen = replace(chosen, separator=separator, electrode=electrode)
            limit = MOST_ELEMENT_DELTA if chosen.elements else MOST_DELTA
            doubts.append(ELECTROLYTE_LIMITED if (delta or 0.0) > limit else "")
        return chosen, "; ".join(filter(None, doubts))

    def _demands_of(self, run: Run) -> Demands:
        """Of a design: the same at every rate, in both directions."""
        key = (id(run.parameter_values), id(run.changes))
        if key not in self._demands:
            # With the run, so that nothing else can take its set's or its changes' place.
            self._demands[key] = (demands_of(run.values), run)
        return self._demands[key][0]

    def _radial_choice(self, run: Run, demands: Demands) -> tuple[MeshChoice, str]:
        key = id(run.parameter_values)
        if key not in self._steep:
            self._steep[key] = is_steep(run.parameter_values)
        reach = None if self._steep[key] else demands.depth_at(run.fastest)
        if self._steep[key] or reach is None:
            return MeshChoice(steep=self._steep[key]), ""
        zeta, in_core = layer_measures(demands.core_fraction, reach)
        shell = step(SHELL_NODES, zeta)
        core = max(CORE_NODES[shell], step(LAYER_CORE_NODES, in_core))
        zeta = max(zeta, in_core)
        return MeshChoice(core, shell), SKIN.format(reach) if zeta > MOST_ZETA else ""


def chosen_numerics(runs: Iterable[Run], model: pybamm.BaseModel, numerics: Numerics) -> Numerics:
    """Numerics with the finest points that one of the runs needs; given ones are kept."""
    rule = MeshRule(model, numerics)
    if not rule.chooses:
        return numerics
    choices = [rule.choice(run)[0] for run in runs]
    return reduce(MeshChoice.joined, choices).numerics(numerics) if choices else numerics


def _on_built_model(run: Run) -> bool:
    """Whether all of a run is computed on the model that is built for it."""
    if isinstance(run.protocol, Protocol):
        return run.protocol.hold_until is None
    return not run.protocol


def step(steps: tuple[tuple[float, Entry], ...], value: float) -> Entry:
    """The entry of a table of steps: the first whose bound is not exceeded."""
    return next(points for bound, points in steps if value <= bound)


def _most(one: int | None, other: int | None) -> int | None:
    given = [n for n in (one, other) if n is not None]
    return max(given) if given else None


def in_words(numerics: Numerics, own: Mapping[str, int]) -> str:
    """Points of a mesh in a table, ``r_p=11 x_p=4 x_s=4 elements``.

    Parameters
    ----------
    numerics
        What was given or chosen.
    own
        The model's own points, where nothing was.
    """
    points = {**own, **numerics.var_pts}
    words = [f"{name}={points[name]}" for name in ("r_p", "x_p", "x_s") if name in points]
    return " ".join([*words, "elements"] if numerics.route is Route.ELEMENTS else words)
