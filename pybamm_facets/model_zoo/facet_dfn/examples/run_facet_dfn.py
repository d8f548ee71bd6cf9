"""Discharge random grains and radial layers at 10C: same material, same particle, other texture."""

import pybamm
import pybamm_model_zoo as zoo

import pybamm_facets as pf

PARTICLES = {
    "random grains": pf.Agglomerate.isotropic(),
    "radial layers in the shell": pf.Agglomerate.core_shell(shell=pf.Texture(kappa=-10)),
}


def main():
    for name, particle in PARTICLES.items():
        model = zoo.load("FacetDFN")()
        values = model.default_parameter_values
        values.update(particle.parameters())
        values.set_initial_state("4.5 V", options=model.options)
        values["Current function [A]"] = 10 * values["Nominal cell capacity [A.h]"]
        solution = pybamm.Simulation(model, parameter_values=values).solve([0, 600])
        exchange = solution["Electrode exchange current density [A.m-2]"].entries.ravel()[0]
        print(f"{name}: 2.5 V after {solution.t[-1]:.0f} s, j0 {exchange / 10:.3f} mA/cm2")


if __name__ == "__main__":
    main()
