"""PyBaMM's own options work with facets, and one facet changes nothing under them."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names

SWELLING = {"particle mechanics": "swelling only", "stress-induced diffusion": "false"}
CASES = {
    "lumped thermal": ("DFN", {"thermal": "lumped"}),
    "contact resistance": ("DFN", {"contact resistance": "true"}),
    "algebraic surface": ("DFN", {"surface form": "algebraic"}),
    "differential surface": ("SPMe", {"surface form": "differential"}),
    "swelling": ("DFN", SWELLING),
    "cracking": (
        "SPMe",
        SWELLING | {"particle mechanics": "swelling and cracking"},
    ),
    "stress-induced diffusion": ("DFN", SWELLING | {"stress-induced diffusion": "true"}),
    "stress-driven LAM": ("DFN", SWELLING | {"loss of active material": "stress-driven"}),
    "SEI reaction": ("DFN", {"SEI": ("none", "reaction limited")}),
    "SEI solvent": ("SPM", {"SEI": ("none", "solvent-diffusion limited")}),
    "SEI electron": ("SPMe", {"SEI": ("none", "electron-migration limited")}),
    "SEI interstitial": ("DFN", {"SEI": ("none", "interstitial-diffusion limited")}),
    "utilisation": ("DFN", {"interface utilisation": "constant"}),
    "plating": ("DFN", {"lithium plating": ("none", "reversible")}),
    "current as a state": ("DFN", {"total interfacial current density as a state": "true"}),
    "sigmoid exchange current": (
        "DFN",
        {"exchange-current density": ("single", "current sigmoid")},
    ),
    "quadratic profile": ("DFN", {"particle": "quadratic profile"}),
    "uniform profile": ("SPM", {"particle": "uniform profile"}),
}
J0 = "exchange-current density [A.m-2]"
SLOW = {
    "stress-induced diffusion",
    "stress-driven LAM",
    "SEI solvent",
    "SEI electron",
    "SEI interstitial",
    "differential surface",
    "algebraic surface",
    "uniform profile",
}
"""Like another case, so that they are left to the slow tests."""


def full_cell_values():
    """A full cell with mechanics, films and plating, given on the positive electrode as well."""
    values = pybamm.ParameterValues("OKane2022")
    values.update(
        {
            "Contact resistance [Ohm]": 0.01,
            "Initial negative electrode interface utilisation": 0.9,
            "Initial positive electrode interface utilisation": 0.9,
        }
    )
    return values


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=pytest.mark.slow if case in SLOW else ()) for case in CASES],
)
def test_one_facet_is_the_stock_model_under_option(
    case, one_facet_values, solve_both, voltage_difference
):
    name, options = CASES[case]
    values = one_facet_values(full_cell_values())
    if case == "sigmoid exchange current":
        stock = values[f"Positive electrode {J0}"]
        for branch in ("lithiation", "delithiation"):
            for facet in ("", "(104) facet "):
                values[f"Positive electrode {facet}{branch} {J0}"] = stock
    options = {"working electrode": "both"} | options
    pair = solve_both(name, options, values, 300, samples=7)
    assert voltage_difference(*pair) < 1e-6


@pytest.mark.parametrize("name", ["DFN", "SPM"])
def test_one_facet_is_the_stock_model_on_a_distribution_of_sizes(
    name, one_facet_values, solve_both, voltage_difference
):
    values = pybamm.get_size_distribution_parameters(
        one_facet_values(), working_electrode="positive"
    )
    options = {
        "working electrode": "positive",
        "contact resistance": "true",
        "particle size": "distribution",
    }
    points = {"x_n": 3, "x_s": 4, "x_p": 4, "r_p": 8, "R_p": 6}
    pair = solve_both(name, options, values, 300, points=points, samples=7)
    assert voltage_difference(*pair) < 1e-6


def two_phases(values):
    """The positive electrode's material as two equal halves, each with its own parameters."""
    half = "Positive electrode active material volume fraction"
    values[half] = values[half] / 2
    for name in [n for n in values if "ositive" in n]:
        values.update({f"{phase}: {name}": values[name] for phase in ("Primary", "Secondary")})
    return values


@pytest.mark.slow
@pytest.mark.parametrize("name", ["DFN", "SPM"])
def test_one_facet_is_the_stock_model_with_two_phases(
    name, one_facet_values, solve_both, voltage_difference
):
    values = two_phases(one_facet_values(pybamm.ParameterValues("Chen2020")))
    options = {"working electrode": "both", "particle phases": ("1", "2")}
    points = {"x_n": 4, "x_s": 4, "x_p": 4, "r_n": 8, "r_p_prim": 8, "r_p_sec": 8}
    stock, facet = solve_both(name, options, values, 300, points=points, samples=7)
    assert voltage_difference(stock, facet) < 1e-6


@pytest.mark.slow
def test_each_phase_has_its_own_core_and_shell():
    values = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.core_shell())
    values = two_phases(values)
    zones = {names.CORE_RADIUS_FRACTION: 0.5, names.CORE_RATIO: 0.1, names.SHELL_RATIO: 0.3}
    values.update({f"Secondary: {name}": value for name, value in zones.items()})
    options = {"working electrode": "both", "particle phases": ("1", "2")}
    points = {"x_n": 4, "x_s": 4, "x_p": 4, "r_n": 8, "r_p": 8, "r_p_prim": 20, "r_p_sec": 20}
    sim = pybamm.Simulation(pf.FacetDFN(options), parameter_values=values, var_pts=points)
    solution = sim.solve([0, 60])
    d = values["Positive particle diffusivity [m2.s-1]"]
    name = "Positive secondary particle effective diffusivity [m2.s-1]"
    ratio = np.asarray(solution[name].entries)[:, 0, 0] / d
    assert (ratio[0], ratio[-1]) == pytest.approx((0.1, 0.3), rel=1e-6)
