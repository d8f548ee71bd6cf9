"""Chapters that end are kept, one that fails says so, and every claim has verdict and number."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.paper.reproduction import Effort, reproduce
from pybamm_facets.paper.reproduction.all_chapters import CHAPTERS
from pybamm_facets.paper.reproduction.chapter import Chapter, ChapterResult, Found, Picture
from pybamm_facets.paper.reproduction.kept_chapters import KeptChapters
from pybamm_facets.runs.sqlite_file import LedgerError

CRYSTAL = next(chapter for chapter in CHAPTERS if chapter.name == "crystal")

VERDICTS = {
    "twenty-five-fold": "reproduced",
    "nmc111": "not supported",
    "nmc111-overpotential": "not supported",
    "six-minutes": "not supported",
    "144-over-500-cycles": "not supported",
    "particle-is-a-mean": "cannot be tested",
    "circuit-fits": "reproduced",
    "areas": "cannot be tested",
    "slow-facet": "cannot be tested",
    "rises-with-angle": "fitted, so no test",
    "six-from-six": "reproduced",
    "slow-facet-is-seen": "reproduced",
    "within-twenty-percent": "reproduced",
    "runs-alike": "cannot be tested",
    "thermal-energy": "reproduced",
    "slope-work-function": "not supported",
    "larger-work-function-fixed": "reproduced",
    "larger-work-function-double-layer": "not supported",
    "slope-interaction": "not supported",
    "stronger-interaction": "reproduced",
    "work-function-dominates-fixed": "cannot be tested",
    "work-function-dominates-double-layer": "not supported",
    "arbitrary-facets": "not supported",
    "basal-plane-out": "fitted, so no test",
    "shell-avoids-003": "cannot be tested",
    "grains-faster": "reproduced",
    "transport-contributes": "reproduced",
    "keeps-eighty": "fitted, so no test",
    "isotropic-fades-more": "cannot be tested",
    "capacity-core-shell": "fitted, so no test",
    "capacity-core-shell-charged": "reproduced",
    "capacity-isotropic": "fitted, so no test",
    "blind-prediction": "not supported",
    "similar-when-slow": "reproduced",
    "higher-at-all-rates": "reproduced",
    "kinetics-decide": "not supported",
    "two-solvers": "reproduced",
    "lower-polarisation": "reproduced",
    "later-cut-off": "fitted, so no test",
    "kinetics-in-voltage": "reproduced",
    "stands-out": "cannot be tested",
    "avoid-003": "not supported",
    "facets-pay": "not supported",
    "uniform-mean": "reproduced",
    "uniform-field": "not supported",
    "stress-in-the-centre": "not supported",
    "tension-in-the-centre": "reproduced",
    "calmer-shell": "reproduced",
    "strain-as-printed": "not supported",
    "strain-mol-per-litre": "reproduced",
    "strain-of-the-lattice": "not supported",
}
NUMBERS = {
    "nmc111": (103.6, 0.3),
    "six-minutes": (288, 1),
    "144-over-500-cycles": (111.3, 0.5),
    "particle-is-a-mean": (2.657, 0.005),
    "six-from-six": (0.90, 0.02),
    "within-twenty-percent": (1.59, 0.05),
    "slope-interaction": (144, 1),
    "basal-plane-out": (40.2, 0.1),
    "transport-contributes": (76.9, 0.2),
    "capacity-core-shell-charged": (138.1, 0.2),
    "blind-prediction": (102.25, 0.1),
    "similar-when-slow": (0.91, 0.02),
    "lower-polarisation": (68.7, 0.5),
    "kinetics-in-voltage": (43, 0.5),
    "uniform-field": (0.426, 0.02),
    "strain-as-printed": (45.5, 1.0),
    "strain-mol-per-litre": (0.0152, 0.0005),
}


def test_quick_chapters_give_the_numbers_behind_their_claims():
    found = reproduce(["1", "2", "4-caption"], chapters=[c for c in CHAPTERS if c.name != "gap"])
    table = found.table.set_index("claim")
    left_out = table["chapter"] == "gap"
    assert list(table.index[left_out]) == ["avoid-003"]
    assert table.loc["avoid-003", "verdict"] == "not computed"
    for name, row in table[~left_out].iterrows():
        assert row["verdict"] == VERDICTS[name], name
        assert np.isfinite(row["value"]), name
        if name in NUMBERS:
            assert row["value"] == pytest.approx(NUMBERS[name][0], abs=NUMBERS[name][1]), name
    assert not found.problems


@pytest.mark.slow
def test_every_claim_has_its_verdict_and_number():
    table = reproduce().table.set_index("claim")
    assert dict(table["verdict"]) == VERDICTS
    assert np.isfinite(table["value"]).all()
    for name, (value, error) in NUMBERS.items():
        assert table.loc[name, "value"] == pytest.approx(value, abs=error), name


def test_a_chapter_that_fails_says_so_stops_no_other_and_is_tried_again(tmp_path):
    asked = []

    def breaks(desk):
        asked.append("rates")
        raise RuntimeError("no convergence at 10C")

    def counted(desk):
        asked.append("crystal")
        return CRYSTAL.work(desk)

    chapters = (
        Chapter("rates", "Rate capability", breaks),
        replace(CRYSTAL, work=counted),
    )
    store = tmp_path / "kept.db"
    for kept in (False, True):
        found = reproduce(["2f", "4h"], store=store, chapters=chapters)
        assert found.problems == {"rates": "RuntimeError: no convergence at 10C"}
        assert found.chapters["crystal"].kept is kept
        verdicts = found.table.set_index("claim")["verdict"]
        assert verdicts["slow-facet"] == "cannot be tested"
        assert verdicts["lower-polarisation"] == "not computed"
    assert asked == ["rates", "crystal", "rates"]


def test_after_an_interruption_what_has_ended_is_not_computed_again(tmp_path):
    def stopped(desk):
        raise KeyboardInterrupt

    store = tmp_path / "kept.db"
    broken = (CRYSTAL, Chapter("rates", "Rate capability", stopped))
    with pytest.raises(KeyboardInterrupt):
        reproduce(["1", "4h"], store=store, chapters=broken)
    found = reproduce(["1"], store=store, chapters=broken)
    assert found.chapters["crystal"].kept
    other = replace(Effort.reduced, draws=8)
    assert not reproduce(["1"], effort=other, store=store, chapters=broken).chapters["crystal"].kept


def test_what_is_kept_comes_back_as_it_was(tmp_path):
    table = pd.DataFrame({"a": [1.25, np.nan], "b": ["(003)", None], "c": [True, False]})
    picture = Picture("p", "alt", "caption", "image/png", "AAAA")
    one = ChapterResult(
        "crystal", {"x": 1 / 3, "gone": np.nan}, {"T": table}, {"draws": "4"}, ("said",),
        (picture,), 2.5,
    )  # fmt: skip
    kept = KeptChapters(tmp_path / "kept.db")
    kept.keep(one, Effort.reduced)
    back = kept.find("crystal", Effort.reduced)
    kept.close()
    assert back.numbers["x"] == 1 / 3
    assert np.isnan(back.numbers["gone"])
    pd.testing.assert_frame_equal(back.tables["T"], table, check_dtype=False)
    assert (back.sizes, back.statements, back.pictures) == (
        one.sizes, one.statements, one.pictures,
    )  # fmt: skip
    assert back.kept and back.seconds == 2.5


def test_a_damaged_or_foreign_file_is_one_clear_error(tmp_path):
    store = tmp_path / "kept.db"
    reproduce(["1"], store=store, chapters=[CRYSTAL])
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE chapters SET content = replace(content, 'ratio', 'ration')")
    with pytest.raises(LedgerError, match="chapter 'crystal' is damaged"):
        reproduce(["1"], store=store, chapters=[CRYSTAL])
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(LedgerError, match="not a file of reproduced chapters"):
        reproduce(["1"], store=other, chapters=[CRYSTAL])


def test_progress_counts_chapters_and_tells_of_parts():
    told = []
    particles = next(chapter for chapter in CHAPTERS if chapter.name == "design")
    reproduce(["4-caption"], chapters=[particles], progress=told.append)
    assert {(one.done, one.total) for one in told} == {(0, 1), (1, 1)}
    assert any("gain down to 2.5 V" in one.what for one in told)


def test_pictures_are_drawn_as_a_chapter_ends():
    def draw(name: str, found: Found):
        assert name == "crystal" and found.numbers
        return [Picture("p", "alt", "caption", "image/png", "AAAA")]

    found = reproduce(["1"], draw=draw, chapters=[CRYSTAL])
    assert [one.name for one in found.chapters["crystal"].pictures] == ["p"]
