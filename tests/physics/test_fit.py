"""The fitted numbers of the parameter sets, derived again from the measured capacities."""

from dataclasses import replace

import pytest

import pybamm_facets as pf
from pybamm_facets.paper.fits import DIFFUSIVITY_NAMES, REFINED, fit_table

RATIO = "Positive particle shell diffusivity ratio"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "points", "prediction"), [("constant", 120, 102.2), ("oregan", 200, 99.1)]
)
def test_fitted_numbers_are_derived_again(shape, points, prediction):
    fitted = fit_table(
        shape, numerics=replace(REFINED, var_pts={"r_p": points, "x_p": 5, "x_s": 16})
    )
    for fit in ("texture", "blind"):
        stored = pf.li2025("core_shell", diffusivity=shape, fit=fit)[DIFFUSIVITY_NAMES[shape]]
        assert stored == pytest.approx(fitted["D_ab"][fit], rel=2e-3)
    isotropic = pf.Texture(fitted["kappa_isotropic"]["texture"])
    stored = pf.li2025("isotropic", diffusivity=shape)[RATIO]
    assert stored == pytest.approx(isotropic.diffusivity_ratios()[0], rel=2e-3)
    assert fitted["core_shell_mAh_g"]["blind"] == pytest.approx(prediction, abs=0.3)
    assert fitted["core_shell_mAh_g"]["texture"] == pytest.approx(144, abs=0.01)
