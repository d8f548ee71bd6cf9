"""What a set's file can say, and what comes of it."""

import json
import tomllib
from pathlib import Path

import jsonschema
import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.sets import provenance
from pybamm_facets.sets.curves import MOST_POINTS, points_of
from pybamm_facets.sets.files.installed import installed_files
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.sets.files.schema import SetFile
from pybamm_facets.sets.files.units import CELSIUS, EXPONENTS, from_si, to_si
from tests.sets.files.laboratory import LIKE, NAME, OCP, whole, write

CHEN = 'like = "Chen2020"\nparticle.kappa = -8\nmaterial.density_g_cm3 = 4.7\n'


@pytest.fixture
def load(tmp_path):
    """Write files and load the set; further arguments are choices."""

    def load(text, files=None, **choices):
        return pf.load_set(write(tmp_path, {NAME: text} | (files or {})), **choices)

    return load


# What it is built upon


def test_like_a_registered_set(load):
    taken = load(f"{LIKE}cell.disc_mm = 14\n")
    own = pybamm.ParameterValues("Li2025_core_shell")
    side = np.sqrt(np.pi / 4) * 0.014
    assert taken[names.ELECTRODE_HEIGHT] == pytest.approx(side, rel=1e-15)
    changed = {
        name
        for name in own
        if name not in ("citations", names.INITIAL_POSITIVE) and own[name] != taken[name]
    }
    assert changed == {
        *(names.ELECTRODE_HEIGHT, names.ELECTRODE_WIDTH, names.CONTACT_RESISTANCE),
        *(names.NOMINAL_CAPACITY, names.CURRENT_FUNCTION),
    }


@pytest.mark.parametrize("word", ["core_shell", "core-shell"])
def test_like_a_variant(word, load):
    taken = load(f'like = {{ file = "Li2025_isotropic", cell = "cycling", particle = "{word}" }}')
    own = pf.load_set("Li2025_core_shell", cell="cycling")
    assert taken[names.POSITIVE_THICKNESS] == own[names.POSITIVE_THICKNESS] == 1e-5
    assert taken[names.SHELL_RATIO] == own[names.SHELL_RATIO]


def test_like_another_file(load):
    taken = load('like = "other.toml"\nparticle.radius_um = 3', {"other.toml": whole()})
    assert taken[names.PARTICLE_RADIUS] == 3e-6
    assert taken[names.POSITIVE_THICKNESS] == 45e-6


def test_a_chain_of_three(load):
    files = {
        "b.toml": 'like = "below/c.toml"\nparticle.radius_um = 3\nseparator.thickness_um = 16',
        "below/c.toml": f"{LIKE}particle.radius_um = 2\nelectrolyte.concentration_mol_L = 1.2",
    }
    taken = load('like = "b.toml"\nseparator.thickness_um = 20', files)
    assert taken[names.SEPARATOR_THICKNESS] == 20e-6
    assert taken[names.PARTICLE_RADIUS] == 3e-6
    assert taken[names.INITIAL_ELECTROLYTE] == 1200


def test_a_half_cell_of_pybamm(load):
    taken = load('like = "Xu2019"\nparticle.kappa = -8\nmaterial.density_g_cm3 = 4.7\n')
    own = pybamm.ParameterValues("Xu2019")
    assert taken[names.POSITIVE_THICKNESS] == own[names.POSITIVE_THICKNESS]
    assert taken[names.POSITIVE_OCP] is own[names.POSITIVE_OCP]


def test_a_full_cell_of_pybamm_and_its_positive_half(load, coarse):
    full = load(CHEN)
    assert full["Negative electrode active material volume fraction"] == 0.75
    half = load(f'{CHEN}[lithium]\nkinetics = "Xu2019"\nthickness_mm = 0.5\n')
    assert half[names.NEGATIVE_THICKNESS] == 5e-4
    assert half["Negative electrode OCP [V]"] == 0.0
    table = pf.rate_capability(half, [1], numerics=pf.Numerics(coarse)).table
    assert list(table["status"]) == ["ok"]


