"""Measures of a stress field, and what stress does to the open-circuit potential."""

import numpy as np
import pandas as pd
import pytest
from scipy.constants import physical_constants

from pybamm_facets.cross_section import (
    LatticeStrain,
    PlaneStressSolver,
    open_circuit_shift,
    open_circuit_shift_summary,
)
from pybamm_facets.cross_section.stress.area_statistics import weighted_statistics
from pybamm_facets.cross_section.stress.ensemble import traction_means
from pybamm_facets.crystal import Lattice, maximum_concentration
from tests.cross_section.elastic import NU, E

FARADAY = physical_constants["Faraday constant"][0]


def test_weights_count_as_repetitions():
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([1, 3, 2])
    found = weighted_statistics(values, weights)
    repeated = np.repeat(values, weights)
    assert (found["mean"], found["std"]) == pytest.approx((repeated.mean(), repeated.std()))
    # Shares below: 1 ends at 1/2, 2 at 5/6; values stand at the middle of their share.
    assert found["p50"] == pytest.approx(1 + (1 / 2 - 1 / 4) / (2 / 3 - 1 / 4))
    assert found["p99"] == 3.0


def test_percentiles_of_many_values():
    values = np.random.default_rng(0).normal(size=20000)
    found = weighted_statistics(values, np.ones_like(values))
    assert found["p95"] == pytest.approx(np.percentile(values, 95), abs=1e-3)


def test_invariants_agree_with_eigenvalues(unit):
    field = unit["core_shell"]
    xx, yy, xy = field.stress
    matrix = np.array([[xx, xy], [xy, yy]]).transpose(2, 3, 0, 1)
    low, high = np.moveaxis(np.linalg.eigvalsh(matrix), -1, 0)
    assert field.principal_1 == pytest.approx(high, abs=1e-13)
    assert field.principal_2 == pytest.approx(low, abs=1e-13)
    mises = np.sqrt(high**2 - high * low + low**2)
    assert field.von_mises == pytest.approx(mises, abs=1e-13)
    polar = field.polar()
    assert polar[0] + polar[1] == pytest.approx(3 * field.hydrostatic, abs=1e-13)


def test_energy_is_positive_and_no_stress_is_left_in_the_mean(unit):
    for field in unit.values():
        assert field.energy_density.min() >= 0
        # Without forces, the stress of any body averages to zero.
        means = np.tensordot(field.stress, field.dx, axes=2) / field.dx.sum()
        assert means == pytest.approx(np.zeros(3), abs=1e-12)


def test_summary_has_zones_and_no_largest_value(unit):
    summary = unit["isotropic"].summary()
    assert list(summary.index) == ["all", "core", "shell"]
    assert set(summary.columns.get_level_values(1)) == {"mean", "std", "p50", "p95", "p99"}
    weights = [unit["isotropic"].dx[m].sum() for m in unit["isotropic"].zones().values()]
    parts = summary["von_mises", "mean"].to_numpy()
    assert parts[1:] @ weights[1:] == pytest.approx(parts[0] * weights[0])


def test_radial_means_add_up_to_the_whole(unit):
    field = unit["core_shell"]
    means = field.radial_means(5)
    ring = np.minimum((5 * field.radius / field.mesh.radius).astype(int), 4)
    area = [field.dx[ring == k].sum() for k in range(5)]
    total = means["von_mises"] @ area / sum(area)
    assert total == pytest.approx(np.average(field.von_mises, weights=field.dx))


def test_tractions_open_the_core_and_close_the_shell(unit):
    """Reference: +.39 and -.32 over 20 seeds."""
    means = traction_means(unit["core_shell"])
    assert means["normal_mean"]["core"] == pytest.approx(0.392, abs=0.06)
    assert means["normal_mean"]["shell"] == pytest.approx(-0.321, abs=0.03)
    assert means["open_share"]["shell"] < 0.05
    isotropic = traction_means(unit["isotropic"], 0.45)
    assert isotropic["normal_mean"].abs().max() < 0.1


def test_paper_strain_is_stress_over_modulus(unit):
    field = unit["isotropic"]
    expected = field.summary().loc["all", ("von_mises", "p95")]
    assert field.paper_strain(95) == pytest.approx(expected)


def test_potential_shift_is_the_derivative_of_the_elastic_energy(meshes):
    """At uniform content the free energy moves by -∫ F c_max ΔU as lithium goes in."""
    solver, law, s, step = (
        PlaneStressSolver(meshes["core_shell"], E, NU),
        LatticeStrain(),
        0.25,
        1e-4,
    )

    def energy(content):
        field = solver.solve(law, content)
        return np.sum(field.energy_density * field.dx)

    field = solver.solve(law, s)
    c_max = maximum_concentration(Lattice.nmc811())
    work = FARADAY * c_max * np.sum(open_circuit_shift(field, law) * field.dx)
    assert -work == pytest.approx((energy(s + step) - energy(s - step)) / (2 * step), rel=1e-4)


def test_potential_shift_is_millivolts(meshes):
    solver, law = PlaneStressSolver(meshes["isotropic"], E, NU), LatticeStrain()
    full, charged = (open_circuit_shift_summary(solver.solve(law, s), law) for s in (1.0, 0.2))
    assert isinstance(full, pd.DataFrame)
    assert full.to_numpy() == pytest.approx(np.zeros_like(full.to_numpy()), abs=1e-9)
    assert 1 < charged.loc["all", "mean_mV"] < charged.loc["all", "p99_mV"] < 200
