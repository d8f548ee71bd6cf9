"""Radial spectral elements: what holds to rounding, and how fast they converge."""

import numpy as np
import pytest
from scipy.linalg import eigvals
from scipy.optimize import brentq

from pybamm_facets.particle import radial_elements
from pybamm_facets.particle.spectral_elements import derivative_matrix, lobatto, radau

MESHES = {
    "two elements": radial_elements(11),
    "fewest nodes": radial_elements(4),
    "many in the shell": radial_elements(28, shell_nodes=4, grading=3.0),
    "large": radial_elements(70),
}
CORES = (0.05, 0.5, 0.95)
EACH = pytest.mark.parametrize("elements", MESHES.values(), ids=MESHES)


def diffusion_matrix(elements, core_fraction, ratios=(1.0, 1.0)):
    """dx/dt = matrix · x for a unit sphere without flux at the surface."""
    ratio = np.where(elements.in_shell == 1, ratios[1], ratios[0])
    scale = elements.gradient_scale(core_fraction)[:, None]
    weights = (elements.flux_weights(core_fraction) * ratio)[:, None]
    fluxes = weights * (scale * elements.derivative)
    return -elements.derivative.T @ fluxes / elements.masses(core_fraction)[:, None]


@EACH
@pytest.mark.parametrize("core_fraction", CORES)
def test_masses_fill_the_sphere(elements, core_fraction):
    masses = elements.masses(core_fraction)
    assert masses.sum() == pytest.approx(1 / 3, rel=1e-13)
    assert (masses > 0).all()
    radius = elements.node_radius(core_fraction)
    assert (np.diff(radius) > 0).all() and radius[-1] == pytest.approx(1, abs=1e-15)
    if elements.shell > 3:
        assert masses @ radius**2 == pytest.approx(1 / 5, rel=1e-12)


@EACH
@pytest.mark.parametrize("core_fraction", CORES)
def test_a_constant_does_not_move_and_lithium_stays(elements, core_fraction):
    gradient = elements.gradient_scale(core_fraction) * (
        elements.derivative @ np.ones(elements.nodes)
    )
    assert np.abs(gradient).max() < 1e-12 * np.abs(elements.derivative).max()
    flux = np.random.default_rng(1).normal(size=elements.points)
    moved = elements.derivative.T @ (elements.flux_weights(core_fraction) * flux)
    assert abs(moved.sum()) < 1e-12 * np.abs(moved).sum()


@EACH
def test_a_parabola_is_differentiated_and_continued_to_the_centre(elements):
    core_fraction = 0.4
    parabola = 2 - 3 * elements.node_radius(core_fraction) ** 2
    gradient = elements.gradient_scale(core_fraction) * (elements.derivative @ parabola)
    exact = -6 * elements.radius(core_fraction)
    inside = elements.in_shell == 0 if elements.shell < 3 else slice(None)
    assert gradient[inside] == pytest.approx(exact[inside], abs=1e-9)
    assert elements.centre @ parabola == pytest.approx(2, abs=1e-12)


@EACH
def test_a_constant_diffusivity_makes_simpsons_sums_the_gradient(elements):
    differences = np.diff(np.eye(elements.nodes), axis=0, prepend=0)
    differences[0] = 0  # the innermost node has nothing before it
    summed = elements.derivative @ np.tri(elements.nodes) @ differences
    assert summed == pytest.approx(elements.derivative, abs=1e-11 * np.abs(summed).max())


def neumann_root(k):
    """The k-th positive root of tan μ = μ, the decay of a sphere that nothing leaves."""
    return brentq(lambda m: np.sin(m) - m * np.cos(m), (k + 0.001) * np.pi, (k + 0.5) * np.pi)


def eigenvalue(nodes, k, core_fraction=0.5):
    values = eigvals(diffusion_matrix(radial_elements(nodes), core_fraction))
    return np.sort(-values.real)[k]


@pytest.mark.parametrize("k", [1, 2, 3])
def test_eigenvalues_of_the_sphere_converge_exponentially(k):
    exact = neumann_root(k) ** 2
    nodes = np.array([5, 8, 11, 14, 17])
    errors = np.array([abs(eigenvalue(n, k) / exact - 1) for n in nodes])
    assert errors[-1] < {1: 1e-12, 2: 1e-10, 3: 1e-7}[k]
    gains = errors[:-1] / np.maximum(errors[1:], 1e-14)
    assert (gains[errors[1:] > 1e-12] > 15).all()  # of three nodes more


@pytest.mark.parametrize("core_fraction", [0.2, 0.5, 0.8])
def test_equal_zones_hide_their_boundary(core_fraction):
    assert eigenvalue(14, 1, core_fraction) == pytest.approx(neumann_root(1) ** 2, rel=2e-8)


def two_zone_root(core_fraction, core, shell):
    """The slowest decay of a sphere of two zones: flux and value agree at the boundary."""

    def mismatch(rate):
        a, b = np.sqrt(rate / core), np.sqrt(rate / shell)
        r = core_fraction
        # u = r c is a sine in the core; in the shell the one with no flux at r = 1.
        inner = a * r / np.tan(a * r) - 1
        phase = b - np.arctan(b)  # u'(1) = u(1)
        outer = b * r / np.tan(b * r - phase) - 1
        return core * inner - shell * outer

    trials = np.linspace(0.1, 40, 4000)
    values = [mismatch(rate) for rate in trials]
    for low, high, one, other in zip(trials, trials[1:], values, values[1:], strict=False):
        if one * other < 0 and abs(one) < 50 and abs(other) < 50:
            return brentq(mismatch, low, high)
    raise AssertionError("no root")


@pytest.mark.parametrize(
    ("core_fraction", "core", "shell"), [(0.5, 0.51, 0.904), (0.7, 0.1, 1.0), (0.8, 1.0, 0.1)]
)
def test_two_zones_decay_as_their_closed_form(core_fraction, core, shell):
    values = eigvals(diffusion_matrix(radial_elements(14), core_fraction, (core, shell)))
    slowest = np.sort(-values.real)[1]
    assert slowest == pytest.approx(two_zone_root(core_fraction, core, shell), rel=1e-8)


@pytest.mark.parametrize(("rule", "power"), [(radau, 0.5), (lobatto, 0.0)])
@pytest.mark.parametrize("count", [2, 5, 9])
def test_nodes_integrate_and_differentiate_polynomials(rule, power, count):
    nodes, weights = rule(count)
    assert nodes[-1] == 1
    for degree in range(2 * count - 2):  # one end is fixed in one rule, both in the other
        if degree > 2 * count - 3:
            continue
        assert weights @ nodes**degree == pytest.approx(1 / (degree + 1 + power), rel=1e-12)
    for degree in range(count):
        slope = degree * nodes ** max(degree - 1, 0)
        assert derivative_matrix(nodes) @ nodes**degree == pytest.approx(slope, abs=1e-10)
