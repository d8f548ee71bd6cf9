"""Solvent reorganisation energy: reference values, exact identities, limits, convergence."""

import sys

import numpy as np
import pytest
from scipy.constants import elementary_charge, epsilon_0

from pybamm_facets.theory import ILLUSTRATIVE_ELECTROLYTE, LatticeElectrolyte, facet_potential
from pybamm_facets.theory.double_layer.planar_layer import DoubleLayer
from pybamm_facets.theory.solvent.axis_elements import discretize
from pybamm_facets.theory.solvent.bispherical import SphereBeforePlane, graded_mesh
from pybamm_facets.theory.solvent.continuum import marcus_reorganization_energy
from pybamm_facets.theory.solvent.ion_free_energy import ChargedSphere, SphereAtFacet
from pybamm_facets.theory.solvent.isolated_ion import isolated_ion_potential
from pybamm_facets.theory.solvent.reorganization import reorganization_energy

POTENTIALS = (0.0, 1.3, 2.3)
REFERENCE = {4e-10: (1.1256, 1.0151, 0.9434), 3e-10: (0.98958, 0.81058, 0.72484)}
FORWARD, BACKWARD = 0.71156, 0.90961
NO_IONS = LatticeElectrolyte.from_bulk_permittivity(
    30, salt_concentration=1e-6, lattice_constant=0.52e-9
)


def energy(potential, distance=4e-10, refinement=0.5, **options):
    return reorganization_energy(
        ILLUSTRATIVE_ELECTROLYTE, potential, distance=distance, refinement=refinement, **options
    )


@pytest.fixture(scope="module", params=[pytest.param(4e-10, marks=pytest.mark.slow), 3e-10])
def at_distance(request):
    return request.param, energy(POTENTIALS, request.param)


