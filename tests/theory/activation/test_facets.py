"""Activation energies facet by facet: reference table, order, marks of placeholders."""

import ast
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pybamm_facets import theory
from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ILLUSTRATIVE_NMC811_FACETS,
    ComputedReorganization,
    FacetSurface,
    FacetSurfaces,
    InterpolatedReorganization,
    double_layer_work,
    facet_activation_energies,
    fit_energy_slope,
    fixed_work,
    reactant_level,
)

SURFACES, ELECTROLYTE = ILLUSTRATIVE_NMC811_FACETS, ILLUSTRATIVE_ELECTROLYTE
KNOWN = InterpolatedReorganization(
    [0.3, 1.4, 1.7, 1.9, 2.3, 2.7], [1.0943, 1.0079, 0.9866, 0.9723, 0.9434, 0.9140]
)
OWN_WORK = cache(double_layer_work())
J0 = np.array([0.06, 0.30, 0.45, 0.60, 0.95, 1.50])


def energies(surfaces=SURFACES, work=None, **options):
    return facet_activation_energies(
        surfaces, ELECTROLYTE, work=work, reorganization=KNOWN, **options
    )


def slope(result):
    return fit_energy_slope(np.log(J0 / J0[0]), result.difference("(003)")).slope


def test_reference_table():
    fixed, own = energies(), energies(work=OWN_WORK)
    w = [0.01742, 0.05875, 0.07151, 0.08054, 0.09977, 0.12061]
    np.testing.assert_allclose(own.work, w, atol=6e-6)
    in_fixed = [0.1388, 0.1036, 0.0946, 0.0881, 0.0766, 0.0643]
    in_own = [0.0953, 0.0814, 0.0791, 0.0775, 0.0764, 0.0758]
    np.testing.assert_allclose(fixed.activation_energy, in_fixed, atol=6e-5)
    np.testing.assert_allclose(own.activation_energy, in_own, atol=6e-5)


def test_reference_slopes():
    assert slope(energies()) == pytest.approx(0.0229, abs=5e-5)
    assert slope(energies(SURFACES.with_coupling_strength(0.2))) == pytest.approx(0.0137, abs=5e-5)
    assert slope(energies(SURFACES.with_work_function(3.0))) == pytest.approx(0.0092, abs=5e-5)
    assert slope(energies(work=OWN_WORK)) == pytest.approx(0.0063, abs=5e-5)


@pytest.mark.slow
def test_reference_table_with_computed_solvent():
    computed = facet_activation_energies(
        SURFACES, ELECTROLYTE, reorganization=ComputedReorganization(refinement=1.0)
    )
    lam = [KNOWN(ELECTROLYTE, phi) for phi in computed.surface_potential]
    np.testing.assert_allclose(computed.reorganization_energy, lam, atol=1.5e-4)
    in_fixed = [0.1388, 0.1036, 0.0946, 0.0881, 0.0766, 0.0643]
    np.testing.assert_allclose(computed.activation_energy, in_fixed, atol=1e-4)


def test_order_of_the_facets_holds_in_both_work_modes():
    for work in (fixed_work(), OWN_WORK):
        result = energies(work=work)
        assert np.all(np.diff(result.activation_energy) < 0)
        assert np.all(np.diff(result.log_ratio("(003)")) > 0)


def test_the_work_term_undoes_what_the_work_function_does():
    alike = SURFACES.with_coupling_strength(0.2)
    fixed, own = energies(alike), energies(alike, OWN_WORK)
    assert np.all(np.diff(fixed.activation_energy) < 0)
    assert np.ptp(own.activation_energy) < 0.25 * np.ptp(fixed.activation_energy)
    assert own.activation_energy[-1] > own.activation_energy[0]


def test_nearer_the_facet_the_work_term_reverses_the_trend():
    nearer = InterpolatedReorganization([0, 1.3, 2.3], [0.98958, 0.81058, 0.72484])
    few = FacetSurfaces(SURFACES.with_coupling_strength(0.2).rows[:5])
    for work, sign in ((fixed_work(), -1), (double_layer_work(3e-10), 1)):
        result = facet_activation_energies(few, ELECTROLYTE, work=work, reorganization=nearer)
        assert np.all(sign * np.diff(result.activation_energy) > 0)


