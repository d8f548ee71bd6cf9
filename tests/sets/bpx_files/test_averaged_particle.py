"""The homogeneous sphere that lags as a core-shell particle does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from pybamm_facets.sets.bpx_files.averaged_half_cell import averaged
from pybamm_facets.sets.bpx_files.averaged_particle import averaged_ratio

ratios = st.floats(0.05, 1.0)
fractions = st.floats(0.0, 1.0)


def steady_lag(core_fraction, core, shell):
    """Surface minus mean under a steady unit flux, unit radius, from the profile itself."""

    def conductance(r):
        return core if r < core_fraction else shell

    def below_surface(r):
        edges = [core_fraction] if r < core_fraction else None
        return quad(lambda s: s / conductance(s), r, 1, points=edges)[0]

    return quad(lambda r: 3 * r**2 * below_surface(r), 0, 1, points=[core_fraction])[0]


@pytest.mark.parametrize("case", [(0.5, 0.51, 0.91), (0.8, 0.1, 1.0), (0.3, 1.0, 0.05)])
def test_it_lags_as_the_profile_does(case):
    assert steady_lag(*case) == pytest.approx(1 / (5 * averaged_ratio(*case)), rel=1e-6)


@given(fractions, ratios, ratios)
def test_it_lies_between_core_and_shell(core_fraction, core, shell):
    found = averaged_ratio(core_fraction, core, shell)
    assert min(core, shell) * (1 - 1e-12) <= found <= max(core, shell) * (1 + 1e-12)


@given(ratios, ratios)
def test_its_limits(core, shell):
    assert averaged_ratio(0, core, shell) == pytest.approx(shell)
    assert averaged_ratio(1, core, shell) == pytest.approx(core)


@pytest.mark.parametrize("bad", [(-0.1, 1, 1), (0.5, 0, 1), (0.5, 1, np.nan)])
def test_what_cannot_be_meant(bad):
    with pytest.raises(ValueError, match="expected"):
        averaged_ratio(*bad)


def test_a_set_is_copied(core_shell):
    before = dict(core_shell)
    one = averaged(core_shell)
    assert (
        one["Positive particle core diffusivity ratio"]
        == one["Positive particle shell diffusivity ratio"]
        == pytest.approx(0.8847, abs=1e-4)
    )
    assert dict(core_shell) == before
