"""Draws of a design space: within bounds, reproducible, and clear about bad bounds."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.runs.sampling import read_bounds, sample_designs

BOUNDS = {"kappa_shell": [-20, 0], "core_fraction": [0.3, 0.8], "radius_m": (3e-6, 6e-6)}
LOG = {"diffusivity_m2_s": {"low": 1e-16, "high": 1e-13, "log": True}}
FACETS = {f"f_{family.label}": [0.0, 1.0] for family in pf.NMC811_FACETS}


def test_every_design_is_within_bounds():
    table = sample_designs(BOUNDS | LOG, 100)
    assert table["design"].tolist() == list(range(100))
    for column, (low, high) in BOUNDS.items():
        assert table[column].between(low, high).all()
        assert np.ptp(table[column]) > 0.9 * (high - low)


def test_seed_decides():
    pd.testing.assert_frame_equal(sample_designs(BOUNDS, 10, 3), sample_designs(BOUNDS, 10, 3))
    assert not sample_designs(BOUNDS, 10, 3).equals(sample_designs(BOUNDS, 10, 4))


def test_fewer_designs_are_the_first_of_more():
    few, more = sample_designs(BOUNDS, 5), sample_designs(BOUNDS, 8)
    pd.testing.assert_frame_equal(few, more.head(5))


@pytest.mark.parametrize("n", [1, 7, 64])
def test_any_number_of_designs_without_a_warning(n):
    assert len(sample_designs(BOUNDS, n)) == n


def test_logarithmic_draw_is_even_in_decades():
    drawn = np.log10(sample_designs(LOG, 256)["diffusivity_m2_s"])
    assert drawn.between(-16, -13).all()
    np.testing.assert_allclose(np.histogram(drawn, bins=3, range=(-16, -13))[0], 256 / 3, atol=2)


def test_fractions_of_all_facets_sum_to_one():
    table = sample_designs(FACETS | BOUNDS, 20)
    np.testing.assert_allclose(table[list(FACETS)].sum(axis=1), 1, atol=1e-12)


def test_fractions_of_some_facets_are_refused():
    with pytest.raises(ValueError, match=r"must sum to 1.*given f_\(104\)"):
        sample_designs({"f_(104)": [0, 1]}, 4)


@pytest.mark.parametrize("n", [0, -1, 2.5, True])
def test_number_of_designs_must_be_whole_and_positive(n):
    with pytest.raises(ValueError, match="n="):
        sample_designs(BOUNDS, n)


def test_bounds_of_a_file(tmp_path):
    path = tmp_path / "bounds.yaml"
    path.write_text(
        "kappa_shell: [-20, 0]\ndiffusivity_m2_s: {low: 1e-16, high: 1e-13, log: true}\n"
    )
    bounds = read_bounds(path)
    assert bounds == {"kappa_shell": [-20, 0]} | LOG
    assert len(sample_designs(bounds, 3)) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("radius_m: [6e-6, 3e-6]", "'radius_m'.*low < high"),
        ("radius_m: [3e-6]", "'radius_m'.*two finite numbers"),
        ("radius_m: 3e-6", "'radius_m'.*two finite numbers"),
        ("radius_m: [small, large]", "'radius_m'.*two finite numbers"),
        ("radius_m: [0, .inf]", "'radius_m'.*two finite numbers"),
        ("radius_m: [true, 2]", "'radius_m'.*two finite numbers"),
        ("radius_m: {low: 1, high: 2, scale: log}", "'radius_m'.*two finite numbers"),
        ("radius_m: {low: 1, high: 2, log: 3}", "'radius_m'.*two finite numbers"),
        ("radius_m: {low: 0, high: 2, log: true}", "'radius_m'.*low > 0"),
        ("design: [0, 2]", "'design'"),
        ("- 1", "one line a column"),
        ("", "one line a column"),
        ("a: [", "not a YAML file"),
    ],
)
def test_bad_file_is_refused_by_name(tmp_path, line, said):
    path = tmp_path / "bounds.yaml"
    path.write_text(line + "\n")
    with pytest.raises(ValueError, match=rf"(?s)bounds\.yaml.*{said}"):
        read_bounds(path)
