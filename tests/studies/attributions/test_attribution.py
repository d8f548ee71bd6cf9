"""Attribution: exact shares of a difference, and what it must say in cases that are known."""

from itertools import permutations

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.results import Finished, Results
from pybamm_facets.runs.workers import job
from pybamm_facets.studies.attributions import attribution as attribution_module
from pybamm_facets.studies.attributions.attribution import attribute, attribute_scenarios
from pybamm_facets.studies.attributions.attribution_words import statements
from pybamm_facets.studies.attributions.coalitions import MECHANISMS, ZONES, differences
from pybamm_facets.studies.attributions.scenarios import SCENARIOS, lower_cut_off
from pybamm_facets.studies.attributions.shapley import shapley, subsets

MESH = {"r_p": 8, "x_p": 3, "x_s": 5}
COARSE = {"model": pf.FacetSPM(), "numerics": pf.Numerics(MESH)}
DIFFUSIVITY = "Positive particle diffusivity [m2.s-1]"
J0 = "Positive electrode (113) facet reference exchange-current density [A.m-2]"


def changed(values, **changes):
    new = values.copy()
    new.update(changes)
    return new


@pytest.fixture(scope="module")
def isotropic():
    return pybamm.ParameterValues("Li2025_isotropic")


@pytest.fixture(scope="module")
def core_shell():
    return pybamm.ParameterValues("Li2025_core_shell")


@pytest.fixture(scope="module")
def everything_differs(core_shell):
    """A core-shell particle that is smaller, in a leaner electrode of a warmer cell."""
    design = {
        "Positive particle radius [m]": 4e-6,
        "Positive electrode active material volume fraction": 0.40,
        "Ambient temperature [K]": 298.15,
    }
    return changed(core_shell, **design)


@pytest.fixture(scope="module")
def full_split(isotropic, everything_differs):
    return attribute(isotropic, everything_differs, (5.0,), **COARSE)


@pytest.fixture
def builds(monkeypatch):
    """Count the models that are built."""
    counted = []
    original = job.build_for
    monkeypatch.setattr(job, "build_for", lambda *a, **k: counted.append(1) or original(*a, **k))
    return counted


def random_game(players, seed=7):
    rng = np.random.default_rng(seed)
    return {subset: float(rng.normal()) for subset in subsets(players)}


def test_shapley_of_an_additive_game_is_each_players_own_worth():
    worth = {"a": 1.5, "b": -2.0, "c": 0.25}
    game = {subset: 10 + sum(worth[p] for p in subset) for subset in subsets(tuple(worth))}
    assert shapley(game) == pytest.approx(worth, abs=1e-14)


def test_shapley_of_a_unanimity_game_is_shared_by_those_it_needs():
    game = {s: float({"a", "c"} <= s) for s in subsets(("a", "b", "c", "d"))}
    assert shapley(game) == pytest.approx({"a": 0.5, "b": 0.0, "c": 0.5, "d": 0.0})


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_shapley_of_a_random_game_is_the_mean_over_all_orders(n):
    players = tuple("abcde"[:n])
    game = random_game(players)
    orders = list(permutations(players))
    mean = dict.fromkeys(players, 0.0)
    for order in orders:
        for k, player in enumerate(order):
            gain = game[frozenset(order[: k + 1])] - game[frozenset(order[:k])]
            mean[player] += gain / len(orders)
    assert shapley(game) == pytest.approx(mean, abs=1e-13)
    assert sum(shapley(game).values()) == pytest.approx(
        game[frozenset(players)] - game[frozenset()]
    )


def test_shapley_needs_every_subset_and_passes_on_what_is_not_known():
    game = random_game(("a", "b"))
    with pytest.raises(ValueError, match=r"no value for the subset \['b'\]"):
        shapley({subset: v for subset, v in game.items() if subset != frozenset("b")})
    assert all(np.isnan(list(shapley(game | {frozenset("b"): np.nan}).values())))
    assert shapley({frozenset(): 3.0}) == {}


