"""Published series: every row has a source; a user's CSV of the same form is read or refused."""

import re

import pandas as pd
import pytest

from pybamm_facets.measured import (
    literature_rate_series,
    literature_retention_series,
    read_rate_series,
    read_retention_series,
)
from pybamm_facets.measured.series_table import READ_IN

RATES = literature_rate_series()
RETENTION = literature_retention_series()
DOI = re.compile(r"10\.\d{4,9}/\S+")
BOTH = pytest.mark.parametrize("table", [RATES, RETENTION], ids=["rates", "retention"])

GOOD_RATE = (
    "series,material,c_rate,capacity_mAh_g,doi,read_in,confidence\n"
    "a,NMC811,1,190,10.1/x,abstract,high\n"
)
GOOD_RETENTION = (
    "series,material,cycles,retention,doi,read_in,confidence\n"
    "a,NMC811,500,0.8,10.1/x,abstract,high\n"
)


@BOTH
def test_every_row_has_a_source(table):
    assert table["read_in"].isin(READ_IN).all() and table["confidence"].ne("").all()
    without = table[table["doi"] == ""]
    assert without["note"].str.contains("no DOI in what was read").all()
    assert table.loc[table["doi"] != "", "doi"].map(lambda doi: bool(DOI.fullmatch(doi))).all()
    assert len(without) <= 3


def test_sizes_are_those_of_what_was_read():
    assert (len(RATES), RATES["series"].nunique(), len(RETENTION)) == (58, 25, 26)


def test_each_point_is_a_capacity_or_a_ratio():
    assert (RATES["capacity_mAh_g"].notna() ^ RATES["ratio"].notna()).all()
    assert RATES.loc[RATES["ratio"].notna(), "ratio_of"].ne("").all()


def test_points_as_published():
    points = RATES.set_index(["series", "c_rate"])["capacity_mAh_g"]
    assert points["NMC111-bare", 10] == 71.5 and points["NMC811-commercial-like", 6] == 151.3
    assert RETENTION.set_index("series")["retention"]["NMC811-10C-4.5V"] == 0.836


@pytest.mark.parametrize(
    ("read", "table"), [(read_rate_series, RATES), (read_retention_series, RETENTION)]
)
def test_a_users_file_of_the_same_form_gives_the_same_table(tmp_path, read, table):
    path = tmp_path / "mine.csv"
    table.to_csv(path, index=False)
    pd.testing.assert_frame_equal(read(path), table)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("series,", "name,"), "no column 'series'; expected series"),
        (("doi", "isbn"), "column 'isbn' is unknown"),
        (("190", ""), "row 2, column 'capacity_mAh_g': '': expected a capacity, or a ratio"),
        (("190", "-3"), "row 2, column 'capacity_mAh_g': -3.0: expected a number from 0.001"),
        (("190", "many"), "row 2, column 'capacity_mAh_g': 'many': expected a number"),
        (("abstract", "blog"), "column 'read_in': 'blog': expected one of paper text"),
        (("abstract", ""), "row 2, column 'read_in': '': expected a value in every row"),
        (("10.1/x", ""), "column 'doi': '': expected a DOI, or a note"),
        (("high", "sure"), "column 'confidence': 'sure': expected one of high"),
    ],
)
def test_bad_rates_are_refused_by_row_and_column(tmp_path, change, message):
    path = tmp_path / "mine.csv"
    path.write_text(GOOD_RATE.replace(*change))
    with pytest.raises(ValueError, match=re.escape(message)):
        read_rate_series(path)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("a,NMC811,1,180,10.1/x,abstract,high", "", "each rate of 'a' once"),
        (
            "a,NMC111,2,180,10.1/x,abstract,high",
            "",
            "'NMC111': expected what the other rows of 'a'",
        ),
        ("b,NMC811,2,180,10.1/x,abstract,high,soon", "charge_rate", "a multiple of 1C, or equal"),
        ("b,NMC811,2,180,10.1/x,abstract,high,0.5", "ratio", "expected what the ratio is of"),
    ],
)
def test_rows_that_disagree_are_refused(tmp_path, row, column, message):
    text = GOOD_RATE + row + "\n"
    if column:
        first, second, third = text.splitlines()
        text = "\n".join([f"{first},{column}", f"{second},", third])
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=re.escape(message)):
        read_rate_series(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("500", "500.5"), "column 'cycles': 500.5: expected a whole number"),
        (("0.8,", "80,"), "column 'retention': 80.0: expected a number from 0 to 1.5"),
        (("0.8,", ","), "expected a retention, or a capacity at the end"),
        (("high\n", "high\na,NMC811,9,0.9,10.1/x,abstract,high\n"), "expected each series once"),
        (
            ("cycles,", "cycles,lower_voltage_V,upper_voltage_V,"),
            "column 'lower_voltage_V': 4.5: expected less than upper_voltage_V=3",
        ),
    ],
)
def test_bad_retention_is_refused(tmp_path, change, message):
    text = GOOD_RETENTION.replace(*change)
    if "lower" in change[1]:
        text = text.replace("500,", "500,4.5,3,")
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=re.escape(message)):
        read_retention_series(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"none\.csv: no such file"):
        read_rate_series(tmp_path / "none.csv")