def test_parts_add_up_and_the_reference_is_zero():
    result = energies(overpotential=-0.05)
    lam, w = result.reorganization_energy, result.work
    total = (lam - 0.05 + w) ** 2 / (4 * lam) + result.electronic_energy
    np.testing.assert_allclose(result.activation_energy, total, rtol=1e-14)
    assert result.difference("(003)")[0] == result.log_ratio("(003)")[0] == 0
    kT = ELECTROLYTE.thermal_voltage
    np.testing.assert_allclose(result.log_ratio("(104)") * kT, result.difference("(104)"))


def test_the_level_is_the_callers_choice():
    literal, own = energies(), energies(level=reactant_level)
    assert np.all(own.electronic_energy > literal.electronic_energy)
    assert own.electronic_energy[0] == pytest.approx(
        theory.electronic_energy(0.170, 1.0943 + 0.1), rel=1e-12
    )


def test_placeholders_say_so_in_the_object_and_in_everything_from_it():
    assert SURFACES.illustrative
    assert SURFACES.with_work_function(3.0).illustrative
    assert energies().illustrative_inputs == ("facets", "electrolyte")
    assert energies().to_frame()["illustrative"].all()
    mine = FacetSurfaces(SURFACES.rows)
    assert energies(mine).illustrative_inputs == ("electrolyte",)
    real = facet_activation_energies(
        mine, replace(ELECTROLYTE, illustrative=False), reorganization=KNOWN
    )
    assert not real.illustrative
    assert not real.to_frame()["illustrative"].any()


def test_interpolated_solvent_matches_what_it_was_given_and_refuses_to_extrapolate():
    sampled = InterpolatedReorganization.sampled(
        lambda electrolyte, phi: 1.1 - 0.07 * phi, ELECTROLYTE, np.linspace(0, 3, 7)
    )
    assert sampled(ELECTROLYTE, 1.23) == pytest.approx(1.1 - 0.07 * 1.23, rel=1e-12)
    assert sampled(ELECTROLYTE, 3 + 1e-12) == pytest.approx(1.1 - 0.21)
    with pytest.raises(ValueError, match=r"surface_potential=3.1 V: expected from 0 to 3 V"):
        sampled(ELECTROLYTE, 3.1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: FacetSurface("", 3.0, 0.2), "facet=''"),
        (lambda: FacetSurface("(003)", 0.0, 0.2), r"\(003\) work_function=0.0"),
        (lambda: FacetSurface("(003)", 3.0, -0.2), r"\(003\) coupling_strength=-0.2"),
        (lambda: FacetSurfaces(()), "at least one facet"),
        (lambda: FacetSurfaces((SURFACES.rows[0],) * 2), "may appear once"),
        (lambda: SURFACES["(110)"], r"facet='\(110\)': expected one of \(003\)"),
        (lambda: energies().log_ratio("003"), "facet='003'"),
        (lambda: energies(overpotential=np.nan), "overpotential=nan"),
        (lambda: InterpolatedReorganization([0, 0], [1, 1]), "strictly increasing"),
        (lambda: InterpolatedReorganization([0, 1], [1, 0]), "values=0.0"),
        (lambda: InterpolatedReorganization([0, 1], [1]), "values.shape="),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_only_the_facet_table_needs_pybamm_and_nothing_imports_scikit_fem_at_once():
    for path in Path(theory.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text())
        named = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else
                         [alias.name for alias in node.names])
        }  # fmt: skip
        at_once = {
            getattr(node, "module", None) or node.names[0].name
            for node in tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert path.name == "table.py" or "pybamm" not in named
        assert not any(name.startswith("skfem") for name in at_once), path.name


def test_every_exported_name_exists():
    assert all(hasattr(theory, name) for name in theory.__all__)
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = theory.no_such_thing