def test_identical_particles_differ_by_exactly_nothing_and_run_once(core_shell):
    result = attribute(core_shell, core_shell.copy(), (1.0, 10.0), **COARSE)
    assert (result.table["contribution"] == 0).all() and (result.table["gap"] == 0).all()
    assert len(result.points) == 2
    assert set(result.table["group"]) == {*MECHANISMS, "rest"}
    assert not any(result.groups.values())


@pytest.mark.parametrize(
    ("name", "value", "group"),
    [(J0, 2.0, "kinetics"), (DIFFUSIVITY, 4e-15, "solid transport")],
)
def test_a_lone_difference_takes_the_whole_gap(core_shell, name, value, group):
    other = changed(core_shell, **{name: value})
    result = attribute(core_shell, other, (10.0,), changes=lower_cut_off(3.4), **COARSE)
    whose = result.table["group"] == group
    assert (result.table.loc[~whose, "contribution"] == 0).all()
    assert (result.table.loc[whose, "contribution"] == result.table.loc[whose, "gap"]).all()
    assert (result.table.loc[whose, "gap"].abs() > 1e-4).all()
    assert len(result.points) == 2


def test_every_parameter_has_its_group(core_shell):
    expected = {
        J0: "kinetics",
        "Positive electrode (003) facet area fraction": "kinetics",
        "Facet reference stoichiometry": "kinetics",
        DIFFUSIVITY: "solid transport",
        "Positive particle core radius fraction": "solid transport",
        "Positive particle shell diffusivity ratio": "solid transport",
        "Positive particle radius [m]": "radius",
        "Positive electrode porosity": "electrode",
        "Positive electrode thickness [m]": "electrode",
        "Nominal cell capacity [A.h]": "electrode",
        "Positive electrode OCP [V]": "rest",
        "Contact resistance [Ohm]": "electrode",
        "Separator porosity": "rest",
    }
    for name, group in expected.items():
        other = dict(core_shell) | {name: -1.0}
        differing = {g: n for g, n in differences(core_shell, other, MECHANISMS).items() if n}
        assert differing == {group: (name,)}
    run = dict(core_shell) | {"Current function [A]": 7.0}
    assert not any(differences(core_shell, run, MECHANISMS).values())
    fewer = {name: value for name, value in core_shell.items() if name != DIFFUSIVITY}
    assert differences(core_shell, fewer, MECHANISMS)["solid transport"] == (DIFFUSIVITY,)


def test_contributions_sum_to_the_gap(full_split):
    assert len(full_split.points) == 2**5
    assert (full_split.table["status"] == "ok").all()
    for _, rows in full_split.table.groupby("quantity"):
        assert rows["contribution"].sum() == pytest.approx(rows["gap"].iloc[0], abs=1e-6)
        assert (rows["gap"] == rows["second"] - rows["first"]).all()
        assert (rows["contribution"] != 0).all()


@pytest.mark.slow
def test_exchanging_the_particles_changes_the_sign_only(isotropic, everything_differs, full_split):
    back = attribute(everything_differs, isotropic, (5.0,), **COARSE).table
    np.testing.assert_allclose(back["contribution"], -full_split.table["contribution"], atol=1e-3)
    np.testing.assert_array_equal(back["first"], full_split.table["second"])


@pytest.mark.slow
def test_the_ends_are_the_particles_themselves(isotropic, core_shell):
    result = attribute(isotropic, core_shell, (10.0,), **COARSE)
    alone = pf.rate_capability(
        {"isotropic": isotropic, "core-shell": core_shell},
        (10.0,),
        directions="discharge",
        **COARSE,
    ).table
    capacity = result.table[result.table["quantity"] == "capacity_mAh_g"].iloc[0]
    expected = alone["capacity_mAh_g"].tolist()
    assert [capacity["first"], capacity["second"]] == pytest.approx(expected, abs=0.02)


