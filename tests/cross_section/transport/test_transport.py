"""Grain-resolved transport: balances, limits, invariances and convergence."""

from dataclasses import replace

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets.cross_section import (
    LatticeStrain,
    PlaneStressSolver,
    generate_microstructure,
    mesh_microstructure,
)
from pybamm_facets.cross_section.transport.disk_and_sphere import disk_rise, utilisation
from pybamm_facets.cross_section.transport.grain_transport import grain_resolved, zone_averaged
from pybamm_facets.cross_section.transport.rim_kinetics import nodal_rim
from pybamm_facets.cross_section.transport.section_material import GrainMaterial
from pybamm_facets.studies.grain_resolved.grain_anisotropy import load
from pybamm_facets.studies.grain_resolved.grain_material import (
    grain_material,
    specific_current,
    stoichiometry_window,
)
from tests.cross_section.disk import disk_mesh, out_of_plane
from tests.cross_section.elastic import NU, E

RADIUS = 3.5e-6
EMPTY, FULL = 2.5, 4.5
FEW = 60  # steps, where two runs are compared with each other


@pytest.fixture(scope="module")
def values():
    return pf.li2025()


@pytest.fixture(scope="module")
def material(values):
    return grain_material(values)


@pytest.fixture(scope="module")
def window(values):
    return stoichiometry_window(values)


@pytest.fixture(scope="module")
def current(values):
    return specific_current(values, 10.0)


@pytest.fixture(scope="module")
def mesh():
    return mesh_microstructure(generate_microstructure(radius=RADIUS, grain_size=0.35), h=0.1)


@pytest.fixture(scope="module")
def run(mesh, material, window, current):
    return grain_resolved(mesh, material).lithiate(current, window, EMPTY)


def test_lithium_is_conserved(run, mesh, material, window, current):
    assert run.lithium_error < 1e-9
    charge = grain_resolved(mesh, material).delithiate(current, window, FULL)
    assert charge.lithium_error < 1e-9
    passed = run.mean_stoichiometry[-1] - run.mean_stoichiometry[0]
    assert run.utilisation == pytest.approx(passed / (window[1] - window[0]), rel=1e-9)
    assert run.capacity[-1] == pytest.approx(passed * material.specific_charge / 3600, rel=1e-9)


def test_the_rim_carries_the_current(run, mesh, material, current):
    rim = np.unique(mesh.rim_edges)
    order = np.argsort(np.arctan2(*mesh.points[::-1, rim]))
    length = nodal_rim(mesh)[rim][order]
    total = current * material.density * mesh.area.sum()
    np.testing.assert_allclose(run.rim_current @ length, total, rtol=1e-9)


def test_time_steps_are_fine_enough(run, mesh, material, window, current):
    finer = grain_resolved(mesh, material).lithiate(current, window, EMPTY, steps=480)
    assert run.utilisation == pytest.approx(finer.utilisation, abs=1e-3)
    at = np.linspace(0.05, 0.9, 20) * run.capacity[-1]
    voltages = [np.interp(at, r.capacity, r.voltage) for r in (run, finer)]
    assert np.abs(np.subtract(*voltages)).max() < 5e-3


@pytest.mark.slow
def test_homogeneous_disk_obeys_the_closed_form(material, window, current):
    # With fast kinetics the run ends when the rim is full: a number of the load alone. The loads
    # are those of D = 5e-15 and 1e-14 m2/s in a 2.8 um disk with 202 mAh/g at 1800 mA/g.
    mesh = disk_mesh(20, out_of_plane, RADIUS)
    for along, expected in ((5e-15, 0.549), (1e-14, 0.757)):
        trial = 1800 / 202 / 3600 * 1e3 * 1e-3 * 2.8e-6**2 / along
        per_second = current / material.specific_charge / (window[1] - window[0])
        same_load = replace(material, along=per_second * RADIUS**2 / trial, across=0.0)
        assert load(same_load, current, window, RADIUS) == pytest.approx(trial)
        closed = utilisation(disk_rise, trial)
        assert closed == pytest.approx(expected, abs=2e-3)
        disk = grain_resolved(mesh, same_load).lithiate(current, window, EMPTY)
        assert disk.utilisation == pytest.approx(closed, abs=5e-3)


def test_facets_alone_hardly_move_the_capacity(mesh, material, window, current):
    # The finding of the radial model: a 2.5 V cut-off waits for a full surface.
    even = grain_resolved(mesh, replace(material, across=material.along))
    mean = replace(even, exchange_current=np.full_like(even.exchange_current, 1.0))
    runs = [side.lithiate(current, window, EMPTY, FEW) for side in (even, mean)]
    assert runs[0].utilisation == pytest.approx(runs[1].utilisation, abs=0.005)
    at = 0.5 * runs[0].capacity[-1]
    half = [np.interp(at, r.capacity, r.voltage) for r in runs]
    assert half[0] - half[1] > 0.02  # while the voltage tells them apart


def test_open_boundaries_change_nothing_and_tight_ones_block(mesh, material, window, current):
    def used(transfer):
        split = grain_resolved(mesh, material, boundary_transfer=transfer)
        return split.lithiate(current, window, EMPTY, FEW)

    run = used(None)

    # At the very end a volt is 1e-5 of lithium, which the steps are not solved to.
    before = run.voltage > 3
    open_ = [used(transfer) for transfer in (1e-3, 1e-2, 1e-1)]
    off = [np.abs(one.voltage - run.voltage)[before].max() for one in open_]
    # Its size depends on how near to 3 V the last step lies: only the law is sure.
    assert off[0] / off[1] == pytest.approx(10, rel=0.05)
    assert off[1] / off[2] == pytest.approx(10, rel=0.05) and off[2] < 1e-5
    np.testing.assert_allclose(open_[2].mean_stoichiometry, run.mean_stoichiometry, rtol=1e-9)
    assert open_[2].utilisation == pytest.approx(run.utilisation, abs=1e-6)
    assert open_[2].nodes.points.shape[1] > run.nodes.points.shape[1]
    uses = [used(transfer) for transfer in (1e-8, 1e-9)]
    assert run.utilisation > uses[0].utilisation > uses[1].utilisation
    assert max(use.lithium_error for use in uses) < 1e-9


