"""What a fit of a file finds, says and writes."""

import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.sets.files.loading import load_set, loaded
from pybamm_facets.studies.inference.set_fit import fit_set, fixed_columns, read_unknown
from pybamm_facets.studies.set_rates import rates_of_sets

COARSE = pf.Numerics({"r_p": 12, "x_p": 3, "x_s": 5})
START = 'like = "Li2025_isotropic"\n[particle]\nkappa = -2\ndiffusivity_m2_s = 5e-15\n'


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(START, encoding="utf-8")
    return path


def data_of(path, changes, rates=(2.0, 5.0, 10.0), error=0.5):
    values = loaded(path, changes=changes).parameter_values
    table = rates_of_sets({"mine": values}, rates, directions=("discharge",), numerics=COARSE).table
    return table[["direction", "c_rate", "capacity_mAh_g"]].assign(
        error_mAh_g=error, voltage_V=float("nan")
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unknown", "key", "truth"),
    [
        ("diffusivity_m2_s", "particle.diffusivity_m2_s", 9e-15),
        ("kappa", "particle.kappa", 1.5),
        ("kappa_shell=-10:10", "particle.kappa_shell", 1.0),
        ("radius_m=3e-6:8e-6", "particle.radius_um", 4.2),
    ],
)
def test_exact_data_give_the_number_back_and_the_file_holds_it(mine, unknown, key, truth):
    changes = {key: truth}
    if key.endswith("kappa_shell"):
        changes["particle.kappa_core"] = -2
    found = fit_set(
        loaded(mine), [unknown], data_of(mine, changes), like=mine.name, numerics=COARSE
    )
    row = found.table.iloc[0]
    scale = 1e6 if key.endswith("_um") else 1.0
    assert row["value"] * scale == pytest.approx(truth, rel=2e-3)
    assert row["verdict"] == "determined" and row["error"] > 0
    written = mine.with_suffix(".fitted.toml")
    text = found.text if "kappa_shell" not in unknown else found.text + "kappa_core = -2\n"
    written.write_text(text, encoding="utf-8")
    again = loaded(written)
    section, _, name = key.partition(".")
    given = again.resolved.tree[section, name]
    assert given.origin == "fitted" and given.source == "to 3 capacities of the data"
    assert float(given.entry.value) == pytest.approx(truth, rel=2e-3)
    low, high = given.entry.low, given.entry.high
    assert float(high - low) == pytest.approx(4 * row["error"] * scale, rel=1e-3)
    capacity = (
        rates_of_sets(
            {"mine": again.parameter_values}, 5.0, directions=("discharge",), numerics=COARSE
        )
        .table["capacity_mAh_g"]
        .item()
    )
    wanted = data_of(mine, changes).set_index("c_rate").loc[5.0, "capacity_mAh_g"]
    assert capacity == pytest.approx(wanted, abs=0.05)


@pytest.mark.slow
def test_charge_and_discharge_are_fitted_together(mine):
    values = loaded(mine, changes={"particle.diffusivity_m2_s": 9e-15}).parameter_values
    table = rates_of_sets({"mine": values}, (2.0,), numerics=COARSE).table
    data = table[["direction", "c_rate", "capacity_mAh_g"]].assign(
        error_mAh_g=0.5, voltage_V=float("nan")
    )
    assert set(data["direction"]) == {"discharge", "charge"}
    found = fit_set(loaded(mine), ["diffusivity_m2_s"], data, numerics=COARSE)
    assert found.table["value"].item() == pytest.approx(9e-15, rel=2e-3)
    assert found.calibration.residuals["residual_mAh_g"].abs().max() < 0.05


def test_what_cannot_be_told_apart_is_not_determined_and_said_in_the_file(mine):
    data = data_of(mine, {"particle.diffusivity_m2_s": 9e-15})
    unknowns = ["diffusivity_m2_s", "radius_m=3e-6:8e-6"]
    found = fit_set(loaded(mine), unknowns, data, like=mine.name, numerics=COARSE)
    assert (found.table["verdict"] == "not determined").all()
    assert "these data do not determine diffusivity_m2_s, radius_m" in found.text
    assert "low =" not in found.text
    assert sum("is not determined" in line for line in found.statements) == 2