def test_a_lithium_electrode_that_is_taken_over_can_be_changed(load):
    base = 'like = "Xu2019"\nparticle.kappa = -8\nmaterial.density_g_cm3 = 4.7\n'
    values = load(f"{base}lithium.thickness_mm = 0.3\nlithium.double_layer_F_m2 = 0.1\n")
    assert values[names.NEGATIVE_THICKNESS] == 3e-4
    assert values["Negative electrode double-layer capacity [F.m-2]"] == 0.1


def test_where_a_set_of_pybamm_begins_can_be_changed(load):
    values = load(f"{CHEN}material.initial_stoichiometry = 0.3\n")
    assert values[names.INITIAL_POSITIVE] == 0.3 * values[names.C_MAX]


def test_an_estimate_of_the_beginning_keeps_its_bounds(load, tmp_path):
    bounds = '{ value = 0.3, origin = "estimate", low = 0.2, high = 0.4 }'
    load(f"{LIKE}material.initial_stoichiometry = {bounds}\n")
    record = loaded(tmp_path / NAME).records[names.INITIAL_POSITIVE]
    assert record.lower / record.value == pytest.approx(2 / 3)
    assert record.upper / record.value == pytest.approx(4 / 3)


def test_citations_of_all_files(load):
    entry = "@article{Own2024, title = {Cells {A} and B}, year = {2024}}"
    values = load(f'{LIKE}citations = ["Ecker2015i", "{entry}"]\n')
    own = pybamm.ParameterValues("Li2025_core_shell")
    assert values["citations"] == ["Ecker2015i", entry, *own["citations"]]


# Variants and overlays

VARIED = f"""{LIKE}
[variants]
particle = ["A", "core-shell"]
cell = ["thin", "thick"]

[[overlay]]
when = {{ particle = "core-shell" }}
electrode.thickness_um = 40
particle.radius_um = 3

[[overlay]]
when = {{ cell = "thick" }}
electrode.thickness_um = 60
"""


def test_later_overlays_win(load):
    thickness = {
        (particle, cell): load(VARIED, particle=particle, cell=cell)[names.POSITIVE_THICKNESS]
        for particle in ("A", "core-shell")
        for cell in ("thin", "thick")
    }
    assert thickness == {
        ("A", "thin"): 30e-6,
        ("A", "thick"): 60e-6,
        ("core-shell", "thin"): 40e-6,
        ("core-shell", "thick"): 60e-6,
    }


def test_choices_are_passed_on(load):
    """A dimension that a file has no variants of is one of what it builds upon."""
    files = {"base.toml": VARIED}
    values = load('like = "base.toml"\nvariants.cell = ["B"]', files, particle="core-shell")
    assert values[names.PARTICLE_RADIUS] == 3e-6
    assert values[names.POSITIVE_THICKNESS] == 40e-6
    assert load('like = "base.toml"', files, cell="thick")[names.POSITIVE_THICKNESS] == 60e-6
    assert load(LIKE, cell="cycling")[names.POSITIVE_THICKNESS] == 10e-6


# What replaces what


def test_an_area_replaces_a_disc(load):
    values = load(f"{LIKE}cell.area_cm2 = 2.25\n")
    assert values[names.ELECTRODE_HEIGHT] == pytest.approx(0.015, rel=1e-15)


def test_a_texture_replaces_measured_fractions(load):
    measured = 'particle.facet_fractions_csv = "fractions.csv"\n'
    files = {"base.toml": LIKE + measured}
    assert load(files["base.toml"])[names.area_fraction("(104)")] == 0.5
    values = load('like = "base.toml"\nparticle.kappa = -10', files)
    assert values[names.area_fraction("(104)")] != 0.5
    assert values[names.CORE_RATIO] == values[names.SHELL_RATIO]


def test_an_own_potential_drops_the_extension_of_another(load):
    window = "cell.upper_voltage_V = 4.3\ncell.lower_voltage_V = 2.8\n"
    files = {
        "base.toml": f'{LIKE}{window}material.ocp_csv = "ocp.csv"\n'
        "material.ocp_extension_slope_V = 7\n",
        "own.csv": OCP.replace("4.4", "4.45"),
    }
    values = load('like = "base.toml"\nmaterial.ocp_csv = "own.csv"', files)
    points = points_of(values[names.POSITIVE_OCP])
    assert points.known == (0.2, 1.0)
    assert points.y[1] == 4.45


