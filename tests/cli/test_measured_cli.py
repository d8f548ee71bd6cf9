"""``pybamm-facets measured`` as a laboratory meets it."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app
from pybamm_facets.measured import read_capacities
from tests.exchange.made import CAPACITY, discharge, frame_of, rate_test, rest, write_bdf

CELL = ["--mass-mg", "7.1", "--one-c-mA-g", "180", "--lower-V", "2.5", "--upper-V", "4.3"]


def invoke(*arguments, cell=CELL):
    return CliRunner().invoke(app, ["measured", *map(str, arguments), *cell])


def test_prints_steps_and_rates_and_writes_the_table(tmp_path):
    file = write_bdf(tmp_path / "core-shell.bdf.csv", rate_test())
    result = invoke(file, "--csv", tmp_path / "rates.csv")
    assert result.exit_code == 0, result.output
    for text in ("core-shell.bdf.csv", "discharge", "hold", "150.00", "repeats", "wrote"):
        assert text in result.output
    table = pd.read_csv(tmp_path / "rates.csv")
    assert set(table["particle"]) == {"core-shell"}
    out = table[table["direction"] == "discharge"].set_index("c_rate")["capacity_mAh_g"]
    assert out.to_dict() == pytest.approx(CAPACITY, rel=1e-9)


def test_what_it_writes_is_what_the_other_commands_read(tmp_path):
    file = write_bdf(tmp_path / "mine.csv", rate_test())
    assert invoke(file, "--csv", tmp_path / "rates.csv").exit_code == 0
    read = read_capacities(tmp_path / "rates.csv")
    written = pd.read_csv(tmp_path / "rates.csv")
    for column in ("particle", "direction"):
        assert read[column].tolist() == written[column].tolist()
    for column in ("c_rate", "capacity_mAh_g", "error_mAh_g"):  # pandas 2 reads a last digit off
        assert read[column].tolist() == pytest.approx(written[column].tolist(), rel=3e-16)


def test_a_name_and_cycles_that_are_left_out(tmp_path):
    file = write_bdf(tmp_path / "a.csv", rate_test())
    result = invoke(file, "--particle", "x", "--skip-cycles", "1, 2", "--csv", tmp_path / "r.csv")
    assert result.exit_code == 0, result.output
    table = pd.read_csv(tmp_path / "r.csv")
    assert set(table["particle"]) == {"x"}
    assert 0.1 not in set(table["c_rate"][table["direction"] == "discharge"])


def test_steps_that_cannot_be_used_are_named(tmp_path):
    reversed_ = discharge(1.0)
    reversed_.current = -reversed_.current
    mixed = discharge(1.0) + discharge(0.1)
    frame = frame_of(rest(), discharge(1.0), discharge(1.0, end=3.2), mixed, reversed_)
    file = write_bdf(tmp_path / "a.csv", frame)
    result = invoke(file, "--csv", tmp_path / "r.csv")
    assert result.exit_code == 1
    for text in (
        "step 3: incomplete: ends at 3.200 V, before the cut-off 2.5 V",
        "step 4: mixed: the current changes from",
        "step 5: reversed: the voltage falls by",
    ):
        assert text in result.output
    assert pd.read_csv(tmp_path / "r.csv")["repeats"].tolist() == [1]


def test_without_a_step_that_can_be_used_no_table_is_written(tmp_path):
    file = write_bdf(tmp_path / "a.csv", frame_of(rest()))
    result = invoke(file, "--csv", tmp_path / "r.csv")
    assert result.exit_code == 1
    assert "no step that can be used, so no table of rates" in result.output
    assert not (tmp_path / "r.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "cell", "expected"),
    [
        (["gone.csv"], CELL, "No such file"),
        (["a.xlsx"], CELL, "expected one of .csv"),
        (["a.csv"], ["--mass-mg", "0", *CELL[2:]], "--mass-mg=0.0: expected a positive number"),
        (["a.csv"], [*CELL[:3], "-1"], "--one-c-mA-g=-1.0: expected a positive number"),
        (["a.csv"], [*CELL, "--lower-V", "5"], "lower_V=5.0: expected a number below"),
        (["a.csv", "--skip-cycles", "x"], CELL, "--skip-cycles='x': expected whole numbers"),
        (["a.csv", "--csv", "a.csv"], CELL, "expected another file than the one that is read"),
        (["bad.csv"], CELL, "bad.csv, row 2, column 'Current / A': 'x': expected a number"),
    ],
)
def test_bad_input_gives_one_line_and_writes_nothing(
    tmp_path, monkeypatch, arguments, cell, expected
):
    monkeypatch.chdir(tmp_path)
    write_bdf(tmp_path / "a.csv", frame_of(rest(), discharge(1.0)))
    (tmp_path / "bad.csv").write_text("Test Time / s,Current / A,Voltage / V\n0,x,3\n")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    extra = [] if "--csv" in arguments else ["--csv", "r.csv"]
    result = invoke(*arguments, *extra, cell=cell)
    assert result.exit_code == 2, result.output
    assert expected in result.output and result.output.count("error:") == 1
    assert result.output.strip().count("\n") == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("left_out", ["--mass-mg", "--one-c-mA-g"])
def test_mass_and_1c_are_asked_for(tmp_path, left_out):
    file = write_bdf(tmp_path / "a.csv", frame_of(rest()))
    at = CELL.index(left_out)
    result = invoke(file, cell=CELL[:at] + CELL[at + 2 :])
    assert result.exit_code == 2 and left_out in result.output
