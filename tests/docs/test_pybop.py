"""PyBOP fits our models as they are; runs where PyBOP is installed, see docs/how_to/pybop.md."""

import runpy

import pytest

from tests.docs.pages import ROOT

pytest.importorskip(
    "pybop",
    reason="PyBOP needs an environment of its own: docs/how_to/pybop.md",
    exc_type=ImportError,
)


@pytest.mark.filterwarnings("default")
def test_pybop_finds_the_texture_that_made_the_curves_and_the_one_of_the_measured_capacity():
    found = runpy.run_path(str(ROOT / "docs" / "how_to" / "pybop" / "fit_kappa.py"))["main"]()
    assert found["error"] < 0.3
    assert abs(found["shell"] + 10) < 3 * found["error"]
    assert found["again_mAh_g"] == pytest.approx(67, abs=0.1)