def test_tables_are_found_beside_their_own_file(load, monkeypatch, tmp_path):
    """Of the file that names them, from wherever it is read."""
    text = 'material.ocp_csv = "ocp.csv"\ncell.upper_voltage_V = 4.3\ncell.lower_voltage_V = 2.8\n'
    files = {
        "below/base.toml": LIKE + text,
        "below/ocp.csv": OCP.replace("3.94", "3.95"),
    }
    write(tmp_path, {NAME: 'like = "below/base.toml"'} | files)
    monkeypatch.chdir(tmp_path)
    for path in (NAME, tmp_path / NAME, Path("below") / ".." / NAME):
        assert 3.95 in points_of(pf.load_set(path)[names.POSITIVE_OCP]).y


# Tables


def test_tables_of_any_office(load):
    text = f'{LIKE}material.ocp_csv = "own.csv"\ncell.upper_voltage_V = 4.3\n'
    german = OCP.replace(",", ";").replace(".", ",")
    values = [
        load(text, {"own.csv": one})[names.POSITIVE_OCP]
        for one in (
            *(OCP, german, OCP.replace(",", "\t"), "\ufeff" + OCP),
            *(german.encode("utf-16"), OCP.replace("\n", "\r\n"), "# measured at C/50\n" + OCP),
        )
    ]
    assert all(one is values[0] for one in values)


def test_a_big_table_is_thinned(load):
    x = np.linspace(0.15, 1, 600)
    y = 4.4 - 0.85 * (x - 0.15) + 0.05 * np.tanh((0.5 - x) * 8) - 1.3 * np.exp((x - 1) * 60)
    own = "stoichiometry,voltage_V\n" + "".join(
        f"{a},{b}\n" for a, b in zip(x.tolist(), y.tolist(), strict=True)
    )
    text = f'{LIKE}material.ocp_csv = "own.csv"\ncell.upper_voltage_V = 4.2\n'
    function = load(text, {"own.csv": own})[names.POSITIVE_OCP]
    points = points_of(function)
    assert len([one for one in points.x if 0.15 <= one <= 1]) <= MOST_POINTS
    assert np.abs(function(x) - y).max() < 3e-4


DIFFUSIVITY = 'diffusivity_csv = "own.csv"'


def test_a_measured_diffusivity(load):
    x, d = (0.2, 0.5, 0.9), (1e-14, 3e-14, 2e-15)
    rows = "".join(f"{a},{b}\n" for a, b in zip(x, d, strict=True))
    text = whole("diffusivity_m2_s = 1e-14", DIFFUSIVITY)
    files = {"own.csv": f"stoichiometry,diffusivity_m2_s\n{rows}"}
    values = load(text, files)
    function = values[names.DIFFUSIVITY]
    np.testing.assert_allclose(function(np.array(x), 298.15), d, rtol=1e-12)
    assert function(0.0, 298.15) == pytest.approx(1e-14)  # level beyond what was measured
    assert function(1.0, 298.15) == pytest.approx(2e-15)
    twice = load(text.replace(DIFFUSIVITY, f"{DIFFUSIVITY}\ndiffusivity_m2_s = 2e-14"), files)
    assert twice[names.DIFFUSIVITY_SCALE] == 2e-14

    def at_half(values):
        symbol = values[names.DIFFUSIVITY](pybamm.Scalar(0.5), pybamm.Scalar(298.15))
        return float(values.evaluate(symbol))

    assert at_half(values) == pytest.approx(3e-14, rel=1e-12)
    ratio = 2e-14 / values[names.DIFFUSIVITY_SCALE]
    assert at_half(twice) == pytest.approx(3e-14 * ratio, rel=1e-12)


def test_a_constant_table_runs_as_a_constant(load, coarse):
    rows = "".join(f"{x},1e-14\n" for x in (0.2, 0.5, 0.9))
    values = {
        "number": load(whole()),
        "table": load(
            whole("diffusivity_m2_s = 1e-14", DIFFUSIVITY),
            {"own.csv": f"stoichiometry,diffusivity_m2_s\n{rows}"},
        ),
    }
    table = pf.rate_capability(values, [1], numerics=pf.Numerics(coarse)).table
    assert list(table["status"]) == ["ok", "ok"]
    number, own = table["capacity_mAh_g"]
    assert own == pytest.approx(number, rel=1e-6)


