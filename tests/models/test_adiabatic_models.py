"""Adiabatic ion transfer in the cell models: invariance, resistance, discharges, options."""

import pickle

import numpy as np
import pandas as pd
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.kinetics import AdiabaticIonTransfer, adiabatic_parameters

MODELS = [pf.FacetDFN, pf.FacetSPMe, pf.FacetSPM]
MOSTLY_SLOW = [*(pytest.param(model, marks=pytest.mark.slow) for model in MODELS[:2]), MODELS[2]]
CELLS = {"half": {}, "full": {"working electrode": "both"}}
FACETS = pf.NMC811_FACETS[:2]
POINTS = {"x_n": 3, "x_s": 5, "x_p": 4, "r_n": 8, "r_p": 10}
LABELS = [facet.label for facet in FACETS]
SHARE = {"(003)": 0.3, "(104)": 0.7}
LAMBDA = {"(003)": 1.1, "(104)": 0.9}
WORK = {"(003)": 0.02, "(104)": 0.12}
THERMAL_VOLTAGE = 8.314462618 * 293.15 / 96485.33212


def cell_values(cell, lam=LAMBDA, work=WORK):
    if cell == "full":
        chen = pybamm.ParameterValues("Chen2020")
        values = pf.add_facets(chen, pf.Agglomerate.isotropic())
    else:
        values = pf.li2025()
    values.update(adiabatic_parameters(lam, work))
    values.update({names.area_fraction(label): share for label, share in SHARE.items()})
    return values


def adiabatic(model, options=None, facets=FACETS):
    return model(options, facets, kinetics=AdiabaticIonTransfer)


def discharge(model, values, t_end=5500.0, c_rate=1.0):
    sim = pybamm.Simulation(model, parameter_values=values, C_rate=c_rate, var_pts=POINTS)
    sim.solver.rtol, sim.solver.atol = 1e-8, 1e-10
    return sim.solve([0, t_end], t_interp=np.linspace(0, t_end, 21))


