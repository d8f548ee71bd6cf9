"""The least ordered particle that meets its targets, against an independent calculation."""

import math

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets import design
from pybamm_facets.design.design_words import opening_radius
from pybamm_facets.design.responses import Responses
from pybamm_facets.design.zoned_order import ZonedOrder
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


@pytest.mark.parametrize("facets", ["texture", "fibre", "any"])
def test_the_price_of_a_particle_is_the_mean_over_its_volume(values, facets):
    order = ZonedOrder.of(values, design.Space(**BOX, facets=facets), pf.NMC811_FACETS)
    variables = {"radius_m": 5e-6, "core_fraction": 0.5, "kappa_core": 0.3, "kappa_shell": -10.0}
    if facets != "texture":
        variables["selection"] = 0.0
    mean = 7 / 8 * pf.Texture(-10).ordering + 1 / 8 * pf.Texture(0.3).ordering
    assert order.ordering(variables) == pytest.approx(mean)
    variables |= {"selection": 2.0} if facets != "texture" else {}
    for of, gradient in (
        (order.ordering, order.ordering_gradient(variables)),
        (order.core_tension, order.core_tension_gradient(variables)),
    ):
        for name, slope in gradient.items():
            step = 1e-5 * abs(variables[name])
            high, low = (of(variables | {name: variables[name] + s}) for s in (step, -step))
            assert slope == pytest.approx((high - low) / (2 * step), rel=1e-5, abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("facets", ["texture", "any"])
def test_what_a_cell_sees_of_a_particle_is_what_the_particle_says(values, facets):
    """The one facet that stands for all, against the six fractions of the texture."""
    responses = Responses(
        values, [design.Target("discharge", 10, 100, end_voltage=3.2)],
        design.Space(radius_m=4e-6, **BOX, facets=facets), pf.Numerics.precise,
    )  # fmt: skip
    variables = {"radius_m": 4e-6, "core_fraction": 0.6, "kappa_core": -1.0, "kappa_shell": -4.0}
    variables |= {"selection": 3.0} if facets == "any" else {}
    own = responses.order.particle(variables).parameters()
    stand_in = responses.order.mean_current_name
    own[stand_in] = values[stand_in]
    reached = responses.runs([variables, variables], [{}, own])["reached"]
    assert reached[0] == pytest.approx(reached[1], abs=2e-3)
    # The gradient's value and slopes, against plain runs a step apart.
    answer = responses.at(variables)
    assert answer.reached[0] == pytest.approx(reached[0], abs=0.05)
    for k, name in enumerate(responses.free):
        step = 0.02 * abs(variables[name])
        moved = [variables | {name: variables[name] + s} for s in (step, -step)]
        high, low = responses.runs(moved)["reached"]
        assert answer.slopes[0, k] == pytest.approx((high - low) / (2 * step), rel=0.1, abs=0.02)


@pytest.mark.slow
def test_facets_with_laws_of_their_own_are_not_chosen_by_their_mean(values):
    other = values.copy()
    other["Positive electrode (104) facet charge transfer coefficient"] = 0.4
    target = [design.Target("discharge", 10, 150)]
    with pytest.raises(ValueError, match="facets='any': expected 'texture'"):
        design.easiest(other, target, design.Space(radius_m=4.5e-6, **BOX, facets="any"))
    space = design.Space(radius_m=4e-6, kappa_shell=(-9, 9), core_fraction=0.5, kappa_core=0)
    easy = design.easiest(other, target, space)
    assert easy.met and not easy.responses.one_law
    assert easy.ordering == pytest.approx(
        design.easiest(values, target, space).ordering, abs=2e-3
    )  # at 2.5 V the kinetics do not count


def test_the_reference_design(found):
    """Ω 0.298 ± 0.003 and its particle, by a brute-force grid of 720 runs, interpolated."""
    assert found.met and found.binding == ("10C discharge",)
    assert found.ordering == pytest.approx(0.298, abs=0.003)
    assert found.variables["kappa_shell"] == pytest.approx(-4.92, abs=0.2)
    assert found.variables["kappa_core"] == pytest.approx(-1.3, abs=0.4)
    assert found.variables["core_fraction"] == pytest.approx(0.71, abs=0.03)
    table = found.table.set_index("target")
    assert table.loc["10C discharge", "reached"] == pytest.approx(150.05, abs=0.05)
    assert table.loc["10C discharge", "refined"] == pytest.approx(150.05, abs=0.3)


def test_a_target_that_random_grains_meet_costs_nothing(values):
    easy = design.easiest(values, BOTH, design.Space(radius_m=3.5e-6, **BOX))
    assert easy.met and easy.ordering == pytest.approx(0, abs=1e-14)
    assert easy.variables["kappa_shell"] == easy.variables["kappa_core"] == 0
    # An independent calculation: diffusion in a sphere whose surface fills up.
    capacity = easy.table.set_index("target").loc["10C discharge", "reached"]
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
    price = found.table.set_index("target").loc["10C discharge", "price"]
    assert dearer.ordering - found.ordering == pytest.approx(price, rel=0.15)
    narrow = design.Space(radius_m=4.5e-6, **BOX | {"kappa_core": 0.0})
    held = design.easiest(values, BOTH, narrow, start=found.variables)
    assert held.ordering == pytest.approx(0.311, abs=0.004)
    assert held.ordering > found.ordering


@pytest.mark.slow
def test_what_cannot_be_reached_is_not_called_a_design(values):
    space = design.Space(radius_m=5.5e-6, **BOX)
    best = design.easiest(values, [design.Target("discharge", 10, 160)], space)
    assert not best.met and best.table["slack"].item() < -10
    words = " ".join(design.statements(best))
    assert "not attainable in this space" in words and "would open it" in words
    # Perfect layers: d = 1 up to the price that the box allows.
    assert best.table["reached"].item() == pytest.approx(
        sphere_capacity(10, 5.5e-6, 0.995 * 9.565e-15), abs=1.0
    )
    radius = opening_radius(best)
    opened = dict(best.variables) | {"radius_m": radius}
    assert best.responses.runs([opened])["reached"].item() == pytest.approx(160, abs=0.5)


@pytest.mark.slow
def test_a_charge_binds_where_it_is_asked_for(values):
    targets = (design.Target("discharge", 10, 150), design.Target("charge", 10, 90))
    both = design.easiest(values, targets, design.Space(radius_m=4.5e-6, **BOX))
    assert both.met and both.ordering == pytest.approx(0.450, rel=0.02)
    assert "10C charge" in both.binding


FREE = [
    # Targets, then Ω where only the c axis is chosen and where the facet is, ±2 %.
    # A PyBaMM mesh of 60 + 40 volumes finds these targets met to 0.03 mAh/g.
    ((("charge", 10, 90, None), ("discharge", 10, 150, None)), 0.450, 0.445, None),
    ((("discharge", 10, 100, 3.2),), 0.752, 0.701, 0.42),
]


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "texture", "free", "fastest"), FREE)
def test_where_choosing_facets_pays(values, asked, texture, free, fastest):
    targets = [design.Target(way, rate, least, end_voltage=end) for way, rate, least, end in asked]
    box = {"radius_m": 4.5e-6, **BOX}
    held, fibre, any_ = (
        design.easiest(values, targets, design.Space(**box, facets=facets))
        for facets in ("texture", "fibre", "any")
    )
    assert held.ordering == pytest.approx(texture, rel=0.02)
    assert any_.ordering == pytest.approx(free, rel=0.02)
    assert any_.met and any_.ordering <= fibre.ordering + 1e-3 <= held.ordering + 2e-3
    if fastest:
        assert any_.particle.facet_fractions["(201)"] == pytest.approx(fastest, abs=0.01)
    mine = values.copy()
    mine.update(any_.parameters())
    for target in targets:
        if target.end_voltage is None:
            results = pf.rate_capability({"mine": mine}, target.c_rate, directions=str(target.way))
            assert results.table["capacity_mAh_g"].item() >= target.at_least - 0.1


