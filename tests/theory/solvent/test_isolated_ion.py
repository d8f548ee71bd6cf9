"""An ion far from any facet: reference values, Debye and Hückel, Born."""

import numpy as np
import pytest
from scipy.constants import elementary_charge, epsilon_0

from pybamm_facets.theory import ILLUSTRATIVE_ELECTROLYTE, LatticeElectrolyte
from pybamm_facets.theory.solvent.continuum import marcus_reorganization_energy
from pybamm_facets.theory.solvent.isolated_ion import (
    isolated_ion_potential,
    isolated_ion_reorganization_energy,
)

REFERENCE = {
    2e-10: (0.461682, 1.56911),
    3e-10: (0.0925742, 1.15368),
    4e-10: (0.0432632, 0.87835),
}


@pytest.mark.parametrize("radius", REFERENCE)
def test_reference_values(radius):
    potential, energy = REFERENCE[radius]
    # The charge-free state has no potential, so the energy holds the potential of the ion.
    result = isolated_ion_reorganization_energy(ILLUSTRATIVE_ELECTROLYTE, radius)
    assert result == pytest.approx(energy, abs=1e-5)
    frozen = elementary_charge / (4 * np.pi * epsilon_0 * 2 * radius)
    assert frozen - 2 * result == pytest.approx(potential, abs=2e-6)


@pytest.mark.parametrize("concentration", [1.0, 100.0])
def test_a_small_charge_is_that_of_debye_and_hueckel(concentration):
    electrolyte = LatticeElectrolyte.from_bulk_permittivity(
        30, salt_concentration=concentration, lattice_constant=0.52e-9
    )
    a, z = 2e-10, 1e-4
    bulk = 4 * np.pi * epsilon_0 * 30 * a * (1 + a / electrolyte.debye_length)
    expected = z * elementary_charge / bulk
    assert isolated_ion_potential(electrolyte, a, z) == pytest.approx(expected, rel=1e-6)


def test_without_salt_a_small_charge_is_borns():
    electrolyte = LatticeElectrolyte.from_bulk_permittivity(
        30, salt_concentration=1e-5, lattice_constant=0.52e-9
    )
    z, a = 1e-3, 3e-10
    born = marcus_reorganization_energy(a, np.inf, 2, 30, z)
    screening = a / electrolyte.debye_length / 30 / (1 / 2 - 1 / 30)
    result = isolated_ion_reorganization_energy(electrolyte, a, initial_charge=z)
    assert screening < 1e-4
    assert result == pytest.approx(born * (1 + screening), rel=1e-6)


def test_potential_is_odd_in_the_charge_and_zero_without_it():
    one, other = (isolated_ion_potential(ILLUSTRATIVE_ELECTROLYTE, 3e-10, z) for z in (1, -1))
    assert one == pytest.approx(-other, rel=1e-10)
    assert isolated_ion_potential(ILLUSTRATIVE_ELECTROLYTE, 3e-10, 0.0) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [((0.0,), "ion_radius=0.0"), ((2e-10, float("nan")), "charge=nan")],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        isolated_ion_potential(ILLUSTRATIVE_ELECTROLYTE, *arguments)


def test_equal_charges_are_refused():
    with pytest.raises(ValueError, match=r"final_charge=1.0: expected other"):
        isolated_ion_reorganization_energy(ILLUSTRATIVE_ELECTROLYTE, 2e-10, final_charge=1.0)
