"""Capacity gradients against central differences of tightly solved runs."""

import numpy as np
import pandas as pd
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.runs.designs import resolve_designs
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.gradient.capacity import (
    STEP,
    Gradient,
    capacity_gradient,
    energy_gradient,
    relative,
)
from pybamm_facets.runs.numerics import Tolerances
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.direction import Direction

RATES = (1.0, 10.0)
PARAMETERS = (
    "Positive particle diffusivity [m2.s-1]",
    "Positive particle radius [m]",
    "Positive particle core radius fraction",
    "Positive particle shell diffusivity ratio",
    names.reference_exchange_current_density("(104)"),
    "Contact resistance [Ohm]",
    "Positive electrode active material volume fraction",
    "Maximum concentration in positive electrode [mol.m-3]",
    "Lower voltage cut-off [V]",
)
NOISE = 2e-5
"""Of d ln Q / d ln p by differences: relative tolerance 1e-8 over a step of 2e-3, and curvature."""


def differences(sets, rates, direction, mesh, route="auto"):
    """Relative sensitivities from pairs of sets, one row a rate, one column a pair."""
    runs = [Run(values, Direction(direction), rate) for rate in rates for values in sets]
    numerics = pf.Numerics(mesh, tolerances=Tolerances(1e-8, 1e-10), route=route)
    table = run_all(runs, numerics=numerics).table
    assert (table["status"] == "ok").all()
    below, above = table["capacity_mAh_g"].to_numpy().reshape(len(rates), -1, 2).transpose(2, 0, 1)
    return (above - below) / (above + below) / STEP


def stepped(values, name):
    for sign in (-1, 1):
        moved = values.copy()
        moved.update({name: values[name] * (1 + sign * STEP)})
        yield moved


def slow_facets(values):
    """The set with kinetics so slow that they matter."""
    slow = values.copy()
    slow.update({name: 1e-2 * values[name] for name in values if "facet reference exch" in name})
    return slow


@pytest.mark.parametrize(
    ("particle", "direction"),
    [
        ("core_shell", "discharge"),
        pytest.param("isotropic", "discharge", marks=pytest.mark.slow),
        pytest.param("isotropic", "charge", marks=pytest.mark.slow),
    ],
)
def test_parameters_against_central_differences(particle, direction, coarse):
    values = pf.li2025(particle)
    if direction == "discharge":  # a charge from empty could not start
        values = slow_facets(values)
    cut_off = {"discharge": "Lower", "charge": "Upper"}[direction]
    inputs = [n.replace("Lower", cut_off) for n in PARAMETERS]
    sets = [moved for name in inputs for moved in stepped(values, name)]
    frame = capacity_gradient(
        values, inputs, RATES, direction=direction, numerics=pf.Numerics(coarse)
    )
    expected = differences(sets, RATES, direction, coarse)
    assert frame["status"].tolist() == ["ok", "ok"]
    np.testing.assert_allclose(relative(frame)[inputs], expected, rtol=5e-3, atol=NOISE)


@pytest.mark.parametrize("direction", ["discharge", "charge"])
def test_lengths_are_inputs_on_elements(direction):
    """Thicknesses too: nothing but numbers depends on them there."""
    values, nodes = pf.li2025("isotropic"), {"r_p": 11, "x_p": 4, "x_s": 4}
    if direction == "discharge":
        values = pf.with_window(slow_facets(values), lower=3.0)
    inputs = [names.POSITIVE_THICKNESS, names.SEPARATOR_THICKNESS, names.PARTICLE_RADIUS]
    sets = [moved for name in inputs for moved in stepped(values, name)]
    numerics = pf.Numerics(nodes, tolerances=Tolerances(1e-5, 1e-6), route="elements")
    frame = capacity_gradient(values, inputs, [5.0], direction=direction, numerics=numerics)
    expected = differences(sets, [5.0], direction, nodes, "elements")
    assert frame["status"].tolist() == ["ok"]
    np.testing.assert_allclose(relative(frame)[inputs], expected, rtol=5e-3, atol=NOISE)


