"""The engine gives what a loop over pybamm.Simulation gives, and loses no point."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.sweep import Case, active_mass, current_1c, run_cases, to_frame
from pybamm_facets.sweep.run import group_by_structure, varying_inputs

ROW = [
    "particle", "direction", "c_rate", "capacity_mAh_g", "energy_mWh_g", "mean_voltage_V",
    "end_voltage_V", "duration_s", "termination", "status", "reason",
    "particle_lithium_error", "electrolyte_lithium_error",
]  # fmt: skip


def simulated_capacity(values, rate, var_pts):
    model = pf.FacetDFN()
    solver = pybamm.IDAKLUSolver(rtol=1e-6, atol=1e-8)
    simulation = pybamm.Simulation(
        model,
        parameter_values=values,
        C_rate=rate,
        var_pts=model.default_var_pts | var_pts,
        solver=solver,
    )
    solution = simulation.solve([0, 1.4 * 3600 / rate])
    charge = solution["Discharge capacity [A.h]"].entries[-1]
    return charge / active_mass(values)


@pytest.mark.slow
def test_equals_a_loop_over_simulations(core_shell, isotropic, coarse):
    sets = {"core-shell": core_shell, "isotropic": isotropic}
    table = pf.rate_capability(sets, (1.0, 10.0), directions="discharge", var_pts=coarse)
    assert list(table.columns) == ROW
    for row in table.itertuples():
        expected = simulated_capacity(sets[row.particle], row.c_rate, coarse)
        assert row.capacity_mAh_g == pytest.approx(expected, abs=0.01)


@pytest.mark.slow
def test_order_and_composition_of_cases_do_not_matter(core_shell, isotropic, coarse):
    cases = [
        Case(name, values, direction, rate)
        for name, values in (("a", core_shell), ("b", isotropic))
        for direction in ("discharge", "charge")
        for rate in (1.0, 5.0)
    ]
    together = to_frame(cases, run_cases(cases, var_pts=coarse))
    halves = [*run_cases(cases[:3], var_pts=coarse), *run_cases(cases[3:], var_pts=coarse)]
    backwards = run_cases(cases[::-1], var_pts=coarse)[::-1]
    for other in (to_frame(cases, halves), to_frame(cases, backwards)):
        np.testing.assert_allclose(other["capacity_mAh_g"], together["capacity_mAh_g"], atol=0.02)


def test_sets_that_differ_in_numbers_share_a_build(core_shell, isotropic):
    thick = core_shell.copy()
    thick.update({"Positive electrode thickness [m]": 40e-6})
    quick = core_shell.copy()
    quick.update({"Positive particle diffusivity [m2.s-1]": lambda sto, T: 1e-14})
    sets = [core_shell, isotropic, thick, quick]
    cases = [Case(str(i), values, "discharge", 1.0) for i, values in enumerate(sets)]
    assert group_by_structure(cases) == [[0, 1], [2], [3]]
    assert "Positive electrode (104) facet area fraction" in varying_inputs(cases[:2])
    assert "Contact resistance [Ohm]" not in varying_inputs(cases[:2])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Positive particle radius [m]", 3e-6),
        ("Positive particle core radius fraction", 0.7),
        ("Positive particle diffusivity [m2.s-1]", 4e-15),
        ("Positive electrode (104) facet reference exchange-current density [A.m-2]", 14.0),
        ("Ambient temperature [K]", 303.15),
        ("Contact resistance [Ohm]", 5.0),
    ],
)
def test_a_number_as_an_input_gives_what_it_gives_baked_in(core_shell, coarse, name, value):
    changed = core_shell.copy()
    changed.update({name: value}, strict=True)
    sets = {"base": core_shell, "changed": changed}
    swept = pf.rate_capability(sets, (5.0,), directions="discharge", var_pts=coarse)
    alone = pf.rate_capability({"x": changed}, (5.0,), directions="discharge", var_pts=coarse)
    assert swept["capacity_mAh_g"][1] == pytest.approx(alone["capacity_mAh_g"][0], abs=0.02)


def test_loading_is_swept_without_a_rebuild(coarse):
    sets = {f"{load:g}": pf.li2025(loading_mg_cm2=load) for load in (4.0, 6.3, 8.0)}
    cases = [Case(name, values, "discharge", 1.0) for name, values in sets.items()]
    assert len(group_by_structure(cases)) == 1
    table = to_frame(cases, run_cases(cases, var_pts=coarse))
    assert (table["status"] == "ok").all()
    assert np.ptp(table["capacity_mAh_g"]) < 1.0  # per gram: the particle is the same


def test_a_rate_that_cannot_start_is_a_row(core_shell, coarse):
    # At 1000C the contact resistance alone takes more than the voltage window.
    table = pf.rate_capability(
        {"a": core_shell}, (1.0, 1000.0), directions="discharge", var_pts=coarse
    )
    assert table["status"].tolist() == ["ok", "infeasible"]
    assert "1000C drives the voltage beyond the cut-off" in table["reason"][1]
    assert table["capacity_mAh_g"][1] == 0


def test_a_solver_failure_is_a_row_and_loses_no_other(core_shell, coarse):
    # Marcus currents saturate at a small reorganisation energy; above that no voltage carries them.
    saturated = core_shell.copy()
    saturated.update(
        {name: 0.3 for name in core_shell if name.endswith("facet reorganization energy [eV]")}
    )
    stock = {"intercalation kinetics": ("symmetric Butler-Volmer", "Marcus")}
    table = pf.rate_capability(
        {"a": saturated},
        (0.01, 1.0),
        directions="discharge",
        model=pf.FacetDFN(stock),
        var_pts=coarse,
    )
    assert table["status"][0] == "ok"
    assert table["status"][1] == "failed"
    assert "no way on after" in table["reason"][1]


def test_caller_keeps_what_it_passed(core_shell, coarse):
    before = dict(core_shell)
    model = pf.FacetDFN()
    events = list(model.events)
    pf.rate_capability({"a": core_shell}, (5.0,), model=model, var_pts=coarse)
    assert dict(core_shell) == before
    assert model.events == events


@pytest.mark.parametrize("model", [pf.FacetSPM, pf.FacetSPMe])
def test_single_particle_models_run_and_agree_with_the_dfn(core_shell, model, coarse):
    arguments = {"directions": "discharge", "var_pts": coarse}
    fast = pf.rate_capability({"a": core_shell}, (1.0,), model=model(), **arguments)
    full = pf.rate_capability({"a": core_shell}, (1.0,), **arguments)
    np.testing.assert_allclose(fast["capacity_mAh_g"], full["capacity_mAh_g"], atol=0.5)


def test_full_cell_runs(coarse):
    values = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.core_shell())
    points = {"r_p": 10, "x_p": 5, "x_s": 5, "x_n": 5, "r_n": 10}
    table = pf.rate_capability(
        {"full cell": values},
        (0.2, 1.0),
        model=pf.FacetDFN({"working electrode": "both"}),
        var_pts=points,
    )
    assert (table["status"] == "ok").all()
    slow = table[table["c_rate"] == 0.2]["duration_s"].to_numpy()
    expected = 0.2 * current_1c(values) * slow / 3600
    np.testing.assert_allclose(expected, 5.0, rtol=0.12)  # a 5 Ah cell


def test_progress_is_told(core_shell, coarse):
    told = []
    pf.rate_capability(
        {"a": core_shell},
        (5.0, 10.0),
        var_pts=coarse,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (4, 4)
