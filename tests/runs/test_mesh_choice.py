"""The mesh that a run gets: from how deep lithium reaches and how far the salt is used up."""

import math

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.particle import RadialElementMesh
from pybamm_facets.runs import mesh_choice
from pybamm_facets.runs.demands import electrolyte_demand, layer_depth
from pybamm_facets.runs.groups import OWN_MESH_FROM, grouped
from pybamm_facets.runs.mesh_choice import MeshChoice, MeshRule
from pybamm_facets.runs.outcome import ELECTROLYTE_LIMITED, Status, judged
from pybamm_facets.runs.run import Direction, Run

DISCHARGE = Direction.DISCHARGE
THICKNESS = names.POSITIVE_THICKNESS


def changed(particle="isotropic", **changes):
    values = pf.li2025(particle)
    values.update({getattr(names, name): value for name, value in changes.items()})
    return values


def choice(values, c_rate=10.0, numerics=pf.Numerics.default, model=None):
    return MeshRule(model or pf.FacetDFN(), numerics).choice(Run(values, DISCHARGE, c_rate))


def test_depth_and_demand_are_those_of_their_formulas():
    values = changed(
        "core_shell", SHELL_RATIO=0.9, DIFFUSIVITY=1e-14, DIFFUSIVITY_ACTIVATION_ENERGY=0.0
    )
    assert layer_depth(values, 4.0) == pytest.approx(math.sqrt(0.9e-14 * 90) / 5e-6, rel=1e-12)
    warm = values.copy()
    warm.update({names.DIFFUSIVITY_ACTIVATION_ENERGY: 2e4, names.AMBIENT_TEMPERATURE: 313.15})
    assert layer_depth(warm, 4.0) > 1.2 * layer_depth(values, 4.0)
    values.update({names.ELECTROLYTE_DIFFUSIVITY: 3e-10, names.TRANSFERENCE_NUMBER: 0.4})
    area = values[names.ELECTRODE_HEIGHT] * values[names.ELECTRODE_WIDTH]
    current = 2 * values[names.NOMINAL_CAPACITY] / area
    effective = 3e-10 * values[names.POSITIVE_POROSITY] ** values[names.POSITIVE_EXPONENT]
    salt = values[names.INITIAL_ELECTROLYTE]
    expected = current * 0.6 * values[THICKNESS] / (96485.33212 * effective * salt)
    assert electrolyte_demand(values, 2.0) == pytest.approx(expected, rel=1e-9)
    values.update({names.ELECTROLYTE_DIFFUSIVITY: lambda c, T: c * pybamm.t})
    assert electrolyte_demand(values, 2.0) is None


@pytest.mark.parametrize(
    ("radius", "nodes"),
    [(5e-6, (4, 8)), (8e-6, (5, 11)), (12e-6, (6, 14)), (16e-6, (8, 17)), (20e-6, (8, 22))],
)
def test_nodes_follow_the_layer(radius, nodes):
    found, doubt = choice(changed(PARTICLE_RADIUS=radius))
    assert (found.core, found.shell) == nodes and not doubt


def test_a_core_that_carries_the_layer_gets_nodes_too():
    found, doubt = choice(changed(PARTICLE_RADIUS=10e-6, CORE_RADIUS_FRACTION=0.92))
    assert (found.core, found.shell) == (12, 8) and not doubt
    slow, _ = choice(changed(CORE_RADIUS_FRACTION=0.92), 0.1)
    assert (slow.core, slow.shell) == (4, 8)


def test_points_across_follow_the_salt():
    values = pf.li2025()
    thick = values.copy()
    for factor, c_rate, nodes, points, limited in (
        (1, 1.0, (3, 3), (16, 5), False),
        (1, 10.0, (4, 4), (16, 10), False),
        (2, 2.0, (4, 4), (16, 10), False),
        (2, 5.0, (12, 12), (32, 20), False),
        (4, 2.5, (12, 12), (32, 20), True),
    ):
        thick[THICKNESS] = factor * values[THICKNESS]
        thick[names.NOMINAL_CAPACITY] = factor * values[names.NOMINAL_CAPACITY]
        found, doubt = choice(thick, c_rate)
        assert found.elements and (found.separator, found.electrode) == nodes
        assert not doubt or limited
        found, doubt = choice(thick, c_rate, pf.Numerics(route="volumes"))
        assert not found.elements and (found.separator, found.electrode) == points
        assert (ELECTROLYTE_LIMITED in doubt) == limited


