"""The overlay whose diffusivity falls near the full lattice: its limits, and what it is for."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.paper.fits import REFINED
from pybamm_facets.sets.hindered import hindered_shape
from pybamm_facets.sets.origins import provenance

RATIO, BEGIN, SCALE = 0.02, 0.9, 3e-15


def diffusivity(x):
    values = pybamm.ParameterValues(
        {
            names.FULL_DIFFUSIVITY_RATIO: RATIO,
            names.HINDERED_FROM: BEGIN,
            names.DIFFUSIVITY_SCALE: SCALE,
        }
    )
    shape = hindered_shape(pybamm.Scalar(x), pybamm.Scalar(293.15))
    return float(values.process_symbol(shape).evaluate())


def test_it_is_the_scale_below_and_the_ratio_at_the_full_lattice():
    assert diffusivity(0.2) == diffusivity(BEGIN) == SCALE
    assert diffusivity(1.0) == pytest.approx(RATIO * SCALE, rel=1e-12)
    assert diffusivity(0.95) == pytest.approx(np.sqrt(RATIO) * SCALE, rel=1e-12)


def test_it_falls_smoothly():
    x = np.linspace(0.85, 1, 61)
    logs = np.log([diffusivity(one) for one in x])
    slopes = np.gradient(logs, x)
    assert (np.diff(logs) <= 1e-12).all()
    assert abs(slopes[[0, -1]]).max() < 3 and abs(np.diff(slopes)).max() < 7


def test_a_ratio_of_one_is_the_constant_diffusivity():
    hindered, constant = pf.li2025(diffusivity="hindered"), pf.li2025()
    hindered.update({names.FULL_DIFFUSIVITY_RATIO: 1.0, names.DIFFUSIVITY_SCALE: 9.565e-15})
    sets = {"hindered": hindered, "constant": constant}
    found = pf.rate_capability(sets, [1, 10], numerics=pf.Numerics.steep).table
    one, other = (rows["capacity_mAh_g"].to_numpy() for _, rows in found.groupby("particle"))
    assert one == pytest.approx(other, abs=0.02)


def test_the_windows_capacity_is_that_of_published_half_cells():
    sets = {
        name: pf.with_window(pf.li2025(name, diffusivity="hindered"), 3.0, 4.3)
        for name in ("isotropic", "core_shell")
    }
    found = pf.rate_capability(sets, 0.1, numerics=pf.Numerics.steep).table
    assert found["status"].eq("ok").all()
    assert found["capacity_mAh_g"].mean() == pytest.approx(201, abs=0.3)


@pytest.mark.slow
def test_its_fit_still_gives_both_measured_capacities():
    sets = {name: pf.li2025(name, diffusivity="hindered") for name in ("isotropic", "core_shell")}
    found = pf.rate_capability(sets, 10, numerics=REFINED["hindered"]).table
    assert found["capacity_mAh_g"].tolist() == pytest.approx([67, 144], abs=0.02)
    default = pf.rate_capability(sets, 10, numerics=pf.Numerics.steep).table
    assert default["capacity_mAh_g"].tolist() == pytest.approx([67, 144], abs=0.3)


def test_its_numbers_are_fitted_or_estimates_with_bounds():
    table = provenance(pf.li2025(diffusivity="hindered"))
    assert table.loc[names.FULL_DIFFUSIVITY_RATIO, "provenance"] == "fitted"
    assert table.loc[names.HINDERED_FROM, "provenance"] == "estimate"
    bounds = table.loc[[names.FULL_DIFFUSIVITY_RATIO, names.HINDERED_FROM], ["lower", "upper"]]
    assert bounds.notna().all().all()
    assert table.loc[names.DIFFUSIVITY_ACTIVATION_ENERGY, "provenance"] == "literature"