@pytest.mark.slow
def test_solid_transport_can_be_split_by_zone(isotropic, core_shell):
    result = attribute(isotropic, core_shell, (10.0,), groups=ZONES, **COARSE)
    table = result.table[result.table["quantity"] == "capacity_mAh_g"].set_index("group")
    assert table["contribution"].sum() == pytest.approx(table["gap"].iloc[0], abs=1e-6)
    assert table["contribution"]["shell transport"] > table["contribution"]["core transport"] > 0
    assert table["contribution"]["in-plane diffusivity"] == 0
    assert len(result.points) == 2**3


@pytest.mark.slow
def test_scenarios_stand_in_one_table_and_share_a_build(isotropic, core_shell, builds):
    table = attribute_scenarios(isotropic, core_shell, (10.0,), **COARSE)
    assert list(table["scenario"].unique()) == list(SCENARIOS)
    assert len(builds) == 1
    capacity = table[table["quantity"] == "capacity_mAh_g"]
    kinetics = capacity[capacity["group"] == "kinetics"].set_index("scenario")["contribution"]
    assert abs(kinetics["as it is"]) < 0.1 < 1 < kinetics["cut-off 3.4 V"]


@pytest.mark.slow
def test_scenarios_change_what_they_say(isotropic, core_shell):
    own = {"small": {"Positive particle radius [m]": 3e-6}}
    table = attribute_scenarios(isotropic, core_shell, (10.0,), scenarios=own, **COARSE)
    direct = attribute(isotropic, core_shell, (10.0,), changes=own["small"], **COARSE).table
    np.testing.assert_array_equal(table["contribution"], direct["contribution"])
    resistance = SCENARIOS["contact 100 Ω·cm²"](core_shell)["Contact resistance [Ohm]"]
    assert resistance == pytest.approx(100 / (np.pi / 4 * 1.2**2))
    assert SCENARIOS["j0 ÷ 10"](core_shell)[J0] == pytest.approx(core_shell[J0] / 10)


def test_a_run_that_fails_costs_its_own_rate_only(isotropic, core_shell, monkeypatch):
    original = attribution_module.run_all

    def one_fails(runs, **options):
        def broken(one):
            lost = (one.run.labels["from_second"], one.run.c_rate) == ("kinetics", 5.0)
            return Finished(one.run, Outcome(Status.FAILED, "no way on")) if lost else one

        return Results(tuple(broken(one) for one in original(runs, **options)))

    monkeypatch.setattr(attribution_module, "run_all", one_fails)
    result = attribute(isotropic, core_shell, (5.0, 10.0), **COARSE)
    failed = result.table[result.table["c_rate"] == 5.0]
    differs = failed["group"].isin(["kinetics", "solid transport"])
    assert failed.loc[differs, "contribution"].isna().all()
    assert set(failed["reason"]) == {"with kinetics: no way on"}
    assert failed["gap"].notna().all()
    assert result.table[result.table["c_rate"] == 10.0]["contribution"].notna().all()
    assert "not split: with kinetics: no way on" in statements(result.table)[0]


def test_a_mixture_that_makes_no_sense_is_a_row_with_its_reason(isotropic, core_shell):
    groups = {"basal facet": r"\(003\) facet area fraction"}
    result = attribute(isotropic, core_shell, (10.0,), groups=groups, **COARSE)
    points = result.points.set_index("from_second")
    assert points["status"]["basal facet"] == "infeasible"
    assert "must sum to 1" in points["reason"]["basal facet"]
    assert points["status"]["basal facet + rest"] == points["status"]["nothing"] == "ok"
    assert result.table["contribution"].isna().all() and result.table["gap"].notna().all()


@pytest.mark.slow
def test_beyond_the_cut_off_at_once_is_no_capacity(isotropic, core_shell):
    far = {"Contact resistance [Ohm]": 1e4}
    table = attribute(isotropic, core_shell, (10.0,), changes=far, **COARSE).table
    capacity = table[table["quantity"] == "capacity_mAh_g"]
    assert (capacity["first"] == 0).all() and (capacity["contribution"] == 0).all()
    assert (table["status"] == "infeasible").all()


