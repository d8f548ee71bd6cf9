"""Doses of a cycle: values of one known cycle, quadrature against stored profiles, equality."""

import pickle

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.ageing import CHARGE, CYCLES, SECONDS, Dose, hot_surface, surface_stress
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.particle import SurfaceBarrier

DOSES = {"seconds": SECONDS, "charge": CHARGE, "stress": surface_stress(), "hot": hot_surface()}
FRESH_CYCLE = {
    "core_shell": {"seconds": 5843, "charge": 139.1, "stress": 872, "hot": 1078},
    "isotropic": {"seconds": 2619, "charge": 62.4, "stress": 2402, "hot": 1004},
}
"""Of a periodic cycle, 10C discharge and 0.5C charge, of the full model (trial implementation)."""

SURFACE = "Positive particle surface stoichiometry"


def with_doses(model, values, doses=DOSES):
    for name, dose in doses.items():
        state = pybamm.Variable(f"Dose {name}")
        model.rhs[state] = dose.integrand(model, values)
        model.initial_conditions[state] = pybamm.Scalar(0)
        model.variables[f"Dose {name}"] = state
    return model


def cycled(model, values, steps, doses=DOSES):
    simulation = pybamm.Simulation(
        with_doses(model, values, doses), parameter_values=values, experiment=steps
    )
    simulation.solver.rtol, simulation.solver.atol = 1e-6, 1e-8
    return simulation.solve()


@pytest.mark.parametrize("name", FRESH_CYCLE)
@pytest.mark.parametrize("model", [pf.FacetDFN, pf.FacetSPMe])
def test_doses_of_a_periodic_cycle(name, model):
    steps = pybamm.Experiment(
        [("Discharge at 10C until 2.5V", "Charge at 0.5C until 4.5V")] * 3, period="1 minute"
    )
    solution = cycled(model(), li2025(name, cell="cycling"), steps).cycles[-1]
    found = {dose: np.ptp(solution[f"Dose {dose}"].entries) for dose in DOSES}
    assert found == pytest.approx(FRESH_CYCLE[name], rel=3e-3)


@pytest.mark.parametrize("model", [pf.FacetDFN, pf.FacetSPMe, pf.FacetSPM])
def test_doses_are_the_integrals_of_what_the_run_stored(model):
    values = li2025(cell="cycling")
    doses = DOSES | {"cubed": surface_stress(3.0, youngs_modulus=2.0e11, poissons_ratio=0.3)}
    steps = pybamm.Experiment(["Charge at 1C for 10 minutes", "Rest for 5 minutes"], period=2)
    values.set_initial_state("3.7 V", options=model().options)
    solution = cycled(model(), values, steps, doses)
    c_max = values["Maximum concentration in positive electrode [mol.m-3]"]
    lattice = solution["Positive particle concentration [mol.m-3]"].entries
    mean = solution["R-averaged positive particle concentration [mol.m-3]"].entries
    surface = lattice[-1]

    def stress(modulus, ratio):
        return 2 / 3 * 1.2e-6 * modulus * (mean - surface) / (3 * (1 - ratio))

    def integral(rate):
        over = np.broadcast_to(rate, surface.shape).mean(axis=0)
        return np.trapezoid(over, solution.t)

    current = abs(solution["Current [A]"].entries)
    grams = 1e3 * values["Positive electrode active material density [kg.m-3]"]
    grams *= values["Positive electrode active material volume fraction"]
    grams *= values["Positive electrode thickness [m]"]
    grams *= values["Electrode height [m]"] * values["Electrode width [m]"]
    expected = {
        "seconds": solution.t[-1],
        "charge": integral(current) / 3.6 / grams / 2,
        "stress": integral((stress(140e9, 0.2166).clip(0) / 100e6) ** 2),
        "hot": integral((1 + np.tanh(200 * (0.25 - surface / c_max))) / 2),
        "cubed": integral((stress(2.0e11, 0.3).clip(0) / 100e6) ** 3),
    }
    assert expected["stress"] > 1
    found = {dose: solution[f"Dose {dose}"].entries[-1] for dose in doses}
    assert found == pytest.approx(expected, rel=5e-3, abs=1e-3)


def test_stress_is_that_of_the_lattice_behind_a_barrier():
    values = li2025(cell="cycling")
    values["Positive particle surface diffusion resistance [s.m-1]"] = 5e7
    plain = li2025(cell="cycling")
    steps = pybamm.Experiment(["Discharge at 5C for 30 seconds", "Charge at 5C for 30 seconds"])
    stress = {"stress": surface_stress()}
    behind = cycled(pf.FacetSPMe(diffusion=SurfaceBarrier), values, steps, stress)
    free = cycled(pf.FacetSPMe(), plain, steps, stress)
    dose = "Dose stress"
    assert behind[dose].entries[-1] == pytest.approx(free[dose].entries[-1], rel=1e-4)


def test_hot_surface_counts_time_below_its_threshold():
    values = li2025(cell="cycling")
    steps = pybamm.Experiment(["Discharge at 1C for 30 minutes"], period=1)
    solution = cycled(pf.FacetSPMe(), values, steps, {"hot": hot_surface(0.3, 1e4)})
    below = solution.t[np.argmax(solution[SURFACE].entries[0] > 0.3)]
    assert solution["Dose hot"].entries[-1] == pytest.approx(below, abs=2)


def test_equal_doses_are_one():
    assert surface_stress() == surface_stress(2.0) != surface_stress(3.0)
    assert hot_surface() == hot_surface(0.25, 200) != hot_surface(0.3)
    assert len({SECONDS, CHARGE, CYCLES, surface_stress(), surface_stress(), hot_surface()}) == 5
    assert CYCLES.integrand is None
    assert [dose.unit for dose in (CYCLES, SECONDS, CHARGE)] == ["cycle", "s", "mAh.g-1"]


@pytest.mark.parametrize("dose", [CYCLES, *DOSES.values()], ids=lambda dose: dose.name)
def test_doses_pickle(dose):
    assert pickle.loads(pickle.dumps(dose)) == dose


def test_charge_needs_the_fresh_mass():
    values = li2025()
    values["Positive electrode active material volume fraction"] = "[input]"
    with pytest.raises(ValueError, match=r"active material volume fraction.*expected a number"):
        CHARGE.integrand(pf.FacetSPMe(), values)


@pytest.mark.parametrize(
    "numbers",
    [
        {"exponent": 0.5},
        {"exponent": float("inf")},
        {"reference_stress": 0},
        {"partial_molar_volume": -1e-6},
        {"youngs_modulus": float("nan")},
        {"poissons_ratio": 0.5},
    ],
)
def test_bad_stress_numbers_are_refused(numbers):
    (name,) = numbers
    with pytest.raises(ValueError, match=f"{name}="):
        surface_stress(**numbers)


@pytest.mark.parametrize("numbers", [{"threshold": 1.0}, {"steepness": 0.0}])
def test_bad_thresholds_are_refused(numbers):
    (name,) = numbers
    with pytest.raises(ValueError, match=f"{name}="):
        hot_surface(**numbers)


def test_doses_are_frozen():
    with pytest.raises(AttributeError):
        CYCLES.unit = "s"
    assert Dose("mine", "1", None) == Dose("mine", "1", None)
