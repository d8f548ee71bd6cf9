"""A porous electrode that behaves like lithium metal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pybamm_facets._units import FARADAY
from pybamm_facets.sets.bpx_files.lithium_stand_in import stand_in_section


@given(st.floats(0.1, 10), st.floats(0.1, 1), st.floats(1, 1000), st.floats(0, 1e5))
def test_it_carries_lithiums_current_and_hardly_empties(lithium, used, j0, energy):
    one = stand_in_section(lithium, used, j0, energy)
    x, thickness = 0.5, one["Thickness [m]"]
    surface = one["Surface area per unit volume [m-1]"] * thickness
    rate = one["Reaction rate constant [mol.m-2.s-1]"]
    assert surface * FARADAY * rate * (x * (1 - x)) ** 0.5 == pytest.approx(j0)
    fraction = one["Surface area per unit volume [m-1]"] * one["Particle radius [m]"] / 3
    held = one["Maximum concentration [mol.m-3]"] * fraction * thickness
    between = one["Maximum stoichiometry"] - one["Minimum stoichiometry"]
    assert held * between == pytest.approx(used * lithium)
    # What the square root of x (1 - x) loses on the way is half a millionth at most.
    assert 4 * one["Minimum stoichiometry"] * one["Maximum stoichiometry"] > 1 - 1.001e-6
    assert fraction + one["Porosity"] <= 1


def test_nothing_limits_it():
    one = stand_in_section(1.0, 0.8, 70.0, 0.0)
    assert one["Particle radius [m]"] ** 2 / one["Diffusivity [m2.s-1]"] < 0.01  # s
    current = 200.0  # A/m², 20 mA/cm²
    assert current * one["Thickness [m]"] / one["Conductivity [S.m-1]"] < 1e-9  # V
    salt = one["Thickness [m]"] * one["Porosity"]
    assert salt < 0.004 * 25e-6 * 0.39
