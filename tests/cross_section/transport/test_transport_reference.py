"""Reference utilisations of sections with grains at 10C, from a separate calculation.

That calculation had another set-up: a disk of 2.8 um, D_ab = 1e-14 m2/s, 202 mAh/g in the window.
With fast kinetics only the load S R2 / (D_ab dx) and the grains matter, so that here D_ab is chosen
for the same load: 1.941, where a homogeneous disk gives 0.758. What is left to differ are the
potential, the core fraction and the kinetics: a band of 0.05.
"""

from dataclasses import replace

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets.cross_section import in_plane_axes, watson_axes
from pybamm_facets.studies.grain_resolved.grain_anisotropy import (
    load,
    utilisation_against_anisotropy,
)
from pybamm_facets.studies.grain_resolved.grain_material import (
    grain_material,
    specific_current,
    stoichiometry_window,
)

RADIUS = 3.5e-6
LOAD = (1800 / 202 / 3600) * 2.8e-6**2 / 1e-14
BAND = 0.05

EXPECTED = {
    ("isotropic", "in plane", 10.0): 0.450,
    ("isotropic", "in plane", 100.0): 0.338,
    ("isotropic", "in space", 10.0): 0.628,
    ("isotropic", "in space", 100.0): 0.598,
    ("core-shell", "in plane", 10.0): 0.737,
    ("core-shell", "in plane", 100.0): 0.718,
    ("core-shell", "in space", 10.0): 0.751,
    ("core-shell", "in space", 100.0): 0.749,
}


@pytest.fixture(scope="module")
def table():
    values = pf.li2025()
    material, window = grain_material(values), stoichiometry_window(values)
    current = specific_current(values, 10.0)
    along = material.along * load(material, current, window, RADIUS) / LOAD
    return utilisation_against_anisotropy(
        replace(material, along=along, across=along),
        current,
        window,
        2.5,
        radius=RADIUS,
        ratios=(10.0, 100.0),
        axes={"in space": watson_axes, "in plane": in_plane_axes},
        seeds=(0,),
        core_fraction=0.45,
        h=0.04,
    )


@pytest.mark.slow
def test_utilisations_lie_in_the_band(table):
    means = table.groupby(["particle", "axes", "ratio"])["utilisation"].mean()
    off = {key: round(means[key] - value, 4) for key, value in EXPECTED.items()}
    assert max(map(abs, off.values())) < BAND, off


@pytest.mark.slow
def test_in_plane_axes_block_and_ordered_shells_do_not(table):
    means = table.groupby(["particle", "axes", "ratio"])["utilisation"].mean()
    blocked = means["isotropic", "in plane", 100.0]
    assert blocked < means["isotropic", "in space", 100.0] - 0.15
    assert means["core-shell", "in space", 100.0] > table["homogeneous"].iloc[0] - 0.03
    assert np.isclose(table["homogeneous"].iloc[0], 0.758, atol=1e-3)
