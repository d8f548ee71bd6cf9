r"""Core and shell against the quasi-steady sphere.

At constant surface flux N every part of the sphere fills alike: :math:`D(r) c'(r) = N r / R`. The
surface then stands above the mean by

.. math:: c_s - \bar c = \frac{N R}{D} \int_0^1 \frac{u^4}{d(u)} du
          = \frac{N R}{5 D} \left[\frac{\rho^5}{d_c} + \frac{1 - \rho^5}{d_s}\right].
"""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from pybamm_facets import names

RATIO = st.floats(-1, 0).map(lambda exponent: 10**exponent)


def exact(core_fraction, core, shell):
    return (core_fraction**5 / core + (1 - core_fraction**5) / shell) / 5


@settings(max_examples=30)
@example(0.62, 0.1, 1.0)
@example(0.95, 1.0, 0.1)
@example(0.5, 0.51, 0.904)
@given(core_fraction=st.floats(0.1, 0.95), core=RATIO, shell=RATIO)
def test_surface_polarisation_is_exact_up_to_tenfold_jumps(sphere, core_fraction, core, shell):
    (polarisation,) = sphere.polarisation(core_fraction, core, shell)
    assert polarisation == pytest.approx(exact(core_fraction, core, shell), rel=1e-4)


@pytest.mark.parametrize(("core", "shell"), [(0.1, 1.0), (1.0, 0.1), (0.51, 0.904)])
def test_polarisation_is_smooth_in_the_core_radius(sphere, core, shell):
    core_fractions = np.linspace(0.4, 0.6, 41)
    scan = np.array([sphere.polarisation(rho, core, shell)[0] for rho in core_fractions])
    bend = np.diff(scan, 2) / np.ptp(scan)
    expected = np.diff(exact(core_fractions, core, shell), 2) / np.ptp(scan)
    assert np.all(np.diff(scan) * (scan[-1] - scan[0]) > 0)
    # One of the 40 steps climbs 1/40 of the range; a boundary that jumped from one mesh point to
    # the next, five steps apart, would bend the scan by five times that.
    assert np.max(np.abs(bend - expected)) < 0.25 / 40


def two_zone_polarisation(core_fraction, core, shell, times, cells=400):
    """Independent finite volumes on even cells, the boundary on a face, a sharp jump of D."""
    faces = np.linspace(0, 1, cells + 1)
    centres = (faces[1:] + faces[:-1]) / 2
    resistance = np.where(centres < core_fraction, 1 / core, 1 / shell) / cells
    conductance = faces[1:-1] ** 2 / ((resistance[1:] + resistance[:-1]) / 2)
    volume = np.diff(faces**3) / 3

    def rate(_, c):
        flow = np.concatenate([[0], conductance * np.diff(c), [1]])
        return np.diff(flow) / volume

    band = solve_ivp(
        rate, (0, times[-1]), np.zeros(cells), "LSODA", times, lband=1, uband=1, rtol=1e-8,
        atol=1e-10,
    )  # fmt: skip
    surface = band.y[-1] + resistance[-1] / 2
    return surface - volume @ band.y / volume.sum()


@pytest.mark.parametrize(
    ("core_fraction", "core", "shell"),
    [(0.5, 1.0, 1.0), (0.5, 0.51, 0.904), (0.7, 0.1, 1.0), (0.8, 1.0, 0.1)],
)
def test_transient_agrees_with_an_independent_solution(sphere, core_fraction, core, shell):
    times = np.array([0, 0.02, 0.05, 0.1, 0.3, 1.0])
    expected = two_zone_polarisation(core_fraction, core, shell, times)[1:]
    polarisation = sphere.polarisation(core_fraction, core, shell, times)
    assert polarisation == pytest.approx(expected, rel=2e-3)


def test_independent_solution_ends_at_the_closed_form():
    late = two_zone_polarisation(0.7, 0.1, 1.0, np.array([0, 8.0]))[-1]
    assert late == pytest.approx(exact(0.7, 0.1, 1.0), rel=1e-4)


def test_zones_may_not_be_told_apart_when_equal(sphere):
    one, other = (sphere.polarisation(rho, 0.4, 0.4) for rho in (0.2, 0.9))
    assert one == pytest.approx(other, rel=1e-6)


def test_lithium_is_conserved_with_a_boundary_near_the_surface(sphere):
    solution = sphere.solve(0.95, 0.1, 1.0, np.linspace(0, 16, 20))
    lithium = solution["Total lithium in positive electrode [mol]"].entries
    charge = solution["Discharge capacity [A.h]"].entries * 3600 / 96485.33212
    assert np.max(np.abs(lithium - lithium[0] - charge)) < 1e-8 * lithium[0]


def test_names_of_the_ratios_are_a_contract():
    assert names.CORE_RATIO == "Positive particle core diffusivity ratio"
    assert names.SHELL_RATIO == "Positive particle shell diffusivity ratio"
