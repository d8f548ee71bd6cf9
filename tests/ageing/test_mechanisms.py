"""What all mechanisms share, and what each does to a set."""

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from pybamm_facets import names
from pybamm_facets.ageing import (
    CHARGE,
    CYCLES,
    DEFAULT_HYPOTHESES,
    SECONDS,
    AgedParticle,
    Dose,
    FacetBlocking,
    FacetPassivation,
    GrainBoundaryLoss,
    LithiumSide,
    Mechanism,
    RadialCracking,
    RockSaltLayer,
    SurfaceStressLoss,
    assumptions,
    combined,
    constriction_resistance,
    hot_surface,
    surface_stress,
)
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.sourced import PROVENANCES

ALL = (*DEFAULT_HYPOTHESES, RadialCracking(1.0, cracks="wet"))
DAMAGES = (0.0, 1e-3, 0.1, 0.5, 3.0)


@pytest.fixture(params=ALL, ids=lambda one: one.name)
def mechanism(request):
    return request.param


def test_hypotheses_are_in_the_order_of_the_table():
    assert [one.name for one in DEFAULT_HYPOTHESES] == [
        "lithium_per_cycle",
        "lithium_per_charge",
        "lithium_per_second",
        "surface_stress",
        "grain_boundaries",
        "dry_cracking",
        "blocking_stable_003",
        "blocking_even",
        "blocking_first_003",
        "rock_salt_layer",
        "facet_kinetics",
    ]
    assert all(one.rate == 1 for one in DEFAULT_HYPOTHESES)


def test_mechanisms_answer_the_protocol(mechanism, particle):
    assert isinstance(mechanism, Mechanism)
    assert set(mechanism.inputs(particle)) == set(mechanism.changes(0.3, particle).names)
    assert pickle.loads(pickle.dumps(mechanism)) == mechanism


def test_no_damage_is_no_ageing_to_the_last_bit(mechanism, particle):
    fresh = dict(li2025(cell="cycling"))
    changes = mechanism.changes(mechanism.with_rate(0).rate * 1e9, particle)
    assert set(changes.added.values()) <= {0.0}
    assert set(changes.factors.values()) <= {1.0}
    assert changes.on(fresh) == {name: fresh[name] for name in mechanism.inputs(particle)}


def test_with_rate_changes_the_rate_alone(mechanism):
    other = mechanism.with_rate(0.25)
    assert other.rate == 0.25
    assert replace(other, rate=mechanism.rate) == mechanism
    assert other.dose == mechanism.dose


def test_damage_only_counts_altogether(mechanism, particle):
    whole = mechanism.changes(0.7 * 2.0, particle)
    halves = mechanism.changes(0.7 * (1.0 + 1.0), particle)
    assert whole == halves


def test_set_ages_monotonically(mechanism, particle):
    fresh = dict(li2025(cell="cycling"))
    aged = [mechanism.changes(damage, particle).on(fresh) for damage in DAMAGES]
    for name in mechanism.inputs(particle):
        steps = np.diff([one[name] for one in aged])
        rises = name in (names.CONTACT_RESISTANCE, names.SURFACE_RESISTANCE)
        sign = 1 if rises or mechanism.name == "wet_cracking" else -1
        assert np.all(sign * steps >= 0), name


@pytest.mark.parametrize("damage", [1e3, 1e6, 1e12])
def test_any_damage_leaves_numbers(mechanism, particle, damage):
    aged = mechanism.changes(damage, particle).on(dict(li2025(cell="cycling")))
    assert all(math.isfinite(value) and value >= 0 for value in aged.values())
    shares = [value for name, value in aged.items() if name.endswith("facet area fraction")]
    assert not shares or sum(shares) > 0


@pytest.mark.parametrize("rate", [-1.0, float("nan"), float("inf"), "1", None, True])
def test_bad_rates_are_refused(mechanism, rate):
    with pytest.raises(ValueError, match="rate="):
        mechanism.with_rate(rate)


@pytest.mark.parametrize("damage", [-1e-9, float("nan")])
def test_bad_damage_is_refused(mechanism, particle, damage):
    with pytest.raises(ValueError, match="damage="):
        mechanism.changes(damage, particle)


def test_mechanisms_are_frozen(mechanism):
    with pytest.raises(AttributeError):
        mechanism.rate = 2.0


@pytest.mark.parametrize("kind", [SurfaceStressLoss, GrainBoundaryLoss, RadialCracking])
@pytest.mark.parametrize("exponent", [0.9, 0, float("inf"), "2"])
def test_bad_exponents_are_refused(kind, exponent):
    with pytest.raises(ValueError, match="exponent="):
        kind(1.0, exponent)


@pytest.mark.parametrize(
    "make",
    [
        lambda: FacetBlocking(1.0, "fastest"),
        lambda: FacetPassivation(1.0, "fastest"),
        lambda: FacetPassivation(1.0, least_open=0.0),
        lambda: RadialCracking(1.0, cracks="damp"),
        lambda: LithiumSide(1.0, Dose("weeks", "week", None)),
        lambda: LithiumSide(1.0, hot_surface()),
    ],
)
def test_bad_words_are_refused(make):
    with pytest.raises(ValueError, match="expected"):
        make()


def test_needs():
    barred = {one.name for one in ALL if one.needs_barrier}
    assert barred == {
        "blocking_stable_003",
        "blocking_even",
        "blocking_first_003",
        "rock_salt_layer",
    }
    opened = {one.name for one in ALL if one.needs_openings}
    assert opened == {"grain_boundaries", "dry_cracking", "wet_cracking"}