def test_a_layer_too_thin_is_told():
    _, doubt = choice(changed(PARTICLE_RADIUS=40e-6))
    assert "lithium reaches 0.8% of the particle's radius" in doubt


def test_a_steep_diffusivity_gets_many_elements():
    found, _ = choice(pf.li2025(diffusivity="oregan"))
    assert found.steep and found.numerics(pf.Numerics()).var_pts["r_p"] == 28


def test_what_is_given_is_kept():
    values = changed(PARTICLE_RADIUS=16e-6)
    rule = lambda **points: choice(values, numerics=pf.Numerics(points))[0]  # noqa: E731
    assert rule(r_p=20) == MeshChoice(separator=4, electrode=4, elements=True)
    assert rule(x_p=7) == MeshChoice(8, 17)
    assert rule(r_p=20, x_p=7) == MeshChoice()
    nodes = pf.Numerics({"x_p": 7}, route="elements")
    chosen, _ = choice(values, numerics=nodes)
    assert chosen.numerics(nodes).var_pts == {"r_p": 24, "x_s": 4, "x_p": 7}
    given = pf.Numerics({"r_p": 20, "x_p": 7})
    assert choice(values)[0].numerics(given).var_pts == {"r_p": 20, "x_s": 4, "x_p": 7}


def test_other_models_keep_their_own():
    values = pf.li2025()
    for model in (
        pybamm.lithium_ion.DFN({"working electrode": "positive"}),
        pf.FacetDFN(diffusion=None),
    ):
        assert choice(values, model=model) == (MeshChoice(), "")
    full = pf.FacetDFN({"working electrode": "both"})
    found, _ = choice(full.default_parameter_values, 1.0, model=full)
    assert (found.separator, found.electrode, found.elements) == (None, None, False)


def groups_of(runs):
    chosen = grouped(dict(enumerate(runs)), pf.FacetDFN(), pf.Numerics.default, curves=False)
    return {group.mesh: sorted(group.inputs) for group in chosen}


def test_few_runs_share_the_finest_mesh_that_one_needs():
    runs = [Run(pf.li2025(), DISCHARGE, c_rate) for c_rate in (0.1, 1.0, 10.0)]
    assert groups_of(runs) == {"r_p=11 x_p=4 x_s=4 elements": [0, 1, 2]}
    assert groups_of(runs[:2]) == {"r_p=11 x_p=3 x_s=3 elements": [0, 1]}


def test_many_runs_get_the_mesh_that_they_need():
    values, many = pf.li2025(), OWN_MESH_FROM
    slow = [Run(values, DISCHARGE, 1.0 + k / many) for k in range(many)]
    fast = [Run(values, DISCHARGE, 8.0 + k / many) for k in range(many)]
    few = [Run(values, DISCHARGE, 7.0)]
    found = groups_of(slow + fast + few)
    assert list(found) == ["r_p=11 x_p=3 x_s=3 elements", "r_p=11 x_p=4 x_s=4 elements"]
    assert found["r_p=11 x_p=4 x_s=4 elements"] == list(range(many, 2 * many + 1))


def test_a_row_says_on_what_it_was_computed_and_how_much_salt_was_left():
    table = pf.rate_capability({"a": pf.li2025()}, [1.0, 10.0]).table
    assert table["mesh"].tolist() == ["r_p=11 x_p=4 x_s=4 elements"] * 2
    assert (np.diff(table["least_electrolyte"]) < 0).all()
    assert table["least_electrolyte"].between(0.3, 1).all()


