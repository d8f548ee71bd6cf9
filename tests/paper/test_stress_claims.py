"""What the paper says about stress: readings of its equations, and statements that hold."""

import pytest

pytest.importorskip("skfem")

from pybamm_facets.paper import claims_table, paper_particles, readings_table


def test_readings_that_stay_within_the_papers_strain():
    table = readings_table(0.652).set_index("reading")
    assert table.index[table["holds"]].tolist() == [
        "c in mol/L, a third",
        "c in mol/L, what is left at x = 0.2",
        "c as a share of c_max",
    ]
    litre = table.loc["c in mol/L, a third"]
    assert litre["p99_strain_percent"] == pytest.approx(0.0147, rel=0.02)
    assert litre["alpha_dc"] == pytest.approx(1.45e-4, rel=0.02)
    printed = table.loc["SI as printed, change over 200 mAh/g"]
    assert printed["p99_strain_percent"] / 0.03 == pytest.approx(1470, rel=0.02)
    assert table.loc["lattice table, x = 0.35", "p99_stress_MPa"] > 3000


@pytest.mark.slow
def test_what_the_paper_says_about_stress():
    table = claims_table({"3-D": paper_particles(seeds=range(4), h=0.06)})
    tensor = table[table["law"] == "tensor"].set_index(["statement", "measure"])["holds"]
    assert tensor.loc["isotropic: uniform stress"].tolist() == [True, False]
    assert tensor.loc["core-shell: stress in the centre"].tolist() == [True, True]
    assert tensor.loc["core-shell: less variation in the shell"].tolist() == [True]