def test_turning_the_section_or_flipping_axes_changes_nothing(window, current, material):
    def wavy(x, y):
        angle = 4 * x / RADIUS + 1
        return np.stack([np.cos(angle), np.sin(angle), 0 * x])

    mesh, turned = disk_mesh(8, wavy, RADIUS), disk_mesh(8, wavy, RADIUS)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    turned.points, turned.rim_normal = turn @ mesh.points, turn @ mesh.rim_normal
    turned.c_axis = np.concatenate([turn @ mesh.c_axis[:2], mesh.c_axis[2:]])
    turned.c_axis[:, ::2] *= -1
    one, other = (
        grain_resolved(m, material).lithiate(current, window, 3.0, FEW) for m in (mesh, turned)
    )
    np.testing.assert_allclose(one.voltage, other.voltage, rtol=1e-9)
    np.testing.assert_allclose(one.stoichiometry, other.stoichiometry, atol=1e-9)


def test_size_and_diffusivity_enter_as_one_number(window, current, material):
    mesh = disk_mesh(8, out_of_plane, RADIUS)
    twice = disk_mesh(8, out_of_plane, 2 * RADIUS)
    small = zone_averaged(mesh, material, (1e-14, 1e-14), 5.0)
    large = zone_averaged(twice, material, (4e-14, 4e-14), 10.0)
    runs = [side.lithiate(current, window, EMPTY, FEW) for side in (small, large)]
    np.testing.assert_allclose(runs[0].voltage, runs[1].voltage, rtol=1e-9)


def test_slow_runs_pass_the_window_at_equilibrium(mesh, material, window, current):
    slow = grain_resolved(mesh, material)
    discharge = slow.lithiate(current / 1e5, window, EMPTY, steps=60)
    charge = slow.delithiate(current / 1e5, window, FULL, steps=60)
    for run in (discharge, charge):
        assert run.utilisation == pytest.approx(1, abs=0.02)
        inner = slice(2, -3)
        expected = material.ocp(run.mean_stoichiometry[inner])
        np.testing.assert_allclose(run.voltage[inner], expected, atol=2e-3)
        assert np.ptp(run.stoichiometry[30]) < 1e-3


def test_slow_grains_take_less(run, mesh, material, window, current):
    faster = replace(material, across=material.along)
    fast = grain_resolved(mesh, faster).lithiate(current, window, EMPTY)
    assert fast.utilisation > run.utilisation + 0.1
    assert run.termination == fast.termination == "cut-off voltage"
    assert np.ptp(run.stoichiometry[-1]) > 0.5


def test_lithium_of_the_grains_makes_their_stress(run, mesh):
    law, solver = LatticeStrain(), PlaneStressSolver(mesh, E, NU)
    start = solver.solve(law, run.field(0.0))
    np.testing.assert_allclose(start.stress, solver.solve(law, 0.15).stress, atol=1e-3)
    end = solver.solve(law, run.field(run.time[-1]))
    mean = np.average(end.content, weights=end.dx)
    assert mean == pytest.approx(run.mean_stoichiometry[-1], rel=1e-6)
    # Full grains beside empty ones: more than their mean content would make everywhere.
    pair = (end, solver.solve(law, mean))
    worst, even = (field.summary().loc["all", ("von_mises", "p99")] for field in pair)
    assert worst > 1.2 * even


def test_fields_are_the_states_in_between(run):
    np.testing.assert_allclose(run.field(run.time[3]), run.stoichiometry[3])
    np.testing.assert_allclose(run.field(0.0), run.stoichiometry[0])
    between = run.field((run.time[3] + run.time[4]) / 2)
    np.testing.assert_allclose(between, run.stoichiometry[3:5].mean(axis=0))
    with pytest.raises(ValueError, match="time=-1"):
        run.field(-1.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.0, (0.15, 0.9), 2.5), "current=0"),
        ((1.0, (0.9, 0.15), 2.5), "window="),
        ((1.0, (0.0, 0.9), 2.5), "window="),
        ((1.0, (0.15, 0.9), 4.6), "cut_off=4.6"),
        ((1.0, (0.15, 0.9), 2.5, 0), "steps=0"),
    ],
)
def test_bad_runs_are_named(material, arguments, message):
    transport = grain_resolved(disk_mesh(2, out_of_plane), material)
    with pytest.raises(ValueError, match=message):
        transport.lithiate(*arguments)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"along": -1.0}, "along="), ({"across": 1.0}, "across="), ({"c_max": 0.0}, "c_max=")],
)
def test_bad_materials_are_named(change, message):
    numbers = {"along": 1e-14, "across": 1e-16, "c_max": 49194.0, "density": 4785.0} | change
    with pytest.raises(ValueError, match=message):
        GrainMaterial(lambda x: 4.5 - x, **numbers)


def test_bad_transport_is_named(mesh, material):
    with pytest.raises(ValueError, match="transfer=0"):
        grain_resolved(mesh, material, 0.0).lithiate(1.0, (0.2, 0.9), 2.5)
    with pytest.raises(ValueError, match=r"diffusivities \(core\)"):
        zone_averaged(mesh, material, (0.0, 1e-14), 1.0)
