"""A barrier at the surface of the particle, against the plain particle and an outside solution."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.particle import CoreShellDiffusion, SurfaceBarrier, surface_unknowns

SETS = ("Li2025_core_shell", "Li2025_isotropic")
RESISTANCES = (1e7, 3e7, 6e7)
LOST = {
    "Li2025_core_shell": (7.55, 22.44, 44.10),
    "Li2025_isotropic": (4.23, 12.35, 23.68),
}
"""10C capacity [mAh/g] that the barriers cost, from a radial solver of its own: 600 cells, BDF, no
cell model, ended where the outside concentration reaches the full lattice."""


class Discharges:
    """10C discharges of one built model; the barrier is an input."""

    def __init__(self, model, name):
        values = pybamm.ParameterValues(name)
        values.update({names.SURFACE_RESISTANCE: "[input]"})
        self.values = values
        self.simulation = pybamm.Simulation(model, parameter_values=values, C_rate=10)
        self.simulation.solver.rtol, self.simulation.solver.atol = 1e-6, 1e-8

    def solve(self, resistance):
        inputs = {names.SURFACE_RESISTANCE: resistance}
        return self.simulation.solve([0, 360], inputs=inputs)

    def capacity(self, resistance):
        """[mAh/g]"""
        solution = self.solve(resistance)
        assert solution.termination == "event: Minimum voltage [V]"
        hours = solution["Time [h]"].entries[-1]
        return hours * 10 * 180.0


@pytest.fixture(scope="module", params=SETS)
def discharges(request):
    return request.param, Discharges(pf.FacetSPMe(diffusion=SurfaceBarrier), request.param)


def test_capacities_lost_are_those_of_an_independent_solver(discharges):
    name, runs = discharges
    fresh = runs.capacity(0.0)
    lost = [fresh - runs.capacity(resistance) for resistance in RESISTANCES]
    assert lost == pytest.approx(LOST[name], abs=0.15)


def test_no_resistance_is_no_barrier(discharges):
    name, runs = discharges
    barred = runs.solve(0.0)
    plain = pybamm.Simulation(
        pf.FacetSPMe(), parameter_values=pybamm.ParameterValues(name), C_rate=10
    )
    plain.solver.rtol, plain.solver.atol = 1e-6, 1e-8
    free = plain.solve([0, 360])
    assert barred.t[-1] == pytest.approx(free.t[-1], rel=1e-5)
    times = np.linspace(0, 0.95 * free.t[-1], 20)
    assert barred["Voltage [V]"](times) == pytest.approx(free["Voltage [V]"](times), abs=2e-5)


@pytest.mark.parametrize("model", [pf.FacetSPM, pf.FacetSPMe, pf.FacetDFN])
def test_concentration_outside_is_that_inside_and_the_step(model):
    runs = Discharges(model(diffusion=SurfaceBarrier), "Li2025_core_shell")
    solution = runs.solve(2e7)
    inside = solution["Positive particle concentration [mol.m-3]"].entries[-1]
    outside = solution["Positive particle surface concentration [mol.m-3]"].entries
    current = solution["Positive electrode interfacial current density [A.m-2]"].entries
    step, expected = outside - inside, -2e7 * current / pybamm.constants.F.value
    # j comes from potentials, to the solver's tolerance; at the end, the lattice full, less well.
    early = solution.t < 0.9 * solution.t[-1]
    assert step[:, early] == pytest.approx(expected[:, early], rel=5e-4)
    assert step == pytest.approx(expected, rel=0.01)
    assert step.min() > 1000  # discharge: what meets the electrolyte is fuller
    total = solution[names.PARTICLE_LITHIUM].entries
    passed = solution["Discharge capacity [A.h]"].entries * 3600 / pybamm.constants.F.value
    assert total - total[0] == pytest.approx(passed, rel=1e-5, abs=1e-12)


@pytest.mark.parametrize("name", SETS)
def test_full_model_loses_as_much(name):
    runs = Discharges(pf.FacetDFN(diffusion=SurfaceBarrier), name)
    assert runs.capacity(0.0) - runs.capacity(3e7) == pytest.approx(LOST[name][1], abs=0.15)


def test_capacity_falls_with_the_resistance(discharges):
    _, runs = discharges
    capacities = [runs.capacity(resistance) for resistance in (0, 1e5, 1e6, 1e7, 5e7)]
    assert np.all(np.diff(capacities) < 0)


@pytest.mark.parametrize("model", [pf.FacetSPM, pf.FacetSPMe, pf.FacetDFN])
def test_unknown_is_the_surface_concentration(model):
    (unknown,) = surface_unknowns(model(diffusion=SurfaceBarrier))
    built = model(diffusion=SurfaceBarrier)
    assert unknown.name in {variable.name for variable in built.algebraic}
    assert unknown.profile in {variable.name for variable in built.rhs}
    assert surface_unknowns(model(diffusion=CoreShellDiffusion)) == ()


def test_plain_sets_run():
    values = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.core_shell())
    assert values[names.SURFACE_RESISTANCE] == 0
    model = pf.FacetSPM({"working electrode": "both"}, diffusion=SurfaceBarrier)
    solution = pybamm.Simulation(model, parameter_values=values, C_rate=1).solve([0, 60])
    assert solution.t[-1] == 60


def test_given_resistance_is_kept():
    values = pybamm.ParameterValues("Chen2020")
    values.update({names.SURFACE_RESISTANCE: 5.0})
    faceted = pf.add_facets(values, pf.Agglomerate.core_shell())
    assert faceted[names.SURFACE_RESISTANCE] == 5


def test_phases_have_barriers_of_their_own():
    options = {"working electrode": "positive", "particle phases": ("1", "2")}
    model = pf.FacetSPM(options, diffusion=SurfaceBarrier)
    assert [unknown.name for unknown in surface_unknowns(model)] == [
        "X-averaged positive primary particle surface concentration [mol.m-3]",
        "X-averaged positive secondary particle surface concentration [mol.m-3]",
    ]
    read = {parameter.name for parameter in model.parameters}
    assert {f"{phase}: {names.SURFACE_RESISTANCE}" for phase in ("Primary", "Secondary")} <= read


def test_distribution_of_sizes_is_refused():
    with pytest.raises(pybamm.OptionError, match="knows one size of particle"):
        pf.FacetSPM({"particle size": "distribution"}, diffusion=SurfaceBarrier)
