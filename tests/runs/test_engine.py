"""The engine gives what a loop over pybamm.Simulation gives, and loses no point."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.groups import grouped
from pybamm_facets.runs.run import Run
from pybamm_facets.sets import active_mass, current_1c
from pybamm_facets.sets.direction import Direction

ROW = [
    "particle", "direction", "c_rate", "capacity_mAh_g", "energy_mWh_g", "mean_voltage_V",
    "end_voltage_V", "duration_s", "termination", "status", "reason",
    "particle_lithium_error", "electrolyte_lithium_error", "least_electrolyte", "mesh",
]  # fmt: skip


def simulated_capacity(values, rate, var_pts):
    model = pf.FacetDFN()
    solver = pybamm.IDAKLUSolver(rtol=1e-6, atol=1e-8)
    full = values.copy()
    full.set_initial_state("4.5 V", options=model.options)
    simulation = pybamm.Simulation(
        model,
        parameter_values=full,
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
    table = pf.rate_capability(
        sets, (1.0, 10.0), directions="discharge", numerics=pf.Numerics(coarse)
    ).table
    assert list(table.columns) == ROW
    for row in table.itertuples():
        expected = simulated_capacity(sets[row.particle], row.c_rate, coarse)
        assert row.capacity_mAh_g == pytest.approx(expected, abs=0.01)


@pytest.mark.slow
def test_order_and_company_of_runs_do_not_matter(core_shell, isotropic, coarse):
    runs = [
        Run(values, direction, rate, {"particle": name})
        for name, values in (("a", core_shell), ("b", isotropic))
        for direction in Direction
        for rate in (1.0, 5.0)
    ]

    def capacities(some):
        return run_all(some, numerics=pf.Numerics(coarse)).table["capacity_mAh_g"].to_numpy()

    together = capacities(runs)
    halves = np.concatenate([capacities(runs[:3]), capacities(runs[3:])])
    for other in (halves, capacities(runs[::-1])[::-1]):
        np.testing.assert_allclose(other, together, atol=0.02)


def test_sets_that_differ_in_numbers_share_a_build(core_shell, isotropic):
    thick = core_shell.copy()
    thick.update({"Positive electrode thickness [m]": 40e-6})
    quick = core_shell.copy()
    quick.update({"Positive particle diffusivity [m2.s-1]": lambda sto, T: 1e-14})
    sets = [core_shell, isotropic, thick, quick]
    groups = groups_of([Run(values, Direction.DISCHARGE, 1.0) for values in sets])
    assert [list(group.inputs) for group in groups] == [[0, 1, 2], [3]]
    assert "Positive electrode thickness [m]" in groups[0].job.inputs
    assert "Positive electrode (104) facet area fraction" in groups[0].job.inputs
    assert "Contact resistance [Ohm]" not in groups[0].job.inputs


def groups_of(runs, numerics=pf.Numerics.default):
    return list(grouped(dict(enumerate(runs)), pf.FacetDFN(), numerics, curves=False))


def test_runs_of_one_set_that_change_numbers_share_a_build(core_shell):
    radius, thickness = "Positive particle radius [m]", "Positive electrode thickness [m]"
    changes = [{}, {radius: 4e-6}, {thickness: 40e-6}, {radius: 3e-6, thickness: 40e-6}]
    runs = [Run(core_shell, Direction.DISCHARGE, 1.0, changes=one) for one in changes]
    (together,) = groups_of(runs)
    assert together.inputs[3][radius] == 3e-6 and together.inputs[3][thickness] == 40e-6
    groups = groups_of(runs, pf.Numerics(route="volumes"))  # there it shapes the mesh
    assert [list(group.inputs) for group in groups] == [[0, 1], [2, 3]]
    assert [group.job.parameter_values[thickness] for group in groups] == [30e-6, 40e-6]
    assert groups[1].inputs[2][radius] == core_shell[radius]
    assert groups[1].inputs[3][radius] == 3e-6


def test_runs_after_a_protocol_are_a_group_of_their_own_and_start_at_the_other_end(core_shell):
    charge = ("Charge at 1C until 4.5 V",)
    runs = [Run(core_shell, Direction.DISCHARGE, 1.0, protocol=p) for p in ((), charge)]
    full, empty = groups_of(runs)
    start, c_max = names.INITIAL_POSITIVE, core_shell[names.C_MAX]
    assert full.inputs[0][start] < 0.2 * c_max
    assert empty.inputs[1][start] > 0.99 * c_max


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
    swept = pf.rate_capability(
        sets, (5.0,), directions="discharge", numerics=pf.Numerics(coarse)
    ).table
    alone = pf.rate_capability(
        {"x": changed}, (5.0,), directions="discharge", numerics=pf.Numerics(coarse)
    ).table
    assert swept["capacity_mAh_g"][1] == pytest.approx(alone["capacity_mAh_g"][0], abs=0.02)


def test_loading_is_swept_without_a_rebuild(coarse):
    sets = {f"{load:g}": pf.li2025(loading_mg_cm2=load) for load in (4.0, 6.3, 8.0)}
    runs = [Run(values, Direction.DISCHARGE, 1.0, {"particle": k}) for k, values in sets.items()]
    assert len(groups_of(runs)) == 1
    table = run_all(runs, numerics=pf.Numerics(coarse)).table
    assert (table["status"] == "ok").all()
    assert np.ptp(table["capacity_mAh_g"]) < 1.0  # per gram: the particle is the same


def test_a_rate_that_cannot_start_is_a_row(core_shell, coarse):
    # At 1000C the contact resistance alone takes more than the voltage window.
    table = pf.rate_capability(
        {"a": core_shell}, (1.0, 1000.0), directions="discharge", numerics=pf.Numerics(coarse)
    ).table
    assert table["status"].tolist() == ["ok", "infeasible"]
    assert "drives the voltage beyond the cut-off at once" in table["reason"][1]
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
        numerics=pf.Numerics(coarse),
    ).table
    assert table["status"][0] == "ok"
    assert table["status"][1] == "failed"
    assert "no way on after" in table["reason"][1]


def test_caller_keeps_what_it_passed(core_shell, coarse):
    before = dict(core_shell)
    model = pf.FacetDFN()
    events = list(model.events)
    pf.rate_capability({"a": core_shell}, (5.0,), model=model, numerics=pf.Numerics(coarse))
    assert dict(core_shell) == before
    assert model.events == events


@pytest.mark.parametrize("model", [pf.FacetSPM, pf.FacetSPMe])
def test_single_particle_models_run_and_agree_with_the_dfn(core_shell, model, coarse):
    arguments = {"directions": "discharge", "numerics": pf.Numerics(coarse)}
    fast = pf.rate_capability({"a": core_shell}, (1.0,), model=model(), **arguments).table
    full = pf.rate_capability({"a": core_shell}, (1.0,), **arguments).table
    np.testing.assert_allclose(fast["capacity_mAh_g"], full["capacity_mAh_g"], atol=0.5)


def test_full_cell_runs(coarse):
    values = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.core_shell())
    points = {"r_p": 10, "x_p": 5, "x_s": 5, "x_n": 5, "r_n": 10}
    table = pf.rate_capability(
        {"full cell": values},
        (0.2, 1.0),
        model=pf.FacetDFN({"working electrode": "both"}),
        numerics=pf.Numerics(points),
    ).table
    assert (table["status"] == "ok").all()
    slow = table[table["c_rate"] == 0.2]["duration_s"].to_numpy()
    expected = 0.2 * current_1c(values) * slow / 3600
    np.testing.assert_allclose(expected, 5.0, rtol=0.12)  # a 5 Ah cell


def test_progress_is_told(core_shell, coarse):
    told = []
    pf.rate_capability(
        {"a": core_shell},
        (5.0, 10.0),
        directions=("discharge", "charge"),
        numerics=pf.Numerics(coarse),
        progress=told.append,
    )
    assert (told[-1].done, told[-1].total, told[-1].failed) == (4, 4, 0)


def test_a_model_without_facets_and_a_set_with_them_are_told_apart():
    stock = pybamm.lithium_ion.DFN({"working electrode": "positive"})
    expected = "there is no 'Positive electrode exchange-current density .*facets need a model"
    with pytest.raises(ValueError, match=f"model='Doyle-Fuller-Newman.*{expected}"):
        pf.rate_capability(pf.li2025(), 1, model=stock)
    with pytest.raises(ValueError, match=expected):
        pf.cycle(pf.li2025(), cycles=3, model=stock)
