"""A half-cell written as BPX: what PyBaMM reads from it, and what comes back."""

import json

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.sets.bpx_files.lithium_stand_in import THICKNESS
from pybamm_facets.sets.bpx_files.written_file import bpx_content
from pybamm_facets.sets.cell import active_mass
from pybamm_facets.sets.comparable import comparable

# The reader's own: pyparsing and pydantic call parts of bpx 1.1.1 deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

CASES = {
    "core-shell": ("Li2025_core_shell", {}),
    "isotropic": ("Li2025_isotropic", {}),
    "NCA": ("NCA_half_cell", {}),
    "NMC111": ("NMC111", {}),
    "O'Regan": ("Li2025_core_shell", {"diffusivity": "oregan", "cell": "cycling"}),
    "hindered": ("Li2025_isotropic", {"diffusivity": "hindered", "fit": "blind"}),
}


def compared(values):
    return {name: comparable(value) for name, value in values.items()}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("bpx") / "cell.bpx.json"
    pf.write_bpx("Li2025_core_shell", path)
    return path


@pytest.fixture(scope="module")
def read(written):
    return pybamm.ParameterValues.create_from_bpx(str(written))


@pytest.mark.parametrize("case", CASES)
def test_every_value_and_origin_comes_back(case, tmp_path):
    name, choices = CASES[case]
    values = pf.load_set(name, **choices)
    pf.write_bpx(values, tmp_path / "cell.json")
    back = pf.load_set(tmp_path / "cell.json")
    assert compared(back) == compared(values)
    assert pf.provenance(back).equals(pf.provenance(values))


@pytest.mark.parametrize("direction", ["discharge", "charge"])
@pytest.mark.parametrize("case", ["core-shell", "isotropic", "NCA"])
def test_capacities_come_back(case, direction, tmp_path):
    name, _ = CASES[case]
    pf.write_bpx(name, tmp_path / "cell.json")
    sets = {"as it was": name, "back": tmp_path / "cell.json"}
    table = pf.rate_capability(sets, [0.1, 1, 10], directions=direction).table
    before, after = (table.loc[table["particle"] == one, "capacity_mAh_g"] for one in sets)
    assert (table["status"] == "ok").all()
    assert after.to_numpy() == pytest.approx(before.to_numpy(), abs=1e-9)


@pytest.mark.parametrize("model", ["DFN", "SPMe"])
def test_ordinary_models_discharge_it(model, read):
    simulation = pybamm.Simulation(
        getattr(pybamm.lithium_ion, model)(), parameter_values=read, C_rate=1
    )
    solution = simulation.solve([0, 3 * 3600])
    assert "Minimum voltage" in solution.termination
    voltage = solution["Voltage [V]"].entries
    assert voltage[0] < 4.5 and voltage[-1] == pytest.approx(2.5, abs=1e-3)


def test_pybamm_finds_any_state_of_charge(read):
    values = read.copy()
    values.set_initial_state(0.5)
    c = values["Initial concentration in positive electrode [mol.m-3]"]
    half = values["Maximum concentration in positive electrode [mol.m-3]"]
    assert 0.3 < c / half < 0.8


def test_the_stand_in_has_lithiums_exchange_current(read, core_shell):
    lithium = core_shell["Exchange-current density for lithium metal electrode [A.m-2]"]
    metal = lithium(1000.0, 1 / 1.3e-5, 293.15)
    j0 = read["Negative electrode exchange-current density [A.m-2]"]
    c_max = read["Maximum concentration in negative electrode [mol.m-3]"]
    area = 3 * read["Negative electrode active material volume fraction"] * THICKNESS
    area /= read["Negative particle radius [m]"]
    found = j0(1000.0, c_max / 2, c_max, pybamm.Scalar(293.15)).evaluate()
    assert area * found == pytest.approx(float(metal.evaluate() if hasattr(metal, "evaluate")
                                               else metal), rel=1e-12)  # fmt: skip


def test_the_facets_exchange_current_is_the_same_at_every_content(read, core_shell):
    c_max = core_shell["Maximum concentration in positive electrode [mol.m-3]"]
    x = np.linspace(0.2, 0.98, 9)
    j0 = read["Positive electrode exchange-current density [A.m-2]"]
    one = [j0(800.0, c * c_max, c_max, pybamm.Scalar(300.0)).evaluate() for c in x]
    facets = [n for n in core_shell if n.endswith("facet exchange-current density [A.m-2]")]
    mean = 0.0
    for name in facets:
        share = core_shell[name.replace("exchange-current density [A.m-2]", "area fraction")]
        law = core_shell[name]
        found = [core_shell.evaluate(law(800.0, pybamm.Scalar(c * c_max), pybamm.Scalar(c_max),
                                         pybamm.Scalar(300.0))) for c in x]  # fmt: skip
        mean = mean + share * np.array(found)
    assert np.ravel(one) == pytest.approx(np.ravel(mean), rel=1e-9)


