"""What PyBaMM asks of its own models, with every option set that they take.

Each option set that the stock model builds, discretises and solves must be solved by the model with
facets; the few that it refuses, it refuses in words. All output variables can be evaluated.
"""

from itertools import product

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names

MODELS = ("DFN", "SPMe", "SPM")
CELLS = ("half", "full")
POINTS = {"x_n": 5, "x_s": 5, "x_p": 5, "r_n": 6, "r_p": 6, "y": 4, "z": 4, "R_n": 4, "R_p": 4}
POINTS |= {"r_n_prim": 6, "r_n_sec": 6, "r_p_prim": 6, "r_p_sec": 6}

OPTIONS = {
    "default": {},
    "lumped": {"thermal": "lumped"},
    "x-lumped": {"thermal": "x-lumped", "cell geometry": "pouch"},
    "x-full": {"thermal": "x-full", "cell geometry": "pouch"},
    "differential surface": {"surface form": "differential"},
    "algebraic surface": {"surface form": "algebraic"},
    "integrated electrolyte": {"electrolyte conductivity": "integrated"},
    "total current as a state": {"total interfacial current density as a state": "true"},
    "discharge energy": {"calculate discharge energy": "true"},
    "heat source": {"calculate heat source for isothermal models": "true"},
    "voltage control": {"operating mode": "voltage"},
    "power control": {"operating mode": "power"},
    "differential power": {"operating mode": "differential power"},
    "resistance control": {"operating mode": "resistance"},
    "CCCV": {"operating mode": "CCCV"},
    "linear kinetics": {"intercalation kinetics": "linear"},
    "asymmetric kinetics": {"intercalation kinetics": "asymmetric Butler-Volmer"},
    "Marcus": {"intercalation kinetics": "Marcus"},
    "Marcus-Hush-Chidsey": {"intercalation kinetics": "Marcus-Hush-Chidsey"},
    "uniform profile": {"particle": "uniform profile"},
    "quadratic profile": {"particle": "quadratic profile"},
    "quartic profile": {"particle": "quartic profile"},
    "x-averaged reactions": {"x-average side reactions": "true"},
    "SEI, solvent diffusion": {"SEI": "solvent-diffusion limited"},
    "SEI, reaction": {"SEI": "reaction limited"},
    "SEI, interstitial diffusion": {"SEI": "interstitial-diffusion limited"},
    "SEI, electron migration": {"SEI": "electron-migration limited"},
    "SEI and porosity": {"SEI": "solvent-diffusion limited", "SEI porosity change": "true"},
    "reversible plating": {"lithium plating": "reversible"},
    "irreversible plating": {"lithium plating": "irreversible"},
    "partially reversible plating": {"lithium plating": "partially reversible"},
    "loss by reaction": {
        "SEI": "solvent-diffusion limited",
        "loss of active material": "reaction-driven",
    },
    "loss by stress": {"loss of active material": "stress-driven"},
    "loss on the positive side": {"loss of active material": ("none", "stress-driven")},
    "swelling": {"particle mechanics": "swelling only"},
    "cracks": {"particle mechanics": "swelling and cracking"},
    "SEI on cracks": {
        "SEI": "solvent-diffusion limited",
        "particle mechanics": ("swelling and cracking", "swelling only"),
        "SEI on cracks": "true",
    },
    "stress-induced diffusion": {
        "particle mechanics": "swelling only",
        "stress-induced diffusion": "true",
    },
    "sigmoid potential": {"open-circuit potential": "current sigmoid"},
    "interface utilisation": {"interface utilisation": "constant"},
    "particle sizes": {"particle size": "distribution", "surface form": "algebraic"},
    "no contact resistance": {"contact resistance": "false"},
    "potential pair": {
        "current collector": "potential pair",
        "dimensionality": 1,
        "cell geometry": "pouch",
    },
}
NO_PROFILE = "has no radial profile"
REFUSED = {name: NO_PROFILE for name in OPTIONS if name.endswith("profile")}
"""Option sets that stock takes and the facets' models do not, and what they say."""

ALWAYS = {"default", "lumped", "algebraic surface", "quadratic profile"}
CASES = [
    pytest.param(*case, marks=() if case[2] in ALWAYS else pytest.mark.slow, id="-".join(case))
    for case in product(CELLS, MODELS, OPTIONS)
]


