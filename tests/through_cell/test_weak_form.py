"""The half-cell on elements: balances, convergence, and the PyBaMM model on fine meshes."""

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets._units import FARADAY
from pybamm_facets.particle import radial_elements
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.integrate.build import CUT_OFF, OUTPUTS, SIGN
from pybamm_facets.runs.integrate.element_build import build_elements
from pybamm_facets.runs.integrate.functions import model_functions
from pybamm_facets.runs.run import Direction, Run
from pybamm_facets.studies.rates import rate_runs
from pybamm_facets.through_cell import CellElements, LineElements, StateLayout

TIGHT = pf.Tolerances(1e-6, 1e-8)
BOTH = ("discharge", "charge")


def on_elements(separator, electrode, radial=11, tolerances=TIGHT):
    points = {"x_s": separator, "x_p": electrode, "r_p": radial}
    return pf.Numerics(points, tolerances=tolerances, route="elements")


def capacities(runs, numerics, model=None):
    table = run_all(runs, model=model, numerics=numerics).table
    assert set(table["status"]) <= {"ok", "doubtful"}
    return table["capacity_mAh_g"].to_numpy()


@pytest.mark.parametrize("particle", ["core_shell", "isotropic"])
def test_lithium_and_charge_balance_for_any_state(particle):
    """What leaves the particles enters the electrolyte, whatever the state: no integrator."""
    elements = CellElements(LineElements(3, 4), radial_elements(9))
    values, layout = pf.li2025(particle), StateLayout(elements)
    inputs = (names.POSITIVE_THICKNESS, names.CORE_RADIUS_FRACTION)
    built = build_elements(pf.FacetDFN(), values, inputs, elements)
    current = 2e-3
    p = [
        {
            names.CURRENT_FUNCTION: current,
            names.POSITIVE_THICKNESS: 47e-6,
            names.CORE_RADIUS_FRACTION: 0.37,
            CUT_OFF: 2.5,
            SIGN: 1.0,
        }[name]
        for name in built.inputs
    ]
    cell, start = model_functions(built)
    random = np.random.default_rng(3)
    y0 = start(p).full().ravel()
    y = y0 * (1 + 0.1 * random.uniform(-1, 1, y0.size))
    residual = cell(0, y, p)[0].full().ravel()
    rates, unbalanced = residual[: layout.differential], residual[layout.differential :]

    def rate_of(name):
        """Time derivative of an output that is linear in the states."""
        index = 2 + OUTPUTS.index(name)
        other = y.copy()
        other[: layout.differential] += rates
        return float(cell(0, other, p)[index]) - float(cell(0, y, p)[index])

    # The electrode's balance summed is what the reaction lacks of the current.
    area = values[names.ELECTRODE_HEIGHT] * values[names.ELECTRODE_WIDTH]
    reaction = unbalanced[-elements.across.electrode :].sum() * area - current
    assert rate_of(names.PARTICLE_LITHIUM) == pytest.approx(-reaction / FARADAY, rel=1e-8)
    assert rate_of(names.ELECTROLYTE_LITHIUM) == pytest.approx(
        (current + reaction) / FARADAY, rel=1e-8
    )


def test_errors_fall_with_the_nodes():
    values = pf.with_window(pf.li2025(), lower=3.2)
    runs = [
        *rate_runs(values, [10.0], "discharge", {}),
        *rate_runs(pf.li2025(), [10.0], "charge", {}),
    ]
    fine = capacities(runs, on_elements(10, 12))
    errors = [np.abs(capacities(runs, on_elements(n, n)) - fine).max() for n in (3, 4, 6)]
    assert errors[0] < 0.5 and errors[1] < errors[0] / 5 and errors[2] < errors[1] / 5


OWN, LAW = "symmetric Butler-Volmer", "intercalation kinetics"


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        {},
        {LAW: (OWN, "asymmetric Butler-Volmer")},
        {LAW: (OWN, "linear")},
        {"contact resistance": "false"},
    ],
)
def test_fine_volumes_agree(options):
    """PyBaMM's model, whose equations are its own, comes to the same with many points."""
    model, values = pf.FacetDFN(options), pf.li2025()
    runs = [run for way in BOTH for run in rate_runs(values, [2.0], way, {})]
    ours = capacities(runs, on_elements(6, 8), model)
    points = ({"x_s": 16, "x_p": 10, "r_p": 11}, {"x_s": 32, "x_p": 20, "r_p": 11})
    errors = [
        np.abs(capacities(runs, pf.Numerics(p, tolerances=TIGHT), model) - ours).max()
        for p in points
    ]
    assert errors[1] < 0.03 and errors[1] < 0.7 * errors[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("thickness", "c_rate", "temperature"),
    [(60e-6, 5.0, 293.15), (100e-6, 3.0, 293.15), (60e-6, 9.0, 293.15), (30e-6, 5.0, 263.15)],
)
def test_thick_and_cold_electrodes_are_good_to_a_tenth(thickness, c_rate, temperature):
    values = pf.with_window(pf.li2025(), lower=3.0)
    temperatures = dict.fromkeys(
        (names.AMBIENT_TEMPERATURE, names.INITIAL_TEMPERATURE), temperature
    )
    values.update({names.POSITIVE_THICKNESS: thickness, **temperatures})
    runs = rate_runs(values, [c_rate], "discharge", {})
    if temperature > 273:
        runs += rate_runs(values, [c_rate], "charge", {})
    chosen = capacities(runs, pf.Numerics(tolerances=TIGHT))
    np.testing.assert_allclose(chosen, capacities(runs, on_elements(16, 24, 19)), atol=0.1)


def test_a_thickness_is_an_input():
    values, thicknesses = pf.li2025(), (20e-6, 45e-6)
    name = names.POSITIVE_THICKNESS
    together = [Run(values, Direction.DISCHARGE, 2.0, changes={name: t}) for t in thicknesses]
    apart = [values.copy() for _ in thicknesses]
    for one, thickness in zip(apart, thicknesses, strict=True):
        one[name] = thickness
    alone = [capacities([Run(one, Direction.DISCHARGE, 2.0)], on_elements(4, 4)) for one in apart]
    found = capacities(together, on_elements(4, 4))
    np.testing.assert_allclose(found, np.ravel(alone), rtol=1e-7)


def test_diffusivities_that_depend_on_content_agree_with_the_pybamm_model():
    values = pf.li2025(diffusivity="oregan")
    runs = [run for way in BOTH for run in rate_runs(values, [2.0], way, {})]
    ours = run_all(runs, numerics=pf.Numerics(tolerances=TIGHT)).table
    assert ours["mesh"].tolist() == ["r_p=28 x_p=3 x_s=3 elements"] * 2
    other = run_all(runs, numerics=pf.Numerics(tolerances=TIGHT, route="volumes")).table
    assert other["mesh"].tolist() == ["r_p=28 x_p=5 x_s=16"] * 2
    difference = ours["capacity_mAh_g"] - other["capacity_mAh_g"]
    assert difference.abs().max() < 0.05
