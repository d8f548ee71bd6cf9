"""The particle of a design: what it tells PyBaMM, and what it refuses."""

import math

import pytest

from pybamm_facets import NMC811_FACETS, Agglomerate, Texture, names
from pybamm_facets.particle import check_fractions

LABELS = [facet.label for facet in NMC811_FACETS]


def test_textures_set_diffusivities_and_the_shell_sets_facets():
    core, shell = Texture(kappa=1.0), Texture(kappa=-6.0)
    particle = Agglomerate(core, shell, radius=4e-6, core_fraction=0.3, diffusivity_anisotropy=0.02)
    expected = {
        names.PARTICLE_RADIUS: 4e-6,
        names.CORE_RADIUS_FRACTION: 0.3,
        names.CORE_RATIO: core.diffusivity_ratios(0.02)[0],
        names.SHELL_RATIO: shell.diffusivity_ratios(0.02)[0],
    } | {names.area_fraction(f): share for f, share in shell.facet_fractions().items()}
    assert particle.parameters() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("particle", [Agglomerate.isotropic(), Agglomerate.core_shell()])
def test_facet_fractions_fill_the_surface(particle):
    assert list(particle.facet_fractions) == LABELS
    assert math.fsum(particle.facet_fractions.values()) == pytest.approx(1, abs=1e-12)


def test_isotropic_particle_has_one_diffusivity_and_core_shell_a_faster_shell():
    core, shell = Agglomerate.isotropic(Texture(kappa=2.41)).diffusivity_ratios
    assert core == shell
    core, shell = Agglomerate.core_shell().diffusivity_ratios
    assert core == pytest.approx(0.510, abs=1e-3)
    assert core < 0.9 < shell < 1


@pytest.mark.parametrize("label", ["(102)", "(012)", "012"])
def test_measured_fractions_replace_the_textures_in_either_labelling(label):
    particle = Agglomerate(measured_fractions={label: 0.25, "(003)": 0.75})
    assert particle.facet_fractions == dict.fromkeys(LABELS, 0.0) | {"(102)": 0.25, "(003)": 0.75}
    # Kinetics only: how fast lithium moves still follows from the textures.
    assert particle.diffusivity_ratios == Agglomerate().diffusivity_ratios


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"radius": 0.0}, "radius=0.0"),
        ({"radius": -1e-6}, "radius=-1e-06"),
        ({"radius": math.inf}, "radius=inf"),
        ({"radius": math.nan}, "radius=nan"),
        ({"core_fraction": 0.0}, "core_fraction=0.0"),
        ({"core_fraction": 1.0}, "core_fraction=1.0"),
        ({"core_fraction": math.nan}, "core_fraction=nan"),
        ({"diffusivity_anisotropy": -0.1}, "diffusivity_anisotropy=-0.1"),
        ({"diffusivity_anisotropy": 1.1}, "diffusivity_anisotropy=1.1"),
        ({"diffusivity_anisotropy": math.nan}, "diffusivity_anisotropy=nan"),
        (
            {"measured_fractions": {"(003)": 0.9}},
            r"measured_fractions: expected fractions that sum to 1",
        ),
        ({"measured_fractions": {"(999)": 1.0}}, r"label='\(999\)': expected one of"),
    ],
)
def test_bad_particles_are_refused(bad, message):
    with pytest.raises(ValueError, match=message):
        Agglomerate(**bad)


@pytest.mark.parametrize(
    ("fractions", "message"),
    [
        ({"(003)": 1.5, "(104)": -0.5}, r"facet_fractions\['\(104\)'\]=-0.5"),
        ({"(003)": math.nan}, r"facet_fractions\['\(003\)'\]=nan"),
        (
            {"(102)": 0.5, "(012)": 0.5},
            r"facet_fractions: expected each facet once, got \(102\) twice",
        ),
        ({"(003)": 1 + 1e-6}, "expected fractions that sum to 1, got 1.000001"),
        ({}, "expected fractions that sum to 1, got 0"),
        ({"(003)": True}, r"facet_fractions\['\(003\)'\]=True: expected a number of at least 0"),
        ({"(003)": "all"}, r"facet_fractions\['\(003\)'\]='all': expected a number"),
        (3, "facet_fractions=3: expected a fraction for each facet label"),
    ],
)
def test_bad_fractions_are_refused(fractions, message):
    with pytest.raises(ValueError, match=message):
        check_fractions(fractions, NMC811_FACETS)


def test_fractions_may_miss_one_by_rounding_only():
    assert check_fractions({"(003)": 0.1 + 0.2, "(104)": 0.7}, NMC811_FACETS)["(104)"] == 0.7
