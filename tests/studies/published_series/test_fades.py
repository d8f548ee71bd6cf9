"""Fade per cycle and per hour: arithmetic of the data, and pairs that differ in one thing only."""

import math

import pandas as pd
import pytest

from pybamm_facets.measured import literature_retention_series
from pybamm_facets.studies.published_series.fades import against_pairs, fade_pairs, fade_table

FADES = fade_table(literature_retention_series())
PAIRS = fade_pairs(FADES).set_index("pair")
LTB = "NMC811-1C-4.5V-2LTB / NMC811-5C-4.5V-2LTB"


def test_fade_per_cycle_as_the_issue_of_the_pair_states_it():
    per_cycle = 100 * FADES.set_index("series")["fade_per_cycle"]
    assert per_cycle["NMC811-1C-4.5V-2LTB"] == pytest.approx(0.038, abs=5e-4)
    assert per_cycle["NMC811-5C-4.5V-2LTB"] == pytest.approx(0.030, abs=5e-4)
    assert per_cycle["NMC811-10C-4.5V"] == pytest.approx(16.4 / 700)


def test_hours_are_one_over_c_each_way_and_assumptions_are_said():
    rows = FADES.set_index("series")
    assert rows.loc["NCM811-BCo-5C", "hours_per_cycle"] == pytest.approx(0.4)
    assert rows.loc["NCM811-BCo-5C", "assumed"] == ""
    assert "charge assumed" in rows.loc["NMC811-10C-4.5V", "assumed"]
    assert math.isnan(rows.loc["NCM811-pouch-4.2", "fade_per_hour"])


def test_rate_pairs_are_nearer_to_fade_per_cycle():
    rated = PAIRS[PAIRS["differs_in"] == "rate"]
    assert set(rated.index) == {"NCM811-BCo / NCM811-BCo-5C", LTB}
    assert (rated["nearer"] == "cycle").all()
    assert rated["time_alone_ratio"].tolist() == pytest.approx([0.2, 0.2])
    per_hour = rated["per_hour_ratio"].to_numpy()
    assert per_hour == pytest.approx(rated["per_cycle_ratio"].to_numpy() / 0.2)


def test_a_higher_voltage_fades_faster_in_every_pair():
    raised = PAIRS[PAIRS["differs_in"] == "upper voltage"]
    assert len(raised) == 5 and (raised["per_cycle_ratio"] > 1).all()


def test_pairs_differ_in_one_thing_of_one_publication():
    two = FADES[FADES["series"].isin(["NMC811-5C-4.5V", "NMC811-10C-4.5V"])]
    assert fade_pairs(two).empty
    both = FADES[FADES["series"].isin(["NCM811-pristine-RSC", "NCM811-BCo-5C"])]
    assert fade_pairs(both).empty


def test_a_mechanism_in_time_alone_fails_both_rate_pairs():
    alone = {pair: 0.2 for pair in PAIRS.index[PAIRS["differs_in"] == "rate"]}
    table = against_pairs(PAIRS.reset_index(), {"in time": alone})
    assert (table["factor"] < 0.3).all()
    assert table["direction"].tolist() == [False, True]


def test_predictions_that_cannot_be_meant_are_refused():
    pairs = pd.DataFrame({"pair": ["a / b"], "per_cycle_ratio": [2.0]})
    with pytest.raises(ValueError, match=r"pair='c / d': expected one of a / b"):
        against_pairs(pairs, {"one": {"c / d": 1.0}})
    with pytest.raises(ValueError, match=r"ratio=0.0 of 'a / b': expected a positive number"):
        against_pairs(pairs, {"one": {"a / b": 0.0}})