def test_needs_are_said_before_any_solve():
    bare = AgedParticle(area=1e-4, layer_diffusivity=1e-14)
    for one in ALL:
        if one.needs_openings or isinstance(one, FacetBlocking | FacetPassivation):
            with pytest.raises(ValueError, match=f"{one.name} needs"):
                one.inputs(bare)
        else:
            assert one.inputs(bare)


def test_doses():
    assert [LithiumSide(1, clock).dose for clock in (CYCLES, CHARGE, SECONDS)] == [
        CYCLES,
        CHARGE,
        SECONDS,
    ]
    assert SurfaceStressLoss(1, 3).dose == surface_stress(3)
    assert FacetBlocking(1).dose == RockSaltLayer(2).dose == hot_surface()
    assert GrainBoundaryLoss(1).dose == RadialCracking(1).dose == CYCLES


def test_lithium_side_adds_a_resistance_of_the_area(core_shell):
    (added,) = LithiumSide(1).changes(0.0226, core_shell).added.values()
    assert added == pytest.approx(0.0226 / (math.pi * 6e-3**2), rel=1e-6)


def test_surface_stress_takes_material_in_proportion(particle):
    factors = SurfaceStressLoss(1).changes(0.3, particle).factors
    assert factors == {names.ACTIVE_FRACTION: pytest.approx(0.7)}


@pytest.mark.parametrize("exponent", [1.0, 2.0, 3.0])
def test_boundaries_take_material_of_each_zone(core_shell, exponent):
    (factor,) = GrainBoundaryLoss(1, exponent).changes(0.4, core_shell).factors.values()
    core, shell = core_shell.openings
    expected = math.exp(-0.4 * core**exponent) / 8 + math.exp(-0.4 * shell**exponent) * 7 / 8
    assert factor == pytest.approx(expected, rel=1e-14)


def test_shell_that_is_pressed_shut_keeps_its_material(core_shell, isotropic):
    loss = GrainBoundaryLoss(1)
    kept, torn = (
        loss.changes(0.5, one).factors[names.ACTIVE_FRACTION] for one in (core_shell, isotropic)
    )
    assert kept > 0.8 > 0.5 > torn


def test_wet_cracks_undo_dry_ones(particle):
    dry, wet = (
        RadialCracking(1, cracks=cracks).changes(0.7, particle) for cracks in ("dry", "wet")
    )
    assert combined([dry, wet]).factors == pytest.approx(
        {names.CORE_RATIO: 1, names.SHELL_RATIO: 1}, rel=1e-14
    )


def test_halves_of_exponential_maps_compose_to_the_whole(particle):
    for one in (RadialCracking(1), FacetPassivation(1, "stable_003")):
        half, whole = one.changes(0.35, particle), one.changes(0.7, particle)
        assert combined([half, half]).factors == pytest.approx(dict(whole.factors), rel=1e-14)


def test_layer_grows_with_the_root(particle):
    one, four = (RockSaltLayer(1).changes(d, particle).added for d in (1e15, 4e15))
    assert four[names.SURFACE_RESISTANCE] == pytest.approx(2 * one[names.SURFACE_RESISTANCE])
    assert one[names.SURFACE_RESISTANCE] == pytest.approx(math.sqrt(1e15))


def test_even_blocking_is_the_constriction_of_what_is_open(particle):
    changes = FacetBlocking(1, "even").changes(2.0, particle)
    share = math.exp(-2)
    assert set(changes.factors.values()) == {share}
    expected = constriction_resistance(share, particle.grain_half_width, particle.layer_diffusivity)
    assert changes.added[names.SURFACE_RESISTANCE] == pytest.approx(float(expected), rel=1e-12)


def test_two_roads_to_one_loss_meet_in_one_resistance(core_shell):
    """Rates that cost the core-shell a fifth of its 10C capacity in 500 cycles of 1078 s."""
    dose = 500 * 1078
    blocked = FacetBlocking(1).changes(4.239e-6 * dose, core_shell)
    layered = RockSaltLayer(1).changes(2.431e9 * dose, core_shell)
    (one,), (other,) = blocked.added.values(), layered.added.values()
    assert one == pytest.approx(other, rel=0.02)


def test_mechanisms_combine(core_shell):
    parts = [
        LithiumSide(1).changes(0.01, core_shell),
        SurfaceStressLoss(1).changes(0.1, core_shell),
        GrainBoundaryLoss(1).changes(0.1, core_shell),
        FacetBlocking(1).changes(0.5, core_shell),
        RockSaltLayer(1).changes(1e14, core_shell),
    ]
    both = combined(parts)
    material = [part.factors.get(names.ACTIVE_FRACTION, 1.0) for part in parts]
    assert both.factors[names.ACTIVE_FRACTION] == pytest.approx(math.prod(material))
    barriers = [part.added.get(names.SURFACE_RESISTANCE, 0.0) for part in parts]
    assert both.added[names.SURFACE_RESISTANCE] == pytest.approx(sum(barriers))
    assert both.added[names.CONTACT_RESISTANCE] == parts[0].added[names.CONTACT_RESISTANCE]


def test_every_assumption_has_its_provenance():
    table = assumptions()
    assert set(table["provenance"]) <= set(PROVENANCES)
    assert (table["source"].str.len() > 10).all()
    estimates = table[table["provenance"] == "estimate"]
    assert (
        (estimates["lower"] <= estimates["value"]) & (estimates["value"] <= estimates["upper"])
    ).all()
    table.loc[0, "value"] = -1.0
    assert assumptions().loc[0, "value"] == 2
