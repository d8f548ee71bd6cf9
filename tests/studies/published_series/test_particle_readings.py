"""Each reading of a D/R², alone, gives that D/R² back."""

import math

import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.measured import literature_rate_series
from pybamm_facets.paper.coin_cells import nmc111
from pybamm_facets.studies.published_series.particle_readings import readings, texture_for
from pybamm_facets.studies.published_series.placed_cell import placed, warming

TABLE = literature_rate_series()
NAME = "NMC811-commercial-like"
CELL = TABLE[TABLE["series"] == NAME].iloc[0]
RANDOM = pf.Texture(0).diffusivity_ratios(0.01)[0]


def read(d_over_r2, name=NAME, material="NMC811", values=None):
    needed = pd.DataFrame(
        {"series": [name], "material": [material], "d_over_r2_per_s": [d_over_r2]}
    )
    return readings(needed, TABLE, {material: values or pf.li2025()}).iloc[0]


@pytest.mark.parametrize("kappa", [-10.0, 0.0, 2.409])
def test_a_textures_own_ratio_gives_it_back(kappa):
    ratio = pf.Texture(kappa).diffusivity_ratios(0.01)[0]
    assert texture_for(ratio) == pytest.approx(kappa, abs=0.01)


def test_no_texture_is_faster_than_along_the_layers():
    assert math.isnan(texture_for(1.2)) and math.isnan(texture_for(0.001))


def test_a_slow_particle_is_a_texture_and_no_crack():
    d_ab = pf.li2025()[names.DIFFUSIVITY] * warming(placed(pf.li2025(), CELL))
    row = read(0.282 * d_ab / 5.85e-6**2)
    assert row["kappa"] == pytest.approx(2.409, abs=0.02)
    assert row["basal_share"] == pytest.approx(0.402, abs=0.003)
    assert math.isnan(row["cracked_share"])
    assert 1e-6 * row["random_radius_um"] == pytest.approx(5.85e-6 * math.sqrt(RANDOM / 0.282))


def test_a_fast_particle_is_cracked_as_with_cracks_makes_it():
    d_ab = pf.li2025()[names.DIFFUSIVITY] * warming(placed(pf.li2025(), CELL))
    row = read(2 * d_ab / 5.85e-6**2)
    assert math.isnan(row["kappa"])
    cracked = pf.with_cracks(placed(pf.li2025(), CELL), row["cracked_share"])
    radius = cracked[names.PARTICLE_RADIUS]
    assert RANDOM * d_ab / radius**2 == pytest.approx(2 * d_ab / 5.85e-6**2)


def test_whole_particles_have_no_texture_reading():
    row = read(1e-4, "NMC111-bare", "NMC111", nmc111())
    assert math.isnan(row["kappa"]) and math.isnan(row["cracked_share"])
    assert row["random_radius_um"] > 10
