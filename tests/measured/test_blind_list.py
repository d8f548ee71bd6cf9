"""The frozen list of blind tests: no point is input and predicted, in one test or in two."""

import hashlib
from importlib.resources import files

import pytest

from pybamm_facets.measured import BlindTest, blind_tests, literature_rate_series

TESTS = blind_tests().values()
FROZEN = "ad5a8eb85b0e6fa2136307306e68fff91f28a7b5273fd86250776f396becdecc"


def test_no_predicted_point_is_an_input_of_any_test():
    inputs = {point for test in TESTS for point in test.inputs}
    predicted = [point for test in TESTS for point in test.predicted]
    assert not inputs & set(predicted)
    assert len(set(predicted)) == len(predicted) == 17


def test_every_point_was_published():
    table = literature_rate_series().set_index(["series", "c_rate"])
    for test in TESTS:
        assert test.known().notna().all() and test.answers().notna().all()
        assert set(table.loc[[*test.inputs, *test.predicted], "doi"]) == {test.doi}


def test_what_a_prediction_sees_holds_no_answer():
    for test in TESTS:
        assert list(test.known().index) == list(test.inputs)
        assert not set(test.known().index) & set(test.predicted)


def test_the_list_is_as_it_was_frozen():
    """Whoever changes it after a result was seen has to change this line too."""
    text = (files("pybamm_facets.measured") / "blind_tests.toml").read_text(encoding="utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == FROZEN


def test_a_point_on_both_sides_is_refused():
    with pytest.raises(ValueError, match=r"predicted=\('a', 1\.0\): expected a point that is no"):
        BlindTest("", "", "", "", "", (("a", 1.0),), (("a", 1.0),), {}, {})