def test_design_columns_against_central_differences(coarse):
    base, at = pf.li2025(), {"kappa_shell": -8.0, "diffusivity_anisotropy": 0.02, "kappa_core": 1.0}
    inputs = ["kappa_shell", "kappa_core", "core_fraction", "loading_mg_cm2", "diffusivity_m2_s"]
    frame = capacity_gradient(base, inputs, RATES, at=at, numerics=pf.Numerics(coarse))
    place = frame.attrs["at"]
    assert place["kappa_shell"] == -8
    assert place["loading_mg_cm2"] == pytest.approx(6.3)
    rows = [at | {name: place[name] * (1 + sign * STEP)} for name in inputs for sign in (-1, 1)]
    sets = []
    for row in rows:
        (design,) = resolve_designs(base, pd.DataFrame([row]), pf.NMC811_FACETS)
        sets.append(base.copy())
        sets[-1].update(design.changes)
    expected = differences(sets, RATES, "discharge", coarse)
    np.testing.assert_allclose(relative(frame)[inputs], expected, rtol=5e-3, atol=NOISE)


def test_without_the_fast_backend_differences_give_the_same(coarse):
    inputs = ["radius_m", "loading_mg_cm2"]
    gradient = Gradient(pf.li2025(), inputs, numerics=pf.Numerics(coarse))
    fast = gradient.table([10.0])
    gradient.equations = None
    pd.testing.assert_frame_equal(gradient.table([10.0]), fast, rtol=5e-3, atol=1e-2)


@pytest.mark.slow
@pytest.mark.parametrize("direction", ["discharge", "charge"])
def test_energy_against_central_differences(direction, coarse):
    """The energy of a run, that of a charge counted positive, per active mass."""
    base = slow_facets(pf.li2025()) if direction == "discharge" else pf.li2025()
    inputs = ["diffusivity_m2_s", "radius_m", "loading_mg_cm2", "Contact resistance [Ohm]"]
    frame = energy_gradient(base, inputs, [5.0], direction=direction, numerics=pf.Numerics(coarse))
    place = frame.attrs["at"]
    runs = []
    for name in inputs:
        for sign in (-1, 1):
            row = pd.DataFrame([{name: place[name] * (1 + sign * STEP)}])
            (moved,) = resolve_designs(base, row, pf.NMC811_FACETS)
            runs.append(Run(dict(base), Direction(direction), 5.0, changes=moved.changes))
    table = run_all(runs, numerics=pf.Numerics(coarse, tolerances=Tolerances(1e-8, 1e-10))).table
    below, above = table["energy_mWh_g"].to_numpy().reshape(-1, 2).T
    expected = (above - below) / (above + below) / STEP
    np.testing.assert_allclose(relative(frame)[inputs].iloc[0], expected, rtol=5e-3, atol=NOISE)
    plain = run_all([Run(dict(base), Direction(direction), 5.0)], numerics=pf.Numerics(coarse))
    assert frame["energy_mWh_g"].item() == pytest.approx(
        plain.table["energy_mWh_g"].item(), rel=1e-3
    )


def test_facet_columns_are_their_parameters_in_other_units(coarse):
    pairs = {
        "f_(104)": (names.area_fraction("(104)"), 1),
        "j0_(104)_mA_cm2": (names.reference_exchange_current_density("(104)"), 10),
    }
    inputs = [*pairs, *(name for name, _ in pairs.values())]
    frame = capacity_gradient(
        slow_facets(pf.li2025()), inputs, [10.0], numerics=pf.Numerics(coarse)
    )
    for short, (name, factor) in pairs.items():
        assert frame[short].item() == pytest.approx(factor * frame[name].item(), rel=1e-6)
        assert frame[short].item() > 0


def test_single_particle_model(coarse):
    frame = capacity_gradient(
        pf.li2025(), ["radius_m"], [10.0], model=pf.FacetSPM(), numerics=pf.Numerics({"r_p": 20})
    )
    assert relative(frame)["radius_m"].item() == pytest.approx(-1, abs=0.1)


def full_cell(coarse):
    values = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.core_shell())
    return values, pf.FacetDFN({"working electrode": "both"}), coarse | {"x_n": 4, "r_n": 8}


