"""The least ordered texture: a primal solution, closed forms, derivatives, limits, bad input."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from pybamm_facets.cross_section.section.orientation import (
    in_plane_axes,
    watson_axes,
    watson_mean_squares,
)
from pybamm_facets.crystal import (
    NMC811_FACETS,
    GrainTexture,
    Lattice,
    OrderedTexture,
    Texture,
    attainable,
    fraction_ordering,
    least_ordered,
    nearest_facet,
    ratio_range,
    watson,
    watson_texture,
)
from pybamm_facets.crystal.layer_scheme import host
from pybamm_facets.crystal.least_order import minimal_dual
from pybamm_facets.particle import Agglomerate

J0 = {"(003)": 0.06, "(104)": 0.28, "(102)": 0.6741, "(113)": 0.7722, "(101)": 1.1385, "(201)": 1.5}
CURRENTS = np.array(list(J0.values()))
PRICES = {(0.8, 1.0): 0.453, (0.8, 1.2): 1.022, (0.9, 1.2): 1.016, (0.9, 1.4): 1.945,
          (0.6, 0.9): 0.328}  # fmt: skip


def mean_current(texture):
    return float(np.array(list(texture.facet_fractions().values())) @ CURRENTS)


def counted(bands, azimuths, d):
    """Random grains' probabilities of bands and facets in them; 1, h_d and j0 of each."""
    u = (np.arange(bands) + 0.5) / bands
    phi = (np.arange(azimuths) + 0.5) * 2 * np.pi / 3 / azimuths
    s = np.sqrt(1 - u**2)[:, None]
    level = np.broadcast_to(u[:, None], (bands, azimuths))
    facets = nearest_facet(np.stack([s * np.cos(phi), s * np.sin(phi), level], axis=-1))
    shares = np.stack([(facets == k).mean(axis=1) for k in range(6)], axis=1) / bands
    band, family = np.nonzero(shares)
    excess = host(d, 0.01).excess(u**2)[band]
    return shares[band, family], np.array([np.ones(len(band)), excess, CURRENTS[family]])


def price(d, j):
    return least_ordered(d, exchange_current=j, exchange_currents=J0).ordering


@pytest.mark.parametrize(("wanted", "expected"), PRICES.items())
def test_prices_of_a_separate_calculation(wanted, expected):
    assert price(*wanted) == pytest.approx(expected, abs=3e-3)


@pytest.mark.parametrize("wanted", [(0.8, 1.0), (0.9, 1.2)])
def test_the_price_is_that_of_a_primal_minimum_on_a_grid(wanted):
    """Probabilities of 45 bands of the sphere and the facets in them, by SLSQP."""
    d, j = wanted
    random, rows = counted(45, 720, d)
    wanted_means = np.array([1.0, 0.0, j])
    scale = np.abs(rows).max(axis=1)
    result = minimize(
        lambda y: (random * y) @ np.log(y),
        np.ones(len(random)),
        jac=lambda y: random * (np.log(y) + 1),
        bounds=[(1e-12, None)] * len(random),
        constraints={
            "type": "eq",
            "fun": lambda y: (rows @ (random * y) - wanted_means) / scale,
            "jac": lambda _: rows * random / scale[:, None],
        },
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-10},
    )
    assert result.success
    x = minimal_dual(random, rows[1:], wanted_means[1:])
    dual = x @ wanted_means[1:] - np.log(random @ np.exp(x @ rows[1:]))
    assert dual == pytest.approx(result.fun, abs=1e-7)
    assert price(d, j) == pytest.approx(result.fun, abs=1e-2)  # of the coarse bands


@pytest.mark.parametrize("wanted", PRICES)
def test_the_price_is_that_of_counted_facets_on_a_fine_grid(wanted):
    d, j = wanted
    random, rows = counted(1440, 240, d)
    x = minimal_dual(random, rows[1:], np.array([0.0, j]))
    dual = x @ [0.0, j] - np.log(random @ np.exp(x @ rows[1:]))
    assert price(d, j) == pytest.approx(dual, abs=1e-3)


def test_random_grains_cost_nothing():
    random = Texture()
    d = random.diffusivity_ratios()[0]
    j = mean_current(random)
    assert price(d, j) == pytest.approx(0, abs=1e-12)
    assert price(0.5098, 0.619) == pytest.approx(0, abs=1e-5)


def test_a_mean_at_its_end_is_one_facet():
    only = least_ordered(exchange_current=1.5, exchange_currents=J0)
    assert only.texture.facet_fractions()["(201)"] == pytest.approx(1, abs=1e-9)
    assert only.ordering == pytest.approx(fraction_ordering({"(201)": 1.0}), abs=1e-6)


