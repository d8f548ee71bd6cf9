"""Limits, names and labels on the way from files to facets."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.crystal import facet_family
from pybamm_facets.impedance import invert_facets, read_areas
from pybamm_facets.impedance.inversion.area_tables import read_resistance_table
from pybamm_facets.impedance.inversion.invert_files import AreaFiles, invert_files

VOLTAGE = 8.31446261815324 * 293.15 / 96485.33212331
J0 = pd.Series({"(003)": 0.6, "(104)": 2.8, "(201)": 15.0})
AREAS = pd.DataFrame(
    {"(003)": [60, 20, 10, 40, 70], "(104)": [10, 70, 20, 30, 2], "(201)": [10, 10, 90, 20, 1]},
    ["A", "B", "C", "D", "NA"],
)  # fmt: skip
R_CT = VOLTAGE / (AREAS * 1e-12 @ J0)


@pytest.fixture
def areas(tmp_path):
    AREAS.add_suffix("_um2").rename_axis("particle").to_csv(tmp_path / "areas.csv")
    return AreaFiles(tmp_path / "areas.csv")


def write(tmp_path, **columns):
    frame = pd.DataFrame({"r_ct_MOhm": R_CT / 1e6, "r_ct_error_MOhm": R_CT / 1e8})
    for name, cells in columns.items():
        frame[name] = pd.Series(cells)
    frame.rename_axis("particle").to_csv(tmp_path / "rct.csv")
    return tmp_path / "rct.csv"


@pytest.mark.parametrize(("above", "agrees"), [(0.5, True), (0.99, True), (2.0, False)])
def test_a_limit_is_left_out_predicted_and_compared(tmp_path, areas, above, agrees):
    path = write(tmp_path, r_ct_above_MOhm={"B": above * R_CT["B"] / 1e6})
    frame = pd.read_csv(path, keep_default_na=False, dtype=object).set_index("particle")
    frame.loc["B", ["r_ct_MOhm", "r_ct_error_MOhm"]] = ""
    frame.rename_axis("particle").to_csv(path)
    result = invert_files(areas, path)
    np.testing.assert_allclose(result.inversion.j0, J0, rtol=1e-6)
    assert "B" not in result.particles.index
    row = result.undetermined.loc["B"]
    assert row["predicted_Ohm"] == pytest.approx(R_CT["B"], rel=1e-6)
    assert row["agrees"] == agrees


def test_an_infinite_error_is_a_particle_without_a_value(tmp_path, areas):
    path = write(tmp_path)
    path.write_text(path.read_text().replace(f"{R_CT['B'] / 1e8}", "inf"))
    result = invert_files(areas, path)
    assert list(result.undetermined.index) == ["B"] and result.undetermined["agrees"].all()
    np.testing.assert_allclose(result.inversion.j0, J0, rtol=1e-6)


def test_too_few_that_are_determined_say_which_were_left_out(tmp_path, areas):
    path = write(tmp_path)
    text = path.read_text()
    for name in "ABC":
        text = text.replace(f"{R_CT[name] / 1e8}", "inf")
    path.write_text(text)
    with pytest.raises(ValueError, match=r"2 particles for 3 facets.*not determined: A, B, C"):
        invert_files(areas, path)


def test_a_missing_resistance_without_a_limit_is_refused(tmp_path):
    (tmp_path / "rct.csv").write_text("particle,r_ct_MOhm\nA,1\nB,\n")
    with pytest.raises(ValueError, match="row 3, column 'r_ct_MOhm': '': expected a number"):
        read_resistance_table(tmp_path / "rct.csv")


def test_na_is_the_name_of_a_particle(tmp_path, areas):
    result = invert_files(areas, write(tmp_path))
    assert list(result.inversion.measurement.r_ct.index) == list(AREAS.index)


@pytest.mark.parametrize("change", [0.0, 1e-8])
def test_nearly_collinear_areas_are_refused_as_exact_ones_are(change):
    table = AREAS.astype(float)
    table["(104)"] = 2 * table["(003)"] * (1 + change * np.array([1, -1, 1, -1, 0]))
    with pytest.raises(ValueError, match=r"\(003\).*times.*\(104\) on every particle"):
        invert_facets(table * 1e-12, R_CT)
    mixed = AREAS.astype(float)
    mixed["(201)"] = (mixed["(003)"] + mixed["(104)"]) * (1 + change * np.array([1, 0, -1, 1, 0]))
    with pytest.raises(ValueError, match="cannot be told apart"):
        invert_facets(mixed * 1e-12, R_CT)


def test_four_indices_name_the_same_facets(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text("particle,(0003)_um2,(10-14)_um2,{02-21}_um2\nA,1,2,3\n")
    assert list(read_areas(path)[0]) == ["(003)", "(104)", "(201)"]
    assert facet_family("(0 1 -1 2)").label == "(102)"
    path.write_text("particle,(104)_um2,(10-14)_um2\nA,1,2\n")
    with pytest.raises(ValueError, match=r"one facet, \(104\), named twice"):
        read_areas(path)
    path.write_text("particle,(10-24)_um2\nA,1\n")
    with pytest.raises(ValueError, match=r"areas\.csv: .*expected -\(h \+ k\) = -1 as the third"):
        read_areas(path)
