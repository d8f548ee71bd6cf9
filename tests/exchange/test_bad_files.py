"""Files that cannot be read give one line each, with file, row and column."""

import re
import sys

import pytest

from pybamm_facets._extras import MissingExtraError
from pybamm_facets.exchange import read_cycler

HEADER = "Test Time / s,Current / A,Voltage / V,Step Count / 1,Cycle Count / 1\n"
GOOD = "0,0.001,3.1,1,1\n10,0.001,3.2,1,1\n"
BAD = {
    "empty": ("", "holds no rows"),
    "a header only": (HEADER, "holds no rows; expected measured points"),
    "no time": ("Current / A,Voltage / V\n1,2\n", "no column 'Test Time / s'; expected"),
    "no current": ("Test Time / s,Voltage / V\n1,2\n", "no column 'Current / A'; expected"),
    "no voltage": ("test_time_second,current_ampere\n1,2\n", "no column 'Voltage / V'; expected"),
    "another unit": (
        "Test Time / s,Current / mA,Voltage / V\n1,2,3\n",
        "no column 'Current / A'",
    ),
    "text in a number": (
        HEADER + GOOD + "20,on,3.3,1,1\n",
        "row 4, column 'Current / A': 'on': expected a number",
    ),
    "an empty cell": (
        HEADER + GOOD + "20,0.001,,1,1\n",
        "row 4, column 'Voltage / V': '': expected a number",
    ),
    "not a number": (
        HEADER + GOOD + "20,0.001,nan,1,1\n",
        "row 4, column 'Voltage / V': 'nan': expected a finite number",
    ),
    "without end": (
        HEADER + GOOD + "inf,0.001,3.3,1,1\n",
        "row 4, column 'Test Time / s': 'inf': expected a finite number",
    ),
    "time runs backwards": (
        HEADER + GOOD + "9.5,0.001,3.3,1,1\n",
        "row 4, column 'Test Time / s': '9.5': expected at least 10, the time before",
    ),
    "step runs backwards": (
        HEADER + GOOD + "20,0.001,3.3,0,1\n",
        "row 4, column 'Step Count / 1': '0': expected at least 1, the step before",
    ),
    "half a cycle": (
        HEADER + GOOD + "20,0.001,3.3,1,1.5\n",
        "row 4, column 'Cycle Count / 1': '1.5': expected a whole number from 0",
    ),
    "a negative cycle": (
        HEADER + "0,0.001,3.1,1,-1\n",
        "row 2, column 'Cycle Count / 1': '-1': expected a whole number from 0",
    ),
    "a row too short": (HEADER + GOOD + "20,0.001\n", "row 4: 2 cells, expected 5"),
    "a column twice": (
        "Test Time / s,test_time_second,Current / A,Voltage / V\n0,0,1,3\n",
        "columns 'Test Time / s' and 'test_time_second': expected one",
    ),
    "a comment above its row": (
        "# cell 7\n" + HEADER + "0,x,3.1,1,1\n",
        "row 3, column 'Current / A': 'x'",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_one_line_with_file_row_and_column(tmp_path, name):
    text, expected = BAD[name]
    path = tmp_path / "cell.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=re.escape(expected)) as caught:
        read_cycler(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"Test Time / s,\xff\xfe\x00\n")
    with pytest.raises(ValueError, match="expected a text file in UTF-8"):
        read_cycler(tmp_path / "a.csv")


def test_another_ending(tmp_path):
    with pytest.raises(ValueError, match=r"a\.xlsx: '\.xlsx': expected one of \.csv, \.txt"):
        read_cycler(tmp_path / "a.xlsx")


def test_a_file_that_is_not_there(tmp_path):
    for name in ("a.csv", "a.nda", "a.ndax"):
        with pytest.raises(FileNotFoundError, match=name):
            read_cycler(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.nda", b"", "holds no bytes"),
        ("a.nda", b"PK some text", "cannot be read as a file of Neware"),
        ("a.nda", b"NEWARE" + bytes(8) + b"\x08" + bytes(5000), "version 8 is not yet supported"),
        ("a.ndax", b"NEWARE" + bytes(100), "cannot be read as a file of Neware"),
        ("a.NDA", b"NEWARE", "'.NDA': expected .nda or .ndax in small letters"),
    ],
)
def test_damaged_files_of_neware(tmp_path, capfd, name, content, expected):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=re.escape(expected)) as caught:
        read_cycler(tmp_path / name)
    assert str(caught.value).startswith(str(tmp_path)) and "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_missing_extra_is_named_before_the_file_is_opened(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "NewareNDA", None)
    with pytest.raises(
        MissingExtraError, match=r'a\.ndax, .*pip install "pybamm-facets\[cycler\]"'
    ):
        read_cycler(tmp_path / "a.ndax")
