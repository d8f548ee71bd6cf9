"""Electrolyte in cracks: an effective radius, and what it can and cannot be told from."""

import math

import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.studies.inference.crack_reading import crack_reading


def test_a_cracked_particle_is_a_smaller_one_with_the_same_lithium():
    values = pf.li2025("isotropic")
    cracked = pf.with_cracks(values, 0.4)
    small = values.copy()
    small[names.PARTICLE_RADIUS] = 3e-6
    table = pf.rate_capability(
        {"cracked": cracked, "small": small}, [0.1, 10], directions=("discharge", "charge")
    ).table
    one, two = (
        table[table["particle"] == name]["capacity_mAh_g"].to_numpy()
        for name in ("cracked", "small")
    )
    assert one == pytest.approx(two, abs=1e-9)
    assert table["particle_lithium_error"].abs().max() < 1e-6
    for name in (names.ACTIVE_FRACTION, names.NOMINAL_CAPACITY, names.C_MAX):
        assert cracked[name] == values[name]
    assert values[names.PARTICLE_RADIUS] == 5e-6


def test_cracking_again_begins_from_the_whole_radius():
    twice = pf.with_cracks(pf.with_cracks("Li2025_isotropic", 0.5), 0.2)
    assert twice[names.PARTICLE_RADIUS] == pytest.approx(4e-6)
    assert pf.with_cracks("Li2025_isotropic", 0.0)[names.PARTICLE_RADIUS] == 5e-6


def test_the_factor_is_on_exchange_currents_only():
    faster = pf.with_cracks("Li2025_isotropic", 0.1, exchange_current_factor=2.0)
    before = pf.li2025("isotropic")
    name = names.reference_exchange_current_density("(104)")
    assert faster[name] == 2 * before[name]
    assert faster[names.DIFFUSIVITY] == before[names.DIFFUSIVITY]


@pytest.mark.slow
def test_the_papers_gap_read_as_cracks():
    """D/R² decides: the share is 1 - √(D of the isotropic / D of the aligned shell)."""
    isotropic, core_shell = pf.li2025("isotropic"), pf.li2025()
    found = crack_reading(isotropic, core_shell, 144.0, 10.0)
    ratio = isotropic[names.SHELL_RATIO] / core_shell[names.SHELL_RATIO]
    assert found.share == pytest.approx(1 - math.sqrt(ratio), abs=0.01)
    own = found.table.set_index(["direction", "c_rate", "end_voltage_V"])["apart_mAh_g"]
    assert abs(own["discharge", 10.0, 2.5]) < 0.3
    # Facets show where the cut-off lies above the knee: there the readings part.
    assert own.abs().max() > 2
    assert "gas adsorption" in " ".join(found.statements)


def test_a_gap_that_no_crack_closes_is_said():
    found = crack_reading(pf.li2025("isotropic"), pf.li2025(), 60.0, 10.0)
    assert math.isnan(found.share) and "no reading" in found.statements[0]


@pytest.mark.parametrize("share", [-0.1, 0.96, float("nan"), "half", True])
def test_bad_shares_are_refused(share):
    with pytest.raises(ValueError, match=r"share=.*expected a number from 0 to 0\.95"):
        pf.with_cracks("Li2025_isotropic", share)
    with pytest.raises(ValueError, match="exchange_current_factor"):
        pf.with_cracks("Li2025_isotropic", 0.1, exchange_current_factor=0)