def test_facets_one_by_one(load):
    values = load(
        f'{LIKE}material.facet_j0_mA_cm2 = {{ "(104)" = 0.5, "012" = 0.7 }}\n'
        'particle.facet_fractions = { "104" = 0.25, "(012)" = 0.75 }\n'
    )
    assert values[names.reference_exchange_current_density("(104)")] == 5.0
    assert values[names.reference_exchange_current_density("(102)")] == 7.0
    assert values[names.reference_exchange_current_density("(003)")] == 0.6
    assert values[names.area_fraction("(104)")] == 0.25
    assert values[names.area_fraction("(102)")] == 0.75
    assert values[names.area_fraction("(003)")] == 0.0


# Numbers

TYPED = ("0.1", "0.3", "1.1", "2.7", "12", "9.87654321", "3.3e-7", "1234.5678")


@pytest.mark.parametrize("unit", [*EXPONENTS, CELSIUS])
@pytest.mark.parametrize("typed", TYPED)
def test_units_are_exact(unit, typed):
    """As if the SI number had been typed: the power of ten is one of the text, not a product."""
    from decimal import Decimal

    if unit == CELSIUS:
        expected = float(Decimal(typed) + Decimal("273.15"))
    else:
        mantissa, _, exponent = typed.partition("e")
        expected = float(f"{mantissa}e{int(exponent or 0) + EXPONENTS[unit]}")
    si = to_si(Decimal(typed), unit)
    assert si == expected
    assert to_si(from_si(si, unit), unit) == si


def test_units_are_exact_in_a_set(load):
    values = load(
        f"{LIKE}[electrode]\nthickness_um = 33.3\n[particle]\nradius_um = 4.7\n"
        "[cell]\ntemperature_C = 23.4\n[lithium]\nthickness_mm = 0.45\n"
        "[electrolyte]\nconcentration_mol_L = 1.1\n"
    )
    assert values[names.POSITIVE_THICKNESS] == 33.3e-6
    assert values[names.PARTICLE_RADIUS] == 4.7e-6
    assert values[names.AMBIENT_TEMPERATURE] == 296.55
    assert values[names.NEGATIVE_THICKNESS] == 0.45e-3
    assert values[names.INITIAL_ELECTROLYTE] == 1.1e3


def test_numbers_of_numpy_are_changes(tmp_path):
    changes = {"electrode.thickness_um": np.float64(33.3), "cell.disc_mm": np.int64(14)}
    values = pf.load_set(write(tmp_path, {NAME: LIKE}), changes=changes)
    assert values[names.POSITIVE_THICKNESS] == 33.3e-6


# Schema, origins


def plain(value):
    """Of TOML's types those of JSON."""
    return json.loads(json.dumps(value, default=str))


@pytest.mark.parametrize("name", installed_files())
def test_the_schema_knows_the_installed_sets(name):
    content = tomllib.loads(installed_files()[name].read_text(encoding="utf-8"))
    schema = SetFile.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(plain(content), schema)


@pytest.mark.parametrize(
    "text", ["cell.disk_mm = 3", "cell.disc_mm = [3]", "variants.colour = ['a']", "like = 3"]
)
def test_the_schema_refuses(text):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain(tomllib.loads(text)), SetFile.model_json_schema())


def test_origins(load):
    values = load(
        f"{LIKE}particle.radius_um = 4\n"
        'electrode.conductivity_S_m = { value = 7, origin = "literature", source = "Dominko 2003" }'
    )
    table = provenance(values)
    assert table.loc[names.PARTICLE_RADIUS, "provenance"] == "user"
    assert table.loc[names.PARTICLE_RADIUS, "source"] == "set by the user"
    assert table.loc[names.POSITIVE_CONDUCTIVITY, "source"] == "Dominko 2003"
    taken = table.loc[names.SEPARATOR_THICKNESS]
    assert taken["provenance"] == "literature"
    assert taken["source"] == "Celgard 2325 specification (as in Li2025_core_shell)"


def test_origins_of_a_set_of_pybamm(load):
    table = provenance(load(f"{CHEN}separator.thickness_um = 20\n"))
    assert table.loc[names.SEPARATOR_THICKNESS, "provenance"] == "user"
    assert table.loc[names.POSITIVE_THICKNESS, "source"] == "as in Chen2020, see its citation"


