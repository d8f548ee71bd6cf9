"""The disk that does what a sphere does: limits, and the error of one radius for all."""

import math

import numpy as np
import pytest

from pybamm_facets.cross_section.transport.disk_and_sphere import (
    DISK_RADIUS,
    disk_rise,
    equivalent_radius,
    sphere_rise,
    utilisation,
)


def test_rises_start_as_a_half_space_and_end_as_parabolas():
    for rise, surface, depth in ((sphere_rise, 3, 15), (disk_rise, 2, 8)):
        half_space = 2 * math.sqrt(1e-3 / math.pi) / surface
        assert rise(1e-3) == pytest.approx(half_space, rel=0.06)
        assert rise(2.0) == pytest.approx(2 + 1 / depth, rel=1e-9)


def test_the_equivalent_radius_runs_from_surface_to_depth():
    assert equivalent_radius(0.011) == pytest.approx(2 / 3, rel=3e-3)
    assert equivalent_radius(0.99) == pytest.approx(math.sqrt(8 / 15), rel=1e-6)
    radii = [equivalent_radius(share) for share in np.linspace(0.05, 0.95, 10)]
    assert np.all(np.diff(radii) > 0)


def test_one_radius_serves_within_two_hundredths_of_utilisation():
    loads = np.geomspace(0.2, 40, 30)
    errors = [
        utilisation(disk_rise, DISK_RADIUS**2 * load) - utilisation(sphere_rise, load)
        for load in loads
    ]
    assert np.abs(errors).max() < 0.02
    # No other radius, to 0.01, does better.
    for radius in (DISK_RADIUS - 0.02, DISK_RADIUS + 0.02):
        others = [
            utilisation(disk_rise, radius**2 * load) - utilisation(sphere_rise, load)
            for load in loads
        ]
        assert np.abs(others).max() > np.abs(errors).max()


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match=r"share=1\.2"):
        equivalent_radius(1.2)
    with pytest.raises(ValueError, match="load=-1"):
        utilisation(disk_rise, -1)