@pytest.mark.parametrize("model", MOSTLY_SLOW)
@pytest.mark.parametrize("cell", ["half", pytest.param("full", marks=pytest.mark.slow)])
def test_discharge_at_1c_ends_at_the_cut_off(model, cell):
    solution = discharge(adiabatic(model, CELLS[cell]), cell_values(cell))
    assert solution.termination == "event: Minimum voltage [V]"
    total = solution["Positive electrode interfacial current density [A.m-2]"].entries
    parts = [
        SHARE[label]
        * solution[f"Positive electrode {label} facet interfacial current density [A.m-2]"].entries
        for label in LABELS
    ]
    assert np.all(total < 0)
    assert sum(parts) == pytest.approx(total, rel=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_a_large_reorganisation_energy_is_asymmetric_butler_volmer(model):
    """The difference falls with 1/λ; the ratio w/λ, and with it the coefficient, is kept."""
    alike = {"intercalation kinetics": ("symmetric Butler-Volmer", "asymmetric Butler-Volmer")}
    differences = []
    for factor in (1, 10):
        lam, work = ({k: factor * v for k, v in each.items()} for each in (LAMBDA, WORK))
        values = cell_values("half", lam, work)
        ours, limit = (
            discharge(each, values, 600.0)["Voltage [V]"].entries
            for each in (adiabatic(model), model(alike, FACETS))
        )
        differences.append(np.max(np.abs(ours - limit)))
    assert differences[1] < 2e-4
    assert differences[0] / differences[1] == pytest.approx(10, rel=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_splitting_a_facet_changes_nothing(model):
    twin = pf.FacetFamily("(208)", (2, 0, 8))
    values = cell_values("half")
    values.update({names.area_fraction("(104)"): 1.0})
    whole = discharge(adiabatic(model, facets=FACETS[1:]), values)
    for name in (
        names.exchange_current_density,
        names.reference_exchange_current_density,
        names.charge_transfer_coefficient,
        names.ion_transfer_reorganization_energy,
        names.electrostatic_work,
    ):
        values[name("(208)")] = values[name("(104)")]
    values.update({names.area_fraction("(104)"): 0.3, names.area_fraction("(208)"): 0.7})
    parts = discharge(adiabatic(model, facets=(FACETS[1], twin)), values)
    voltages = [np.asarray(s["Voltage [V]"].entries)[:-1] for s in (whole, parts)]
    assert voltages[1] == pytest.approx(voltages[0], abs=1e-7)


def test_charge_transfer_resistance_is_that_of_the_facets_exchange_current():
    x = 0.4
    values = cell_values("half")
    full = values["Maximum concentration in positive electrode [mol.m-3]"]
    values.update({"Initial concentration in positive electrode [mol.m-3]": x * full})
    solution = discharge(adiabatic(pf.FacetSPM), values, 1e-6, c_rate=1e-6)
    alpha = np.array([(1 - WORK[label] / LAMBDA[label]) / 2 for label in LABELS])
    share = np.array(list(SHARE.values()))
    j0 = np.array([values[names.reference_exchange_current_density(label)] for label in LABELS])
    j0 = j0 * (x / 0.5) ** (1 - alpha) * ((1 - x) / 0.5) ** alpha
    resistance = solution["Positive electrode charge-transfer resistance [Ohm.m2]"].entries[0, 0]
    assert resistance == pytest.approx(THERMAL_VOLTAGE / np.sum(share * j0), rel=1e-5)
    eta = solution["Positive electrode reaction overpotential [V]"].entries[0, 0]
    j = solution["Positive electrode interfacial current density [A.m-2]"].entries[0, 0]
    assert eta / j == pytest.approx(resistance, rel=1e-4)


@pytest.mark.parametrize("backend", ["expanded", pytest.param("stock", marks=pytest.mark.slow)])
def test_sweep_runs_it_charge_at_10c_included(backend):
    """At the start of that charge j is 80 j0: the first Newton step leads far beyond λ."""
    table = pf.sweep(
        cell_values("half"),
        pd.DataFrame({names.electrostatic_work("(104)"): [0.12, 0.5]}),
        [10.0],
        directions=("discharge", "charge"),
        model=adiabatic(pf.FacetSPM),
        numerics=pf.Numerics(POINTS, backend=backend),
    ).table
    assert list(table["status"]) == 4 * ["ok"]
    voltage = table["mean_voltage_V"].to_numpy().reshape(2, 2)
    # A larger work speeds reduction at the expense of oxidation.
    assert voltage[1, 0] > voltage[0, 0] + 1e-3 and voltage[1, 1] > voltage[0, 1] + 1e-3


@pytest.mark.parametrize("model", MODELS)
def test_a_second_law_on_the_positive_electrode_is_refused(model):
    options = {"intercalation kinetics": ("symmetric Butler-Volmer", "linear")}
    with pytest.raises(pybamm.OptionError, match="AdiabaticIonTransfer would replace"):
        model(options, kinetics=AdiabaticIonTransfer)
    lithium_side = {"intercalation kinetics": ("linear", "symmetric Butler-Volmer")}
    assert model(lithium_side, kinetics=AdiabaticIonTransfer).options["intercalation kinetics"] == (
        "linear",
        "symmetric Butler-Volmer",
    )


def test_multi_species_kinetics_and_inverted_kinetics_are_refused_beside_it():
    with pytest.raises(pybamm.OptionError, match="would replace InverseButlerVolmer"):
        pf.FacetSPM({"surface form": "false"}, kinetics=AdiabaticIonTransfer)
    options = {
        "working electrode": "both",
        "open-circuit potential": "MSMR",
        "particle": "MSMR",
        "number of MSMR reactions": ("6", "4"),
        "intercalation kinetics": "MSMR",
    }
    with pytest.raises(pybamm.OptionError, match="would replace MSMRButlerVolmer"):
        pf.FacetDFN(options, kinetics=AdiabaticIonTransfer)


def test_an_unknown_law_is_refused_by_name():
    with pytest.raises(pybamm.OptionError, match="ForwardTafel cannot be mixed"):
        pf.FacetDFN(kinetics=pybamm.kinetics.ForwardTafel)


def test_model_survives_pickling_and_a_missing_parameter_is_named():
    model = pickle.loads(pickle.dumps(pf.FacetSPM(kinetics=AdiabaticIonTransfer)))
    with pytest.raises(KeyError, match=r"\(003\) facet (electrostatic|ion-transfer)"):
        discharge(model, pf.li2025(), 60.0)