def test_the_averaged_diffusivity_has_the_sets_dependence_on_temperature(read, core_shell):
    energy = core_shell["Positive particle diffusivity activation energy [J.mol-1]"]
    factor = np.exp(energy / 8.31446261815324 * (1 / 293.15 - 1 / 313.15))
    expected = 0.8847 * core_shell["Positive particle diffusivity [m2.s-1]"] * factor
    given = read["Positive particle diffusivity [m2.s-1]"]
    found = pybamm.Scalar(given(pybamm.Scalar(0.5), pybamm.Scalar(313.15)).evaluate()).value
    assert found == pytest.approx(expected, rel=1e-4)


def test_losses_name_what_is_lost():
    content, losses = bpx_content("Li2025_core_shell")
    table = losses.set_index("quantity")
    assert table.loc["Positive electrode OCP [V]", "error"] < 1e-4
    assert 0.02 < table.loc["core and shell", "error"] < 0.03
    assert "Contact resistance [Ohm]" in table.index
    assert content["Parameterisation"]["Electrolyte"]["Cation transference number"] == (
        pytest.approx(0.16, abs=0.01)
    )
    others = set(bpx_content("Li2025_isotropic")[1]["quantity"])
    assert not {"core and shell", "facet exchange-current densities"} & others
    skew = pf.load_set("Li2025_isotropic", changes={"material.charge_transfer_coefficient": 0.6})
    told = bpx_content(skew)[1].set_index("quantity")
    assert 0.05 < told.loc["facet exchange-current densities", "error"] < 0.5


def test_a_function_of_the_user_comes_back_as_points(tmp_path, core_shell):
    def mine(sto):
        return 4.6 - 1.4 * sto - 0.3 * sto**2 - 0.1 * pybamm.tanh(40 * (sto - 0.98))

    def falling(sto, T):
        return 1e-14 * (1.2 - sto)

    values = core_shell.copy()
    values.update({"Positive electrode OCP [V]": mine,
                   "Positive particle diffusivity [m2.s-1]": falling})  # fmt: skip
    values = pf.with_window(values, 3.0, 4.4)
    losses = pf.write_bpx(values, tmp_path / "cell.json").set_index("quantity")
    assert losses.loc["Positive electrode OCP [V], read back", "error"] < 1e-4
    assert losses.loc["Positive particle diffusivity [m2.s-1], read back", "error"] < 1e-3
    sets = {"as it was": values, "back": tmp_path / "cell.json"}
    capacity = pf.rate_capability(sets, [1, 5]).table["capacity_mAh_g"].to_numpy()
    assert capacity[2:] == pytest.approx(capacity[:2], abs=0.1)


def test_a_function_that_no_file_can_hold(core_shell):
    values = core_shell.copy()
    values.update({"Electrolyte conductivity [S.m-1]": lambda c_e, T: 1.0 + 0 * c_e})
    with pytest.raises(
        ValueError, match=r"Electrolyte conductivity.*lambda.*expected a number, or"
    ):
        bpx_content(values)


@pytest.mark.parametrize("name", ["Xu2019", "OKane2022", "ORegan2022"])
def test_a_set_of_pybamm_that_was_given_facets(name, tmp_path):
    values = pybamm.ParameterValues(name)
    if name != "Xu2019":
        values = pf.with_lithium(values, 2.7, 4.3)
    values = pf.add_facets(values, pf.Agglomerate.core_shell(radius=5e-6, shell=pf.Texture(-10)))
    pf.write_bpx(values, tmp_path / "cell.json")
    before, after = compared(values), compared(pf.load_set(tmp_path / "cell.json"))
    for header in ("citations", "chemistry"):
        before.pop(header, None), after.pop(header, None)
    assert after == before
    cell = pybamm.ParameterValues.create_from_bpx(str(tmp_path / "cell.json"))
    simulation = pybamm.Simulation(pybamm.lithium_ion.SPMe(), parameter_values=cell, C_rate=0.1)
    charge = simulation.solve([0, 20 * 3600])["Discharge capacity [A.h]"].entries[-1]
    own = pf.rate_capability(values, 0.1).table
    grams = 1e3 * active_mass(values)
    assert own["status"].item() == "ok"
    assert charge * 1e3 / grams == pytest.approx(own["capacity_mAh_g"].item(), abs=0.5)


def test_what_is_no_half_cell_with_facets(tmp_path):
    path = tmp_path / "cell.json"
    with pytest.raises(ValueError, match="the set has no facets"):
        pf.write_bpx("Xu2019", path)
    full = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.isotropic(radius=5e-6))
    with pytest.raises(ValueError, match="no lithium-metal electrode"):
        pf.write_bpx(full, path)
    assert not path.exists()


def test_file_names(tmp_path, written):
    with pytest.raises(ValueError, match=r"expected a name that ends in \.json"):
        pf.write_bpx("Li2025_core_shell", tmp_path / "cell.bpx")
    before = written.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="exists; expected a new file's name"):
        pf.write_bpx("Li2025_core_shell", written)
    assert written.read_text(encoding="utf-8") == before


def test_the_standards_own_package_takes_it_and_passes_it_on(written, tmp_path):
    import bpx

    parsed = bpx.parse_bpx_file(str(written))
    passed_on = json.loads(parsed.model_dump_json(by_alias=True))
    (tmp_path / "again.json").write_text(json.dumps(passed_on), encoding="utf-8")
    assert compared(pf.load_set(tmp_path / "again.json")) == compared(pf.load_set(written))
