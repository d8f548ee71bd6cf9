"""The needed D/R² is the one that went in; a point that says nothing of it is not determined."""

import math

import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.measured import literature_rate_series
from pybamm_facets.studies.published_series.needed_diffusion import needed_diffusion
from pybamm_facets.studies.published_series.placed_cell import one_diffusivity, placed, warming

D_OVER_R2 = 2.5e-4
TABLE = literature_rate_series()
CELL = TABLE[TABLE["series"] == "NMC811-commercial-like"].iloc[0]


def made(values, rates):
    """A series that the model itself measured at a known D/R²."""
    d = D_OVER_R2 * values[names.PARTICLE_RADIUS] ** 2 / warming(values)
    values.update({names.DIFFUSIVITY: d})
    capacities = pf.rate_capability(values, rates).table["capacity_mAh_g"]
    rows = [
        CELL.to_dict() | {"series": "made", "c_rate": rate, "capacity_mAh_g": capacity}
        for rate, capacity in zip(rates, capacities, strict=True)
    ]
    return pd.DataFrame(rows)


def test_it_finds_the_diffusivity_that_went_in():
    values = placed(one_diffusivity(pf.li2025()), CELL)
    table = needed_diffusion(made(values, [0.1, 4.0]), {"NMC811": pf.li2025()}).table
    assert table["reading"].tolist() == ["absolute", "absolute", "ratio"]
    assert table["d_over_r2_per_s"].iloc[1:].tolist() == pytest.approx([D_OVER_R2] * 2, rel=0.03)
    assert (table["model_mAh_g"] - table["target_mAh_g"]).iloc[:2].abs().max() < 0.7
    assert set(table["limited_by"]) == {"diffusion in the particle"}


def test_a_point_beyond_the_window_is_not_determined():
    series = made(placed(one_diffusivity(pf.li2025()), CELL), [4.0])
    series["capacity_mAh_g"] = 230.0
    (row,) = needed_diffusion(series, {"NMC811": pf.li2025()}).table.to_dict("records")
    assert math.isnan(row["d_over_r2_per_s"])
    assert row["reason"].startswith("more than the model delivers with any D (21")


def test_a_point_that_another_part_limits_is_not_determined():
    slow = pf.li2025()
    slow.update({names.CONTACT_RESISTANCE: 8 * slow[names.CONTACT_RESISTANCE]})
    series = made(placed(one_diffusivity(pf.li2025()), CELL), [4.0]).assign(capacity_mAh_g=60.0)
    (row,) = needed_diffusion(series, {"NMC811": slow}).table.to_dict("records")
    assert math.isnan(row["d_over_r2_per_s"]) and row["limited_by"] == "contact"
    assert "moves more with the contact than with D" in row["reason"]


def test_series_that_state_too_little_say_why():
    chosen = TABLE[TABLE["series"].isin(["NMC111-NR0", "SC-LLO-plates", "NMC811-hollow-Nd"])]
    table = needed_diffusion(chosen, {}).table
    assert len(table) == len(chosen) and table["d_over_r2_per_s"].isna().all()
    assert table["reason"].str.contains("not stated").all()


def test_a_material_without_a_set_is_said():
    series = TABLE[TABLE["series"] == "NMC811-commercial-like"]
    assert set(needed_diffusion(series, {}).table["reason"]) == {"no set stands for NMC811"}