def test_a_row_does_not_depend_on_its_company():
    one = pf.rate_capability({"a": pf.li2025()}, 1.0).table
    other = pf.rate_capability({"a": pf.li2025()}, [1.0, 10.0]).table
    assert one["mesh"][0] != other["mesh"][0]
    difference = one["capacity_mAh_g"][0] - other["capacity_mAh_g"][0]
    assert abs(difference) < 0.01


def test_a_run_without_salt_is_doubtful():
    assert judged(0.0, 0.0, 0.04) == (Status.DOUBTFUL, ELECTROLYTE_LIMITED)
    assert judged(0.0, 0.0, 0.06) == (Status.OK, "")


@pytest.mark.slow
def test_a_thick_electrode_at_a_high_rate_is_never_silently_ok():
    base = pf.li2025()
    thick = base.copy()
    thick.update(
        {
            THICKNESS: 100e-6,
            names.NOMINAL_CAPACITY: base[names.NOMINAL_CAPACITY] * 100e-6 / base[THICKNESS],
        }
    )
    table = pf.rate_capability({"a": thick}, [0.2, 5.0], directions=("discharge", "charge")).table
    status = table.set_index("c_rate")["status"]
    assert (status[0.2] == "ok").all()
    assert (status[5.0] != "ok").all()
    assert table["reason"].str.contains("electrolyte-limited").any()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("radius", "core_fraction", "diffusivity"),
    [
        (10e-6, 0.5, 9.6e-15),
        (15e-6, 0.5, 9.6e-15),
        (20e-6, 0.5, 9.6e-15),
        (8e-6, 0.92, 9.6e-15),
        (5e-6, 0.3, 2e-15),
        (4e-6, 0.1, 1e-15),
        (4e-6, 0.95, 5e-14),
    ],
)
def test_chosen_nodes_are_as_good_as_many(radius, core_fraction, diffusivity):
    values = changed(
        PARTICLE_RADIUS=radius, CORE_RADIUS_FRACTION=core_fraction, DIFFUSIVITY=diffusivity
    )
    tight = pf.Tolerances(1e-6, 1e-8)
    submesh = {"positive particle": pybamm.MeshGenerator(
        RadialElementMesh, {"core": 16, "shell_nodes": 17, "grading": 2.0}
    )}  # fmt: skip
    found = []
    for numerics in (
        pf.Numerics({"x_p": 5}, tolerances=tight),
        pf.Numerics({"r_p": 80, "x_p": 5}, submesh, tight),
    ):
        table = pf.rate_capability({"a": values}, [1.0, 10.0], numerics=numerics).table
        found.append(table["capacity_mAh_g"].to_numpy())
    assert found[0] == pytest.approx(found[1], abs=0.05)


def test_the_hardest_run_is_computed_again_and_doubted_if_that_changes_it(monkeypatch, caplog):
    asked = pf.Numerics(check_from=1)
    sets = {"a": changed(PARTICLE_RADIUS=8e-6), "b": pf.li2025("isotropic")}
    fine = pf.rate_capability(sets, [1.0, 10.0], numerics=asked).table
    assert (fine["status"] == "ok").all()
    nodes = tuple((bound, 5) for bound, _ in mesh_choice.SHELL_NODES)
    monkeypatch.setattr(mesh_choice, "SHELL_NODES", nodes)
    monkeypatch.setitem(mesh_choice.CORE_NODES, 5, 3)
    coarse = pf.rate_capability(sets, [1.0, 10.0], numerics=asked).table
    assert coarse["status"].tolist() == ["ok", "doubtful", "ok", "ok"]
    assert coarse["reason"][1].startswith("more nodes change it by ")
    assert "the hardest of 4 runs" in caplog.text
    alone = pf.rate_capability(sets, [1.0, 10.0]).table  # too few to be checked
    assert (alone["status"] == "ok").all()
    given = pf.Numerics({"r_p": 7}, check_from=1)
    assert (pf.rate_capability(sets, 10.0, numerics=given).table["status"] == "ok").all()
