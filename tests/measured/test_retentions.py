"""Retentions as laboratories write them down."""

import pytest

from pybamm_facets.measured.retentions import read_retentions


def write(tmp_path, text):
    path = tmp_path / "mine.csv"
    path.write_text(text)
    return path


def test_columns_come_as_numbers(tmp_path):
    found = read_retentions(write(tmp_path, "particle;cycle;retention;note\na;100;0,95;x\n"))
    assert list(found.columns) == ["cycle", "retention", "particle"]
    assert found.iloc[0].to_list() == [100, 0.95, "a"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cycle,capacity\n1,0.9\n", "no column 'retention'"),
        ("cycle,retention,colour\n1,0.9,red\n", "column 'colour' is unknown"),
        ("cycle,retention\n", "holds no rows"),
        ("cycle,retention\n1.5,0.9\n", "row 2: cycle=1.5, expected a whole number"),
        ("cycle,retention\n0,0.9\n", "row 2: cycle=0"),
        ("cycle,retention\n1,much\n", "retention"),
    ],
)
def test_what_cannot_be_meant_is_one_line(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        read_retentions(write(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match="no such file"):
        read_retentions(tmp_path / "no.csv")
