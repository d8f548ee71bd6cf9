"""From the columns of a design table to PyBaMM parameters."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.runs.designs import SHORT_NAMES, column_help, resolve_designs

FACETS = pf.NMC811_FACETS


def changes(base=None, **columns):
    table = pd.DataFrame({name: [value] for name, value in columns.items()})
    (design,) = resolve_designs(base or pf.li2025(), table, FACETS)
    assert not design.problem, design.problem
    return design.changes


def test_textures_give_what_the_agglomerate_gives():
    particle = pf.Agglomerate.core_shell(
        shell=pf.Texture(-3.0), core=pf.Texture(1.0), diffusivity_anisotropy=0.05
    )
    given = changes(kappa_shell=-3.0, kappa_core=1.0, diffusivity_anisotropy=0.05)
    expected = particle.parameters()
    assert given.keys() == expected.keys() - {names.PARTICLE_RADIUS, names.CORE_RADIUS_FRACTION}
    assert all(given[name] == pytest.approx(expected[name]) for name in given)


def test_core_texture_leaves_the_surface_alone():
    assert changes(kappa_core=2.0).keys() == {names.CORE_RATIO}


def test_plain_short_names():
    given = changes(radius_m=4e-6, core_fraction=0.3, diffusivity_m2_s=1e-14)
    assert given == {
        names.PARTICLE_RADIUS: 4e-6,
        names.CORE_RADIUS_FRACTION: 0.3,
        "Positive particle diffusivity [m2.s-1]": 1e-14,
    }


def test_diffusivity_is_the_scale_where_the_set_has_a_shape():
    given = changes(pf.li2025(diffusivity="oregan"), diffusivity_m2_s=1e-14)
    assert given == {"Positive particle diffusivity scale [m2.s-1]": 1e-14}


@pytest.mark.parametrize("reading", ["active", "coating"])
def test_loading_is_what_the_factory_makes_of_it(reading):
    given = changes(pf.li2025(reading=reading), loading_mg_cm2=4.0)
    counted = 4.0 if reading == "active" else 4.0 / 0.85
    made = pf.li2025(reading=reading, loading_mg_cm2=counted)
    for name, value in given.items():
        assert value == pytest.approx(made[name], rel=1e-9), name


def test_facet_columns_in_either_labelling():
    fractions = dict(zip([f.label for f in FACETS], [0, 0.5, 0.5, 0, 0, 0], strict=True))
    columns = {f"f_{facet}": share for facet, share in fractions.items()}
    given = changes(**columns, **{"j0_(012)_mA_cm2": 0.9})
    assert given["Positive electrode (104) facet area fraction"] == 0.5
    name = "Positive electrode (102) facet reference exchange-current density [A.m-2]"
    assert given[name] == pytest.approx(9.0)


def test_given_fractions_win_over_the_texture():
    columns = {f"f_{family.label}": float(family.label == "(104)") for family in FACETS}
    given = changes(kappa_shell=-10.0, **columns)
    assert given["Positive electrode (104) facet area fraction"] == 1.0
    assert given[names.SHELL_RATIO] == pytest.approx(pf.Texture(-10).diffusivity_ratios()[0])


@pytest.mark.parametrize(
    ("column", "hint"),
    [
        ("kapa_shell", "kappa_shell"),
        ("Positive particle radius [um]", r"Positive particle radius \[m\]"),
        ("f_(999)", r"\(999\)"),
        ("j0_(10)_mA_cm2", r"\(10\)"),
    ],
)
def test_unknown_column_is_refused_with_the_nearest_name(column, hint):
    with pytest.raises(ValueError, match=hint):
        resolve_designs(pf.li2025(), pd.DataFrame({column: [1.0]}), FACETS)


def test_columns_must_be_numbers_and_labels_differ():
    with pytest.raises(ValueError, match=r"radius_m.*numbers"):
        resolve_designs(pf.li2025(), pd.DataFrame({"radius_m": ["big"]}), FACETS)
    with pytest.raises(ValueError, match="has no number there"):
        resolve_designs(pf.li2025(), pd.DataFrame({"Positive electrode OCP [V]": [4.0]}), FACETS)
    twice = pd.DataFrame({"design": ["a", "a"], "radius_m": [1e-6, 2e-6]})
    with pytest.raises(ValueError, match="differ"):
        resolve_designs(pf.li2025(), twice, FACETS)


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"radius_m": -1e-6}, "radius"),
        ({"radius_m": np.nan}, "finite"),
        ({"core_fraction": 0.99}, "core radius fraction"),
        ({"loading_mg_cm2": 30.0}, "porosity of -"),
        ({"loading_mg_cm2": -1.0}, "porosity"),
        ({"f_(104)": 0.9}, "sum to 1"),
        ({"diffusivity_anisotropy": 0.1}, "kappa_core and kappa_shell"),
        ({"kappa_shell": 1.0, "kappa_core": 1.0, "diffusivity_anisotropy": 2.0}, "anisotropy"),
    ],
)
def test_an_impossible_design_is_kept_with_its_problem(columns, problem):
    table = pd.DataFrame({name: [value] for name, value in columns.items()})
    (design,) = resolve_designs(pf.li2025(), table, FACETS)
    assert problem in design.problem
    assert design.changes == {}


def test_every_short_name_is_explained():
    assert set(SHORT_NAMES) <= set(column_help())


def bits_of(design):
    changes = {name: float(value).hex() for name, value in design.changes.items()}
    return design.name, repr(design.columns), changes, design.problem


def test_a_table_gives_what_its_rows_give_alone_to_the_bit():
    chance = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "kappa_shell": chance.uniform(-15, 5, 40),
            "kappa_core": chance.uniform(-2, 2, 40),
            "diffusivity_anisotropy": chance.uniform(0, 0.2, 40),
            "radius_m": chance.uniform(3e-6, 6e-6, 40),
            "loading_mg_cm2": chance.uniform(4, 8, 40),
        }
    )
    table.loc[3, "kappa_shell"] = np.nan
    table.loc[7, "diffusivity_anisotropy"] = 1.5
    table.loc[11, "radius_m"] = -1.0
    table.loc[13, "loading_mg_cm2"] = 30.0
    together = resolve_designs(pf.li2025(), table, FACETS)
    alone = [resolve_designs(pf.li2025(), table.iloc[[k]], FACETS)[0] for k in range(40)]
    assert list(map(bits_of, together)) == list(map(bits_of, alone))
    assert [d.name for d in together if d.problem] == [3, 7, 11, 13]


def test_a_set_that_is_wrong_where_no_design_changes_it_spoils_every_design():
    base = pf.li2025()
    base.update({"Positive electrode porosity": 2.0})
    found = resolve_designs(base, pd.DataFrame({"radius_m": [5e-6, -1.0, 4e-6]}), FACETS)
    assert ["porosity" in design.problem for design in found] == [True, False, True]
    assert not any(design.changes for design in found)
