"""A half-cell whose positive particle is charged at a constant flux."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names

RADIUS, DIFFUSIVITY = 5e-6, 1e-13
SURFACE = "X-averaged positive particle surface concentration [mol.m-3]"
MEAN = "Average positive particle concentration [mol.m-3]"
CURRENT = "X-averaged positive electrode interfacial current density [A.m-2]"


class Sphere:
    """One built single-particle model; zones are inputs, concentrations in units of N R / D.

    Parameters
    ----------
    points
        Nodes of the model's radial elements.
    """

    def __init__(self, points):
        values = pf.li2025()
        values.update(
            {
                "Positive particle radius [m]": RADIUS,
                "Positive particle diffusivity [m2.s-1]": DIFFUSIVITY,
                names.CORE_RADIUS_FRACTION: "[input]",
                names.CORE_RATIO: "[input]",
                names.SHELL_RATIO: "[input]",
            }
        )
        self.simulation = pybamm.Simulation(
            pf.FacetSPM(),
            parameter_values=values,
            C_rate=0.2,
            var_pts={"x_n": 3, "x_s": 3, "x_p": 3, "r_p": points},
        )
        self.simulation.build()
        self.simulation.solver.rtol, self.simulation.solver.atol = 1e-8, 1e-10

    def solve(self, core_fraction, core, shell, times):
        """Solve at reduced times D t / R²."""
        seconds = np.asarray(times) * RADIUS**2 / DIFFUSIVITY
        inputs = {
            names.CORE_RADIUS_FRACTION: core_fraction,
            names.CORE_RATIO: core,
            names.SHELL_RATIO: shell,
        }
        return self.simulation.solve([0, seconds[-1]], t_interp=seconds, inputs=inputs)

    def polarisation(self, core_fraction, core, shell, times=(0, 16)):
        """Surface over mean concentration at each time but the first."""
        solution = self.solve(core_fraction, core, shell, times)
        flux = -solution[CURRENT].entries[1:] / pybamm.constants.F.value
        difference = solution[SURFACE].entries[1:] - solution[MEAN].entries[1:]
        return difference / (flux * RADIUS / DIFFUSIVITY)


@pytest.fixture(scope="session")
def sphere():
    """A sphere on the default nodes."""
    return Sphere(pf.FacetSPM().default_var_pts["r_p"])


@pytest.fixture(scope="session")
def make_sphere():
    """Spheres of other nodes."""
    return Sphere