@pytest.mark.slow
def test_a_model_that_does_not_fit_says_so(mine):
    data = data_of(mine, {"particle.diffusivity_m2_s": 9e-15}).assign(
        capacity_mAh_g=[200.0, 200.0, 20.0]
    )
    found = fit_set(loaded(mine), ["diffusivity_m2_s"], data, numerics=COARSE)
    assert any("does not describe these data" in line for line in found.statements)


@pytest.mark.parametrize(
    ("unknown", "message"),
    [
        ("diffusivity", "expected one that a file has a key for"),
        ("kappa=5:1", "expected the lower bound first"),
        ("kappa=a:b", "expected NAME, or NAME=LOW:HIGH"),
        ("kappa=1", "expected NAME, or NAME=LOW:HIGH"),
        ("Positive electrode OCP [V]", "expected one that a file has a key for"),
    ],
)
def test_unknowns_that_cannot_be_meant_are_refused(mine, unknown, message):
    with pytest.raises(ValueError, match=message):
        read_unknown(loaded(mine), unknown)


def test_texture_of_a_set_that_states_its_diffusivity_is_refused():
    with pytest.raises(ValueError, match=r"the set gives particle\.core_diffusivity_ratio itself"):
        read_unknown(loaded("nmc111"), "kappa")


def test_more_unknowns_than_data_are_refused(mine):
    data = data_of(mine, {}, rates=(5.0,))
    with pytest.raises(ValueError, match=r"2 unknowns .* but 1 measurements"):
        fit_set(loaded(mine), ["diffusivity_m2_s", "kappa"], data, numerics=COARSE)


def test_measured_surfaces_stay_when_a_texture_is_sought(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        START + '[particle.facet_fractions]\n"(003)" = 0.3\n"(104)" = 0.7\n', encoding="utf-8"
    )
    mine = loaded(path)
    fixed = fixed_columns(mine, [read_unknown(mine, "kappa_shell")])
    assert fixed["f_(003)"] == 0.3 and fixed["f_(104)"] == 0.7 and fixed["kappa_core"] == -2
    design = pd.DataFrame([fixed | {"kappa_shell": 3.0}])
    first = pf.sweep(load_set(path), design, 1.0, numerics=COARSE).table
    assert first["status"].item() == "ok"


def test_default_bounds_are_the_files_own_or_wide():
    mine = loaded("Li2025_core_shell")
    shell = read_unknown(mine, "kappa_shell")
    assert (shell.low, shell.high) == (-20, -5) and shell.start == -10
    d_ab = read_unknown(mine, "diffusivity_m2_s")
    assert d_ab.log and d_ab.low < 9.565e-15 / 20 and d_ab.high > 9.565e-15 * 20
    facet = read_unknown(mine, "j0_(104)_mA_cm2")
    assert facet.start == pytest.approx(0.28) and facet.log


def test_a_loading_of_the_coating_is_found_and_written_as_one(mine):
    text = "[electrode]\nloading_counts = 'coating'\nloading_mg_cm2 = 7\n"
    mine.write_text(START + text, encoding="utf-8")
    data = data_of(mine, {"electrode.loading_mg_cm2": 8.0}, rates=(10.0, 20.0, 40.0), error=0.01)
    found = fit_set(loaded(mine), ["loading_mg_cm2=4:9"], data, like=mine.name, numerics=COARSE)
    assert found.table["value"].item() == pytest.approx(8.0 * 0.85, rel=1e-2)
    written = mine.with_suffix(".fitted.toml")
    written.write_text(found.text, encoding="utf-8")
    given = loaded(written).resolved.tree["electrode", "loading_mg_cm2"]
    assert float(given.entry.value) == pytest.approx(8.0, rel=1e-2)
    assert float(given.entry.value) == pytest.approx(found.table["value"].item() / 0.85, rel=1e-5)
