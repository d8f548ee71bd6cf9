"""The flux between mesh points where the diffusivity changes with lithium content."""

import numpy as np
import pybamm
import pytest
from scipy.integrate import solve_ivp

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.particle import SteepDiffusion
from pybamm_facets.particle.flux import radial_flux

DOMAIN = "positive particle"
RADIUS = "Positive particle radius [m]"
D_0, STEEPNESS = 3e-15, 7.0
TIMES = np.linspace(0, 500, 11)


def fall_of(D, points, ratio=lambda r: 1 + 0 * r, flux=radial_flux):
    """The flux on inner faces of an even mesh on [0, 1] in which c = r, times -1."""
    r = pybamm.SpatialVariable("r_p", domain=[DOMAIN], coord_sys="spherical polar")
    c = pybamm.Variable("c", domain=[DOMAIN])
    geometry = {DOMAIN: {r: {"min": 0, "max": 1}}}
    mesh = pybamm.Mesh(geometry, {DOMAIN: pybamm.Uniform1DSubMesh}, {r: points})
    discretisation = pybamm.Discretisation(mesh, {DOMAIN: pybamm.FiniteVolume()})
    discretisation.set_variable_slices([c])
    slope = (pybamm.Scalar(1), "Neumann")
    discretisation.bcs = {c: {"left": slope, "right": slope}}
    symbol = discretisation.process_symbol(flux(c, D(c), ratio(r)))
    return -np.ravel(symbol.evaluate(y=mesh[DOMAIN].nodes))[1:-1]


def pybamms_flux(c, D, ratio):
    return -(D * ratio) * pybamm.grad(c)


def order(errors, points):
    return -np.polyfit(np.log(points), np.log(errors), 1)[0]


@pytest.mark.parametrize(("flux", "expected"), [(radial_flux, 4), (pybamms_flux, 2)])
def test_flux_where_ln_d_is_linear_is_right_to_the_fourth_power_of_the_step(flux, expected):
    points, errors = np.array([10, 20, 40]), []
    for n in points:
        faces = fall_of(lambda c: pybamm.exp(-STEEPNESS * c), n, flux=flux)
        theta = -np.exp(-STEEPNESS * (np.arange(n) + 0.5) / n) / STEEPNESS
        exact = np.diff(theta) * n
        errors.append(np.max(np.abs(faces / exact - 1)))
    assert order(errors, points) == pytest.approx(expected, abs=0.1)


def test_what_is_left_is_the_bend_of_ln_d():
    n, bend = 40, -30.0
    faces = fall_of(lambda c: pybamm.exp(bend / 2 * (c - 0.5) ** 2), n)
    nodes, weights = np.polynomial.legendre.leggauss(8)
    ends = (np.arange(n) + 0.5) / n
    inner = ends[:-1, None] + (nodes + 1) / 2 / n
    exact = np.exp(bend / 2 * (inner - 0.5) ** 2) @ weights / 2
    middle = slice(n // 2 - 3, n // 2 + 3)
    assert (faces / exact - 1)[middle] == pytest.approx(bend / 12 / n**2, rel=0.05)


def test_a_constant_diffusivity_is_averaged_as_by_pybamm():
    def step(r):
        return 1 + 9 * pybamm.sigmoid(0.5, r, 30)

    def constant(c):
        return 0.3 + 0 * c

    ours = fall_of(constant, 25, step)
    assert ours == pytest.approx(fall_of(constant, 25, step, pybamms_flux), rel=1e-14)


def steep(sto, T):
    return D_0 * pybamm.exp(-STEEPNESS * (sto - 0.3))


def filled(points, zones):
    """Fill a particle at constant current: solution and set."""
    values = pf.li2025()
    zones = dict(
        zip((names.CORE_RADIUS_FRACTION, names.CORE_RATIO, names.SHELL_RATIO), zones, strict=True)
    )
    values.update({"Positive particle diffusivity [m2.s-1]": steep} | zones)
    mesh = {"x_n": 3, "x_s": 3, "x_p": 3, "r_p": points}
    simulation = pybamm.Simulation(
        pf.FacetSPM(diffusion=SteepDiffusion), parameter_values=values, C_rate=1.5, var_pts=mesh
    )
    simulation.solver.rtol, simulation.solver.atol = 1e-8, 1e-10
    solution = simulation.solve([0, TIMES[-1]], t_interp=TIMES)
    return solution, values


def surface(solution):
    name = "X-averaged positive particle surface stoichiometry"
    return solution[name].entries


def kirchhoff_surface(values, flux, zones, cells=300):
    """Independent finite volumes on even cells, differences of the integral of D over x."""
    core_fraction, core, shell = zones
    faces = np.linspace(0, 1, cells + 1)
    centres, volume = (faces[1:] + faces[:-1]) / 2, np.diff(faces**3) / 3
    resistance = np.where(centres < core_fraction, 1 / core, 1 / shell) / cells
    between = (resistance[1:] + resistance[:-1]) / 2
    scale = D_0 * np.exp(STEEPNESS * 0.3) / values[RADIUS] ** 2

    def theta(x):
        return -np.exp(-STEEPNESS * x) / STEEPNESS

    def rate(_, x):
        inner = scale * faces[1:-1] ** 2 * np.diff(theta(x)) / between
        return np.diff(np.concatenate([[0], inner, [flux]])) / volume

    c_max = values["Maximum concentration in positive electrode [mol.m-3]"]
    x = values["Initial concentration in positive electrode [mol.m-3]"] / c_max
    band = solve_ivp(
        rate, (0, TIMES[-1]), np.full(cells, x), "LSODA", TIMES, lband=1, uband=1, rtol=1e-8,
        atol=1e-10,
    )  # fmt: skip
    last = theta(band.y[-1]) + flux / scale * resistance[-1] / 2
    return -np.log(-STEEPNESS * last) / STEEPNESS


def surface_flux(solution, values):
    """Lithium that enters, in stoichiometry and radii [1/s]."""
    name = "X-averaged positive electrode interfacial current density [A.m-2]"
    c_max = values["Maximum concentration in positive electrode [mol.m-3]"]
    return -solution[name].entries[-1] / (pybamm.constants.F.value * c_max * values[RADIUS])


@pytest.mark.parametrize("zones", [(0.5, 1.0, 1.0), (0.6, 0.3, 0.9)])
def test_steep_diffusivity_agrees_with_an_independent_solution(zones):
    solution, values = filled(60, zones)
    expected = kirchhoff_surface(values, surface_flux(solution, values), zones)
    start, end = surface(solution)[[0, -1]]
    assert steep(end, 298.15).value < steep(start, 298.15).value / 4
    assert surface(solution)[1:] == pytest.approx(expected[1:], abs=1e-3)


def test_error_falls_with_the_square_of_the_cell_width():
    points, zones = np.array([15, 30, 60]), (0.5, 1.0, 1.0)
    runs = [filled(n, zones) for n in points]
    exact = kirchhoff_surface(runs[0][1], surface_flux(*runs[0]), zones, cells=1200)[-1]
    errors = [abs(surface(solution)[-1] - exact) for solution, _ in runs]
    assert order(errors, points) == pytest.approx(2, abs=0.25)


def test_lithium_is_conserved_to_rounding():
    solution, _ = filled(15, (0.6, 0.3, 0.9))
    lithium = solution["Total lithium in positive electrode [mol]"].entries
    charge = solution["Discharge capacity [A.h]"].entries * 3600 / pybamm.constants.F.value
    assert np.max(np.abs(lithium - lithium[0] - charge)) < 1e-13 * lithium[0]