@pytest.mark.slow
def test_in_the_cold_the_choice_of_facets_pays_most(values):
    """5C at 263.15 K to 3.0 V, D's activation energy 0: Ω 0.769 → 0.630, (201) 0.57, ±2 %."""
    cold = values.copy()
    cold["Positive particle diffusivity activation energy [J.mol-1]"] = 0.0
    target = design.Target("discharge", 5, 130, end_voltage=3.0, temperature=263.15)
    held, free = (
        design.easiest(cold, [target], design.Space(radius_m=4.5e-6, **BOX, facets=facets))
        for facets in ("texture", "any")
    )
    assert held.ordering == pytest.approx(0.769, rel=0.02)
    assert free.ordering == pytest.approx(0.630, rel=0.02)
    assert free.particle.facet_fractions["(201)"] == pytest.approx(0.573, abs=0.01)
    assert "core_fraction" in free.at_bounds and free.variables["core_fraction"] == pytest.approx(
        0.9
    )


@pytest.mark.slow
def test_an_energy_is_a_target(values):
    """Of the same run: what the capacity's design gives in energy asks for that design."""
    space = design.Space(radius_m=4.5e-6, kappa_shell=(-100, 5), kappa_core=0, core_fraction=0.5)
    charge = design.easiest(values, [design.Target("discharge", 10, 148)], space)
    table = charge.responses.runs([charge.variables])
    energy = float(table["energy_mWh_g"].iloc[0])
    target = design.Target("discharge", 10, energy, quantity="energy_mWh_g")
    found = design.easiest(values, [target], space)
    assert found.met and found.table["unit"].item() == "mWh/g"
    assert found.variables["kappa_shell"] == pytest.approx(
        charge.variables["kappa_shell"], rel=0.02
    )
    assert found.table["reached"].item() == pytest.approx(energy, abs=0.3)


