"""A design that was found: its particle, its targets, and what the cell leaves open."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import nnls

from pybamm_facets._arrays import BoolArray, FloatArray
from pybamm_facets.crystal import attainable
from pybamm_facets.crystal.tilted_grains import GrainTilt
from pybamm_facets.design.order_problem import MARGIN, SCALE, TENSION
from pybamm_facets.design.responses import Responses
from pybamm_facets.design.space import Space, slope, to_unit
from pybamm_facets.design.targets import Target
from pybamm_facets.particle import Agglomerate

BINDING = 0.2
"""Slack [mAh/g] below which a target binds."""
AT_BOUND = 1e-3
"""Distance from a bound, of its width, at which a variable counts as there."""


@dataclass(frozen=True, eq=False)
class FoundDesign:
    """A particle that meets its targets, or the best that can be had.

    Parameters
    ----------
    variables
        ``radius_m``, ``core_fraction``, ``kappa_core``, ``kappa_shell``, and ``selection`` where
        facets are chosen.
    ordering
        Ω [nat per grain].
    table
        A row a target: ``target``, ``unit`` (of the next four), ``at_least``, ``reached`` (by plain
        runs), ``slack``, ``refined`` (on a finer mesh), ``binding``, ``price`` (dΩ/d target [nat
        per unit]) and ``d_<variable>`` (derivatives by the free variables), ``status``, ``reason``.
    met
        Whether all targets are, and the limit of the core's tension if there is one.
    at_bounds
        Free variables that ended at a bound.
    parameter_values, targets, space
        What was asked.
    evaluations
        Designs with gradients that were computed.
    message
        What the optimiser says.
    """

    variables: dict[str, float]
    ordering: float
    table: pd.DataFrame
    met: bool
    at_bounds: tuple[str, ...]
    parameter_values: pybamm.ParameterValues
    targets: tuple[Target, ...]
    space: Space
    evaluations: int
    message: str
    responses: Responses = field(repr=False)

    @property
    def particle(self) -> Agglomerate:
        """The particle."""
        return self.responses.order.particle(self.variables)

    @property
    def shell(self) -> GrainTilt:
        """Radial diffusivity over D_ab, mean exchange current [mA/cm²] and price of the shell."""
        return self.responses.order.shell(self.variables)

    def facet_ranges(self) -> pd.DataFrame:
        """What the cell leaves open of the facets: shares of any grains that it sees as these.

        Returns
        -------
        pandas.DataFrame
            ``facet``, ``share`` of the design's shell, and ``least`` and ``most`` of all
            orientations with the same radial diffusivity and mean exchange current.
        """
        order, shell = self.responses.order, self.shell
        labels = [family.label for family in order.families]
        currents = dict(zip(labels, order.currents.tolist(), strict=True))
        open_ = attainable(
            shell.d,
            anisotropy=self.space.diffusivity_anisotropy,
            exchange_currents=currents,
            exchange_current=shell.exchange_current,
            families=order.families,
            lattice=order.lattice,
        ).fractions
        own = self.particle.facet_fractions
        rows = [(facet, own[facet], *open_[facet]) for facet in own]
        return pd.DataFrame(rows, columns=["facet", "share", "least", "most"])

    def parameters(self) -> dict[str, float]:
        """PyBaMM parameters of the particle, for ``ParameterValues.update``."""
        return self.particle.parameters()

    @property
    def binding(self) -> tuple[str, ...]:
        """Targets that bind."""
        return tuple(self.table.loc[self.table["binding"], "target"])


def run_again(responses: Responses, variables: dict[str, float], message: str) -> FoundDesign:
    """Run the design again, plainly and on a finer mesh, and put everything together."""
    fine = responses.finer()
    plain, refined = (one.runs([variables]) for one in (responses, fine))
    wanted = np.array([target.at_least for target in responses.targets])
    scale = np.array([target.scale for target in responses.targets])
    slack = plain["reached"].to_numpy() - wanted
    binding = np.abs(slack) < BINDING * scale
    table = pd.DataFrame(
        {
            "target": [target.label for target in responses.targets],
            "unit": [target.unit for target in responses.targets],
            "at_least": wanted,
            "reached": plain["reached"].to_numpy(),
            "slack": slack,
            "refined": refined["reached"].to_numpy(),
            "binding": binding,
            "price": _prices(responses, variables, binding),
            "status": plain["status"].to_numpy(),
            "reason": plain["reason"].to_numpy(),
        }
    )
    limit = responses.space.core_tension
    tension = responses.order.core_tension(variables)
    calm = limit is None or tension <= limit + 2 * MARGIN / SCALE * TENSION
    slopes = responses.at(variables).slopes
    for k, name in enumerate(responses.free):
        table[f"d_{name}"] = slopes[:, k]
    ends = [
        name
        for name, bounds in responses.free.items()
        if not AT_BOUND < to_unit(name, variables[name], bounds) < 1 - AT_BOUND
    ]
    return FoundDesign(
        variables,
        responses.order.ordering(variables),
        table,
        bool((slack >= -MARGIN * scale).all()) and calm,
        tuple(ends),
        responses.parameter_values,
        responses.targets,
        responses.space,
        responses.evaluations,
        message,
        responses,
    )


def _prices(responses: Responses, variables: dict[str, float], binds: BoolArray) -> FloatArray:
    """dΩ/d target of each target that binds: the multipliers of the first-order conditions."""
    prices = np.zeros(len(binds))
    binding = np.flatnonzero(binds)
    if not len(binding):
        return prices
    inside = [
        (k, name)
        for k, (name, bounds) in enumerate(responses.free.items())
        if AT_BOUND < to_unit(name, variables[name], bounds) < 1 - AT_BOUND
    ]
    if not inside:
        return np.full(len(binds), np.nan)
    order = responses.order.ordering_gradient(variables)
    scale = {n: slope(n, variables[n], responses.free[n]) for _, n in inside}
    rows = responses.at(variables).slopes[binding][:, [k for k, _ in inside]]
    matrix = (rows * np.array([scale[n] for _, n in inside])).T
    target = np.array([order[n] * scale[n] for _, n in inside])
    prices[binding] = nnls(matrix, target)[0]
    return prices
