"""Sets that ask for different models, in one table, beside what was measured of them."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.measured import read_capacities
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.studies.own_measurements import measurements_of, own_measurements, with_errors
from pybamm_facets.studies.set_model import model_choice
from pybamm_facets.studies.set_rates import fitted_words, rates_of_sets

COARSE = pf.Numerics({"r_p": 12, "x_p": 3, "x_s": 5})


@pytest.fixture
def full_cell(tmp_path):
    path = tmp_path / "full.toml"
    path.write_text(
        'like = "Chen2020"\n[particle]\nkappa = 0\n[material]\ndensity_g_cm3 = 4.8\n',
        encoding="utf-8",
    )
    return path


def test_half_cell_and_full_cell_stand_in_one_table(full_cell):
    sets = {"half": pf.li2025(), "full": loaded(full_cell).parameter_values}
    found = rates_of_sets(sets, [1.0], directions=("discharge",))
    assert found.table["particle"].tolist() == ["half", "full"]
    assert (found.table["status"] == "ok").all()
    half = pf.rate_capability({"half": pf.li2025()}, 1.0).table["capacity_mAh_g"].item()
    assert found.table["capacity_mAh_g"].iloc[0] == half
    model = pf.FacetDFN({"working electrode": "both"})
    full = pf.rate_capability(full_cell, 1.0, model=model).table["capacity_mAh_g"].item()
    assert found.table["capacity_mAh_g"].iloc[1] == full


def test_a_set_chooses_its_model_and_mesh(full_cell):
    assert model_choice(loaded(full_cell).parameter_values).full_cell
    plain, steep = model_choice(pf.li2025()), model_choice(pf.li2025(diffusivity="oregan"))
    assert not plain.steep and plain.numerics == pf.Numerics.default
    assert steep.steep and steep.numerics == pf.Numerics.steep


def test_measured_rates_are_run_and_compared():
    measured = pd.DataFrame(
        {
            "particle": ["a", "a"],
            "direction": ["discharge", "charge"],
            "c_rate": [3.0, 2.0],
            "capacity_mAh_g": [150.0, 160.0],
            "voltage_V": np.nan,
        }
    )
    sets = {"a": pf.li2025(), "b": pf.li2025("isotropic")}
    found = rates_of_sets(sets, [1.0], measured=measured, fitted={"b": "x"}, numerics=COARSE)
    table = found.table.set_index(["particle", "direction", "c_rate"])
    assert table.loc[("a", "discharge", 3.0), "measured_mAh_g"] == 150
    assert table.loc[("a", "charge", 2.0), "role"] == "compared"
    assert ("b", "discharge", 3.0) not in table.index
    assert len(found.statements) == 1 and "nothing here was fitted" in found.statements[0]


def test_what_was_fitted_is_called_so():
    sets = {name: loaded(name) for name in ("Li2025_isotropic", "nmc111")}
    words = fitted_words(sets)
    assert set(words) == {"Li2025_isotropic"}
    assert "particle.kappa fitted" in words["Li2025_isotropic"]
    values = {name: one.parameter_values for name, one in sets.items()}
    table = rates_of_sets(
        values, [5.0, 10.0], directions=("discharge",), fitted=words, numerics=COARSE,
        measured=measurements_of(sets),
    ).table.dropna(subset="measured_mAh_g")  # fmt: skip
    assert dict(zip(table["particle"], table["role"], strict=True)) == {
        "Li2025_isotropic": "fitted",
        "nmc111": "compared",
    }


def test_a_sets_file_says_what_was_measured_of_it():
    table = own_measurements(loaded("Li2025_core_shell"), "mine")
    assert table[["particle", "c_rate", "capacity_mAh_g"]].values.tolist() == [
        ["mine", 10.0, 144.0]
    ]
    assert own_measurements(loaded("NCA_half_cell"), "x") is None


def test_a_table_beside_the_sets_goes_before_their_files(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("c_rate,capacity_mAh_g\n10,120\n", encoding="utf-8")
    sets = {name: loaded(name) for name in ("Li2025_core_shell", "Li2025_isotropic")}
    table = measurements_of(sets, path).set_index("particle")["capacity_mAh_g"]
    assert table.to_dict() == {"Li2025_core_shell": 120.0, "Li2025_isotropic": 67.0}
    path.write_text("particle,c_rate,capacity_mAh_g\nother,10,120\n", encoding="utf-8")
    with pytest.raises(ValueError, match="particle 'other': expected one of 'Li2025_core_shell'"):
        measurements_of(sets, path)


def test_errors_that_are_not_given_are_a_hundredth(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("c_rate,capacity_mAh_g,error\nC/10,200,\n1,180,3\n", encoding="utf-8")
    table = with_errors(read_capacities(path, "a"))
    assert table["error_mAh_g"].tolist() == [2.0, 3.0]
    assert table["c_rate"].tolist() == [0.1, 1.0]
