"""Bad tables of measured capacities: one line with file, row, column, value and expectation."""

import pytest

from pybamm_facets.measured import read_capacities

HEAD = "particle,c_rate,capacity_mAh_g,error_mAh_g\n"
GOOD = f"{HEAD}A,0.1,200,2\nA,C/2,180,2\nA,1C,170,\n"


def row(text):
    return f"{HEAD}A,0.1,200,2\n{text}\n"


BAD = {
    "empty": ("", "holds no rows; expected a header"),
    "header only": (HEAD, "holds no rows; expected a measurement a row"),
    "no rate": ("capacity_mAh_g\n200\n", "no column 'c_rate'; expected particle, direction"),
    "no capacity": ("c_rate\n1\n", "no column 'capacity_mAh_g'; expected"),
    "another unit": ("c_rate,capacity_Ah\n1,0.2\n", "no column 'capacity_mAh_g'; expected"),
    "unknown column": (
        "c_rate,capacity_mAh_g,temperature\n1,200,25\n",
        "column 'temperature' is unknown; expected particle",
    ),
    "column twice": ("c_rate,c_rate,capacity_mAh_g\n1,1,200\n", "'c_rate' stands twice"),
    "two errors": (
        "c_rate,capacity_mAh_g,error,error_mAh_g\n1,200,2,2\n",
        "columns 'error' and 'error_mAh_g': expected one of them",
    ),
    "words": (row("A,1,high,2"), "row 3, column 'capacity_mAh_g': 'high': expected a number"),
    "no number": (row("A,1,,2"), "row 3, column 'capacity_mAh_g': '': expected a number"),
    "NaN": (row("A,1,nan,2"), "row 3, column 'capacity_mAh_g': nan: expected a number above 0"),
    "infinite": (row("A,1,inf,2"), "row 3, column 'capacity_mAh_g': inf: expected a number above"),
    "negative": (row("A,1,-170,2"), "row 3, column 'capacity_mAh_g': -170: expected a number"),
    "Ah": (row("A,1,170000,2"), "row 3, column 'capacity_mAh_g': 170000: expected", "below 2000"),
    "no error": (row("A,1,170,0"), "row 3, column 'error_mAh_g': 0: expected a number above 0"),
    "rate of nothing": (row("A,0,170,2"), "row 3, column 'c_rate': '0': expected a positive"),
    "rate in words": (row("A,fast,170,2"), "row 3, column 'c_rate': 'fast': expected", "C/10"),
    "rate over nothing": (row("A,C/0,170,2"), "row 3, column 'c_rate': 'C/0': expected"),
    "rate without end": (row("A,inf,170,2"), "row 3, column 'c_rate': 'inf': expected"),
    "rate in current": (row("A,1e6,170,2"), "row 3, column 'c_rate': '1e6': expected", "to 10000"),
    "rate by digits": (row("A,1_0,170,2"), "row 3, column 'c_rate': '1_0': expected"),
    "rate of two C": (row("A,1CC,170,2"), "row 3, column 'c_rate': '1CC': expected"),
    "no rate in a row": (row("A,,170,2"), "row 3, column 'c_rate': '': expected a positive"),
    "direction": (
        "direction,c_rate,capacity_mAh_g\ncharging,1,170\n",
        "row 2, column 'direction': 'charging': expected discharge or charge",
    ),
    "voltage in mV": (
        "c_rate,capacity_mAh_g,voltage_V\n1,170,3700\n",
        "row 2, column 'voltage_V': 3700: expected a number",
    ),
    "voltage without end": (
        "c_rate,capacity_mAh_g,voltage_V\n1,170,inf\n",
        "row 2, column 'voltage_V': inf: expected a number",
    ),
    "measured twice": (row("A,C/10,201,2"), "row 3: the same particle", "expected each once"),
    "decimal comma": (row("A,1,170,5,2"), "row 3: 5 cells, expected 4 as in the header"),
    "comma beside points": (
        "c_rate;capacity_mAh_g\n0.1;200.5\n1;170,5\n",
        "row 3, column 'capacity_mAh_g': '170,5': expected a number; a comma",
    ),
    "binary": (b"\x89PNG\r\n\x1a\n\xff\xff", "byte 0 is no utf-8; expected a text file"),
    "cell without end": (f"{HEAD}A,1,{'9' * 200_000},2\n", "row 2: expected cells of a table"),
    "row too short": (row("A,1,170"), "row 3: 3 cells, expected 4 as in the header"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_line_that_says_it(name, tmp_path):
    content, *says = BAD[name]
    path = tmp_path / "measured.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ValueError) as caught:
        read_capacities(path)
    message = str(caught.value)
    assert type(caught.value) is ValueError
    assert len(message.splitlines()) == 1
    for said in ("measured.csv", *says):
        assert said in message, message
    assert [one.name for one in tmp_path.iterdir()] == ["measured.csv"]


@pytest.mark.parametrize("name", ["no.csv", "a" * 5000, "a\0b", "."])
def test_no_file(name, tmp_path):
    with pytest.raises(ValueError, match="no such file; expected a CSV") as caught:
        read_capacities(tmp_path / name)
    assert len(str(caught.value).splitlines()) == 1


def test_rates_as_laboratories_write_them(tmp_path):
    path = tmp_path / "measured.csv"
    path.write_text(GOOD)
    assert list(read_capacities(path)["c_rate"]) == [0.1, 0.5, 1.0]


def test_decimal_commas_in_rates_too(tmp_path):
    path = tmp_path / "measured.csv"
    path.write_text("c_rate;capacity_mAh_g\n0,1;200,5\nC/2,5;180,25\n0,75C;171\n")
    table = read_capacities(path)
    assert list(table["c_rate"]) == [0.1, 0.4, 0.75]
    assert list(table["capacity_mAh_g"]) == [200.5, 180.25, 171.0]
