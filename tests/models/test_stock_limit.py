"""One facet with fraction 1 and one texture, in PyBaMM's own particle, is PyBaMM's own model."""

from itertools import product

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf

MODELS = ["DFN", "SPMe", "SPM"]
LAWS = {
    "symmetric Butler-Volmer": {"c_rate": 1.0},
    "asymmetric Butler-Volmer": {"c_rate": 1.0, "alpha": 0.4},
    "linear": {"c_rate": 1.0},
    # Marcus-type rates saturate: small energy, slow discharge.
    "Marcus": {"c_rate": 0.1, "energy": 0.3},
    "Marcus-Hush-Chidsey": {"c_rate": 0.5, "energy": 0.3},
}
CELLS = {"half": {"working electrode": "positive", "contact resistance": "true"}}
CELLS["full"] = {"working electrode": "both"}
# Marcus current falls with overpotential beyond the energy: stop the half-cell before it does.
MARCUS_CUT_OFF = 3.4


ALWAYS = {("half", "DFN", law) for law in LAWS} | {
    (cell, model, "symmetric Butler-Volmer") for cell in CELLS for model in MODELS
}
CASES = [
    pytest.param(*case, marks=() if case in ALWAYS else pytest.mark.slow, id="-".join(case))
    for case in product(CELLS, MODELS, LAWS)
]


@pytest.mark.parametrize(("cell", "model", "law"), CASES)
def test_one_facet_discharges_as_the_stock_model(
    cell, model, law, one_facet_values, solve_both, voltage_difference
):
    base = pybamm.ParameterValues("Chen2020") if cell == "full" else None
    case = dict(LAWS[law])
    c_rate = case.pop("c_rate")
    values = one_facet_values(base, **case)
    if (cell, law) == ("half", "Marcus"):
        values.update({"Lower voltage cut-off [V]": MARCUS_CUT_OFF})
    options = CELLS[cell] | {"intercalation kinetics": ("symmetric Butler-Volmer", law)}
    stock, facet = solve_both(model, options, values, 5500 / c_rate, c_rate)
    assert stock.termination == facet.termination == "event: Minimum voltage [V]"
    assert voltage_difference(stock, facet) < 1e-8
    assert facet.t[-1] == pytest.approx(stock.t[-1], rel=1e-8)


@pytest.mark.parametrize("model", ["SPMe", "SPM"])
@pytest.mark.parametrize("law", ["symmetric Butler-Volmer", "linear"])
def test_one_facet_is_the_stock_model_with_inverted_kinetics(
    model, law, one_facet_values, solve_both, voltage_difference
):
    options = CELLS["half"] | {"intercalation kinetics": law, "surface form": "false"}
    stock, facet = solve_both(model, options, one_facet_values(), 5500)
    assert voltage_difference(stock, facet) < 1e-8


def test_one_facet_is_the_stock_model_on_the_graded_mesh(one_facet_values, voltage_difference):
    options = CELLS["half"] | {"intercalation kinetics": "symmetric Butler-Volmer"}
    facet = pf.FacetDFN(options, pf.NMC811_FACETS[1:2], diffusion=None)
    one, other = (
        pybamm.Simulation(
            model,
            parameter_values=one_facet_values(),
            var_pts=facet.default_var_pts,
            submesh_types=facet.default_submesh_types,
        ).solve([0, 5500], t_interp=np.linspace(0, 5500, 51))
        for model in (pybamm.lithium_ion.DFN(options), facet)
    )
    assert voltage_difference(one, other) < 1e-8
