"""The solver against closed forms on a structured disk, with convergence orders."""

import numpy as np
import pytest

from pybamm_facets.cross_section import ContrastStrain, IsotropicStrain, PlaneStressSolver
from pybamm_facets.cross_section.stress import plane_stress_elements as fem
from pybamm_facets.cross_section.stress.disk_stress import core_shell_stress
from tests.cross_section.disk import disk_mesh, out_of_plane
from tests.cross_section.elastic import NU

SWELL = IsotropicStrain(alpha=3.0, maximum_concentration=1.0, reference=0.0)
"""Strain equal to the content."""


def polar_error(field, radial, hoop):
    found = field.polar()
    miss = (found[0] - radial) ** 2 + (found[1] - hoop) ** 2 + 2 * found[2] ** 2
    return np.sqrt(np.sum(miss * field.dx) / np.sum((radial**2 + hoop**2) * field.dx))


def inside(mesh, fraction):
    middle = mesh.points[:, mesh.triangles].mean(axis=1)
    return np.hypot(*middle) < fraction * mesh.radius


def inclusion_error(rings, order):
    mesh = disk_mesh(rings, out_of_plane)
    core = inside(mesh, 0.5)
    content = np.tile(core.astype(float), (3, 1))
    field = PlaneStressSolver(mesh, 1.0, NU, order=order).solve(SWELL, content)
    rho = field.radius / mesh.radius
    outside = 0.125 * np.array([1 - rho**-2, 1 + rho**-2])
    return polar_error(field, *np.where(core[:, None], -0.375, outside))


def quadratic_error(rings, order):
    mesh = disk_mesh(rings, out_of_plane)
    solver = PlaneStressSolver(mesh, 1.0, NU, order=order)
    field = solver.solve(SWELL, lambda r: (r / mesh.radius) ** 2)
    rho = field.radius / mesh.radius
    return polar_error(field, (1 - rho**2) / 4, (1 - 3 * rho**2) / 4)


def order_of(errors):
    return np.log2(errors[0] / errors[1])


def test_inclusion_with_linear_elements():
    errors = [inclusion_error(rings, 1) for rings in (8, 16)]
    assert errors == pytest.approx([0.155, 0.079], rel=0.02)
    assert order_of(errors) > 0.95


def test_inclusion_with_quadratic_elements():
    # The polygon that stands for the interface limits the order to 1.5.
    errors = [inclusion_error(rings, 2) for rings in (8, 16)]
    assert errors[1] < 0.0078 and order_of(errors) > 1.45


@pytest.mark.parametrize(("order", "rate", "error"), [(1, 0.95, 0.1), (2, 1.9, 2e-3)])
def test_quadratic_strain(order, rate, error):
    errors = [quadratic_error(rings, order) for rings in (8, 16)]
    assert errors[1] < error and order_of(errors) > rate


class RadialShell:
    """Strain 1 around the radius of the shell, none along it; their mean in the core."""

    def __init__(self, places, core):
        self.x, self.y = places / np.hypot(*places)
        self.core = core[:, None]

    def tensor(self, s, c_axis):
        core, x, y = self.core, self.x, self.y
        return np.where(core, [[[0.5]], [[0.5]], [[0.0]]], np.stack([y * y, x * x, -x * y]))


def test_mean_field_of_core_and_shell():
    mesh = disk_mesh(20, out_of_plane)
    solver, core = PlaneStressSolver(mesh, 1.0, NU), inside(mesh, 0.45)
    places = solver.solve(ContrastStrain()).places
    field = solver.solve(RadialShell(places, core))
    a, r = 0.45 * mesh.radius, field.radius
    # A triangle's zone decides, also where the polygon of the interface dips below the circle.
    place = np.where(core[:, None], np.minimum(r, 0.999 * a), np.maximum(r, a))
    exact = core_shell_stress(place, a, mesh.radius, 1.0)
    assert polar_error(field, *exact) < 2.5e-3
    middle = r < 0.2 * mesh.radius
    assert field.polar()[:2, middle] == pytest.approx(np.log(1 / 0.45) / 2, rel=3e-3)


def manufactured_errors(rings, order):
    """Errors of displacement and strain for a compatible strain, which leaves no stress."""
    mesh = disk_mesh(rings, out_of_plane, radius=1.0)
    basis = fem.vector_basis(mesh.points, mesh.triangles, order)
    (x, y), weight = np.asarray(basis.global_coordinates()), basis.dx
    exact = np.stack([np.sin(2 * x) * np.cos(y), np.exp(x) * np.sin(y)])
    shear = (-np.sin(2 * x) * np.sin(y) + np.exp(x) * np.sin(y)) / 2
    free = np.stack([2 * np.cos(2 * x) * np.cos(y), np.exp(x) * np.cos(y), shear])
    unknowns, _, on_rim = fem.nodes(basis)
    solve = fem.solver(fem.stiffness(basis, 0.3), unknowns[:, on_rim][:, 0:2].ravel()[:3])
    solution = solve(fem.load(basis, fem.plane_stress(free, 1.0, 0.3)))
    miss = (np.asarray(basis.interpolate(solution)) - exact).reshape(2, -1)
    rigid = np.stack([[1 + 0 * x, 0 * x], [0 * x, 1 + 0 * x], [-y, x]]).reshape(3, 2, -1)
    w = np.sqrt(weight.ravel())
    columns = (rigid * w).reshape(3, -1).T
    fit = np.linalg.lstsq(columns, (miss * w).ravel(), rcond=None)[0]
    strain = fem.strain(basis, solution) - free
    energy = strain[0] ** 2 + strain[1] ** 2 + 2 * strain[2] ** 2
    return np.linalg.norm((miss * w).ravel() - columns @ fit), np.sqrt(np.sum(energy * weight))


@pytest.mark.parametrize(("order", "rings"), [(1, 16), (2, 8)])
def test_manufactured_solution_converges_at_the_elements_orders(order, rings):
    coarse, fine = (np.array(manufactured_errors(n, order)) for n in (rings, 2 * rings))
    assert order_of((coarse, fine)) == pytest.approx([order + 1, order], abs=0.1)


def test_normal_traction_on_mesh_edges():
    mesh = disk_mesh(16, out_of_plane)
    solver = PlaneStressSolver(mesh, 1.0, NU)
    traction = solver.solve(SWELL, lambda r: (r / mesh.radius) ** 2).grain_boundary_traction()
    (i, j), _ = mesh.boundaries
    along = mesh.points[:, j] - mesh.points[:, i]
    middle = (mesh.points[:, j] + mesh.points[:, i]) / 2
    cos2 = (np.sum(along * middle, axis=0) / traction.length / traction.radius) ** 2
    rho2 = (traction.radius / mesh.radius) ** 2
    exact = cos2 * (1 - 3 * rho2) / 4 + (1 - cos2) * (1 - rho2) / 4
    assert traction.normal == pytest.approx(exact, abs=4e-3)
    shear = np.sqrt(np.clip(cos2 * (1 - cos2), 0, None)) * rho2 / 2
    assert abs(traction.shear) == pytest.approx(shear, abs=4e-3)
