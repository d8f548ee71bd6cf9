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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_bounds_of_a_file(tmp_path, encoding):
    path = tmp_path / "bounds.toml"
    lines = (
        "# κ of the shell",
        "kappa_shell = [-20, 0]",
        "diffusivity_m2_s = {low = 1e-16, high = 1e-13, log = true}",
        '"f_(104)" = [0, 0.5]',
        '"Positive particle radius [m]" = [3e-6, 6e-6]',
    )
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    names = {"f_(104)": [0, 0.5], "Positive particle radius [m]": [3e-6, 6e-6]}
    bounds = read_bounds(path)
    assert bounds == {"kappa_shell": [-20, 0]} | LOG | names
    del bounds["f_(104)"]
    assert len(sample_designs(bounds, 3)) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("radius_m = [6e-6, 3e-6]", r"'radius_m'=\[6e-06, 3e-06\]: expected .*low < high"),
        ("radius_m = [3e-6]", r"'radius_m'=\[3e-06\]: expected two finite numbers"),
        ("radius_m = 3e-6", "'radius_m'=3e-06: expected two finite numbers"),
        ("radius_m = ['small', 'large']", "'radius_m'=.*small.*: expected two finite numbers"),
        ("radius_m = ['1e-6', '2e-6']", "'radius_m'=.*: expected two finite numbers"),
        ("radius_m = 'ab'", "'radius_m'='ab': expected two finite numbers"),
        ('radius_m = """\na\nb"""', r"'radius_m'='a\\nb': expected two finite numbers"),
        ("radius_m = [0, inf]", "'radius_m'=.*inf.*: expected two finite numbers"),
        ("radius_m = [nan, 1]", "'radius_m'=.*nan.*: expected two finite numbers"),
        ("radius_m = [true, 2]", "'radius_m'=.*True.*: expected two finite numbers"),
        ("radius_m = [2020-01-01, 2021-01-01]", "'radius_m'=.*: expected two finite numbers"),
        ("radius_m = {low = 1, high = 2, scale = 'log'}", "'radius_m'=.*two finite numbers"),
        ("radius_m = {low = 1, high = 2, log = 3}", "'radius_m'=.*two finite numbers"),
        ("radius_m = {low = 0, high = 2, log = true}", "'radius_m'=.*expected low > 0"),
        ("radius_m.low = 1", "'radius_m'=.*'low': 1.*two finite numbers"),
        ("design = [0, 2]", r"'design'=\[0, 2\]: expected none"),
        ("", "no bounds: expected one line a column"),
        ("# nothing", "no bounds: expected one line a column"),
    ],
)
def test_bad_bounds_are_refused_with_file_column_and_value(tmp_path, line, said):
    path = tmp_path / "bounds.toml"
    path.write_text(line + "\n")
    with pytest.raises(ValueError, match=rf"bounds\.toml: .*{said}") as caught:
        read_bounds(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("f_(104) = [0, 1]", r'such as "f_\(104\)" = \[0, 1\], the name in quotes$'),
        ("f_(104) = [", r'"f_\(104\)" = \[0, 1\]; such names stand in quotes'),
        ("Positive particle radius [m] = [3e-6, 6e-6]", '"Positive particle radius .*in quotes'),
        ("kappa_shell: [-20, 0]", r"expected TOML such as kappa_shell = \[-20, 0\]$"),
        ("a: {low: 1e-6, high: 2e-6, log: true}", "a = {low = 1e-6, high = 2e-6, log = true}$"),
        ("- 1", "expected TOML such as kappa_shell"),
        ("x = [0, 2]", "overwrite a value: expected TOML such as kappa_shell"),
    ],
)
def test_bad_syntax_is_refused_with_file_and_line(tmp_path, line, said):
    path = tmp_path / "bounds.toml"
    path.write_text(f"x = [0, 1]\n{line}\n")
    with pytest.raises(ValueError, match=rf"bounds\.toml, line 2: .*{said}") as caught:
        read_bounds(path)
    assert "\n" not in str(caught.value)


def test_an_open_bracket_is_refused_with_file_and_line(tmp_path):
    path = tmp_path / "bounds.toml"
    path.write_text("a = [0, 1]\nb = [0,")
    with pytest.raises(ValueError, match=r"bounds\.toml, line 2: .*: expected TOML such as kappa"):
        read_bounds(path)


def test_another_encoding_is_refused(tmp_path):
    path = tmp_path / "bounds.toml"
    path.write_bytes("# §\nkappa_shell = [-20, 0]\n".encode("latin-1"))
    with pytest.raises(ValueError, match=r"bounds\.toml: byte 2 is no utf-8"):
        read_bounds(path)


@pytest.mark.parametrize("end", [".yaml", ".yml", ".YAML"])
@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("kappa_shell: [-20, 0]\n", "kappa_shell = [-20, 0]"),
        ("# radius: [1, 2]\nf_(104): [0, 1]\n", '"f_(104)" = [0, 1]'),
        ('"f_(104)": [0, 1]\n', '"f_(104)" = [0, 1]'),
        ("a: {low: 1e-6, high: 2e-6, log: true}", "a = {low = 1e-6, high = 2e-6, log = true}"),
        ("a:\n  - 1\n  - 2\n", "kappa_shell = [-20, 0]"),
    ],
)
def test_yaml_is_refused_with_the_same_line_in_toml(tmp_path, end, text, same):
    path = tmp_path / f"bounds{end}"
    path.write_text(text)
    with pytest.raises(ValueError, match="bounds are TOML now") as caught:
        read_bounds(path)
    assert str(caught.value).startswith(f"{path}: ") and str(caught.value).endswith(same)
