"""The Li2025 sets: choices, numbers and refusals."""

import inspect
import json

import pybamm
import pytest

import pybamm_facets as pf

FRACTIONS = [f"Positive electrode {f.label} facet area fraction" for f in pf.NMC811_FACETS]


@pytest.mark.parametrize("name", ["isotropic", "core_shell"])
def test_entry_points_are_the_factorys_defaults(name):
    assert pybamm.ParameterValues(f"Li2025_{name}") == pf.li2025(name)
    assert "Li" in pybamm.parameter_sets.get_docstring(f"Li2025_{name}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"particle": "cube"}, "particle='cube'"),
        ({"cell": "pouch"}, "cell='pouch'"),
        ({"reading": "dry"}, "reading='dry'"),
        ({"diffusivity": "fast"}, "diffusivity='fast'"),
        ({"fit": "best"}, "fit='best'"),
        ({"loading_mg_cm2": 20.0}, r"loading_mg_cm2=20\.0: in 30 µm.*porosity of -"),
        (
            {"loading_mg_cm2": 0.0},
            r"loading_mg_cm2=0\.0: expected a number from 0\.05 to 100 \[mg/cm²\]",
        ),
        ({"thickness": -1e-6}, "thickness=-1e-06"),
    ],
)
def test_bad_choices_are_refused_by_name(arguments, message):
    with pytest.raises(ValueError, match=message):
        pf.li2025(**arguments)


@pytest.mark.parametrize("name", ["isotropic", "core_shell"])
def test_fractions_sum_to_one(name):
    values = pf.li2025(name)
    assert sum(values[fraction] for fraction in FRACTIONS) == pytest.approx(1, abs=1e-12)


def test_isotropic_particle_shows_basal_planes_and_core_shell_none():
    # κ = 2.41 implies about 40 % (003): the paper says that its basal planes face outward.
    assert pf.li2025("isotropic")[FRACTIONS[0]] == pytest.approx(0.40, abs=0.01)
    assert pf.li2025("core_shell")[FRACTIONS[0]] < 0.001


def test_cells_of_the_paper():
    rate, cycling = pf.li2025(), pf.li2025(cell="cycling")
    assert rate["Positive electrode thickness [m]"] == 30e-6
    assert cycling["Positive electrode thickness [m]"] == 10e-6
    ratio = rate["Nominal cell capacity [A.h]"] / cycling["Nominal cell capacity [A.h]"]
    assert ratio == pytest.approx(3)


def test_a_users_table_replaces_and_provenance_follows():
    table = pf.FacetTable.nmc811()
    faster = pf.FacetTable(tuple(row for row in table.rows if row.facet == "(104)"))
    values = pf.li2025(facet_table=faster)
    assert values == pf.li2025()


def test_electrolyte_and_lithium_at_the_reference_state():
    # Published values at 1 M and 293 K: 8.4 mS/cm, 2.57e-10 m2/s, 0.16, 2.07 and 7.1 mA/cm2.
    values = pf.li2025()

    def at_one_molar(name):
        return float(values[name](pybamm.Scalar(1000.0), pybamm.Scalar(293.15)).evaluate())

    assert at_one_molar("Electrolyte conductivity [S.m-1]") == pytest.approx(0.84, abs=0.01)
    assert at_one_molar("Electrolyte diffusivity [m2.s-1]") == pytest.approx(2.57e-10, rel=0.01)
    assert at_one_molar("Cation transference number") == pytest.approx(0.16, abs=0.01)
    assert at_one_molar("Thermodynamic factor") == pytest.approx(2.07, abs=0.01)
    j0 = values["Exchange-current density for lithium metal electrode [A.m-2]"]
    lithium = 1 / values["Lithium metal partial molar volume [m3.mol-1]"]
    assert float(j0(1000.0, lithium, 293.15).evaluate()) == pytest.approx(71, abs=0.5)


def test_sets_survive_json():
    values = pf.li2025()
    again = pybamm.ParameterValues.from_json(json.loads(json.dumps(values.to_json())))
    numbers = {name: v for name, v in values.items() if isinstance(v, float)}
    assert {name: again[name] for name in numbers} == numbers


def test_every_argument_is_documented():
    for argument in inspect.signature(pf.li2025).parameters:
        assert argument in pf.li2025.__doc__