def test_origins_through_a_chain(load):
    values = load('like = "b.toml"', {"b.toml": f"{LIKE}particle.radius_um = 4"})
    table = provenance(values)
    assert table.loc[names.PARTICLE_RADIUS, "source"] == "set by the user (as in b.toml)"
    assert table.loc[names.SEPARATOR_THICKNESS, "source"].endswith("(as in Li2025_core_shell)")


def test_the_scale_of_a_table_is_computed_and_says_so(tmp_path):
    table = "stoichiometry,diffusivity_m2_s\n0,1e-15\n1,1e-13\n"
    mine = f"{LIKE}particle.diffusivity_csv = 'own.csv'\n"
    write(tmp_path, {"mine.toml": mine, "own.csv": table})
    write(tmp_path, {"next.toml": 'like = "mine.toml"\nparticle.radius_um = 4\n'})
    write(tmp_path, {"both.toml": f"{mine}particle.diffusivity_m2_s = 2e-14\n"})
    sets = {name: pf.load_set(tmp_path / f"{name}.toml") for name in ("mine", "next", "both")}
    rows = {name: provenance(one).loc[names.DIFFUSIVITY_SCALE] for name, one in sets.items()}
    assert {name: row["value"] for name, row in rows.items()} == pytest.approx(
        {"mine": 1e-14, "next": 1e-14, "both": 2e-14}
    )
    assert [rows[name]["provenance"] for name in rows] == ["derived", "derived", "user"]
    assert rows["mine"]["source"] == "mean of ln D over x of own.csv"
    assert rows["next"]["source"] == "mean of ln D over x of own.csv (as in mine.toml)"


# Density, lattice and lithium


FARADAY_MAH = 26801.481
MASSES = {"LiCoO2": 97.871, "LiNi0.6Mn0.2Co0.2O2": 96.928}


@pytest.mark.parametrize("base", ["Li2025_isotropic", "NCA_half_cell"])
@pytest.mark.parametrize(("formula", "mass"), MASSES.items())
def test_an_own_density_holds_the_lithium_of_its_formula(base, formula, mass, load):
    values = load(
        f'like = "{base}"\nmaterial.formula = "{formula}"\nmaterial.density_g_cm3 = 4.5\n'
    )
    assert values[names.C_MAX] == pytest.approx(4500 / (mass * 1e-3), rel=1e-4)
    table = pf.derived(values).set_index("quantity")["value"]
    assert table["theoretical capacity"] == pytest.approx(FARADAY_MAH / mass, rel=1e-4)
    record = provenance(values).loc[names.C_MAX]
    assert record["provenance"] == "derived" and "(as in" not in record["source"]
    assert record["source"].startswith(f"density over molar mass, {mass:.6g} g")


def test_an_own_density_stays_with_its_lithium_in_what_builds_upon_it(tmp_path):
    write(tmp_path, {"mine.toml": f"{LIKE}material.density_g_cm3 = 4.5\n"})
    write(tmp_path, {"next.toml": 'like = "mine.toml"\nparticle.radius_um = 4\n'})
    first, second = (pf.load_set(tmp_path / f"{name}.toml") for name in ("mine", "next"))
    assert first[names.C_MAX] == second[names.C_MAX] == pytest.approx(4500 / 0.09728, rel=1e-6)


def test_an_own_lattice_or_concentration_beside_a_density_is_taken_as_given(load):
    both = load(f"{LIKE}material.density_g_cm3 = 4.5\nmaterial.c_max_mol_m3 = 40000\n")
    assert (both[names.C_MAX], both[names.ACTIVE_MATERIAL_DENSITY]) == (40000, 4500)
    cell = "material.a_angstrom = 2.867\nmaterial.c_angstrom = 14.23\n"
    with_density = load(f"{LIKE}{cell}material.density_g_cm3 = 4.5\n")
    lattice = load(f"{LIKE}{cell}")
    assert with_density[names.C_MAX] == lattice[names.C_MAX] == pytest.approx(49179, rel=1e-4)
    records = provenance(lattice)["source"]
    assert records[names.C_MAX] == "lattice"
    assert records[names.ACTIVE_MATERIAL_DENSITY] == "X-ray density, with 97.28 g/mol"
