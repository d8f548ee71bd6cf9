"""PyBaMM's sensitivities with respect to the facets' numbers."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names

POINTS = {"x_n": 3, "x_s": 5, "x_p": 5, "r_p": 10}
INPUTS = {
    names.reference_exchange_current_density("(113)"): 7.7,
    names.area_fraction("(113)"): 0.4,
    names.SHELL_RATIO: 0.8,
}


@pytest.mark.slow
def test_sensitivities_agree_with_finite_differences():
    values = pf.li2025()
    values.update(dict.fromkeys(INPUTS, "[input]"))
    sim = pybamm.Simulation(pf.FacetDFN(), parameter_values=values, var_pts=POINTS)
    sim.build()
    sim.solver.rtol, sim.solver.atol = 1e-9, 1e-11
    time = np.linspace(0, 1800, 7)

    def voltage(**arguments):
        return sim.solve([0, 1800], t_interp=time, **arguments)["Voltage [V]"]

    solved = voltage(inputs=INPUTS, calculate_sensitivities=True).sensitivities
    for name, value in INPUTS.items():
        step = 1e-3 * value
        high, low = (
            voltage(inputs=INPUTS | {name: value + sign * step}).entries for sign in (1, -1)
        )
        expected = (high - low) / (2 * step)
        found = np.ravel(solved[name])
        assert found[1:] == pytest.approx(expected[1:], rel=5e-3, abs=1e-9)
        assert np.all(np.abs(found[1:]) > 1e-6)
