"""A number that nobody should trust is refused, or said to be doubtful, with what was wrong."""

import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.impedance import read_spectrum
from pybamm_facets.impedance.inversion.area_tables import read_areas
from pybamm_facets.paper.coin_cells import nmc111
from pybamm_facets.runs.designs import read_designs

SET = "Li2025_core_shell"
NUMERICS = pf.Numerics({"r_p": 8, "x_p": 3, "x_s": 5})


def written(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def sweep(designs, rates=10, **options):
    return pf.sweep(SET, designs, rates, **{"numerics": NUMERICS, **options}).table


def changed(**changes):
    values = pf.li2025()
    values.update(changes)
    return values


def rate(values, rates=10, **options):
    return pf.rate_capability(values, rates, **{"numerics": NUMERICS, **options}).table


# A state outside what is asked


def test_one_call_sets_a_window_and_the_run_starts_in_it():
    narrow = rate(pf.with_window(SET, upper=4.3), 0.1, curves=True, numerics=pf.Numerics.default)
    assert narrow["capacity_mAh_g"].item() == pytest.approx(215.1, abs=0.1)
    by_column = sweep({"upper_voltage_V": [4.3]}, 0.1, numerics=pf.Numerics.default)
    assert by_column["capacity_mAh_g"].item() == narrow["capacity_mAh_g"].item()


@pytest.mark.parametrize(
    ("direction", "name", "value", "other"),
    [
        ("discharge", names.UPPER_CUT_OFF, 4.3, names.FULL_VOLTAGE),
        ("charge", names.LOWER_CUT_OFF, 3.0, names.EMPTY_VOLTAGE),
    ],
)
def test_a_start_beyond_a_cut_off_is_refused_with_both_numbers(direction, name, value, other):
    row = rate(changed(**{name: value}), directions=direction).iloc[0]
    assert row["status"] == "infeasible"
    assert f"{name!r}={value:g}" in row["reason"]
    assert f"{other!r}=" in row["reason"]
    table = sweep({"design": ["a", "b"], name: [value, pf.li2025()[name]]}, directions=direction)
    assert table["status"].tolist() == ["infeasible", "ok"]


def test_a_run_does_not_leave_the_table_of_the_potential():
    x = np.linspace(0.3, 0.9, 50)

    def potential(sto):
        return pybamm.Interpolant(x, 4.3 - 1.2 * (x - 0.3), sto, name="table")

    values = changed(**{names.POSITIVE_OCP: potential})
    row = rate(pf.with_window(values, lower=3.6)).iloc[0]
    assert row["status"] == "infeasible"
    assert "x = 0.3 to 0.9" in row["reason"]
    inside = rate(pf.with_window(values, lower=3.6, upper=4.2), 0.1).iloc[0]
    assert inside["status"] == "ok"
    assert "x = 0.9" in rate(pf.with_window(values, lower=3.0, upper=4.2)).iloc[0]["reason"]


def test_one_c_has_to_do_with_the_electrode():
    row = rate(changed(**{names.NOMINAL_CAPACITY: 5.0})).iloc[0]
    assert row["status"] == "infeasible"
    assert f"{names.NOMINAL_CAPACITY!r}=5" in row["reason"]


# Given twice, or without effect


@pytest.mark.parametrize(
    "columns",
    [
        ("radius_m", names.PARTICLE_RADIUS),
        ("core_fraction", names.CORE_RADIUS_FRACTION),
        ("kappa_shell", names.SHELL_RATIO),
        ("loading_mg_cm2", names.ACTIVE_FRACTION),
        ("loading_mg_cm2", names.POSITIVE_THICKNESS),
        ("loading_mg_cm2", names.ACTIVE_MATERIAL_DENSITY),
        ("diffusivity_m2_s", names.DIFFUSIVITY),
        ("f_(201)", "f_(021)"),
        ("f_(104)", names.area_fraction("(104)")),
        ("j0_(201)_mA_cm2", "j0_(021)_mA_cm2"),
        ("upper_voltage_V", names.UPPER_CUT_OFF),
    ],
)
def test_a_quantity_given_twice_is_refused(columns):
    with pytest.raises(ValueError, match="both set") as caught:
        sweep({column: [0.5] for column in columns})
    assert all(repr(column) in str(caught.value) for column in columns)


@pytest.mark.parametrize(
    "column",
    [
        names.CURRENT_FUNCTION,
        names.INITIAL_POSITIVE,
        "Positive electrode OCP entropic change [V.K-1]",
    ],
)
def test_a_column_without_effect_is_refused(column):
    with pytest.raises(ValueError, match="no effect"):
        sweep({column: [0.001, 0.1]})


def test_numbers_of_a_phase_that_nobody_reads_are_refused():
    name = f"Primary: {names.reference_exchange_current_density('(104)')}"
    with pytest.raises(ValueError, match="would be ignored") as caught:
        rate(changed(**{name: 10.0}))
    assert repr(name) in str(caught.value)


# Tables


def test_labels_stay_as_written(tmp_path):
    path = written(tmp_path, "design,kappa_shell\nNA,-10\n001,0\n1e3,4\n")
    assert read_designs(path)["design"].tolist() == ["NA", "001", "1e3"]


@pytest.mark.parametrize(
    ("text", "row", "what"),
    [
        ("design,kappa_shell,radius_m\na,-10,5e-6,1\n", 2, "4 cells, expected 3"),
        ("design,kappa_shell\na,-10\n\nb\n", 4, "1 cells, expected 2"),
        ("kappa_shell;radius_m\n-10;60,932\n0;5.0\n", 2, "'60,932'"),
        ("kappa_shell\nlots\n", 2, "column 'kappa_shell': 'lots'"),
    ],
)
def test_a_table_that_is_no_table_names_file_and_row(tmp_path, text, row, what):
    path = written(tmp_path, text)
    with pytest.raises(ValueError, match=re.escape(f"{path}, row {row}")) as caught:
        read_designs(path)
    assert what in str(caught.value)


def test_a_decimal_comma_is_recognised_once_per_file(tmp_path):
    path = written(tmp_path, "design;kappa_shell;radius_m\na;-10,5;5e-6\nb;0;4e-6\n")
    assert read_designs(path)["kappa_shell"].tolist() == [-10.5, 0]


def test_a_thousands_comma_is_not_a_decimal_comma(tmp_path):
    rows = "".join(f"{10**k}.0000;{k},032;-199\n" for k in range(5, -1, -1))
    path = written(tmp_path, "frequency_Hz;z_real_ohm;z_imag_ohm\n" + rows, "spectrum.txt")
    with pytest.raises(ValueError, match="one decimal mark") as caught:
        read_spectrum(path)
    assert f"{path}, row 2" in str(caught.value)


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("particle,(003)_um2,(201)_um2,(021)_um2", "(201)"),
        ("particle,(003)_um2,(201)_um2,(110)_um2", "(110)"),
    ],
)
def test_areas_of_one_facet_in_two_words_and_of_none_are_refused(tmp_path, header, what):
    path = written(tmp_path, f"{header}\nA,60,10,10\nB,20,70,10\n")
    with pytest.raises(ValueError, match=re.escape(what)):
        read_areas(path)


