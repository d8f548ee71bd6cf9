"""A table written in pieces is the table written at once."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.runs.table_file import TableFile, kinds_of_rows, widened, write_table

PIECES = [
    pd.DataFrame({"design": [1, 2], "n": [1, 2], "x": [0.1, np.nan], "ok": [True, False]}),
    pd.DataFrame({"design": ["a", "b, \"c\"\n"], "n": [3, 4], "x": [1, 2], "late": [7, 8]}),
    pd.DataFrame({"design": [2.5], "n": [5], "x": [-np.inf], "ok": [True], "why": ["κ"]}),
]  # fmt: skip
READ = {".csv": pd.read_csv, ".parquet": pd.read_parquet}


def kinds_of(pieces):
    kinds = {}
    for piece in pieces:
        kinds = widened(kinds, piece)
    return kinds


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_pieces_are_the_whole(tmp_path, suffix):
    out, at_once = tmp_path / f"pieces{suffix}", tmp_path / f"once{suffix}"
    with TableFile(out, kinds_of(PIECES)) as file:
        for piece in PIECES:
            file.add(piece)
            assert not out.exists()
    write_table(pd.concat(PIECES, ignore_index=True), at_once)
    read = READ[suffix](out)
    pd.testing.assert_frame_equal(read, READ[suffix](at_once))
    assert read["design"].tolist() == ["1", "2", "a", 'b, "c"\n', "2.5"]
    assert read["n"].dtype == np.int64
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([out.name, at_once.name])


def test_columns_hold_what_all_pieces_need():
    assert kinds_of(PIECES) == {
        "design": "text",
        "n": "int",
        "x": "float",
        "ok": "bool",
        "late": "float",
        "why": "text",
    }


def test_rows_tell_the_same_kinds():
    rows = [row for piece in PIECES for row in piece.astype(object).to_dict("records")]
    assert kinds_of_rows(rows) == kinds_of(PIECES)
    assert kinds_of_rows([{"a": 1}, {"a": None, "b": "x"}]) == {"a": "float", "b": "text"}
    assert kinds_of_rows([{"a": None}, {"a": True}]) == {"a": "bool"}
    assert kinds_of_rows([]) == {}


def test_a_file_that_is_not_finished_leaves_nothing(tmp_path):
    out = tmp_path / "table.csv"
    out.write_text("of before")
    with pytest.raises(KeyboardInterrupt), TableFile(out, kinds_of(PIECES[:1])) as file:
        file.add(PIECES[0])
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
    assert out.read_text() == "of before"


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_without_rows_has_its_columns(tmp_path, suffix):
    out = tmp_path / f"none{suffix}"
    with TableFile(out, {"design": "text", "x": "float"}):
        pass
    read = READ[suffix](out)
    assert list(read) == ["design", "x"]
    assert read.empty
