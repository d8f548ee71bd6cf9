"""Findings about a set are true of it, and appear when their cause does."""

import math

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.sets.files.columns import estimates_of
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.studies.set_checks.estimate_influence import influences_of
from pybamm_facets.studies.set_checks.set_check import check_set

COARSE = pf.Numerics({"r_p": 12, "x_p": 3, "x_s": 5})


def write(folder, text, rates=None):
    path = folder / "mine.toml"
    path.write_text('like = "Li2025_isotropic"\n' + text, encoding="utf-8")
    if rates is not None:
        (folder / "rates.csv").write_text("c_rate,capacity_mAh_g\n" + rates, encoding="utf-8")
    return loaded(path)


def findings(found, severity):
    table = found.findings
    return " | ".join(table.loc[table["severity"] == severity, "finding"])


@pytest.mark.slow
def test_the_papers_sets_have_nothing_wrong():
    for name in ("Li2025_core_shell", "Li2025_isotropic"):
        found = check_set(loaded(name), name)
        assert set(found.findings["severity"]) == {"note"}
        assert (found.implied["quantity"] == "porosity").any()


def test_findings_come_worst_first(tmp_path):
    text = "[electrode]\nloading_mg_cm2 = 9.7\n[measured]\ncapacities_csv = 'rates.csv'\n"
    found = check_set(write(tmp_path, text, "0.1,280\n"), "mine", [1.0], numerics=COARSE)
    severities = found.findings["severity"].tolist()
    assert severities == sorted(severities, key=["wrong", "doubtful", "note"].index)
    wrong = findings(found, "wrong")
    assert "porosity 0.02" in wrong
    assert "280 mAh/g were measured where the window holds 234" in wrong


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "rates", "severity", "fragment"),
    [
        ("[electrode]\nthickness_um = 100\n", None, "wrong", "porosity 0.81"),
        ("[electrode]\nthickness_um = 60\n", None, "doubtful", "porosity 0.68"),
        ("[cell]\nupper_voltage_V = 3.7\nlower_voltage_V = 3.6\n", None, "doubtful", "the window"),
        ("[cell]\none_c_mA_g = 20\n", None, "doubtful", "1C is 20 mA/g"),
        ("", "0.1,150\n", "doubtful", "150 mAh/g at 0.1C are 64 %"),
        ("", "1,150\n", "note", "nothing was measured at 0.2C or slower"),
        ("", None, "note", "nothing measured is given"),
        ("[particle]\ndiffusivity_m2_s = 5e-17\n", None, "doubtful", "of the radius: a thin skin"),
        ("[cell]\ntemperature_C = -15\n", None, "doubtful", "transference number is -0.5"),
        (
            "[material]\nc_max_mol_m3 = 40000\ndensity_g_cm3 = 4.7\n",
            None,
            "doubtful",
            "would hold 228 mAh/g, 0.83 lithium per formula of 97.28 g/mol",
        ),
    ],
)
def test_each_cause_has_its_finding(tmp_path, text, rates, severity, fragment):
    if rates is not None:
        text += "[measured]\ncapacities_csv = 'rates.csv'\n"
    found = check_set(write(tmp_path, text, rates), "mine", [1.0], numerics=COARSE)
    assert fragment in findings(found, severity), found.findings["finding"].tolist()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("cell.temperature_C = 40\nparticle.diffusivity_m2_s = 5e-15\n", True),
        ("particle.diffusivity_m2_s = 5e-15\n", False),
        ("cell.temperature_C = 40\n", False),
        (
            "cell.temperature_C = 40\n"
            "particle = { diffusivity_m2_s = 5e-15, diffusivity_temperature_C = 40 }\n",
            False,
        ),
    ],
)
def test_an_own_diffusivity_at_anothers_temperature_is_noted(tmp_path, text, noted):
    found = check_set(write(tmp_path, text), "mine", [1.0], numerics=COARSE)
    factor = math.exp(12047.656 / 8.314463 * (1 / 293.15 - 1 / 313.15))
    note = (
        "particle.diffusivity_m2_s is taken to hold at 20 °C (as in Li2025_isotropic): at the "
        f"cell's 40 °C the model has {factor:.3g} times it"
    )
    assert (note in findings(found, "note")) == noted


