"""The two fits behind the Li2025 sets, from the two measured 10C capacities."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pybamm
from scipy.optimize import brentq

from pybamm_facets.crystal import Texture
from pybamm_facets.factories import factory
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.models import FacetDFN
from pybamm_facets.particle import Agglomerate
from pybamm_facets.sweep.backend import Tolerances
from pybamm_facets.sweep.build import build
from pybamm_facets.sweep.case import Case
from pybamm_facets.sweep.solve import CaseSolver
from pybamm_facets.sweep.start import CONCENTRATIONS
from pybamm_facets.sweep.table import case_row

REFINED_MESH = {"r_p": 200, "x_p": 10, "x_s": 40}
"""Twice as many points in each direction move the 10C capacity by less than 0.005 mAh/g."""

DIFFUSIVITY_NAMES = {
    "constant": "Positive particle diffusivity [m2.s-1]",
    "oregan": "Positive particle diffusivity scale [m2.s-1]",
}
LOG_D_BRACKET = (math.log(5e-16), math.log(2e-13))
KAPPA_BRACKET = (-2.0, 8.0)


def fit_li2025(
    diffusivity: str = "constant", *, var_pts: Mapping[str, int] | None = None
) -> dict[str, dict[str, float]]:
    """Fit D_ab and the isotropic texture to the measured 10C capacities, on a refined mesh.

    Parameters
    ----------
    diffusivity
        Shape of D_ab, as `li2025`.
    var_pts
        Mesh; `REFINED_MESH` by default.

    Returns
    -------
    dict
        ``texture``: ``diffusivity`` from the core-shell particle, ``kappa_isotropic`` from the
        isotropic one. ``blind``: ``diffusivity`` from the isotropic particle with random grains,
        ``kappa_isotropic`` zero, and the ``core_shell_prediction`` [mAh/g] that follows.
    """
    capacity = _capacity_at_10c(diffusivity, dict(REFINED_MESH) | dict(var_pts or {}))
    measured = li2025_capacities().set_index("particle")["capacity_mAh_g"]
    core_shell, random = Agglomerate.core_shell(), Agglomerate.isotropic()

    def diffusivity_for(particle: Agglomerate, target: float) -> float:
        def miss(log_d: float) -> float:
            return capacity(particle, math.exp(log_d)) - target

        return math.exp(brentq(miss, *LOG_D_BRACKET, xtol=1e-5))

    d_texture = diffusivity_for(core_shell, measured["core-shell"])
    kappa = brentq(
        lambda k: capacity(Agglomerate.isotropic(Texture(k)), d_texture) - measured["isotropic"],
        *KAPPA_BRACKET,
        xtol=1e-4,
    )
    d_blind = diffusivity_for(random, measured["isotropic"])
    return {
        "texture": {"diffusivity": d_texture, "kappa_isotropic": kappa},
        "blind": {
            "diffusivity": d_blind,
            "kappa_isotropic": 0.0,
            "core_shell_prediction": capacity(core_shell, d_blind),
        },
    }


def _capacity_at_10c(shape: str, var_pts: dict[str, int]) -> Callable[[Agglomerate, float], float]:
    base = factory("li2025")(diffusivity=shape)
    varied = [DIFFUSIVITY_NAMES[shape], *Agglomerate.core_shell().parameters()]
    built = build(FacetDFN(), base, [*varied, CONCENTRATIONS["positive"]], var_pts=var_pts)
    solver = CaseSolver(built, threads=1, tolerances=Tolerances(1e-6, 1e-8))

    def capacity(particle: Agglomerate, diffusivity: float) -> float:
        values: pybamm.ParameterValues = base.copy()
        changes: dict[str, Any] = {DIFFUSIVITY_NAMES[shape]: diffusivity}
        values.update(particle.parameters() | changes, strict=True)
        case = Case("fit", values, "discharge", 10.0)
        (outcome,) = solver.solve([case])
        if outcome.status != "ok":
            raise RuntimeError(f"fit at D_ab = {diffusivity:g} m2/s: {outcome.reason}")
        return float(case_row(case, outcome)["capacity_mAh_g"])

    return capacity