@pytest.mark.parametrize("model", ["full cell", "FacetSPMe", "surface form"])
def test_other_models_need_no_differences(model, coarse):
    values, chosen, mesh, rate = pf.li2025(), pf.FacetSPMe(), coarse, 2.0
    if model == "full cell":
        # At 2C its electrolyte is used up, and a step of the loading is no longer a small one.
        (values, chosen, mesh), rate = full_cell(coarse), 1.0
    if model == "surface form":
        chosen = pf.FacetDFN({"surface form": "algebraic"})
    numerics = pf.Numerics(mesh, tolerances=Tolerances(1e-5, 1e-6))
    inputs = ["radius_m", "loading_mg_cm2", "Separator porosity"]
    gradient = Gradient(values, inputs, model=chosen, numerics=numerics)
    assert gradient.equations is not None
    fast = gradient.table([rate])
    assert fast["status"].tolist() == ["ok"]
    gradient.equations = None
    slow = gradient.table([rate])
    scale = slow["capacity_mAh_g"].item()
    np.testing.assert_allclose(
        relative(fast)[inputs], relative(slow)[inputs], rtol=5e-3, atol=1e-2 / scale
    )


@pytest.mark.slow
@pytest.mark.parametrize("direction", ["discharge", "charge"])
def test_on_the_default_mesh_within_a_fifth_of_a_percent(direction):
    inputs = ["diffusivity_m2_s", "radius_m", "core_fraction", "Contact resistance [Ohm]"]
    rates, values = (0.1, 1.0, 10.0), pf.li2025()
    frame = capacity_gradient(values, inputs, rates, direction=direction)
    names_of = {"diffusivity_m2_s": PARAMETERS[0], "radius_m": PARAMETERS[1],
                "core_fraction": PARAMETERS[2]}  # fmt: skip
    sets = [moved for name in inputs for moved in stepped(values, names_of.get(name, name))]
    expected = differences(sets, rates, direction, {})
    np.testing.assert_allclose(relative(frame)[inputs], expected, rtol=2e-3, atol=NOISE)


@pytest.mark.slow
def test_compiled_equations_give_the_same(coarse):
    inputs = ["radius_m", "core_fraction", "diffusivity_m2_s"]
    frames = [
        capacity_gradient(pf.li2025(), inputs, RATES, numerics=pf.Numerics(coarse, backend=backend))
        for backend in ("compiled", "expanded")
    ]
    pd.testing.assert_frame_equal(*frames, rtol=2e-4)


def test_a_rate_that_cannot_start_is_a_row(coarse):
    frame = capacity_gradient(
        pf.li2025(), ["radius_m"], (1.0, 1000.0), numerics=pf.Numerics(coarse)
    )
    assert frame["status"].tolist() == ["ok", "infeasible"]
    assert np.isnan(frame["radius_m"][1])
    assert "beyond the cut-off at once" in frame["reason"][1]


def test_caller_keeps_what_it_passed(core_shell, coarse):
    before = dict(core_shell)
    capacity_gradient(
        core_shell, ["kappa_shell"], [10.0], at={"kappa_shell": -5}, numerics=pf.Numerics(coarse)
    )
    assert dict(core_shell) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"inputs": ["radius"]}, "inputs.*'radius' is unknown; did you mean 'radius_m'"),
        ({"inputs": ["Positive electrode OCP [V]"]}, "no number there"),
        (
            {
                "inputs": ["Positive electrode thickness [m]"],
                "numerics": pf.Numerics(route="volumes"),
            },
            "thickness.*shapes the mesh",
        ),
        (
            {"inputs": ["Number of cells connected in series to make a battery"]},
            "series.*shapes the mesh",
        ),
        ({"inputs": ["Current function [A]"]}, "follows from the rate"),
        (
            {"inputs": ["Initial concentration in positive electrode [mol.m-3]"]},
            "cannot be varied: .*start",
        ),
        ({"inputs": ["kappa_shell"]}, "'kappa_shell'.*`at`"),
        ({"inputs": "radius_m"}, "inputs='radius_m'"),
        ({"inputs": []}, "inputs="),
        ({"inputs": ["radius_m", "radius_m"]}, "different"),
        ({"at": {"kappa": 1.0}}, "'kappa' is unknown"),
        ({"at": {"core_fraction": 2.0}}, "at=.*core radius fraction"),
        ({"c_rates": [-1.0]}, "c_rates"),
        ({"direction": "sideways"}, "sideways"),
    ],
)
def test_bad_input_is_refused_by_name(core_shell, arguments, said):
    with pytest.raises(ValueError, match=said):
        capacity_gradient(core_shell, **{"inputs": ["radius_m"], "c_rates": [1.0]} | arguments)