@pytest.mark.slow
def test_lithium_that_no_layered_oxide_holds_is_doubtful(tmp_path):
    """Chen2020 says nothing of the material's density or formula; its lithium is its own."""
    path = tmp_path / "full.toml"
    text = 'like = "Chen2020"\nparticle.kappa = -3\nmaterial.density_g_cm3 = '
    for density, expected in (("4.78", True), ("6.1", False)):
        path.write_text(text + density + "\n", encoding="utf-8")
        found = check_set(loaded(path), "full", [1.0], numerics=pf.Numerics({"r_p": 12, "r_n": 12}))
        fragment = "would hold 354 mAh/g, layered oxides hold 270 to 290"
        assert (fragment in findings(found, "doubtful")) == expected


@pytest.mark.slow
def test_a_thick_electrode_needs_a_finer_mesh(tmp_path):
    text = "[electrode]\nloading_mg_cm2 = 21\nthickness_um = 100\n[particle]\nkappa = -10\n"
    told = "the mesh is too coarse for 100 µm at 2C: charge"
    mine = write(tmp_path, text)
    coarse = check_set(mine, "mine", [2.0], numerics=pf.Numerics({"x_p": 5}))
    assert told in findings(coarse, "doubtful")
    chosen = check_set(mine, "mine", [2.0])
    assert told not in findings(chosen, "doubtful")


def test_influences_are_slopes_times_bounds(tmp_path):
    """Against the difference of two runs over a small part of the bounds."""
    mine = write(tmp_path, "[particle]\nkappa = -2\n")
    table = influences_of(mine, [5.0], numerics=COARSE).set_index("estimate")
    row = table.loc["radius_m"]
    values = mine.parameter_values
    step = 1e-3 * (row["high"] - row["low"])
    designs = pd.DataFrame({"radius_m": [5e-6 - step, 5e-6 + step]})
    tight = pf.Numerics(COARSE.var_pts, tolerances=pf.Tolerances(1e-8, 1e-10))
    low, high = pf.sweep(values, designs, 5.0, numerics=tight).table["capacity_mAh_g"]
    slope = (high - low) / (2 * step)
    assert row["change_mAh_g"] == pytest.approx(slope * (row["high"] - row["low"]), rel=0.01)


def test_texture_of_a_set_that_states_its_diffusivities_has_no_influence():
    table = influences_of(loaded("nmc111"), [5.0], numerics=COARSE)
    assert not set(table["estimate"]) & {"kappa", "kappa_core", "kappa_shell"}
    assert np.isfinite(table["change_mAh_g"]).all() and len(table) > 3


def test_diffusion_length_is_the_shells(tmp_path):
    found = check_set(write(tmp_path, "[particle]\nkappa = 0\n"), "mine", [1.0], numerics=COARSE)
    values = write(tmp_path, "[particle]\nkappa = 0\n").parameter_values
    radial = (
        values["Positive particle diffusivity [m2.s-1]"]
        * values["Positive particle shell diffusivity ratio"]
    )
    length = math.sqrt(radial * 3600) * 1e6
    assert f"lithium diffuses {length:.2g} µm" in findings(found, "note")


@pytest.mark.parametrize(("counts", "share"), [("active", 1.0), ("coating", 0.85)])
def test_bounds_of_a_loading_are_those_of_the_active_mass(tmp_path, counts, share):
    loading = "{ value = 6, origin = 'estimate', low = 5, high = 7, source = 'balance' }"
    text = f"[electrode]\nloading_mg_cm2 = {loading}\nloading_counts = '{counts}'\n"
    (one,) = [e for e in estimates_of(write(tmp_path, text)) if e.name == "loading_mg_cm2"]
    assert [one.value, one.low, one.high] == pytest.approx([6 * share, 5 * share, 7 * share])
