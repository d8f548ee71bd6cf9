"""Everything a design changes may be an input of a model that is built once."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names

POINTS = {"x_n": 3, "x_s": 5, "x_p": 5, "r_p": 15}
PARTICLES = [
    pf.Agglomerate.core_shell(),
    pf.Agglomerate.core_shell(radius=3e-6, core_fraction=0.73),
    pf.Agglomerate.isotropic(pf.Texture(kappa=2.41), radius=4e-6),
]
DIFFUSIVITY = "Positive particle diffusivity [m2.s-1]"
J0 = names.reference_exchange_current_density("(104)")
TIME = np.linspace(0, 3000, 16)


def build(changes):
    values = pf.li2025()
    values.update(changes)
    sim = pybamm.Simulation(pf.FacetDFN(), parameter_values=values, var_pts=POINTS)
    sim.solver.rtol, sim.solver.atol = 1e-8, 1e-10
    return sim


@pytest.mark.slow
def test_inputs_give_the_voltages_of_numbers_baked_in():
    designs = [
        particle.parameters() | {DIFFUSIVITY: d, J0: j0}
        for particle, d, j0 in zip(PARTICLES, (1e-14, 4e-15, 2e-14), (2.8, 1.0, 9.0), strict=True)
    ]
    free = build(dict.fromkeys(designs[0], "[input]"))
    for design in designs:
        one = free.solve([0, TIME[-1]], t_interp=TIME, inputs=design)
        other = build(design).solve([0, TIME[-1]], t_interp=TIME)
        assert one["Voltage [V]"].entries == pytest.approx(other["Voltage [V]"].entries, abs=1e-7)
        area = "Positive electrode surface area to volume ratio [m-1]"
        share = free.parameter_values["Positive electrode active material volume fraction"]
        expected = 3 * share / design["Positive particle radius [m]"]
        assert one[area].entries == pytest.approx(expected, rel=1e-12)