@settings(max_examples=30)
@given(st.floats(0.05, 0.97), st.floats(0.03, 0.97))
def test_what_is_wanted_is_reached_and_costs(d, share):
    low, high = attainable(d, exchange_currents=J0).exchange_current
    j = low + share * (high - low)
    found = least_ordered(d, exchange_current=j, exchange_currents=J0)
    assert found.texture.diffusivity_ratios(0.01)[0] == pytest.approx(d, abs=1e-9)
    assert mean_current(found.texture) == pytest.approx(j, abs=1e-9)
    assert found.ordering >= least_ordered(d).ordering - 1e-10
    assert found.ordering >= 0


@settings(max_examples=15)
@given(st.floats(0.1, 0.95), st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_the_price_is_convex_at_a_fixed_ratio(d, first, second, share):
    low, high = attainable(d, exchange_currents=J0).exchange_current
    a, b = (low + x * (high - low) for x in (first, second))
    between = price(d, share * a + (1 - share) * b)
    assert between <= share * price(d, a) + (1 - share) * price(d, b) + 1e-9


@settings(max_examples=15)
@given(st.lists(st.floats(0.02, 1), min_size=6, max_size=6), st.floats(0.1, 0.9))
def test_fractions_and_ratio_are_reached_and_cost_more_than_the_fractions(parts, share):
    fractions = dict(zip(J0, (np.array(parts) / sum(parts)).tolist(), strict=True))
    low, high = ratio_range(fractions)
    d = low + share * (high - low)
    found = least_ordered(d, fractions=fractions)
    assert found.texture.facet_fractions() == pytest.approx(fractions, abs=1e-9)
    assert found.texture.diffusivity_ratios()[0] == pytest.approx(d, abs=1e-9)
    free = least_ordered(fractions=fractions)
    assert free.ordering == pytest.approx(fraction_ordering(fractions), abs=1e-8)
    assert found.ordering >= free.ordering - 1e-9


@pytest.mark.parametrize("wanted", [(0.8, 1.2), (0.9, 1.2), (0.4, 0.6), (0.6, 0.4)])
def test_derivatives_of_the_price_are_those_of_differences(wanted):
    d, j = wanted
    found = least_ordered(d, exchange_current=j, exchange_currents=J0)

    def difference(step, of):
        return (of(step) - of(-step)) / (2 * step)

    for slope, of in (
        (found.by_d, lambda e: price(d + e, j)),
        (found.by_exchange_current, lambda e: price(d, j + e)),
    ):
        # Richardson: the error of the differences falls with the fourth power of the step.
        fine, coarse = difference(1e-3, of), difference(2e-3, of)
        assert slope == pytest.approx(fine + (fine - coarse) / 3, abs=1e-7)


def test_multipliers_of_fractions_are_derivatives():
    fractions = {"(104)": 0.2, "(113)": 0.3, "(101)": 0.1, "(201)": 0.4}
    found = least_ordered(0.85, fractions=fractions)

    def moved(step):
        other = fractions | {"(104)": 0.2 - step, "(201)": 0.4 + step}
        return least_ordered(0.85, fractions=other).ordering

    slope = found.by_fraction["(201)"] - found.by_fraction["(104)"]
    assert slope == pytest.approx((moved(1e-5) - moved(-1e-5)) / 2e-5, abs=1e-6)
    assert found.by_fraction["(003)"] == -math.inf
    assert found.texture.facet_fractions()["(003)"] == 0


@pytest.mark.parametrize("d", [0.02, 0.05, 0.3, 0.51, 0.8, 0.95, 0.99])
def test_watson_is_almost_the_least_ordered_for_its_ratio(d):
    least, watsons = least_ordered(d).ordering, watson_texture(d).ordering
    assert -1e-9 <= watsons - least < 1e-3
    if d >= 0.3:
        assert watsons - least < 1e-4


@pytest.mark.parametrize("kappa", [-1e4, -20.0, -1.0, -1e-4, 0.0, 1e-4, 2.0, 20.0, 1e4])
def test_watsons_price_is_its_relative_entropy(kappa):
    nodes = watson.rule(kappa)
    density = watson.density(np.sqrt(nodes.along), kappa)
    logs = np.log(np.where(density > 0, density, 1.0))
    expected = float(nodes.weights @ logs)
    assert Texture(kappa).ordering == pytest.approx(expected, abs=1e-7)


def test_price_of_a_separate_calculation_at_a_small_ratio():
    assert least_ordered(0.05).ordering == pytest.approx(2.2169, abs=1e-4)
    assert watson_texture(0.05).ordering == pytest.approx(2.2178, abs=1e-4)


def test_without_multipliers_it_is_random():
    random, ordered = Texture(), OrderedTexture()
    assert ordered.facet_fractions() == pytest.approx(random.facet_fractions(), abs=1e-10)
    for anisotropy in (0.0, 0.01, 0.3, 1.0):
        expected = random.diffusivity_ratios(anisotropy)
        assert ordered.diffusivity_ratios(anisotropy) == pytest.approx(expected, abs=1e-10)
    u = np.linspace(-1, 1, 9)
    np.testing.assert_allclose(ordered.density(u), 1, atol=1e-12)
    np.testing.assert_allclose(ordered.tail(u), 1 - u, atol=1e-12)
    assert ordered.ordering == pytest.approx(0, abs=1e-12)
    assert ordered.mean_square == pytest.approx(1 / 3, abs=1e-12)


def test_a_number_common_to_all_multipliers_changes_nothing():
    some = (0.3, -1.0, 0.2, 0.0, 1.0, 2.0)
    one = OrderedTexture(1.5, some, d=0.8)
    other = OrderedTexture(1.5, tuple(x + 700 for x in some), d=0.8)
    assert other.facet_fractions() == pytest.approx(one.facet_fractions(), abs=1e-12)
    assert other.ordering == pytest.approx(one.ordering, abs=1e-10)


@pytest.mark.parametrize("wanted", [(0.8, 1.2), (0.95, 1.1), (0.3, 0.5)])
def test_density_and_tail_belong_together(wanted):
    texture = least_ordered(wanted[0], exchange_current=wanted[1], exchange_currents=J0).texture
    u = (np.arange(40_000) + 0.5) / 40_000
    density = texture.density(u)
    assert density.mean() == pytest.approx(1, abs=1e-5)
    assert (density * u**2).mean() == pytest.approx(texture.mean_square, abs=1e-5)
    above = 1 - np.cumsum(density)[9_999::10_000] / 40_000
    np.testing.assert_allclose(texture.tail([0.25, 0.5, 0.75, 1.0]), above, atol=1e-5)
    np.testing.assert_allclose(texture.tail([-1.0, 0.0]), [2, 1], atol=1e-12)
    assert texture.tail(-0.4) == pytest.approx(2 - texture.tail(0.4), abs=1e-12)


def test_a_particle_takes_it_as_core_or_shell():
    ordered = least_ordered(0.9, exchange_current=1.2, exchange_currents=J0).texture
    assert isinstance(ordered, GrainTexture) and isinstance(Texture(), GrainTexture)
    particle = Agglomerate.core_shell(shell=ordered)
    assert particle.diffusivity_ratios == pytest.approx((0.5098, 0.9), abs=1e-4)
    assert mean_current(particle.shell) == pytest.approx(1.2, abs=1e-9)
    assert particle.facet_fractions == ordered.facet_fractions()
    assert Agglomerate(core=ordered).diffusivity_ratios[0] == pytest.approx(0.9, abs=1e-9)
    assert len(particle.parameters()) == 10


def test_grains_are_drawn_from_it():
    ordered = least_ordered(0.9, exchange_current=1.2, exchange_currents=J0).texture
    axes = watson_axes(ordered, np.zeros(40_000), np.random.default_rng(0))
    u = np.abs(axes[:, 0])
    assert np.mean(u**2) == pytest.approx(ordered.mean_square, abs=2e-3)
    assert np.mean(u > 0.3) == pytest.approx(float(ordered.tail(0.3)), abs=8e-3)
    assert watson_mean_squares(ordered)[0] == ordered.mean_square
    with pytest.raises(ValueError, match=r"^texture=OrderedTexture.*expected a Texture with a κ"):
        in_plane_axes(ordered, np.zeros(3), np.random.default_rng(0))


@pytest.mark.parametrize("given", [True, "random", None, math.inf, object()])
def test_what_is_no_texture_is_named(given):
    with pytest.raises(ValueError, match=r"^core=.*expected a Texture"):
        Agglomerate(core=given)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "^d=None: expected a d, an exchange_current or fractions"),
        ({"d": 1.0}, r"^d=1\.0: expected a number above 0\.01 and below 1"),
        ({"d": 0.5, "anisotropy": 1}, r"^anisotropy=1\.0"),
        ({"exchange_current": 1.0}, "^exchange_currents=None"),
        (
            {"exchange_current": 1.6, "exchange_currents": J0},
            r"^exchange_current=1\.6: expected 0\.06 to 1\.5",
        ),
        (
            {"d": 0.8, "exchange_current": 1.45, "exchange_currents": J0},
            r"^exchange_current=1\.45: expected 0\.3749 to 1\.407, what grains at d=0\.8 can have",
        ),
        (
            {
                "d": 0.8,
                "exchange_current": attainable(0.8, exchange_currents=J0).exchange_current[1],
                "exchange_currents": J0,
            },
            r"^exchange_current=1\.40.*: expected one farther inside 0\.3749.* to 1\.40",
        ),
        ({"d": 0.5, "exchange_current": math.nan, "exchange_currents": J0}, "=nan: expected a fin"),
        ({"exchange_current": 1.0, "fractions": {"(003)": 1.0}}, "expected either it or fractions"),
        ({"fractions": {"(003)": 0.5}}, "^fractions=.*expected a sum of 1"),
        ({"fractions": {"(003)": -0.5, "(104)": 1.5}}, r"^fractions\['\(003\)'\]=-0\.5"),
        ({"fractions": {"(003)": 0.5, "003": 0.5}}, "^fractions: expected each facet once"),
        (
            {"d": 0.95, "fractions": {"(104)": 0.3, "(201)": 0.7}},
            r"^d=0\.95: expected 0\.5878 to 0\.9205, what grains with these fractions can have",
        ),
        ({"d": 0.999, "fractions": {"(003)": 1.0}}, r"^d=0\.999: expected"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        least_ordered(**arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"ratio_multiplier": math.nan}, "^ratio_multiplier=nan"),
        ({"facet_multipliers": (1.0,)}, "^facet_multipliers=.*expected 6, one a family"),
        ({"facet_multipliers": (math.inf,) * 6}, "^facet_multipliers=inf"),
        ({"facet_multipliers": (-math.inf,) * 6}, "expected a facet that can be shown"),
        ({"d": 0.01}, r"^d=0\.01"),
        ({"families": NMC811_FACETS[:1] * 2}, "^families"),
    ],
)
def test_bad_multipliers_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        OrderedTexture(**arguments)


