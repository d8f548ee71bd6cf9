"""What mechanisms say of published pairs that differ in the rate only."""

import pytest

from pybamm_facets.ageing import GrainBoundaryLoss, LithiumSide
from pybamm_facets.measured import literature_retention_series
from pybamm_facets.paper.comparison_words import statements_of_mechanisms
from pybamm_facets.paper.series_mechanisms import mechanisms_of_pairs
from pybamm_facets.studies.published_series.fades import RATE, fade_pairs, fade_table


@pytest.mark.slow
def test_a_rate_fitted_at_1c_says_what_5c_keeps():
    fades = fade_table(literature_retention_series())
    pairs = fade_pairs(fades)
    found = mechanisms_of_pairs(fades, pairs, (LithiumSide(1.0), GrainBoundaryLoss(1.0)))
    assert set(found["pair"]) == set(pairs.loc[pairs["differs_in"] == RATE, "pair"])
    by_name = found.groupby("mechanism")["predicted_ratio"]
    # A resistance costs five times as much voltage at 5C; material that is lost, little more share.
    assert by_name.min()["lithium_per_cycle"] > 2.5
    assert by_name.max()["grain_boundaries"] == pytest.approx(1.5, abs=0.2)
    assert (found["factor"] == found["predicted_ratio"] / found["measured_ratio"]).all()
    lines = statements_of_mechanisms(found)
    assert len(lines) == 2
    assert all("within a factor of two: grain_boundaries" in line for line in lines)