def test_a_point_measured_twice_is_refused():
    measured = pd.DataFrame(
        {
            "particle": ["set"] * 2,
            "direction": ["discharge"] * 2,
            "c_rate": [10, 10],
            "capacity_mAh_g": [140.0, 150.0],
        }
    )
    with pytest.raises(ValueError, match=r"twice|more than once|one row"):
        rate({"set": SET}, measured=measured)


# Nonsense


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: pf.Tolerances(10.0, 10.0),
        lambda: rate(changed(**{names.DIFFUSIVITY: True})),
        lambda: rate(changed(**{names.DIFFUSIVITY: lambda sto, T: -1e-14 + 0 * sto})),
        lambda: rate(changed(**{names.SEPARATOR_POROSITY: 2.0})),
        lambda: rate(changed(**{names.TRANSFERENCE_NUMBER: 1.5})),
        lambda: rate(changed(**{names.AMBIENT_TEMPERATURE: 25.0})),
        lambda: pf.li2025(thickness=30),
        lambda: pf.li2025(loading_mg_cm2=6.3e-2 / 2),
        lambda: rate(SET, "1,2"),
        lambda: rate(SET, 1e6),
        lambda: rate(SET, threads=100_000),
        lambda: pf.sample_designs({"kappa_shell": [-10, 0]}, 10**9),
        lambda: rate(SET, model="DFN"),
        lambda: rate(SET, model=pf.FacetDFN),
        lambda: rate(SET, model=pybamm.lead_acid.Full()),
        lambda: sweep({"kappa_shell": [0.0]}, model=pybamm.lithium_ion.DFN()),
        lambda: rate(SET, model=pf.FacetDFN({"working electrode": "both"})),
    ],
)
def test_nonsense_is_one_clear_error(nonsense):
    with pytest.raises(ValueError, match="expected") as caught:
        nonsense()
    assert "IDA" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_degrees_celsius_are_asked_about():
    row = sweep({names.AMBIENT_TEMPERATURE: [25.0, 298.15]})
    assert row["status"].tolist() == ["infeasible", "ok"]
    assert "25 °C are 298.15 K" in row["reason"].iloc[0]