def test_other_facets_than_its_own_are_refused():
    texture = OrderedTexture()
    assert texture.facet_fractions(NMC811_FACETS, Lattice.nmc811()) == texture.facet_fractions()
    with pytest.raises(ValueError, match=r"^families=.*made for"):
        texture.facet_fractions(NMC811_FACETS[:3])
    with pytest.raises(ValueError, match=r"^lattice=.*made for"):
        texture.facet_fractions(lattice=Lattice.nmc811(0.3))
    with pytest.raises(ValueError, match=r"^anisotropy=2"):
        texture.diffusivity_ratios(2)


def test_a_fibre_ends_where_all_axes_lie_across_the_radius():
    """κ → -∞: f(201) = φ/30°, tan φ = 2 sin 85.0°/sin 73.1° - √3; the rest is (113)."""
    grains = OrderedTexture(kappa=-1e7)
    shares = grains.facet_fractions()
    phi = math.degrees(math.atan(2 * math.sin(math.radians(85.0)) / math.sin(math.radians(73.1))
                                 - math.sqrt(3)))  # fmt: skip
    assert shares["(201)"] == pytest.approx(phi / 30, abs=2e-3)
    assert shares["(113)"] == pytest.approx(1 - phi / 30, abs=2e-3)
    assert mean_current(grains) == pytest.approx(1.240, abs=1e-3)


