"""Fractions alone: the tilt, its price, and what grains with it have."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from pybamm_facets.crystal import (
    OrderedTexture,
    Texture,
    fraction_ordering,
    least_ordered,
    least_ordered_fractions,
)

J0 = {"(003)": 0.06, "(104)": 0.28, "(102)": 0.6741, "(113)": 0.7722, "(101)": 1.1385, "(201)": 1.5}
CURRENTS = np.array(list(J0.values()))
RANDOM = np.array(list(Texture().facet_fractions().values()))


@pytest.mark.parametrize(
    ("mean", "ordering", "fastest", "d"),
    [(0.9, 0.2305, 0.237, 0.689), (1.2, 0.972, 0.531, 0.853), (1.4, 1.849, 0.806, 0.944)],
)
def test_numbers_of_a_separate_calculation(mean, ordering, fastest, d):
    found = least_ordered_fractions(mean, J0)
    assert found.ordering == pytest.approx(ordering, abs=3e-3)
    assert found.fractions["(201)"] == pytest.approx(fastest, abs=1e-3)
    multipliers = tuple(found.by_exchange_current * CURRENTS)
    texture = OrderedTexture(facet_multipliers=multipliers)
    assert texture.facet_fractions() == pytest.approx(found.fractions, abs=1e-9)
    assert texture.diffusivity_ratios()[0] == pytest.approx(d, abs=1e-3)
    coupled = least_ordered(exchange_current=mean, exchange_currents=J0)
    assert coupled.ordering == pytest.approx(found.ordering, abs=1e-9)


@pytest.mark.parametrize("mean", [0.4, 0.9, 1.2])
def test_the_tilt_is_the_primal_minimum(mean):
    result = minimize(
        lambda f: f @ np.log(f / RANDOM),
        RANDOM,
        jac=lambda f: np.log(f / RANDOM) + 1,
        bounds=[(1e-9, 1)] * 6,
        constraints={"type": "eq", "fun": lambda f: [f.sum() - 1, f @ CURRENTS - mean]},
        method="SLSQP",
        options={"ftol": 1e-12},
    )
    found = least_ordered_fractions(mean, J0)
    assert found.ordering == pytest.approx(result.fun, abs=1e-7)
    assert list(found.fractions.values()) == pytest.approx(result.x, abs=1e-4)


@given(st.floats(0.07, 1.49))
def test_the_mean_is_reached_and_its_multiplier_is_the_slope(mean):
    found = least_ordered_fractions(mean, J0)
    assert np.array(list(found.fractions.values())) @ CURRENTS == pytest.approx(mean, abs=1e-10)
    assert fraction_ordering(found.fractions) == pytest.approx(found.ordering, abs=1e-12)
    step = 1e-5
    low, high = (least_ordered_fractions(mean + s * step, J0).ordering for s in (-1, 1))
    slope = (high - low) / (2 * step)
    assert found.by_exchange_current == pytest.approx(slope, rel=1e-4, abs=1e-5)


def test_random_fractions_cost_nothing_and_one_facet_its_logarithm():
    assert fraction_ordering(Texture().facet_fractions()) == pytest.approx(0, abs=1e-12)
    assert fraction_ordering({"(201)": 1.0}) == pytest.approx(-np.log(RANDOM[-1]))


@pytest.mark.parametrize("mean", [0.05, 1.6])
def test_a_mean_out_of_reach_is_named(mean):
    with pytest.raises(ValueError, match=rf"^exchange_current={mean}: expected 0\.06 to 1\.5"):
        least_ordered_fractions(mean, J0)


@pytest.mark.parametrize(
    "fractions", [{"(003)": 0.7}, {"(003)": 2.0, "(104)": -1.0}, {"(9)": 1}, 1]
)
def test_bad_fractions_are_named(fractions):
    with pytest.raises(ValueError, match=r"^(fractions|label).*: expected"):
        fraction_ordering(fractions)
