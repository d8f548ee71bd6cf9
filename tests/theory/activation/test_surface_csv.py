"""Work functions and interactions from files."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.theory import (
    adsorbate_dos,
    chemisorption_broadening,
    chemisorption_shift,
    coupling_strength,
    fit_dos_file,
    read_facet_surfaces,
)

ENERGY = np.linspace(-8, 8, 641)


@pytest.fixture
def dos_file(tmp_path):
    """Densities of states with Δ_0 = 0.3 eV at the Fermi level."""
    bands = np.array(
        [
            2 / (np.pi * width) * np.sqrt(np.clip(1 - ((ENERGY - centre) / width) ** 2, 0, None))
            for centre, width in ((-2.0, 5.0), (1.0, 4.0))
        ]
    )
    fermi = bands[:, 320]
    squares = np.array([0.5, 0.7])
    squares *= 0.3 / coupling_strength(squares, fermi)
    broadening = chemisorption_broadening(squares, bands)
    level = adsorbate_dos(ENERGY, 0.5, broadening, chemisorption_shift(ENERGY, broadening))
    columns = {"energy_eV": ENERGY, "li_2s": level, "s": bands[0], "d": bands[1]}
    path = tmp_path / "dos_104.csv"
    pd.DataFrame(columns).to_csv(path, index=False)
    return path


def write(tmp_path, text):
    path = tmp_path / "facets.csv"
    path.write_text(text)
    return path


def test_numbers_and_density_files_side_by_side(tmp_path, dos_file):
    path = write(
        tmp_path,
        "facet, work_function_eV, delta0_eV, dos_file\n"
        "003, 5.0, 0.17,\n"
        f"(104), 3.9, , {dos_file.name}\n",
    )
    surfaces = read_facet_surfaces(path)
    assert surfaces.labels == ("(003)", "(104)")
    assert not surfaces.illustrative
    assert surfaces["(003)"].coupling_strength == 0.17
    assert surfaces["(104)"].work_function == 3.9
    assert surfaces["(104)"].coupling_strength == pytest.approx(0.3, rel=1e-4)


def test_the_fit_of_a_file_can_be_looked_at(dos_file):
    fit, strength = fit_dos_file(dos_file)
    assert fit.level == pytest.approx(0.5, abs=1e-4)
    assert fit.integral == pytest.approx(1, abs=1e-3)
    assert strength == pytest.approx(0.3, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("facet,work_function_eV,delta0\n(003),5,0.1\n", r"unknown \['delta0'\]"),
        ("facet,delta0_eV\n(003),0.1\n", r"missing \['work_function_eV'\]"),
        ("facet,work_function_eV,delta0_eV\n(999),5,0.1\n", "label='999'|label='.999.'"),
        (
            "facet,work_function_eV,delta0_eV\n(003),high,0.1\n",
            "row 2, column 'work_function_eV': 'high': expected",
        ),
        (
            "facet,work_function_eV,delta0_eV\n(003),,0.1\n",
            "row 2, column 'work_function_eV': '': expected",
        ),
        ("facet,work_function_eV,delta0_eV\n(003),5,\n", "neither delta0_eV nor dos_file"),
        ("facet,work_function_eV,delta0_eV,dos_file\n003,5,0.1,a.csv\n", "expected one of delta0"),
        ("facet,work_function_eV,delta0_eV\n003,5,0.1\n(003),5,0.1\n", "may appear once"),
        ("facet,work_function_eV,delta0_eV\n", "at least one facet"),
    ],
)
def test_bad_table(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        read_facet_surfaces(write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("energy_eV,li_2s\n0,1\n", "facets.csv columns are energy_eV, li_2s; expected"),
        ("energy_eV,li_2s,s\n1,0,0\n2,1,1\n3,0,0\n", "energy_eV is from 1 to 3"),
        ("energy_eV,li_2s,s\n1,0,0\n0,1,1\n3,0,0\n", "facets.csv: energy=0.0 after"),
        ("energy_eV,li_2s,s\n-1,0,x\n0,1,1\n3,0,0\n", "row 2, column 's': 'x': expected a number"),
    ],
)
@pytest.mark.filterwarnings("ignore:adsorbate_dos integrates")
def test_bad_density_file(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        fit_dos_file(write(tmp_path, text))
