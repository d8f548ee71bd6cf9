"""Grains against the radial model, and the numbers both take from a set."""

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets.cross_section import in_plane_axes, watson_axes
from pybamm_facets.cross_section.transport.disk_and_sphere import (
    DISK_RADIUS,
    sphere_rise,
    utilisation,
)
from pybamm_facets.names import charge_transfer_coefficient
from pybamm_facets.studies.grain_resolved.grain_anisotropy import (
    load,
    utilisation_against_anisotropy,
)
from pybamm_facets.studies.grain_resolved.grain_material import (
    grain_material,
    open_circuit_potential,
    specific_current,
    stoichiometry_window,
)
from pybamm_facets.studies.grain_resolved.grains import (
    PARTICLES,
    TOLERANCE,
    grain_vs_radial,
    over_seeds,
)
from pybamm_facets.studies.grain_resolved.particle_alone import (
    charged,
    discharged,
    particle_alone,
    radial_curves,
    section_of,
    without_grains,
)

COARSE = 0.15


@pytest.fixture(scope="module")
def coarse():
    table = grain_vs_radial(
        {"core-shell": PARTICLES["core-shell"]},
        (10.0,),
        axes={"in space": watson_axes},
        seeds=(0, 1),
        h=COARSE,
    )
    return table


@pytest.mark.slow
def test_table_is_tidy_and_balanced(coarse):
    assert len(coarse) == 2 and coarse["kappa"].eq(-10).all()
    assert coarse["lithium_error"].max() < 1e-9
    shares = coarse[[f"utilisation_{side}" for side in ("grains", "disk", "radial")]]
    assert shares.min(axis=None) > 0.5 and shares.max(axis=None) < 0.75
    assert coarse["utilisation_radial"].nunique() == 1
    summary = over_seeds(coarse).iloc[0]
    assert summary["total"] == pytest.approx(
        shares["utilisation_grains"].mean() - shares["utilisation_radial"].mean()
    )


def test_material_takes_the_numbers_of_the_set():
    values = pf.li2025()
    material, (low, high) = grain_material(values), stoichiometry_window(values)
    ocp = open_circuit_potential(values)
    np.testing.assert_allclose(ocp(np.array([low, high])), [4.5, 2.5], atol=1e-6)
    assert material.specific_charge / 3600 == pytest.approx(275.5, abs=0.1)
    assert material.across == pytest.approx(0.01 * material.along)
    assert material.state_factor(0.5) == pytest.approx(1)
    assert specific_current(values, 10.0) == pytest.approx(1800, rel=1e-9)


def test_sets_without_facets_or_lithium_are_refused():
    import pybamm

    with pytest.raises(ValueError, match="no facets"):
        grain_material(pybamm.ParameterValues("Chen2020"))
    uneven = pf.li2025()
    uneven.update({charge_transfer_coefficient("(104)"): 0.3})
    with pytest.raises(ValueError, match="charge transfer coefficients"):
        grain_material(uneven)
    with pytest.raises(ValueError, match="half-cell against lithium"):
        particle_alone(pybamm.ParameterValues("Chen2020"))


@pytest.mark.slow
def test_charge_and_discharge_of_a_section():
    values, particle = pf.li2025(), PARTICLES["core-shell"]
    section = without_grains(section_of(particle, h=COARSE), values, particle)
    down, up = discharged(section, values, 5.0), charged(section, values, 5.0)
    assert down.voltage[1] > down.voltage[-1] and up.voltage[1] < up.voltage[-1]
    assert np.all(up.rim_current < 0) and np.all(down.rim_current > 0)
    assert 0.5 < up.utilisation < 1


def test_ratios_below_one_are_refused():
    values = pf.li2025()
    with pytest.raises(ValueError, match="ratios="):
        utilisation_against_anisotropy(
            grain_material(values), 1800, (0.15, 0.99), 2.5, radius=3.5e-6, ratios=(0.5,)
        )


@pytest.mark.slow
def test_the_sphere_of_the_radial_model_obeys_the_closed_form():
    particle = PARTICLES["random"]
    values = particle_alone(pf.li2025(), particle)
    material, window = grain_material(values), stoichiometry_window(values)
    curve = radial_curves({"random": values}, (10.0,))["random", 10.0]
    capacity = (window[1] - window[0]) * material.specific_charge / 3600
    in_plane = load(material, specific_current(values, 10.0), window, particle.radius)
    expected = utilisation(sphere_rise, in_plane / particle.diffusivity_ratios[1])
    assert curve["capacity_mAh_g"].iloc[-1] / capacity == pytest.approx(expected, abs=5e-3)
    disk = discharged(without_grains(section_of(particle), values, particle), values, 10.0)
    assert disk.utilisation == pytest.approx(expected, abs=0.02)
    assert pytest.approx(0.70) == DISK_RADIUS


def averaged(axes, rates, seeds):
    particles = {name: PARTICLES[name] for name in ("core-shell", "random")}
    table = grain_vs_radial(particles, rates, axes={"": axes}, seeds=seeds, h=0.05)
    return over_seeds(table).set_index(["particle", "c_rate"])


@pytest.mark.slow
def test_the_texture_stands_for_grains_with_axes_in_space():
    rows = averaged(watson_axes, (5.0, 10.0), seeds=(0, 1))
    assert rows["geometry"].abs().max() < TOLERANCE
    assert rows["voltage_mV"].abs().max() < 15
    averaging = rows["averaging"]
    assert averaging["core-shell"].abs().max() < TOLERANCE
    assert abs(averaging["random", 5.0]) < TOLERANCE
    # At 10C lithium gets one grain deep: those that lie well fill by themselves.
    assert averaging["random", 5.0] < averaging["random", 10.0] < 2 * TOLERANCE


@pytest.mark.slow
def test_random_axes_in_the_plane_block_more_than_their_texture():
    # All c axes in the section: no grain lets lithium pass in every direction.
    averaging = averaged(in_plane_axes, (5.0,), seeds=(0,))["averaging"]
    assert averaging["random", 5.0] < -0.1 < averaging["core-shell", 5.0] < 0
