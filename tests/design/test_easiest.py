"""The least ordered particle that meets its targets, against an independent calculation."""

import math

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets import design
from pybamm_facets.design.design_words import opening_radius
from pybamm_facets.design.ordering import (
    ordering,
    ordering_gradient,
    texture_order_slope,
)
from tests.design.diffusion import sphere_capacity

BOX = {"core_fraction": (0.1, 0.9), "kappa_core": (-20, 10), "kappa_shell": (-300, 10)}
NARROW = design.Space(kappa_shell=(-9, 9))
BOTH = (design.Target("discharge", 10, 150), design.Target("discharge", 0.5, 220))


@pytest.fixture(scope="module")
def values():
    return pf.li2025()


@pytest.fixture(scope="module")
def found(values):
    return design.easiest(values, BOTH, design.Space(radius_m=4.5e-6, **BOX))


@pytest.mark.parametrize("kappa", [-30.0, -4.9, -1e-4, 0.0, 0.3, 2.409, 12.0])
def test_the_price_of_a_texture_is_its_relative_entropy(kappa):
    """By quadrature over u of p ln p, p the density over [0, 1], against the closed form."""
    u, weights = np.polynomial.legendre.leggauss(400)
    u, weights = 0.5 * (u + 1), 0.5 * weights
    p = pf.Texture(kappa).density(u)
    assert pf.Texture(kappa).ordering == pytest.approx(weights @ (p * np.log(p)), abs=1e-10)
    assert pf.Texture(kappa).mean_square == pytest.approx(weights @ (p * u**2), abs=1e-10)
    step = 1e-4
    slope = (pf.Texture(kappa + step).ordering - pf.Texture(kappa - step).ordering) / (2 * step)
    assert texture_order_slope(kappa) == pytest.approx(slope, abs=1e-6)


def test_the_price_of_a_particle_is_the_mean_over_its_volume():
    variables = {"radius_m": 5e-6, "core_fraction": 0.5, "kappa_core": 0.0, "kappa_shell": -10.0}
    assert ordering(variables) == pytest.approx(7 / 8 * pf.Texture(-10).ordering)
    for name, slope in ordering_gradient(variables).items():
        step = 1e-5 * max(abs(variables[name]), 1e-6)
        high, low = (ordering(variables | {name: variables[name] + s}) for s in (step, -step))
        assert slope == pytest.approx((high - low) / (2 * step), abs=1e-6)


def test_the_reference_design(found):
    """Ω 0.298 ± 0.003 and its particle, by a brute-force grid of 720 runs, interpolated."""
    assert found.met and found.binding == ("10C discharge",)
    assert found.ordering == pytest.approx(0.298, abs=0.003)
    assert found.variables["kappa_shell"] == pytest.approx(-4.92, abs=0.2)
    assert found.variables["kappa_core"] == pytest.approx(-1.3, abs=0.4)
    assert found.variables["core_fraction"] == pytest.approx(0.71, abs=0.03)
    table = found.table.set_index("target")
    assert table.loc["10C discharge", "capacity_mAh_g"] == pytest.approx(150.05, abs=0.05)
    assert table.loc["10C discharge", "refined_mAh_g"] == pytest.approx(150.05, abs=0.3)


def test_a_target_that_random_grains_meet_costs_nothing(values):
    easy = design.easiest(values, BOTH, design.Space(radius_m=3.5e-6, **BOX))
    assert easy.met and easy.ordering == 0
    assert easy.variables["kappa_shell"] == easy.variables["kappa_core"] == 0
    # An independent calculation: diffusion in a sphere whose surface fills up.
    capacity = easy.table.set_index("target").loc["10C discharge", "capacity_mAh_g"]
    random = pf.Texture().diffusivity_ratios()[0]
    assert capacity == pytest.approx(sphere_capacity(10, 3.5e-6, random * 9.565e-15), abs=0.25)


