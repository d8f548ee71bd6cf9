"""The two fits behind the Li2025 sets, from the two measured 10C capacities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pybamm_facets import names
from pybamm_facets.crystal import Texture
from pybamm_facets.factories import factory
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.particle import Agglomerate
from pybamm_facets.studies.calibration import Calibration, Progress, Unknown, calibrate
from pybamm_facets.studies.rate_capability import rate_capability
from pybamm_facets.sweep.backend import Tolerances

REFINED_MESH = {"r_p": 200, "x_p": 10, "x_s": 40}
"""Twice as many points in each direction move the 10C capacity by less than 0.005 mAh/g."""

DIFFUSIVITY_NAMES = {
    "constant": names.DIFFUSIVITY,
    "oregan": names.DIFFUSIVITY_SCALE,
}
D_AB = Unknown("D_ab", 5e-16, 2e-13, start=5e-15, columns=("diffusivity_m2_s",), log=True)
KAPPA = Unknown(
    "kappa_isotropic", -2.0, 8.0, start=1.0,
    columns=("kappa_core", "kappa_shell"), particles=("isotropic",),
)  # fmt: skip
RANDOM = {"kappa_core": 0.0, "kappa_shell": 0.0}
SHELL_KAPPA = Agglomerate.core_shell().shell.kappa


@dataclass(frozen=True)
class Blind:
    """D_ab from the isotropic particle alone, and what follows for the core-shell.

    Parameters
    ----------
    calibration
        The fit to the isotropic particle with random grains.
    prediction, measured
        Capacity of the core-shell particle at 10C [mAh/g].
    """

    calibration: Calibration
    prediction: float
    measured: float

    @property
    def shortfall(self) -> float:
        """Measured minus predicted [mAh/g]."""
        return self.measured - self.prediction


def blind(
    diffusivity: str = "constant",
    *,
    var_pts: Mapping[str, int] | None = None,
    progress: Progress | None = None,
    **cell: Any,
) -> Blind:
    """Fit D_ab to the isotropic 67 mAh/g with random grains; predict the core-shell particle.

    Parameters
    ----------
    diffusivity
        Shape of D_ab, as `li2025`.
    var_pts
        Mesh; `REFINED_MESH` by default.
    progress
        As `calibrate`.
    cell
        ``cell``, ``reading`` and others as `li2025`.
    """
    mesh = REFINED_MESH | dict(var_pts or {})
    isotropic = factory("li2025")("isotropic", diffusivity=diffusivity, fit="blind", **cell)
    data = li2025_capacities().set_index("particle", drop=False)
    found = calibrate(
        {"isotropic": isotropic}, [D_AB], data.loc[["isotropic"]], fixed={"isotropic": RANDOM},
        var_pts=mesh, tolerances=Tolerances(1e-6, 1e-8), progress=progress,
    )  # fmt: skip
    other = factory("li2025")("core_shell", diffusivity=diffusivity, fit="blind", **cell)
    other[DIFFUSIVITY_NAMES[diffusivity]] = float(found.values["D_ab"])
    run = rate_capability({"core-shell": other}, [10.0], directions="discharge", var_pts=mesh)
    measured = float(data["capacity_mAh_g"]["core-shell"])
    return Blind(found, float(run["capacity_mAh_g"].item()), measured)


def inferred_texture(
    diffusivity: str = "constant",
    *,
    var_pts: Mapping[str, int] | None = None,
    progress: Progress | None = None,
    **cell: Any,
) -> Calibration:
    """D_ab and κ of the isotropic particle from both measured 10C capacities.

    Two numbers for two measurements: nothing is left to test the model with. Parameters as `blind`.
    """
    sets = {
        "core-shell": factory("li2025")("core_shell", diffusivity=diffusivity, **cell),
        "isotropic": factory("li2025")("isotropic", diffusivity=diffusivity, **cell),
    }
    return calibrate(
        sets, [D_AB, KAPPA], li2025_capacities(),
        fixed={"core-shell": {"kappa_core": 0.0, "kappa_shell": SHELL_KAPPA}},
        var_pts=REFINED_MESH | dict(var_pts or {}), tolerances=Tolerances(1e-6, 1e-8),
        progress=progress,
    )  # fmt: skip


def basal_share(kappa: float) -> float:
    """Area share of (003) on a particle of texture κ."""
    return float(Texture(kappa).facet_fractions()["(003)"])


def fit_table(diffusivity: str = "constant", **options: Any) -> pd.DataFrame:
    """Both fits, a row each: ``D_ab``, ``kappa_isotropic``, ``basal_share``, ``core_shell_mAh_g``.

    Parameters as `blind`.
    """
    texture, random = inferred_texture(diffusivity, **options), blind(diffusivity, **options)
    kappa = float(texture.values["kappa_isotropic"])
    fitted = texture.residuals.set_index("particle")["model_mAh_g"]["core-shell"]
    rows = {
        "texture": (texture.values["D_ab"], kappa, basal_share(kappa), fitted),
        "blind": (random.calibration.values["D_ab"], 0.0, basal_share(0.0), random.prediction),
    }
    columns = ["D_ab", "kappa_isotropic", "basal_share", "core_shell_mAh_g"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