def values_for(cell, name):
    base = pybamm.ParameterValues("OKane2022")
    values = pf.with_lithium(base, upper=4.3) if cell == "half" else base
    values = pf.add_facets(values, pf.Agglomerate.core_shell())
    extra = {
        "CCCV current function [A]": 1.0,
        "Power function [W]": 1.0,
        "Voltage function [V]": 4.0,
        "Resistance function [Ohm]": 4.0,
        "Positive electrode reorganization energy [eV]": 0.5,
        "Negative electrode reorganization energy [eV]": 0.5,
        "Positive electrode Butler-Volmer transfer coefficient": 0.5,
        "Negative electrode Butler-Volmer transfer coefficient": 0.5,
        "Lithium counter electrode reorganization energy [eV]": 0.5,
        "Initial negative electrode interface utilisation": 0.9,
        "Initial positive electrode interface utilisation": 0.9,
        "Contact resistance [Ohm]": 0.0,
        "Negative electrode LAM constant proportional term [s-1]": 1e-9,
        "Positive electrode LAM constant proportional term [s-1]": 1e-9,
        "Negative electrode reaction-driven LAM factor [m3.mol-1]": 1e-9,
        "Positive electrode reaction-driven LAM factor [m3.mol-1]": 1e-9,
    }
    for side in ("Negative", "Positive"):
        ocp = f"{side} electrode OCP [V]"
        if ocp in values:
            extra |= {
                f"{side} electrode {way} OCP [V]": values[ocp]
                for way in ("lithiation", "delithiation")
            }
    marquis = pybamm.ParameterValues("Marquis2019")  # tabs and surfaces of a pouch cell
    extra |= {k: v for k, v in marquis.items() if "tab" in k or "heat transfer" in k}
    values.update({k: v for k, v in extra.items() if k not in values})
    for side in ("Negative", "Positive"):
        values[f"{side} tab centre z-coordinate [m]"] = values["Electrode height [m]"]
    # Marcus-type laws have a largest current: slowly.
    values["Current function [A]"] = 0.05 * values["Nominal cell capacity [A.h]"]
    for facet in pf.NMC811_FACETS:
        values.update({f"Positive electrode {facet.label} reorganization energy [eV]": 0.5})
        if name.startswith("Marcus"):
            # Without it the law's largest current lies below the cell's.
            j0 = names.reference_exchange_current_density(facet.label)
            values.update({j0: 50 * values[j0]})
    if name == "particle sizes":
        values = pybamm.get_size_distribution_parameters(
            values, working_electrode="positive" if cell == "half" else "both"
        )
    return values


def solve(model, values):
    simulation = pybamm.Simulation(
        model,
        parameter_values=values,
        var_pts=model.default_var_pts | POINTS,
        submesh_types=model.default_submesh_types,
    )
    solution = simulation.solve([0, 30])
    voltage = solution["Voltage [V]"].entries
    assert np.all(np.isfinite(voltage))
    return solution


@pytest.mark.filterwarnings("ignore::pybamm.OptionWarning")
@pytest.mark.parametrize(("cell", "model", "name"), CASES)
def test_an_option_set_that_stock_passes(cell, model, name):
    options = OPTIONS[name] | {"working electrode": "positive" if cell == "half" else "both"}
    values = values_for(cell, name)
    try:
        stock = getattr(pybamm.lithium_ion, model)(dict(options))
        solve(stock, values)
    except Exception as error:
        pytest.skip(f"stock fails: {type(error).__name__}: {str(error)[:150]}")
    build = lambda: getattr(pf, f"Facet{model}")(dict(options))  # noqa: E731
    if name in REFUSED:
        with pytest.raises(pybamm.OptionError, match=REFUSED[name]):
            build()
        facets = getattr(pf, f"Facet{model}")(dict(options), diffusion=None)
    else:
        facets = build()
    solve(facets, values)


@pytest.mark.parametrize(("cell", "model"), list(product(CELLS, MODELS)))
def test_defaults_run_and_every_variable_can_be_read(cell, model):
    options = {} if cell == "half" else {"working electrode": "both"}
    facets = getattr(pf, f"Facet{model}")(options)
    solution = solve(facets, facets.default_parameter_values)
    for name in facets.variables:
        assert solution[name].entries is not None


@pytest.mark.parametrize("name", ["Ecker2015", "Ai2020", "Chen2020"])
@pytest.mark.parametrize("model", MODELS)
def test_the_manual_way_of_discretising(model, name):
    values = pf.add_facets(pybamm.ParameterValues(name), pf.Agglomerate.isotropic())
    facets = getattr(pf, f"Facet{model}")({"working electrode": "both"})
    geometry = facets.default_geometry
    values.process_model(facets)
    values.process_geometry(geometry)
    mesh = pybamm.Mesh(geometry, facets.default_submesh_types, facets.default_var_pts)
    pybamm.Discretisation(mesh, facets.default_spatial_methods).process_model(facets)
    solution = pybamm.IDAKLUSolver().solve(facets, [0, 30])
    shapes = ("", "X-averaged ", "Volume-averaged ")
    for shape in shapes:
        side = "positive" if shape else "Positive"
        diffusivity = solution[f"{shape}{side} particle effective diffusivity [m2.s-1]"].entries
        assert np.all(diffusivity > 0)
