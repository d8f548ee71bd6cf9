"""Diffusion on elements where the diffusivity changes with lithium content."""

import numpy as np
import pybamm
import pytest
from scipy.integrate import solve_ivp

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.particle import STEEP_DIFFUSIVITY_MESH
from tests.particle.finite_volumes import finite_volume_model

RADIUS = "Positive particle radius [m]"
D_0, STEEPNESS = 3e-15, 7.0
TIMES = np.linspace(0, 500, 11)
ACROSS = {"x_n": 3, "x_s": 3, "x_p": 3}


def steep(sto, T):
    return D_0 * pybamm.exp(-STEEPNESS * (sto - 0.3))


def filled(zones, model, points, submeshes):
    """Fill a particle at constant current: solution and set."""
    values = pf.li2025()
    zones = dict(
        zip((names.CORE_RADIUS_FRACTION, names.CORE_RATIO, names.SHELL_RATIO), zones, strict=True)
    )
    values.update({"Positive particle diffusivity [m2.s-1]": steep} | zones)
    simulation = pybamm.Simulation(
        model,
        parameter_values=values,
        C_rate=1.5,
        var_pts=ACROSS | {"r_p": points},
        submesh_types=model.default_submesh_types | submeshes,
    )
    simulation.solver.rtol, simulation.solver.atol = 1e-8, 1e-10
    return simulation.solve([0, TIMES[-1]], t_interp=TIMES), values


def surface(solution):
    return solution["X-averaged positive particle surface stoichiometry"].entries


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
@pytest.mark.parametrize("mesh", [({"r_p": 14}, {}), tuple(STEEP_DIFFUSIVITY_MESH.values())])
def test_steep_diffusivity_agrees_with_an_independent_solution(zones, mesh):
    points, submeshes = mesh
    solution, values = filled(zones, pf.FacetSPM(), points["r_p"], submeshes)
    expected = kirchhoff_surface(values, surface_flux(solution, values), zones)
    start, end = surface(solution)[[0, -1]]
    assert steep(end, 298.15).value < steep(start, 298.15).value / 4
    # The volumes' own error is 3e-5; they fall on the boundary's side of a face.
    assert surface(solution)[1:] == pytest.approx(expected[1:], abs=2e-4)


def profile(solution, name, radii):
    return np.array([np.ravel(solution[name](t=TIMES[-3], r=r))[0] for r in radii])


def test_profile_flux_and_diffusivity_are_those_of_fine_volumes():
    zones = (0.5, 0.4, 0.4)
    ours, values = filled(zones, pf.FacetSPM(), 19, {})
    fine, _ = filled(zones, finite_volume_model(model=pf.FacetSPM), 200, {})
    radii = np.linspace(0.1, 0.95, 12)
    for name in ("stoichiometry", "effective diffusivity [m2.s-1]", "flux [mol.m-2.s-1]"):
        one, other = (
            profile(s, f"X-averaged positive particle {name}", radii) for s in (ours, fine)
        )
        # Between nodes PyBaMM draws straight lines.
        assert one == pytest.approx(other, abs=0.02 * np.abs(other).max()), name
    flux = ours["X-averaged positive particle flux [mol.m-2.s-1]"].entries[-1, -3]
    current = ours["X-averaged positive electrode interfacial current density [A.m-2]"].entries[-3]
    # The flux through the surface is a natural condition; that of the last node converges to it.
    assert flux == pytest.approx(current / pybamm.constants.F.value, rel=0.02)
    nodes = ours["r_p [m]"].entries[:, 0] / values[RADIUS]
    assert nodes[-1] == pytest.approx(1) and nodes[5] == pytest.approx(0.5)
    name = "X-averaged positive particle stoichiometry"
    assert ours[name].entries[:, -3] == pytest.approx(
        profile(fine, name, nodes), abs=1e-3
    )  # PyBaMM's harmonic mean costs 200 volumes 6e-4 at the surface where D falls this steeply
