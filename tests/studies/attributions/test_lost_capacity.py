"""Where capacity is lost: sums, limits, and an independent calculation of what diffusion costs."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.studies.attributions.lost_capacity import FACTOR, PARTS, REST, Scaled
from tests.design.diffusion import sphere_capacity


def losses(table):
    return table.set_index("part")["loss_mAh_g"]


def test_losses_sum_to_what_is_missing():
    table = pf.lost_capacity(pf.li2025("isotropic"), 10, "charge")
    assert table["part"].tolist() == [*PARTS, REST]
    missing = table.attrs["window_mAh_g"] - table.attrs["capacity_mAh_g"]
    assert table["loss_mAh_g"].sum() == pytest.approx(missing, abs=1e-9)
    assert (table["loss_mAh_g"] > 0).all()
    plain = pf.rate_capability({"it": pf.li2025("isotropic")}, 10, directions="charge")
    capacity = plain.table["capacity_mAh_g"].item()
    assert table.attrs["capacity_mAh_g"] == pytest.approx(capacity, abs=0.02)


def test_a_discharge_to_2_5_V_loses_to_diffusion_alone():
    """By as much as a sphere loses at constant flux, whose surface fills up."""
    values = pf.li2025()
    ratio = pf.Texture().diffusivity_ratios()[0]
    for zone in ("core", "shell"):
        values[f"Positive particle {zone} diffusivity ratio"] = ratio
    table = pf.lost_capacity(values, 10)
    full = table.attrs["window_mAh_g"]
    alone = full - sphere_capacity(10, 5e-6, ratio * 9.567e-15)
    assert losses(table)["diffusion in particles"] == pytest.approx(alone, abs=0.4)
    assert losses(table).drop("diffusion in particles").abs().max() < 0.5


def test_what_is_ideal_already_costs_nothing():
    values = pf.li2025()
    values["Contact resistance [Ohm]"] = 0.0
    found = losses(pf.lost_capacity(values, 10, "charge"))
    assert found["contact"] == pytest.approx(0, abs=1e-6)
    assert found["electrolyte"] > losses(pf.lost_capacity(values, 1, "charge"))["electrolyte"]


def test_a_set_without_a_window_is_refused():
    with pytest.raises(ValueError, match="expected a half-cell"):
        pf.lost_capacity(pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate()))


def test_scaled_functions_scale():
    assert Scaled(np.sin, FACTOR)(0.3) == pytest.approx(FACTOR * np.sin(0.3))
