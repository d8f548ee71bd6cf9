"""PyBOP fits κ of pybamm-facets' own models: to simulated curves, then to a measured capacity.

Runs alone, in the environment of requirements.txt: ``python fit_kappa.py``.
"""

import numpy as np
import pandas as pd
import pybamm
import pybop
from pybop.costs.base_cost import BaseCost

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.crystal import NMC811_FACETS, effective_diffusivities, texture_fractions
from pybamm_facets.sets.cell import active_mass

KAPPA = "Texture concentration of the grains"
KNOTS = np.linspace(-30, 10, 161)
KNOWN, NOISE, SEED = -10.0, 2e-3, 0
MEASURED = 67.0
"""Isotropic particle, 10C, mAh/g: Li et al. 2025, doi:10.1038/s41467-025-65068-5, Fig. 4g."""


def with_kappa(values: pybamm.ParameterValues, *zones: str) -> pybamm.ParameterValues:
    """A copy whose shell, and zones named beside it, follow from one PyBaMM parameter κ."""
    kappa = pybamm.Parameter(KAPPA)

    def of_kappa(numbers: np.ndarray, name: str) -> pybamm.Interpolant:
        return pybamm.Interpolant(KNOTS, numbers, kappa, name=name, interpolator="cubic")

    ratios = effective_diffusivities(KNOTS, np.full(KNOTS.size, 0.01))[:, 0]
    shares = texture_fractions(KNOTS).T
    values = values.copy()
    values.update({KAPPA: KNOWN})
    values.update({zone: of_kappa(ratios, "ratio") for zone in (names.SHELL_RATIO, *zones)})
    for i, (family, share) in enumerate(zip(NMC811_FACETS, shares, strict=True)):
        values.update({names.area_fraction(family.label): of_kappa(share, f"share_{i}")})
    return values


def curve_problem(c_rate: float, noise: np.random.Generator) -> pybop.Problem:
    """κ against a voltage curve that the model made at the known κ, with noise added."""
    model, values = pf.FacetDFN(), with_kappa(pf.li2025())
    values.set_initial_state("4.5 V", options=model.options)
    values["Current function [A]"] = c_rate * values["Nominal cell capacity [A.h]"]
    made = pybamm.Simulation(model, parameter_values=values).solve([0, 4700 / c_rate])
    # PyBOP takes the cut-off out of the model: every κ tried must last until the last point.
    times = np.linspace(0, 0.8 * made.t[-1], 101)
    voltage = made["Voltage [V]"](times) + noise.normal(0, NOISE, times.size)
    data = {
        "Time [s]": times,
        "Current [A]": np.full(times.size, values["Current function [A]"]),
        "Voltage [V]": voltage,
    }
    values[KAPPA] = pybop.Parameter(bounds=[-30, 0], initial_value=-2.0)
    dataset = pybop.Dataset(data)
    simulator = pybop.pybamm.Simulator(pf.FacetDFN(), parameter_values=values, protocol=dataset)
    return pybop.Problem(simulator, pybop.SumSquaredError(dataset))


class CapacityError(BaseCost):
    """Squared error of the capacity [mAh/g] at the end of a discharge, against one number."""

    def __init__(self, capacity: float, mass: float) -> None:
        super().__init__()
        self.capacity, self.mass = capacity, mass

    def evaluate(self, solution, inputs=None, calculate_sensitivities=False):
        """The squared error; infinite where the solver failed."""
        if isinstance(solution, pybop.FailedSolution):
            return self.failure([KAPPA], calculate_sensitivities)
        return (solution["Discharge capacity [A.h]"].data[-1] / self.mass - self.capacity) ** 2


def capacity_problem() -> pybop.Problem:
    """κ of the isotropic particle, core and shell alike, against its measured capacity at 10C."""
    model, values = pf.FacetDFN(), with_kappa(pf.li2025("isotropic"), names.CORE_RATIO)
    values.set_initial_state("4.5 V", options=model.options)
    values[KAPPA] = pybop.Parameter(bounds=[-5, 8], initial_value=0.5)
    protocol = pybamm.Experiment(["Discharge at 10C until 2.5 V"])
    simulator = pybop.pybamm.Simulator(model, parameter_values=values, protocol=protocol)
    return pybop.Problem(simulator, CapacityError(MEASURED, active_mass(values)))


def fitted(problem: pybop.Problem) -> float:
    """κ by PyBOP's Nelder-Mead of SciPy: no gradient, so a κ that fails is stepped over."""
    options = pybop.SciPyMinimizeOptions(
        method="Nelder-Mead", jac=False, solver_options={"xatol": 1e-3, "fatol": 1e-9}
    )
    return float(pybop.SciPyMinimize(problem, options).run().best_inputs[KAPPA])


def standard_error(problems: list[pybop.Problem], kappa: float, step: float = 0.1) -> float:
    """Of κ, from the slope of the voltages and the noise that was put in."""

    def voltages(at: float) -> np.ndarray:
        solved = [problem.simulator.solve({KAPPA: at}) for problem in problems]
        return np.concatenate([solution["Voltage [V]"].data for solution in solved])

    slope = (voltages(kappa + step) - voltages(kappa - step)) / (2 * step)
    return float(NOISE / np.linalg.norm(slope))


def main() -> dict[str, float]:
    """Both fits, printed; κ of each, and the standard error of the first."""
    noise = np.random.default_rng(SEED)
    curves = [curve_problem(rate, noise) for rate in (1.0, 5.0)]
    shell = fitted(pybop.MetaProblem(*curves))
    error = standard_error(curves, shell)
    print(f"shell, simulated 1C and 5C curves: kappa {shell:.2f} +- {error:.2f} (known {KNOWN:g})")

    both = fitted(capacity_problem())
    found = pd.DataFrame({"kappa_core": [both], "kappa_shell": [both]})
    again = pf.sweep(pf.li2025("isotropic"), found, [10.0]).table["capacity_mAh_g"].iloc[0]
    print(f"isotropic particle, measured {MEASURED:g} mAh/g at 10C (fitted): kappa {both:.2f}")
    print(f"pybamm_facets.sweep at that kappa: {again:.1f} mAh/g")
    return {"shell": shell, "error": error, "isotropic": both, "again_mAh_g": float(again)}


if __name__ == "__main__":
    main()
