"""The fitted numbers of the parameter sets, derived again from the measured capacities."""

from dataclasses import replace

import pytest

import pybamm_facets as pf
from pybamm_facets.paper.fits import DIFFUSIVITY_NAMES, REFINED, fit_table

RATIO = "Positive particle shell diffusivity ratio"


MESH = {"constant": {}, "oregan": {"var_pts": {"r_p": 40, "x_p": 10, "x_s": 4}}}
"""O'Regan's on fewer points than the fits, for time: within 0.005 mAh/g of them."""


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "prediction"), [("constant", 102.246), ("oregan", 99.103)])
def test_fitted_numbers_are_derived_again(shape, prediction):
    fitted = fit_table(shape, numerics=replace(REFINED[shape], **MESH[shape]))
    for fit in ("texture", "blind"):
        stored = pf.li2025("core_shell", diffusivity=shape, fit=fit)[DIFFUSIVITY_NAMES[shape]]
        assert stored == pytest.approx(fitted["D_ab"][fit], rel=5e-4)
    isotropic = pf.Texture(fitted["kappa_isotropic"]["texture"])
    stored = pf.li2025("isotropic", diffusivity=shape)[RATIO]
    assert stored == pytest.approx(isotropic.diffusivity_ratios()[0], rel=1e-3)
    assert fitted["core_shell_mAh_g"]["blind"] == pytest.approx(prediction, abs=0.03)
    assert fitted["core_shell_mAh_g"]["texture"] == pytest.approx(144, abs=0.01)
