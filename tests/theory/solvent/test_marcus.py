"""Marcus' reorganisation energy in closed form."""

import numpy as np
import pytest
from scipy.constants import elementary_charge, epsilon_0

from pybamm_facets.theory.solvent.continuum import marcus_reorganization_energy


def test_reference_value():
    assert marcus_reorganization_energy(3e-10, 5e-10, 2, 30) == pytest.approx(0.783981, abs=1e-6)


def test_far_from_the_electrode_it_is_borns():
    born = elementary_charge / (8 * np.pi * epsilon_0 * 3e-10) * (1 / 2 - 1 / 30)
    assert marcus_reorganization_energy(3e-10, np.inf, 2, 30) == pytest.approx(born, rel=1e-14)
    assert born == pytest.approx(1.120, abs=5e-4)


def test_arrays_broadcast_and_charges_count_squared():
    result = marcus_reorganization_energy([[2e-10], [3e-10]], [4e-10, 5e-10, np.inf], 2, 30, 2)
    assert result.shape == (2, 3)
    assert result[1, 1] == pytest.approx(4 * marcus_reorganization_energy(3e-10, 5e-10, 2, 30))


def test_without_orientation_nothing_reorganises():
    assert marcus_reorganization_energy(3e-10, 5e-10, 2, 2) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.0, 5e-10, 2, 30), "ion_radius=0.0"),
        ((5e-10, 5e-10, 2, 30), "distance=5e-10: expected above the ion_radius"),
        ((3e-10, float("nan"), 2, 30), "distance=nan"),
        ((3e-10, 5e-10, 0.9, 30), "optical_permittivity=0.9: expected at least 1"),
        ((3e-10, 5e-10, 2, 1.5), "static_permittivity=1.5: expected at least"),
        ((3e-10, 5e-10, 2, 30, float("inf")), "charge=inf"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        marcus_reorganization_energy(*arguments)