def test_statements_say_who_did_what(full_split):
    lines = statements(full_split.table, "isotropic", "core-shell")
    assert len(lines) == 3
    assert lines[0].startswith("5C, capacity: isotropic ") and "mAh/g = kinetics " in lines[0]
    assert " mV = kinetics +" in lines[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"direction": "sideways"}, "direction='sideways'"),
        ({"quantities": ("power",)}, r"quantities=\('power',\)"),
        ({"quantities": "capacity_mAh_g"}, "quantities='capacity_mAh_g'"),
        ({"c_rates": (0.0,)}, "c_rates=0.0: expected a positive"),
        ({"groups": {"mine": "("}}, r"groups\['mine'\]='\('"),
        ({"changes": {"Contact resistence [Ohm]": 1.0}}, "first set has no parameter 'Contact re"),
        ({"changes": {DIFFUSIVITY: -1.0}}, "first: .*expected a positive number"),
    ],
)
def test_arguments_that_cannot_be_meant_are_refused(isotropic, core_shell, arguments, message):
    with pytest.raises(ValueError, match=message):
        attribute(isotropic, core_shell, **{"c_rates": (1.0,), **arguments, **COARSE})


def test_scenarios_that_cannot_be_meant_are_refused(isotropic, core_shell):
    with pytest.raises(ValueError, match=r"scenarios=\{\}: expected at least one"):
        attribute_scenarios(isotropic, core_shell, (1.0,), scenarios={})


@pytest.mark.slow
def test_what_kinetics_do_and_do_not_on_the_paper_cell(isotropic, core_shell):
    table = attribute_scenarios(isotropic, core_shell, (1.0, 10.0))
    share = table.set_index(["scenario", "c_rate", "quantity", "group"])["contribution"]
    for rate in (1.0, 10.0):
        assert abs(share["as it is", rate, "capacity_mAh_g", "kinetics"]) < 0.1
    assert share["as it is", 10.0, "capacity_mAh_g", "solid transport"] == pytest.approx(77, abs=1)
    assert share["as it is", 10.0, "mean_voltage_V", "kinetics"] == pytest.approx(0.043, abs=2e-3)
    assert share["cut-off 3.0 V", 10.0, "capacity_mAh_g", "kinetics"] == pytest.approx(8, abs=0.5)
    assert share["cut-off 3.4 V", 10.0, "capacity_mAh_g", "kinetics"] == pytest.approx(3.8, abs=0.5)
    sums = table.groupby(["scenario", "c_rate", "quantity"])[["contribution", "gap"]]
    for _, rows in sums:
        assert rows["contribution"].sum() == pytest.approx(rows["gap"].iloc[0], abs=1e-6)


@pytest.mark.slow
def test_tighter_tolerances_do_not_move_the_shares(isotropic, core_shell):
    rates = (0.1, 1.0)
    usual = attribute(isotropic, core_shell, rates).table
    tighter = attribute(
        isotropic, core_shell, rates, numerics=pf.Numerics(tolerances=pf.Tolerances(1e-7, 1e-9))
    ).table
    voltage = usual["quantity"] == "mean_voltage_V"
    moved = (usual["contribution"] - tighter["contribution"]).abs()
    assert moved[voltage].max() < 5e-5
    assert moved[usual["quantity"] == "capacity_mAh_g"].max() < 1e-4


def test_a_larger_disc_of_the_same_cell_makes_no_difference(core_shell):
    larger = changed(
        core_shell,
        **{
            "Electrode width [m]": 4 * core_shell["Electrode width [m]"],
            "Nominal cell capacity [A.h]": 4 * core_shell["Nominal cell capacity [A.h]"],
            "Contact resistance [Ohm]": core_shell["Contact resistance [Ohm]"] / 4,
        },
    )
    table = attribute(core_shell, larger, (5.0,), **COARSE).table
    capacity = table[table["quantity"] == "capacity_mAh_g"]
    assert (capacity["first"] - capacity["second"]).abs().max() < 0.01
    assert capacity["contribution"].abs().max() < 0.01