def test_reference_values(at_distance):
    distance, result = at_distance
    assert result.value == pytest.approx(REFERENCE[distance], abs=1e-3)
    if distance == 3e-10:
        assert result.forward[1] == pytest.approx(FORWARD, abs=1e-3)
        assert result.backward[1] == pytest.approx(BACKWARD, abs=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("distance", REFERENCE)
def test_reference_values_at_the_default_refinement(distance):
    result = energy(POTENTIALS, distance, refinement=1.0)
    assert result.value == pytest.approx(REFERENCE[distance], abs=1e-4)
    if distance == 3e-10:
        assert result.forward[1] == pytest.approx(FORWARD, abs=1e-4)
        assert result.backward[1] == pytest.approx(BACKWARD, abs=1e-4)


def test_parts_of_a_result_fit_together(at_distance):
    """Eqs. 17 and 18; Eq. 17 is exactly the mean of the free energies of both directions."""
    _, result = at_distance
    inertial = result.total - result.optical
    combined = inertial[:, 1, 1] - inertial[:, 1, 0] - inertial[:, 0, 1] + inertial[:, 0, 0]
    assert result.inertial == pytest.approx(inertial, abs=0)
    assert result.value == pytest.approx(combined / 2, rel=1e-12)
    assert (result.forward + result.backward) / 2 == pytest.approx(result.value, rel=1e-12)
    assert result.total.shape == (3, 2, 2) and result.iterations.shape == (3, 2)
    assert np.all(result.backward > result.forward)
    assert result.illustrative


@pytest.mark.slow
def test_free_energy_difference_is_the_integral_of_the_potential_over_charge():
    """Two-stage charging from its definition, ∫φ dq by eight points, on one and the same mesh."""
    result = energy(1.3, 3e-10, refinement=0.25)
    nodes, weights = np.polynomial.legendre.leggauss(8)
    phi = [
        energy(1.3, 3e-10, refinement=0.25, initial_charge=q, final_charge=-1).total[0, 0] / -q
        for q in (nodes + 1) / 2
    ]
    charging = -weights @ phi / 2
    first = -result.total[0, 0]
    optical = -result.optical[0, 0] / 2
    assert result.forward == pytest.approx(optical - charging - first, abs=1e-5)


def test_states_may_be_exchanged():
    one = energy(1.3, refinement=0.25)
    other = energy(1.3, refinement=0.25, initial_charge=0, final_charge=1)
    assert other.value == pytest.approx(one.value, rel=1e-12)
    assert other.forward == pytest.approx(one.backward, rel=1e-12)
    assert other.total == pytest.approx(one.total[::-1, ::-1], rel=1e-12)


def test_both_signs_of_ion_and_facet_give_the_same():
    one = energy(1.0, refinement=0.25)
    assert energy(-1.0, refinement=0.25, initial_charge=-1).value == pytest.approx(
        one.value, rel=1e-10
    )


def test_small_charges_respond_linearly():
    """The first correction is of second order, the response being even in the charge."""
    z = np.array([0.05, 0.025, 0.0125])
    ratio = [energy(0.0, 3e-10, initial_charge=each).value / each**2 for each in z]
    assert ratio[-1] == pytest.approx(1.1575, abs=5e-4)
    assert np.diff(ratio)[0] / np.diff(ratio)[1] == pytest.approx(4, rel=0.01)


def test_linear_dielectric_is_marcus_with_an_image():
    """Exact where the sphere's inside has the permittivity that the potential responds with."""
    options = {"ion_radius": 3e-10, "distance": 5e-10, "initial_charge": 1e-3, "refinement": 0.5}
    optical, static = (
        reorganization_energy(NO_IONS, 0.0, ion_permittivity=inside, **options)
        for inside in (2.0, 30.0)
    )
    combined = (static.total - optical.optical)[0, 0] / 2 / 1e-6
    assert combined == pytest.approx(marcus_reorganization_energy(3e-10, 5e-10, 2, 30), rel=1e-4)


def test_an_ion_that_excludes_the_field_is_a_little_above_marcus():
    result = reorganization_energy(NO_IONS, 0.0, distance=3e-10, initial_charge=1e-3)
    expected = marcus_reorganization_energy(2e-10, 3e-10, 2, 30)
    assert expected == pytest.approx(1.1200, abs=5e-5)
    assert result.value / 1e-6 == pytest.approx(1.1315, abs=2e-4)


def charge_and_image_error(refinement, domain_radius):
    image = elementary_charge / (8 * np.pi * epsilon_0) * (1 / 3e-10 - 1 / 1e-9)
    assert image == pytest.approx(1.679959, abs=1e-6)
    _, mesh = meshed(3e-10, 5e-10, refinement, inside=True, domain_radius=domain_radius)
    ion = SphereAtFacet(DoubleLayer(ILLUSTRATIVE_ELECTROLYTE, 0.0), mesh, 2.0)
    return abs(ion.optical_potential / image - 1)


def test_optical_potential_is_that_of_charge_and_image_to_fourth_order():
    """A far arc of 4 µm: at 40 nm the dipole that it cuts off is 3e-6 of the potential."""
    errors = [charge_and_image_error(refinement, 4e-6) for refinement in (0.5, 1.0, 2.0)]
    assert errors[1] < 1e-5
    assert np.log2(errors[1] / errors[2]) == pytest.approx(4, abs=0.3)
    assert np.log2(errors[0] / errors[1]) > 3.7


@pytest.mark.slow
@pytest.mark.parametrize("potential", [0.0, 2.3])
def test_error_falls_with_the_third_to_fourth_power(potential):
    fine = energy(potential, refinement=3.0).value
    errors = [abs(energy(potential, refinement=n).value - fine) for n in (0.5, 1.0, 2.0)]
    assert errors[0] < 1e-3 and errors[1] < 1e-4 and errors[2] < 1e-5
    assert np.log2(errors[0] / errors[2]) / 2 > 2.5


@pytest.mark.slow
def test_far_from_the_facet_the_ion_is_isolated():
    for radius in (2e-10, 3e-10, 4e-10):
        result = energy(1.0, 3e-9, refinement=2.0, ion_radius=radius)
        expected = isolated_ion_potential(ILLUSTRATIVE_ELECTROLYTE, radius)
        assert -result.total[0, 0] == pytest.approx(expected, abs=3e-4)


def test_far_arc_cuts_off_a_dipole_whose_share_falls_with_the_third_power():
    errors = [charge_and_image_error(1.0, radius) for radius in (5e-9, 1e-8, 2e-8)]
    assert np.log2(np.divide(errors[:-1], errors[1:])) == pytest.approx(3, abs=0.1)
    assert charge_and_image_error(2.0, 4e-8) < 5e-6


@pytest.mark.slow
def test_radius_of_the_domain_does_not_matter():
    values = [energy(1.3, refinement=1.0, domain_radius=radius).value for radius in (2e-8, 8e-8)]
    assert values[1] == pytest.approx(values[0], abs=1e-4)


@pytest.mark.slow
def test_larger_work_function_means_larger_reorganisation_energy():
    result = energy(facet_potential(np.linspace(2.6, 5.3, 8)))
    assert np.all(np.diff(result.value) > 0)


@pytest.mark.slow
@pytest.mark.parametrize("distance", [2.5e-10, 4e-10])
@pytest.mark.parametrize("potential", [-3.0, -1.0, 2.8])
def test_strong_fields_and_narrow_gaps_converge(potential, distance):
    coarse, fine = (energy(potential, distance, refinement=n) for n in (1.0, 2.0))
    assert coarse.value == pytest.approx(fine.value, abs=2e-4)
    assert np.all(fine.iterations <= 30)


def meshed(radius, distance, refinement, inside=False, domain_radius=4e-6):
    sphere = SphereBeforePlane(radius, distance)
    return sphere, discretize(graded_mesh(sphere, domain_radius, refinement, inside), sphere)


def test_map_is_exact_and_conformal():
    sphere = SphereBeforePlane(2e-10, 3e-10)
    xi, eta = np.random.default_rng(0).uniform([[0.01], [0.01]], [[3.1], [3.0]], (2, 50))
    on_sphere = sphere.at(xi, np.full(50, sphere.surface))
    assert np.hypot(on_sphere.r, on_sphere.z - 3e-10) == pytest.approx(2e-10, rel=1e-12)
    assert sphere.at(xi, 0 * xi).z == pytest.approx(0, abs=0)
    h, place = 1e-6, sphere.at(xi, eta)
    along = [(sphere.at(xi + h, eta), sphere.at(xi - h, eta))]
    along += [(sphere.at(xi, eta + h), sphere.at(xi, eta - h))]
    jacobian = np.array([[(b.r - a.r), (b.z - a.z)] for b, a in along]) / (2 * h * place.scale)
    assert np.einsum("ikn,jkn->ijn", jacobian, jacobian) == pytest.approx(
        np.eye(2)[:, :, None] * np.ones(50), abs=1e-7
    )
    assert place.axis == pytest.approx(jacobian[:, 1], abs=1e-7)


def test_elements_fill_the_sphere_and_its_surface():
    _, parts = meshed(2e-10, 4e-10, 1.0, inside=True)
    assert np.sum(parts.sphere.weights) == pytest.approx(4 * np.pi * 4e-20, rel=1e-9)
    assert np.sum(parts.inside.weights) == pytest.approx(4 / 3 * np.pi * 8e-30, rel=1e-4)


@pytest.mark.parametrize("inside", [True, False])
def test_functional_and_its_derivatives_agree_and_it_is_convex(inside):
    _, elements = meshed(2e-10, 3e-10, 0.25, inside, domain_radius=4e-8)
    ion = ChargedSphere(SphereAtFacet(DoubleLayer(ILLUSTRATIVE_ELECTROLYTE, 1.3), elements), 1.0)
    rng = np.random.default_rng(1)
    u, direction = rng.normal(0, 0.1, (2, elements.outside.n_unknowns))
    gradient, hessian = ion.derivatives(u)
    h = 1e-5
    above, below = (ion.derivatives(u + sign * h * direction)[0] for sign in (1, -1))
    assert hessian @ direction == pytest.approx((above - below) / (2 * h), rel=1e-4, abs=1e-13)
    value = [ion.value(u + sign * h * direction)[0] for sign in (1, -1)]
    assert gradient @ direction == pytest.approx((value[0] - value[1]) / (2 * h), rel=1e-6)
    scale = 1 / np.sqrt(hessian.diagonal())
    assert np.linalg.eigvalsh(hessian.toarray() * scale * scale[:, None])[0] > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"ion_radius": 0.0}, "ion_radius=0.0: expected a positive"),
        ({"ion_radius": float("nan")}, "ion_radius=nan"),
        ({"distance": 2e-10}, "distance=2e-10: expected above the ion_radius 2e-10"),
        ({"final_charge": 1.0}, "final_charge=1.0: expected other than the initial_charge"),
        ({"refinement": 0.0}, "refinement=0.0: expected a positive"),
        ({"ion_permittivity": 0.5}, "ion_permittivity=0.5: expected at least 1"),
        ({"domain_radius": 1e-9}, "domain_radius=1e-09: expected at least 3e-09"),
        ({"potential": [0.0, float("inf")]}, "surface_potential=inf: expected finite"),
    ],
)
def test_bad_input_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        energy(**{"potential": 0.0} | options)


def test_missing_scikit_fem_names_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "skfem", None)
    with pytest.raises(ImportError, match=r"pip install \"pybamm-facets\[theory\]\""):
        energy(0.0, refinement=0.123)