@pytest.mark.slow
@settings(max_examples=8)
@given(st.floats(0.1, 0.95), st.floats(0.05, 0.95))
def test_a_fibre_costs_more_than_any_and_its_price_is_its_own_integral(d, share):
    low, high = attainable(d, exchange_currents=J0, tier="fibre").exchange_current
    j = low + share * (high - low)
    fibre = least_ordered(d, exchange_current=j, exchange_currents=J0, tier="fibre")
    assert fibre.texture.diffusivity_ratios()[0] == pytest.approx(d, abs=1e-9)
    assert mean_current(fibre.texture) == pytest.approx(j, abs=1e-9)
    assert fibre.ordering >= price(d, j) - 1e-9
    p = fibre.texture.density((np.arange(200_000) + 0.5) / 200_000)
    direct = (p * np.log(p)).mean()
    assert fibre.ordering == pytest.approx(direct, abs=2e-5)


def test_a_facet_that_no_fibre_shows_forbids_the_directions_that_would():
    fractions = least_ordered(0.9, exchange_current=1.0, exchange_currents=J0, tier="fibre")
    shares = fractions.texture.facet_fractions()
    again = least_ordered(0.9, fractions=shares, tier="fibre")
    assert again.texture.facet_fractions() == pytest.approx(shares, abs=1e-8)
    without = OrderedTexture(facet_multipliers=(-math.inf, 0, 0, 0, 0, 0), tier="fibre")
    assert without.facet_fractions()["(003)"] == 0
    with pytest.raises(ValueError, match="tier='fiber'"):
        OrderedTexture(tier="fiber")