def test_a_full_cell_set_in_a_half_cell_says_what_to_do():
    full = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.isotropic())
    with pytest.raises(ValueError, match="with_lithium"):
        rate(full)
    half = rate(pf.with_lithium(full, upper=4.3), [1, 10])
    assert half["status"].tolist() == ["ok", "doubtful"]
    assert half["reason"][1].startswith("electrolyte-limited")  # 10C of 76 µm


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        (names.ELECTRODE_HEIGHT, 0.01, 0.0),
        (names.FULL_VOLTAGE, 4.5, 9.0),
        ("radius_m", 5e-6, -1.0),
        ("kappa_shell", 0.0, float("nan")),
        (names.SEPARATOR_POROSITY, 0.5, 0.0),
    ],
)
def test_one_impossible_row_takes_no_other_with_it(tmp_path, column, good, bad):
    designs = pd.DataFrame({column: [good, bad, good], "core_fraction": [0.4, 0.5, 0.6]})
    table = sweep(designs, store=tmp_path / "runs.db")
    assert table["status"].tolist() == ["ok", "infeasible", "ok"]
    assert table["reason"].iloc[1]


def test_labels_that_no_file_keeps_are_refused_first():
    designs = pd.DataFrame({"kappa_shell": [0.0]}, index=[pd.Timestamp("2026-01-01")])
    with pytest.raises(ValueError, match="expected text or a number"):
        sweep(designs)


@pytest.mark.parametrize("rates", [[50, 200, 1000]])
def test_a_rate_that_cannot_start_is_infeasible(rates):
    table = rate(SET, rates)
    assert table["status"].tolist() == ["ok", "infeasible", "infeasible"]
    assert not table["reason"].str.contains("IDA").any()


# Temperature


def test_diffusivity_follows_arrhenius_about_twenty_degrees():
    values = pf.li2025()
    energy = values[names.DIFFUSIVITY_ACTIVATION_ENERGY]
    assert energy == pytest.approx(8.314462618 * 1449, rel=1e-9)
    warm = {names.AMBIENT_TEMPERATURE: 313.15, "Initial temperature [K]": 313.15}
    factor = np.exp(energy / 8.314462618 * (1 / 293.15 - 1 / 313.15))
    by_hand = warm | {
        names.DIFFUSIVITY: factor * values[names.DIFFUSIVITY],
        names.DIFFUSIVITY_ACTIVATION_ENERGY: 0.0,
    }
    capacities = [rate(changed(**c))["capacity_mAh_g"].item() for c in ({}, warm, by_hand)]
    assert capacities[1] == pytest.approx(capacities[2], abs=1e-6)
    assert capacities[1] > capacities[0] + 15


def test_a_diffusivity_with_its_own_temperature_is_not_multiplied_twice():
    for values in (
        pf.li2025(diffusivity="oregan"),
        pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.isotropic()),
    ):
        assert values[names.DIFFUSIVITY_ACTIVATION_ENERGY] == 0


@pytest.mark.parametrize(
    ("temperature", "why"),
    [(273.15, "transference number is -0.17"), (333.15, "was measured from")],
)
def test_a_function_outside_what_it_was_measured_for_is_doubtful(temperature, why):
    table = sweep({names.AMBIENT_TEMPERATURE: [293.15, temperature]}, 1)
    assert table["status"].tolist() == ["ok", "doubtful"]
    assert why in table["reason"].iloc[1]


# First hours of a user


def test_a_simulation_may_begin_with_a_rest():
    for values in (pf.li2025(), nmc111()):
        values["Current function [A]"] = 0.0
        solution = pybamm.Simulation(pf.FacetDFN(), parameter_values=values).solve([0, 10])
        assert solution.termination == "final time"
        below = values[names.FULL_VOLTAGE] - solution["Voltage [V]"].entries[0]
        assert below == pytest.approx(1e-3, rel=0.1)


@pytest.mark.slow
def test_a_terminal_without_greek_loses_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "pybamm_facets", "derived", SET],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "HOME": "/nowhere"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"electrode area" in done.stdout


def test_stress_induced_diffusion_is_not_switched_on_in_silence():
    mechanics = {"particle mechanics": "swelling only"}
    with pytest.warns(pybamm.OptionWarning, match="stress-induced diffusion"):
        pf.FacetDFN(mechanics)
    off = pf.FacetDFN(mechanics | {"stress-induced diffusion": "false"})
    capacities = [rate(SET, model=model)["capacity_mAh_g"].item() for model in (None, off)]
    assert capacities[0] == pytest.approx(capacities[1], abs=1e-6)
