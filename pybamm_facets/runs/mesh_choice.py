r"""The mesh that a run needs, by how deep lithium reaches and how far the electrolyte is driven.

In the time of a run a change at the surface reaches
:math:`\lambda = \sqrt{d_\mathrm{shell} D \cdot 360\,\mathrm{s}/C} / R` of the radius. What elements
have to resolve is :math:`\zeta = \sqrt{(1 - r_\mathrm{c})/\lambda}`, and in the core, where a shell
thinner than 3λ lets the layer through, :math:`\sqrt{r_\mathrm{c}/\lambda}`. The electrode's points
follow the salt that the current uses up over its thickness,

.. math:: \delta = \frac{i\,(1 - t_+) L}{F D_e \varepsilon^b c_0} .
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets._units import FARADAY
from pybamm_facets.particle import STEEP_DIFFUSIVITY_MESH, RadialElementMesh
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import ELECTROLYTE_LIMITED
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import Values, current_1c, electrode_area, number
from pybamm_facets.sets.steepness import is_steep, least_diffusivity

PARTICLE = "positive particle"
GAS = 8.314462618
"""[J/(mol K)]"""

LAYER_TIME = 360.0
"""A tenth of the hour that a run at 1C takes [s]."""

SHELL_NODES = ((3.0, 8), (4.0, 11), (4.7, 14), (5.5, 17), (math.inf, 22))
"""Nodes of the shell up to each ζ: within 0.05 mAh/g of many, up to a ζ of 7."""

CORE_NODES = {8: 4, 11: 5, 14: 6, 17: 8, 22: 8}
"""Nodes of the core beside so many in the shell."""

LAYER_CORE_NODES = ((3.0, 4), (4.0, 6), (5.0, 8), (math.inf, 12))
"""Nodes of a core that carries the layer, up to each √(r_c/λ)."""

THIN_SHELL = 3.0
"""Shells thinner than so many λ let the layer into the core."""

ELECTRODE_POINTS = ((0.5, 5), (0.9, 10), (2.0, 20), (math.inf, 20))
"""Points across the electrode up to each δ: charges within 0.2 mAh/g of 40."""

MOST_ZETA, MOST_DELTA = 7.0, 2.0
SKIN = (
    "lithium reaches {:.1%} of the particle's radius: beyond what the mesh was tried for, good to "
    "about 1 mAh/g"
)
Points = dict[str, int]


@dataclass(frozen=True)
class MeshChoice:
    """Points that a run needs; what it leaves at None is not chosen here.

    Parameters
    ----------
    core, shell
        Nodes of the particle's elements.
    steep
        Elements for a diffusivity that is steep in lithium content instead.
    across
        Points across the electrode.
    """

    core: int | None = None
    shell: int | None = None
    steep: bool = False
    across: int | None = None

    def joined(self, other: MeshChoice) -> MeshChoice:
        """The finer of two in each direction."""
        return MeshChoice(
            _most(self.core, other.core),
            _most(self.shell, other.shell),
            self.steep or other.steep,
            _most(self.across, other.across),
        )

    def numerics(self, given: Numerics) -> Numerics:
        """The numerics with these points."""
        points: Points = {}
        submeshes: dict[str, Any] = {}
        if self.steep:
            points |= STEEP_DIFFUSIVITY_MESH["var_pts"]
            submeshes |= STEEP_DIFFUSIVITY_MESH["submesh_types"]
        elif self.core is not None and self.shell is not None:
            points["r_p"] = self.core + self.shell - 1
            submeshes[PARTICLE] = pybamm.MeshGenerator(RadialElementMesh, {"core": self.core})
        if self.across is not None:
            points["x_p"] = self.across
        return replace(
            given,
            var_pts=points | dict(given.var_pts),
            submesh_types=submeshes | dict(given.submesh_types),
        )


class MeshRule:
    """Chooses the points that numerics leave open, for the runs of one model.

    Parameters
    ----------
    model
        Of the runs; nothing is chosen for particles that are not one phase of elements.
    numerics
        What they give is kept: a count of ``r_p``, a submesh of the particle or a count of ``x_p``
        leaves that direction alone.
    """

    def __init__(self, model: pybamm.BaseModel, numerics: Numerics) -> None:
        own = list(getattr(model, "element_particles", {})) == [PARTICLE]
        half_cell = model.options["working electrode"] == "positive"
        self._radial = (
            own and "r_p" not in numerics.var_pts and PARTICLE not in numerics.submesh_types
        )
        self._across = own and half_cell and "x_p" not in numerics.var_pts
        self._steep: dict[int, bool] = {}

    @property
    def chooses(self) -> bool:
        """Whether anything is left to choose."""
        return self._radial or self._across

    def choice(self, run: Run) -> tuple[MeshChoice, str]:
        """Points for a run, and why its result should be doubted all the same."""
        chosen, doubts = MeshChoice(), []
        values = run.values
        if self._radial:
            radial, doubt = self._radial_choice(run, values)
            chosen, doubts = chosen.joined(radial), [doubt]
        if self._across:
            delta = electrolyte_demand(values, run.c_rate)
            across = 20 if delta is None else step(ELECTRODE_POINTS, delta)
            chosen = replace(chosen, across=across)
            doubts.append(ELECTROLYTE_LIMITED if (delta or 0.0) > MOST_DELTA else "")
        return chosen, "; ".join(filter(None, doubts))

    def _radial_choice(self, run: Run, values: Values) -> tuple[MeshChoice, str]:
        key = id(run.parameter_values)
        if key not in self._steep:
            self._steep[key] = is_steep(run.parameter_values)
        reach = None if self._steep[key] else layer_depth(values, run.c_rate)
        if self._steep[key] or reach is None:
            return MeshChoice(steep=self._steep[key]), ""
        zeta, in_core = layer_measures(values, reach)
        shell = step(SHELL_NODES, zeta)
        core = max(CORE_NODES[shell], step(LAYER_CORE_NODES, in_core))
        zeta = max(zeta, in_core)
        return MeshChoice(core, shell), SKIN.format(reach) if zeta > MOST_ZETA else ""


def chosen_numerics(runs: Iterable[Run], model: pybamm.BaseModel, numerics: Numerics) -> Numerics:
    """Numerics with the finest points that one of the runs needs; given ones are kept."""
    rule = MeshRule(model, numerics)
    if not rule.chooses:
        return numerics
    return reduce(MeshChoice.joined, (rule.choice(run)[0] for run in runs), MeshChoice()).numerics(
        numerics
    )


def step(steps: tuple[tuple[float, int], ...], value: float) -> int:
    """The entry of a table of steps: the first whose bound is not exceeded."""
    return next(points for bound, points in steps if value <= bound)


def layer_measures(values: Values, reach: float) -> tuple[float, float]:
    """What shell and core have to resolve, ζ and √(r_c/λ); the latter 0 behind a thick shell."""
    fraction = number(values, names.CORE_RADIUS_FRACTION)
    thin = 1 - fraction < THIN_SHELL * reach
    return math.sqrt((1 - fraction) / reach), math.sqrt(fraction / reach) if thin else 0.0


def layer_depth(values: Values, c_rate: float) -> float | None:
    """λ: the share of the radius that lithium reaches in a tenth of a run; None where not known."""
    wanted = (names.SHELL_RATIO, names.PARTICLE_RADIUS, names.CORE_RADIUS_FRACTION)
    along = least_diffusivity(values)
    if along is None or not all(is_number(values.get(name)) for name in wanted):
        return None
    radial = along * number(values, names.SHELL_RATIO) * _arrhenius(values)
    return math.sqrt(radial * LAYER_TIME / c_rate) / number(values, names.PARTICLE_RADIUS)


def _arrhenius(values: Values) -> float:
    wanted = (
        names.DIFFUSIVITY_ACTIVATION_ENERGY,
        names.DIFFUSIVITY_REFERENCE_TEMPERATURE,
        names.AMBIENT_TEMPERATURE,
    )
    if not all(is_number(values.get(name)) for name in wanted):
        return 1.0
    energy, reference, temperature = (number(values, name) for name in wanted)
    return math.exp(energy / GAS * (1 / reference - 1 / temperature))


def electrolyte_demand(values: Values, c_rate: float) -> float | None:
    """δ: salt that the current uses up over the electrode, over the salt there; None if unknown."""
    wanted = (
        names.POSITIVE_THICKNESS,
        names.POSITIVE_POROSITY,
        names.POSITIVE_EXPONENT,
        names.INITIAL_ELECTROLYTE,
        names.AMBIENT_TEMPERATURE,
    )
    if not all(is_number(values.get(name)) for name in wanted):
        return None
    thickness, porosity, exponent, salt, temperature = (number(values, name) for name in wanted)
    diffusivity = _at(values.get(names.ELECTROLYTE_DIFFUSIVITY), salt, temperature)
    transference = _at(values.get(names.TRANSFERENCE_NUMBER), salt, temperature)
    if diffusivity is None or transference is None:
        return None
    current = c_rate * current_1c(values) / electrode_area(values)
    effective = diffusivity * math.pow(porosity, exponent)
    return current * (1 - transference) * thickness / (FARADAY * effective * salt)


def _at(given: Any, salt: float, temperature: float) -> float | None:
    if is_number(given):
        return float(given)
    if not callable(given):
        return None
    found: float | None = _evaluated(given, salt, temperature)
    return found


@lru_cache(maxsize=256)
def _evaluated(function: Any, salt: float, temperature: float) -> float | None:
    found = function(pybamm.Scalar(salt), pybamm.Scalar(temperature))
    if isinstance(found, pybamm.Symbol):
        return float(found.evaluate()) if found.is_constant() else None
    return float(found)


def _most(one: int | None, other: int | None) -> int | None:
    given = [n for n in (one, other) if n is not None]
    return max(given) if given else None


def in_words(numerics: Numerics, own: Mapping[str, int]) -> str:
    """Points of a mesh in a table, ``r_p=11 x_p=5 x_s=8``.

    Parameters
    ----------
    numerics
        What was given or chosen.
    own
        The model's own points, where nothing was.
    """
    points = {**own, **numerics.var_pts}
    return " ".join(f"{name}={points[name]}" for name in ("r_p", "x_p", "x_s") if name in points)
