"""A shard is a part of a table that nothing but its words decides."""

import pytest

from pybamm_facets.runs.shard import Shard, read_shard


@pytest.mark.parametrize(("designs", "count"), [(1, 1), (7, 1), (7, 3), (7, 7), (100, 12)])
def test_shards_are_a_partition(designs, count):
    table = list(range(designs))
    parts = [table[read_shard(f"{k}/{count}").rows(designs)] for k in range(1, count + 1)]
    assert sorted(row for part in parts for row in part) == table
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


@pytest.mark.parametrize(
    "bad", ["0/3", "4/3", "1/0", "3", "a/b", "1/3/5", "-1/3", "1.5/3", "", None, 3, Shard(4, 3)]
)
def test_what_is_no_shard_is_refused(bad):
    with pytest.raises(ValueError, match=r"^shard=.*expected i/n with i from 1 to n"):
        read_shard(bad)


def test_more_shards_than_designs_are_refused():
    with pytest.raises(ValueError, match=r"^shard='2/5': expected at most 4 shards of 4 designs"):
        read_shard("2/5").rows(4)


def test_names_of_files_sort_as_their_numbers():
    assert [Shard(k, 12).name for k in (1, 2, 12)] == ["01-of-12", "02-of-12", "12-of-12"]
    assert read_shard(" 3 / 8 ") == Shard(3, 8)