def test_what_the_cell_leaves_open_of_the_facets(found):
    table = found.facet_ranges().set_index("facet")
    assert table["share"].sum() == pytest.approx(1)
    assert (
        (table["least"] <= table["share"] + 1e-6) & (table["share"] <= table["most"] + 1e-6)
    ).all()
    assert (table["most"] - table["least"]).max() > 0.5
    # The most of a facet is itself within reach: nothing more is.
    shell = found.shell
    j0 = dict(zip(table.index, found.responses.order.currents.tolist(), strict=True))
    with pytest.raises(ValueError, match="sum of at most 1"):
        pf.crystal.ratio_range({"(201)": table.loc["(201)", "most"], "(003)": 0.99})
    span = pf.crystal.attainable(shell.d, exchange_currents=j0).exchange_current
    assert span[0] < shell.exchange_current < span[1]


@pytest.mark.slow
def test_tension_is_nearly_free_to_lower(values, found):
    """From 0.059 to 0.040 EΔ costs 0.006 nat: the core grows to 0.80."""
    space = design.Space(radius_m=4.5e-6, **BOX, core_tension=0.04)
    calm = design.easiest(values, BOTH[:1], space)
    assert design.core_tension(found.particle) == pytest.approx(0.059, abs=0.001)
    assert calm.met and design.core_tension(calm.particle) <= 0.04 + 1e-4
    assert calm.ordering - found.ordering == pytest.approx(0.006, abs=0.002)
    assert calm.variables["core_fraction"] == pytest.approx(0.80, abs=0.01)


def test_a_tension_that_cannot_be_kept_is_not_met(values):
    """Targets met, limit not: a shell across the radius pulls whatever its κ."""
    space = design.Space(
        radius_m=4.5e-6, core_fraction=0.5, kappa_core=0, kappa_shell=(-300, -5), core_tension=0.0
    )
    best = design.easiest(values, [design.Target("discharge", 0.5, 200)], space)
    assert (best.table["slack"] > 0).all() and design.core_tension(best.particle) > 0.1
    assert not best.met
    assert "above 0 (" in design.statements(best)[0]


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


@pytest.mark.slow
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
        (lambda: design.Space(kappa_shell=(-9, 9), facets="all"), "facets='all'"),
        (lambda: design.Space(kappa_shell=(-9, 9), selection=1.0), "facets='fibre'"),
        (lambda: design.Space(kappa_shell=(-9, 9), diffusivity_anisotropy=1.0), "below 1"),
        (lambda: design.Space(kappa_shell=(-9, 9), core_tension="low"), "core_tension='low'"),
        (lambda: design.Target("charge", 1, 100, quantity="power"), "quantity='power'"),
        (
            lambda: design.easiest(
                pf.li2025(),
                [design.Target("discharge", 1, 1100, quantity="energy_mWh_g")],
                design.Space(kappa_shell=(-9, 9)),
            ),
            "1053.7 mWh/g between 4.5 and 2.5 V",
        ),
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
            lambda: design.front(pf.li2025(), BOTH, design.Space(kappa_shell=(-9, 9)), along=5),
            "along=5: expected a target's position, 0 to 1",
        ),
        (
            lambda: design.front(
                pf.li2025(), BOTH, design.Space(kappa_shell=(-9, 9)), along="core_tension"
            ),
            "expected the limits of the core's tension",
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