@pytest.mark.parametrize(
    ("c_rate", "radius", "ratio", "dfn"),
    [(10, 5e-6, 0.51, 103.39), (10, 4.5e-6, 0.8, 150.26), (10, 3e-6, 0.51, 173.24),
     (5, 5e-6, 0.9, 185.83), (1, 5e-6, 0.9, 224.46)],
)  # fmt: skip
def test_the_independent_calculation_is_the_engines_limit(values, c_rate, radius, ratio, dfn):
    """A sphere at constant flux, in the Laplace domain, within 0.2 mAh/g of the cell model."""
    closed = sphere_capacity(c_rate, radius, ratio * 9.565e-15)
    assert closed == pytest.approx(dfn, abs=0.2)
    changes = {
        "Positive particle radius [m]": radius,
        "Positive particle core diffusivity ratio": ratio,
        "Positive particle shell diffusivity ratio": ratio,
    }
    table = pf.sweep(values, {name: [one] for name, one in changes.items()}, c_rate).table
    assert table["capacity_mAh_g"].item() == pytest.approx(closed, abs=0.25)


def test_scaling_leaves_capacities_alone(values):
    """(λR, λ²D_ab, λj) is the same cell, to the mesh."""
    scale, j0 = 0.8, "Positive electrode ({}) facet reference exchange-current density [A.m-2]"
    other = values.copy()
    for facet in ("003", "104", "102", "113", "101", "201"):
        other[j0.format(facet)] = scale * values[j0.format(facet)]
    other["Positive particle diffusivity [m2.s-1]"] = scale**2 * 9.565e-15
    other["Positive particle radius [m]"] = scale * 5e-6
    exact = pf.Numerics(tolerances=pf.Tolerances(1e-8, 1e-10))
    table = pf.rate_capability({"a": values, "b": other}, [1, 10], numerics=exact).table
    one, two = (table[table["particle"] == name]["capacity_mAh_g"].to_numpy() for name in "ab")
    assert one == pytest.approx(two, abs=2e-4)


@pytest.mark.slow
def test_more_is_dearer_and_wider_bounds_are_cheaper(values, found):
    higher = (design.Target("discharge", 10, 151),)
    space = design.Space(radius_m=4.5e-6, **BOX)
    dearer = design.easiest(values, higher, space, start=found.variables)
    assert dearer.ordering > found.ordering
    price = found.table.set_index("target").loc["10C discharge", "price_nat_mAh_g"]
    assert dearer.ordering - found.ordering == pytest.approx(price, rel=0.15)
    narrow = design.Space(radius_m=4.5e-6, **BOX | {"kappa_core": 0.0})
    held = design.easiest(values, BOTH, narrow, start=found.variables)
    assert held.ordering == pytest.approx(0.311, abs=0.004)
    assert held.ordering > found.ordering


def test_what_cannot_be_reached_is_not_called_a_design(values):
    space = design.Space(radius_m=5.5e-6, **BOX)
    best = design.easiest(values, [design.Target("discharge", 10, 160)], space)
    assert not best.met and best.table["slack_mAh_g"].item() < -10
    words = " ".join(design.statements(best))
    assert "not attainable in this space" in words and "would open it" in words
    # Perfect layers: d = 1 up to the price that the box allows.
    assert best.table["capacity_mAh_g"].item() == pytest.approx(
        sphere_capacity(10, 5.5e-6, 0.995 * 9.565e-15), abs=1.0
    )
    radius = opening_radius(best)
    opened = dict(best.variables) | {"radius_m": radius}
    assert best.responses.runs([opened])["capacity_mAh_g"].item() == pytest.approx(160, abs=0.5)


@pytest.mark.slow
def test_a_charge_binds_where_it_is_asked_for(values):
    targets = (design.Target("discharge", 10, 150), design.Target("charge", 10, 90))
    both = design.easiest(values, targets, design.Space(radius_m=4.5e-6, **BOX))
    assert both.met and both.ordering == pytest.approx(0.462, rel=0.03)
    assert "10C charge" in both.binding


