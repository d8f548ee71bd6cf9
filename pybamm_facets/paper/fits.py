"""The two fits behind the Li2025 sets, from the two measured 10C capacities."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from pybamm_facets import names
from pybamm_facets.crystal import Texture
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC, measured_capacities
from pybamm_facets.particle.agglomerate import ALIGNED
from pybamm_facets.progress import Tell
from pybamm_facets.runs.numerics import Numerics, Route, Tolerances
from pybamm_facets.studies.inference.calibration import Calibration, calibrate
from pybamm_facets.studies.inference.started_fit import Start
from pybamm_facets.studies.inference.unknowns import Unknown
from pybamm_facets.studies.rates import rate_capability

ACROSS = {"x_p": 9, "x_s": 8}
STEEP_REFINED = replace(
    Numerics.steep,
    var_pts={"r_p": 64} | ACROSS,
    tolerances=Tolerances(1e-6, 1e-8),
    route=Route.ELEMENTS,
)
REFINED = {
    "constant": Numerics(
        {"r_p": 19} | ACROSS, tolerances=Tolerances(1e-6, 1e-8), route=Route.ELEMENTS
    ),
    "oregan": STEEP_REFINED,
    "hindered": STEEP_REFINED,
}
"""Twice as many points in each direction move the 10C capacity by less than 0.003 mAh/g."""

DIFFUSIVITY_NAMES = {
    "constant": names.DIFFUSIVITY,
    "oregan": names.DIFFUSIVITY_SCALE,
    "hindered": names.DIFFUSIVITY_SCALE,
}
D_AB = Unknown("D_ab", 5e-16, 2e-13, start=5e-15, columns=("diffusivity_m2_s",), log=True)
KAPPA = Unknown(
    "kappa_isotropic", -2.0, 8.0, start=1.0,
    columns=("kappa_core", "kappa_shell"), particles=(ISOTROPIC,),
)  # fmt: skip
RANDOM = {"kappa_core": 0.0, "kappa_shell": 0.0}
SHELL_KAPPA = ALIGNED.kappa


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
    cell: str = "rate",
    reading: str = "active",
    start: Start = (),
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> Blind:
    """Fit D_ab to the isotropic capacity at 10C with random grains; predict the core-shell's.

    Parameters
    ----------
    diffusivity, cell, reading
        As `li2025`.
    start
        How the cells were charged before, as in `calibrate`.
    numerics
        Mesh and tolerances; `REFINED` by default.
    progress
        As `calibrate`.
    """
    numerics = numerics or REFINED[diffusivity]
    isotropic, other = (
        li2025(name, diffusivity=diffusivity, cell=cell, reading=reading, fit="blind")
        for name in (ISOTROPIC, CORE_SHELL)
    )
    data = li2025_capacities().set_index("particle", drop=False)
    found = calibrate(
        {ISOTROPIC: isotropic}, [D_AB], data.loc[[ISOTROPIC]], fixed={ISOTROPIC: RANDOM},
        start=start, numerics=numerics, progress=progress,
    )  # fmt: skip
    other[DIFFUSIVITY_NAMES[diffusivity]] = float(found.values["D_ab"])
    mesh = replace(numerics, tolerances=Tolerances())
    run = rate_capability(
        {CORE_SHELL: other}, data["c_rate"][CORE_SHELL], start=start, numerics=mesh
    )
    prediction = float(run.table["capacity_mAh_g"].item())
    return Blind(found, prediction, measured_capacities()[CORE_SHELL])


def inferred_texture(
    diffusivity: str = "constant",
    *,
    cell: str = "rate",
    reading: str = "active",
    start: Start = (),
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> Calibration:
    """D_ab and κ of the isotropic particle from both measured 10C capacities.

    Two numbers for two measurements: nothing is left to test the model with. Parameters as `blind`.
    """
    return calibrate(
        {
            name: li2025(name, diffusivity=diffusivity, cell=cell, reading=reading)
            for name in (CORE_SHELL, ISOTROPIC)
        },
        [D_AB, KAPPA],
        li2025_capacities(),
        fixed={CORE_SHELL: {"kappa_core": 0.0, "kappa_shell": SHELL_KAPPA}},
        start=start,
        numerics=numerics or REFINED[diffusivity],
        progress=progress,
    )


def basal_share(kappa: float) -> float:
    """Area share of (003) on a particle of texture κ."""
    return float(Texture(kappa).facet_fractions()["(003)"])


def fit_table(diffusivity: str = "constant", *, numerics: Numerics | None = None) -> pd.DataFrame:
    """Both fits, a row each: ``D_ab``, ``kappa_isotropic``, ``basal_share``, ``core_shell_mAh_g``.

    Parameters as `blind`.
    """
    texture = inferred_texture(diffusivity, numerics=numerics)
    random = blind(diffusivity, numerics=numerics)
    kappa = float(texture.values["kappa_isotropic"])
    fitted = texture.residuals.set_index("particle")["model_mAh_g"][CORE_SHELL]
    rows = {
        "texture": (texture.values["D_ab"], kappa, basal_share(kappa), fitted),
        "blind": (random.calibration.values["D_ab"], 0.0, basal_share(0.0), random.prediction),
    }
    columns = ["D_ab", "kappa_isotropic", "basal_share", "core_shell_mAh_g"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
