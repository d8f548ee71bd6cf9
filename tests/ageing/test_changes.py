"""Changes of a parameter set: applied, combined, kept."""

import pickle

import pytest

from pybamm_facets.ageing import Changes, combined


def test_value_is_fresh_times_factor_plus_added():
    changes = Changes(added={"a": 2.0, "b": 1.0}, factors={"a": 0.5, "c": 3.0})
    assert changes.on({"a": 10.0, "b": 1.0, "c": 1.0, "other": 9.0}) == {"a": 7, "b": 2, "c": 3}


def test_nothing_changes_a_set_to_the_last_bit():
    fresh = {"a": 0.1 + 0.2, "b": 1e-300}
    assert Changes(added={"a": 0.0}, factors={"a": 1.0, "b": 1.0}).on(fresh) == fresh
    assert Changes().on(fresh) == {}


def test_combined_adds_what_is_added_and_multiplies_factors():
    one = Changes(added={"a": 1.0}, factors={"b": 0.5, "c": 0.25})
    other = Changes(added={"a": 2.0, "b": 3.0}, factors={"b": 0.5})
    both = combined([one, other])
    assert both == Changes(added={"a": 3.0, "b": 3.0}, factors={"b": 0.25, "c": 0.25})
    assert combined([other, one]) == both
    assert combined([one]) == one
    assert combined([]) == Changes()


def test_combined_is_associative():
    parts = [Changes({"a": k}, {"b": 1 / (k + 1)}) for k in (0.1, 0.2, 0.7)]
    left = combined([combined(parts[:2]), parts[2]])
    right = combined([parts[0], combined(parts[1:])])
    assert left.on({"a": 1, "b": 1}) == pytest.approx(right.on({"a": 1, "b": 1}), rel=1e-15)


def test_changes_are_frozen_and_not_the_callers():
    given = {"a": 1.0}
    changes = Changes(added=given)
    given["a"] = 5.0
    assert changes.added["a"] == 1
    with pytest.raises(TypeError):
        changes.added["a"] = 2.0
    with pytest.raises(AttributeError):
        changes.added = {}


def test_changes_pickle():
    changes = Changes({"a": 1.0}, {"b": 2.0})
    assert pickle.loads(pickle.dumps(changes)) == changes


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, True, "1"])
def test_numbers_that_cannot_be_meant_are_refused(value):
    with pytest.raises(ValueError, match=r"added\['a'\]="):
        Changes(added={"a": value})
    with pytest.raises(ValueError, match=r"factors\['a'\]="):
        Changes(factors={"a": value})


def test_negative_factor_is_refused():
    with pytest.raises(ValueError, match=r"factors\['a'\]=-0.1: expected a number of at least 0"):
        Changes(factors={"a": -0.1})


@pytest.mark.parametrize("fresh", [{}, {"a": None}, {"a": "[input]"}, {"a": float("nan")}])
def test_fresh_value_must_be_a_number(fresh):
    with pytest.raises(ValueError, match=r"fresh\['a'\]="):
        Changes(added={"a": 1.0}).on(fresh)
