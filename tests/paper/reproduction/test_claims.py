"""Claims: what makes one, how it is judged, and that every one has its chapter."""

import math
from dataclasses import replace

import pytest

from pybamm_facets.paper.reproduction import claims, exhibits, judge, repaired_equations
from pybamm_facets.paper.reproduction.all_chapters import CHAPTERS
from pybamm_facets.paper.reproduction.claim import Basis, Claim, Verdict
from pybamm_facets.paper.reproduction.exhibit import chosen_exhibits

TEST = Claim(
    "c", "4g", "It is 144.", "rates", "q", "capacity", "Within 5 %.", at_least=137, at_most=151
)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (137.0, Verdict.REPRODUCED),
        (151.0, Verdict.REPRODUCED),
        (136.9, Verdict.NOT_SUPPORTED),
        (151.1, Verdict.NOT_SUPPORTED),
        (math.nan, Verdict.NOT_COMPUTED),
        (math.inf, Verdict.NOT_COMPUTED),
    ],
)
def test_a_number_decides(value, verdict):
    assert judge(TEST, {"rates": {"q": value}}).verdict is verdict


@pytest.mark.parametrize(
    ("basis", "verdict"),
    [(Basis.FITTED, Verdict.FITTED), (Basis.UNTESTABLE, Verdict.UNTESTABLE)],
)
def test_what_was_fitted_or_is_not_known_is_no_test_whatever_the_number(basis, verdict):
    claim = replace(TEST, basis=basis, at_least=None, at_most=None)
    for value in (-1e9, 144.0, 1e9):
        assert judge(claim, {"rates": {"q": value}}).verdict is verdict


def test_one_side_is_enough():
    assert replace(TEST, at_most=None).verdict(1e9) is Verdict.REPRODUCED
    assert replace(TEST, at_least=None).verdict(-1e9) is Verdict.REPRODUCED


def test_a_chapter_that_did_not_end_gives_no_verdict_and_a_missing_number_is_an_error():
    assert judge(TEST, {}).verdict is Verdict.NOT_COMPUTED
    with pytest.raises(KeyError, match="has no 'q'"):
        judge(TEST, {"rates": {"other": 1.0}})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"why": " "}, "expected a text"),
        ({"at_least": None, "at_most": None}, "expected bounds with a test"),
        ({"basis": Basis.FITTED}, "expected bounds with a test and with nothing else"),
        ({"at_least": 200}, "expected at most 151"),
        ({"at_least": math.nan}, "expected a finite number"),
    ],
)
def test_a_claim_that_cannot_be_meant_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(TEST, **change)


def test_a_number_is_written_with_its_unit():
    claim = replace(TEST, unit="mAh/g", form="+.1f")
    assert claim.written(-41.76) == "−41.8 mAh/g"
    assert claim.expects == "137 to 151 mAh/g"


def test_every_claim_and_every_exhibit_name_chapters_that_there_are():
    chapters = {chapter.name for chapter in CHAPTERS}
    assert len(claims()) >= 45
    assert {claim.chapter for claim in claims()} == chapters
    assert {name for one in exhibits() for name in one.chapters} <= chapters


def test_every_figure_of_the_paper_is_there():
    ids = {one.id for one in exhibits()}
    assert {"1", "2a", "2b", "2c-d", "2e", "2f", "2g", "3a", "3b-c", "3d", "3e"} <= ids
    assert {"4a", "4b-e", "4f", "4g", "4h", "4i", "S20-21", "S-tables"} <= ids
    without = {one.id for one in exhibits() if one.states == "Not in the text."}
    assert without == {"2a", "2c-d"}
    assert not without & {claim.exhibit for claim in claims()}


def test_what_is_fitted_in_the_sets_is_no_test_here():
    fitted = {claim.number for claim in claims() if claim.basis is Basis.FITTED}
    tested = {claim.number for claim in claims() if claim.basis is Basis.TEST}
    assert {"core_shell_10C", "isotropic_10C", "core_shell_kept_percent"} <= fitted
    assert not fitted & tested


def test_repaired_equations_say_what_is_used_and_why():
    assert len(repaired_equations()) >= 12
    assert all(one.printed and one.used and one.why for one in repaired_equations())


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (["4g"], ["4g"]),
        (["fig. 4g"], ["4g"]),
        (["4H", "2g"], ["2g", "4h"]),
        (["2"], ["2a", "2b", "2c-d", "2e", "2f", "2g"]),
    ],
)
def test_exhibits_are_chosen_by_name_or_figure(only, found):
    assert [one.id for one in chosen_exhibits(only)] == found


@pytest.mark.parametrize("name", ["7z", "", " "])
def test_an_exhibit_that_is_not_there_is_refused_with_those_that_are(name):
    with pytest.raises(ValueError, match="expected one of intro, 1, 2a"):
        chosen_exhibits([name])
