"""Exchange current and charge-transfer resistance of a solved model, for every law."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.kinetics import exchange_current_prefactor

LAWS = [
    "symmetric Butler-Volmer",
    "asymmetric Butler-Volmer",
    "linear",
    "Marcus",
    "Marcus-Hush-Chidsey",
]
WEIGHTED = "Positive electrode facet-weighted exchange current density [A.m-2]"
SLOPE = "Positive electrode exchange current density from charge-transfer resistance [A.m-2]"
RESISTANCE = "Positive electrode charge-transfer resistance [Ohm.m2]"
OVERPOTENTIAL = "Positive electrode reaction overpotential [V]"
CURRENT = "Positive electrode interfacial current density [A.m-2]"
X = 0.4
POINTS = {"x_n": 3, "x_s": 5, "x_p": 5, "r_p": 8}
THERMAL_VOLTAGE = 8.314462618 * 293.15 / 96485.33212


def solve(law, **arguments):
    """Two opposite small currents through a half-cell whose facets differ in their constants."""
    values = pf.li2025()
    for i, facet in enumerate(pf.NMC811_FACETS):
        values[names.charge_transfer_coefficient(facet.label)] = 0.3 + 0.08 * i
        values[names.reorganization_energy(facet.label)] = 0.2 + 0.02 * i
    full = values["Maximum concentration in positive electrode [mol.m-3]"]
    values.update({"Initial concentration in positive electrode [mol.m-3]": X * full})
    values.update({"Current function [A]": "[input]"})
    options = {"intercalation kinetics": ("symmetric Butler-Volmer", law)}
    model = pf.FacetSPM(options, **arguments)
    sim = pybamm.Simulation(model, parameter_values=values, var_pts=POINTS)
    solver = sim.solver
    solver.rtol, solver.atol = 1e-9, 1e-12
    values = [sim.solve([0, 1e-6], inputs={"Current function [A]": i}) for i in (1e-7, -1e-7)]
    return [
        {n: s[n].entries[0, 0] for n in (WEIGHTED, SLOPE, RESISTANCE, OVERPOTENTIAL, CURRENT)}
        for s in values
    ]


@pytest.mark.parametrize("law", LAWS)
def test_charge_transfer_resistance_is_the_slope_of_the_law(law):
    one, other = solve(law)
    measured = (one[OVERPOTENTIAL] - other[OVERPOTENTIAL]) / (one[CURRENT] - other[CURRENT])
    assert one[RESISTANCE] == pytest.approx(measured, rel=1e-6)
    assert one[SLOPE] == pytest.approx(THERMAL_VOLTAGE / one[RESISTANCE], rel=1e-9)
    if "Marcus" not in law:
        assert one[SLOPE] == pytest.approx(one[WEIGHTED], rel=1e-12)


@pytest.mark.parametrize("law", LAWS)
def test_normalised_prefactor_makes_the_table_the_true_exchange_current(law):
    one, other = solve(law, prefactor=exchange_current_prefactor)
    measured = (one[CURRENT] - other[CURRENT]) / (one[OVERPOTENTIAL] - other[OVERPOTENTIAL])
    assert one[SLOPE] == pytest.approx(one[WEIGHTED], rel=1e-10)
    assert THERMAL_VOLTAGE * measured == pytest.approx(one[WEIGHTED], rel=1e-6)


def test_closed_form_of_a_mixture_of_marcus_facets():
    one, _ = solve("Marcus")
    values = pf.li2025()
    share = [values[names.area_fraction(f.label)] for f in pf.NMC811_FACETS]
    j0 = np.array(
        [values[names.reference_exchange_current_density(f.label)] for f in pf.NMC811_FACETS]
    )
    slopes = np.exp(-(0.2 + 0.02 * np.arange(6)) / (4 * THERMAL_VOLTAGE))
    # The state enters every facet alike only where the transfer coefficients are equal to 1/2;
    # at 1 M a facet's j0 is (x / 0.5)^(1 - α) ((1 - x) / 0.5)^α times its reference.
    alpha = 0.3 + 0.08 * np.arange(6)
    state = (X / 0.5) ** (1 - alpha) * ((1 - X) / 0.5) ** alpha
    assert one[SLOPE] == pytest.approx(np.sum(share * j0 * state * slopes), rel=1e-5)