def test_a_particle_goes_back_into_a_set(values, found):
    mine = values.copy()
    mine.update(found.parameters())
    table = pf.rate_capability({"mine": mine}, [10, 0.5]).table
    assert (table["capacity_mAh_g"].to_numpy() >= [150 - 0.05, 220]).all()
    assert found.particle.radius == 4.5e-6


def test_words_tell_both_fits_and_what_facets_bring(found):
    words = design.statements(found, {"blind": 5.2915e-15})
    text = " ".join(words)
    assert f"{math.sqrt(5.2915 / 9.565):.3f} of the radius" in text
    assert "10C discharge: facets bring 0.0 of the" in text


def test_what_facets_bring_is_told_at_each_targets_own_temperature(values):
    """A cold target before it changes nothing of the next one."""
    warm = design.Target("discharge", 10, 100, end_voltage=3.0)
    cold = design.Target("discharge", 5, 100, end_voltage=3.0, temperature=263.15)
    space = design.Space(radius_m=3e-6, **BOX)
    alone, both = (
        design.facets_bring(design.easiest(values, targets, space)).set_index("target")
        for targets in ([warm], [cold, warm])
    )
    assert both.loc[warm.label, "random_mAh_g"] == alone.loc[warm.label, "random_mAh_g"]
    assert both.loc[cold.label, "random_mAh_g"] != both.loc[warm.label, "random_mAh_g"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: design.Target("discharge", 10, 0), "at_least=0: expected a positive number"),
        (lambda: design.Target("up", 10, 100), "direction='up'"),
        (lambda: design.Target("charge", -1, 100), "c_rate=-1: expected a positive"),
        (lambda: design.Target("charge", 1, 100, end_voltage=42), "end_voltage=42"),
        (lambda: design.Target("charge", 1, 100, temperature=0), "temperature=0"),
        (lambda: design.Space(), "nothing varies"),
        (lambda: design.Space(radius_m=5e-6), "nothing varies"),
        (lambda: design.Space(kappa_shell=(10, -10)), "expected bounds in order"),
        (lambda: design.Space(core_fraction=(0.01, 0.5)), "from 0.05 to 0.95"),
        (lambda: design.Space(radius_m=(-1e-6, 5e-6)), "expected bounds in order"),
        (lambda: design.Space(kappa_shell="any"), "expected a number, or a pair"),
        (
            lambda: design.easiest(pf.li2025(), [], design.Space(kappa_shell=(-9, 9))),
            "at least one",
        ),
        (
            lambda: design.easiest(
                pf.li2025(), [design.Target("discharge", 1, 240)], design.Space(kappa_shell=(-9, 9))
            ),
            "234.2 mAh/g between 4.5 and 2.5 V",
        ),
        (
            lambda: design.robust(
                pf.li2025(), BOTH, design.Space(radius_m=4e-6, **BOX), {"colour": 1.0}
            ),
            "expected variables of radius_m",
        ),
        (
            lambda: design.robust(
                pf.li2025(), BOTH, design.Space(radius_m=4e-6, **BOX), {"radius_m": "a lot"}
            ),
            "expected a number of at least 0, or such as '5%'",
        ),
        (
            lambda: design.front(pf.li2025(), BOTH, design.Space(kappa_shell=(-9, 9)), along="R"),
            "along='R'",
        ),
        (
            lambda: design.front(pf.li2025(), BOTH, design.Space(kappa_shell=(-9, 9)), along=0),
            "expected the capacities of the target",
        ),
    ],
)
def test_bad_questions_are_refused_before_any_solve(make, message, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("something was solved")

    monkeypatch.setattr("pybamm_facets.design.responses.Gradient", refuse)
    with pytest.raises(ValueError) as caught:
        make()
    assert message in str(caught.value)
