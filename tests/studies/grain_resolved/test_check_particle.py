"""The chemo-mechanical check: profiles of a solution, and stresses that follow from them."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.cross_section import (
    PlaneStressSolver,
    mesh_microstructure,
    microstructure_of,
)
from pybamm_facets.cross_section.stress.eigenstrain import Eq78Strain, LatticeStrain
from pybamm_facets.crystal import Texture
from pybamm_facets.paper.mechanics import LAWS
from pybamm_facets.paper.stress_constants import PAPER_STRAIN
from pybamm_facets.particle import Agglomerate
from pybamm_facets.studies.grain_resolved.check_particle import (
    GRAIN_BOUNDARY_STRENGTH,
    check_mechanics,
    over_seeds,
    worst,
)
from pybamm_facets.studies.grain_resolved.check_sets import particle_of, run_from_equilibrium
from pybamm_facets.studies.grain_resolved.radial_profile import RadialProfiles
from tests.cross_section.elastic import ALPHA, NU, E

COARSE = 0.15
CONSTANTS = {"youngs_modulus": E, "poissons_ratio": NU}


@pytest.fixture(scope="module")
def values():
    return pf.li2025()


@pytest.fixture(scope="module")
def solution(values):
    return run_from_equilibrium(values, "discharge", "Discharge at 10C until 2.5 V")


@pytest.fixture(scope="module")
def particle(values):
    return particle_of(values)


@pytest.fixture(scope="module")
def check(solution, particle):
    return check_mechanics(
        solution,
        particle,
        **CONSTANTS,
        times=3,
        laws=LAWS,
        h=COARSE,
        seeds=(0, 1),
        reported_strain=PAPER_STRAIN,
    )


def test_profiles_hold_the_lithium_of_the_solution(solution, particle):
    share = (np.arange(4000) + 0.5) / 4000
    for depth, name in (
        ("average", "Average positive particle stoichiometry"),
        ("separator", "R-averaged positive particle stoichiometry"),
    ):
        profiles = RadialProfiles(solution, particle.radius, depth)
        for time in (solution.t[0], solution.t[-1] / 3, solution.t[-1]):
            content = profiles.at(time)(share)
            mean = (content * share**2).sum() / (share**2).sum()
            expected = np.interp(time, solution.t, np.atleast_2d(solution[name].entries)[0])
            assert mean == pytest.approx(expected, abs=2e-3)


def test_the_separator_side_works_hardest(solution, particle):
    middle = solution.t[-1] / 2
    surfaces = [
        RadialProfiles(solution, particle.radius, depth).at(middle)(np.array([1.0]))[0]
        for depth in ("separator", "average", "collector")
    ]
    assert surfaces[0] > surfaces[1] > surfaces[2]


def test_an_even_particle_has_the_stress_of_its_content(solution, particle, check):
    # At the start all lithium contents are equal: the solver's own answer for one number.
    mesh = mesh_microstructure(microstructure_of(particle, 0), COARSE)
    content = float(RadialProfiles(solution, particle.radius).at(0.0)(np.array([0.5]))[0])
    zones = PlaneStressSolver(mesh, E, NU).solve(LatticeStrain(), content).summary()
    table = check.table
    start = table[(table["time_s"] == 0) & (table["seed"] == 0) & (table["law"] == "lattice")]
    for row in start.itertuples():
        expected = zones.loc[row.zone, ("von_mises", "p99")] / 1e6
        assert row.von_mises_p99_MPa == pytest.approx(expected, rel=1e-6)
        assert row.strain_p99_percent == pytest.approx(row.von_mises_p99_MPa / 1400, rel=1e-9)


def test_printed_law_is_linear_in_its_scale(solution, particle):
    laws = {name: Eq78Strain(ALPHA, s, poissons_ratio=NU) for name, s in (("a", 1e-3), ("b", 2e-3))}
    table = check_mechanics(solution, particle, **CONSTANTS, times=2, h=COARSE, laws=laws).table
    one, two = (table[table["law"] == name]["von_mises_p99_MPa"].to_numpy() for name in laws)
    np.testing.assert_allclose(two, 2 * one, rtol=1e-9)


def test_statements_judge_against_a_reported_strain_and_strength(check):
    text = "\n".join(check.statements)
    assert len(check.statements) == 4  # two laws, two zones
    assert "times the reported 0.03 %" in text and "within the reported 0.03 %" in text
    assert "745 MPa: they would crack" in text
    weak, strong = (s for s in check.statements if "mol/L" in s)
    assert "its grain boundaries hold" in weak and "its grain boundaries hold" in strong
    assert pytest.approx(745e6) == GRAIN_BOUNDARY_STRENGTH


def test_statements_compare_with_no_strain_that_nobody_reports(solution, particle, check):
    plain = check_mechanics(solution, particle, **CONSTANTS, times=3, h=COARSE, seeds=(0, 1))
    assert set(plain.table["law"]) == {"lattice"}
    expected = check.table[check.table["law"] == "lattice"].reset_index(drop=True)
    pd.testing.assert_frame_equal(plain.table, expected)
    for without, with_it in zip(plain.statements, check.statements, strict=False):
        assert "reported" not in without and without.split("; ")[0] in with_it


def test_stress_scales_with_the_modulus_and_strain_does_not(solution, particle):
    soft, stiff = (
        check_mechanics(
            solution, particle, youngs_modulus=e, poissons_ratio=NU, times=[0.0], h=COARSE
        ).table
        for e in (1e11, 2e11)
    )
    for column, factor in (("von_mises_p99_MPa", 2), ("strain_p99_percent", 1)):
        np.testing.assert_allclose(stiff[column], factor * soft[column], rtol=1e-9)


def test_worst_is_the_largest_of_the_means(check):
    means = over_seeds(check.table)
    for row in worst(check.table).itertuples():
        rows = means[(means["law"] == row.law) & (means["zone"] == row.zone)]
        assert row.von_mises_p99_MPa == rows["von_mises_p99_MPa"].max()


@pytest.mark.slow
def test_a_weaker_boundary_is_overcome_more_often(solution, particle):
    weak, strong = (
        check_mechanics(
            solution, particle, **CONSTANTS, times=[100.0], h=COARSE, strength=strength
        ).table
        for strength in (1e8, 2e9)
    )
    column = "boundaries_above_strength"
    assert (weak[column] >= strong[column]).all() and weak[column].max() > strong[column].max()


def test_any_texture_is_taken_as_it_is(solution, particle):
    radial = Agglomerate.core_shell(shell=Texture(kappa=50.0))
    ordered = check_mechanics(solution, particle, **CONSTANTS, times=[0.0], h=COARSE)
    turned = check_mechanics(solution, radial, **CONSTANTS, times=[0.0], h=COARSE)
    # c axes along the radius swap tension and compression: now the shell is pulled apart.
    pull = [
        c.table.query("law == 'lattice' and zone == 'shell'")["principal_1_p99_MPa"].item()
        for c in (ordered, turned)
    ]
    assert pull[1] > 1.5 * pull[0]


@pytest.mark.parametrize(("name", "kappa"), [("core_shell", -10.0), ("isotropic", 2.409)])
def test_textures_come_back_from_a_set(name, kappa):
    particle = particle_of(pf.li2025(name))
    assert particle.shell.kappa == pytest.approx(kappa, abs=1e-6)
    assert (particle.core == particle.shell) is (name == "isotropic")


def test_bad_arguments_are_named(solution, particle, values):
    for arguments, message in (
        ({"depth": "middle"}, "depth='middle'"),
        ({"times": 0}, "times=0"),
        ({"times": []}, "times: expected"),
        ({"times": [1e6]}, "time=1000000"),
        ({"strength": -1.0}, "strength="),
        ({"youngs_modulus": 0.0}, "youngs_modulus=0.0: expected a positive number"),
        ({"poissons_ratio": 0.5}, "poissons_ratio=0.5: expected a number above -1 and below 0.5"),
        ({"reported_strain": 0.0}, "reported_strain=0.0: expected a positive number"),
    ):
        with pytest.raises(ValueError, match=message):
            check_mechanics(solution, particle, **(CONSTANTS | arguments))
    changed = values.copy()
    changed.update({"Positive particle shell diffusivity ratio": 1.5})
    with pytest.raises(ValueError, match=r"shell diffusivity ratio'?=1\.5"):
        particle_of(changed)
