"""Grains weighted in two ways: limits, derivatives, how near they are to the least order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pybamm_facets.crystal import NMC811_FACETS, OrderedTexture, Texture, least_ordered
from pybamm_facets.crystal.tilted_grains import grain_tilt

J0 = {"(003)": 0.06, "(104)": 0.28, "(102)": 0.6741, "(113)": 0.7722, "(101)": 1.1385, "(201)": 1.5}
CURRENTS = np.array(list(J0.values()))
KAPPAS, SELECTIONS = st.floats(-200, 30), st.floats(-12, 12)
TIERS = st.sampled_from(["fibre", "any"])


def tilt(kappa, selection, tier="any"):
    return grain_tilt(kappa, selection, CURRENTS, tier=tier, families=NMC811_FACETS)


@pytest.mark.parametrize("kappa", [-1000.0, -10.0, 0.0, 2.409, 300.0])
@pytest.mark.parametrize("tier", ["fibre", "any"])
def test_without_selection_it_is_the_watson_texture(kappa, tier):
    found, watson = tilt(kappa, 0.0, tier), Texture(kappa)
    shares = np.array(list(watson.facet_fractions().values()))
    assert found.d == pytest.approx(watson.diffusivity_ratios()[0], abs=1e-12)
    assert found.exchange_current == pytest.approx(shares @ CURRENTS, abs=1e-9)
    assert found.ordering == pytest.approx(watson.ordering, abs=1e-10)


@settings(max_examples=30)
@given(KAPPAS, SELECTIONS, TIERS)
def test_it_is_the_texture_of_the_same_multipliers(kappa, selection, tier):
    multipliers = tuple((selection * CURRENTS / np.ptp(CURRENTS)).tolist())
    grains = OrderedTexture(kappa=kappa, facet_multipliers=multipliers, tier=tier)
    found = tilt(kappa, selection, tier)
    shares = np.array(list(grains.facet_fractions().values()))
    assert found.d == pytest.approx(grains.diffusivity_ratios()[0], abs=1e-9)
    assert found.exchange_current == pytest.approx(shares @ CURRENTS, abs=1e-9)
    assert found.ordering == pytest.approx(grains.ordering, abs=1e-9)


@settings(max_examples=30)
@given(KAPPAS, SELECTIONS, TIERS)
def test_slopes_are_those_of_differences(kappa, selection, tier):
    step = 1e-5 * max(1.0, abs(kappa))
    moves = ((step, 0.0), (0.0, step))

    def values(sign, by):
        return np.array(tilt(kappa + sign * by[0], selection + sign * by[1], tier)[:4])

    differences = np.array([(values(1, by) - values(-1, by)) / (2 * step) for by in moves]).T
    slopes = tilt(kappa, selection, tier).slopes
    np.testing.assert_allclose(slopes, differences, rtol=1e-4, atol=1e-7)


@settings(max_examples=30)
@given(st.floats(-100, 5), SELECTIONS, TIERS)
def test_nothing_with_the_same_ratio_and_mean_is_much_less_ordered(kappa, selection, tier):
    found = tilt(kappa, selection, tier)
    least = least_ordered(
        found.d, exchange_current=found.exchange_current, exchange_currents=J0, tier=tier
    )
    assert -1e-9 < found.ordering - least.ordering < 2e-3
