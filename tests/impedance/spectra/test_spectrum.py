"""A spectrum is checked and ordered once."""

import numpy as np
import pytest

from pybamm_facets.impedance import Spectrum

F = np.array([100.0, 10.0, 1.0])
Z = np.array([1 - 1j, 2 - 2j, 3 - 1j])


def test_order_of_measurement_does_not_matter():
    falling, rising = Spectrum(F, Z), Spectrum(F[::-1], Z[::-1])
    np.testing.assert_array_equal(falling.frequency, rising.frequency)
    np.testing.assert_array_equal(falling.impedance, rising.impedance)
    assert falling.frequency[0] == 100 and len(falling) == 3


def test_is_a_copy_that_cannot_be_changed():
    source = F.copy()
    spectrum = Spectrum(source, Z)
    source[0] = 7
    assert spectrum.frequency[0] == 100
    with pytest.raises(ValueError, match="read-only"):
        spectrum.frequency[0] = 1


@pytest.mark.parametrize(
    ("frequency", "impedance", "message"),
    [
        ([10, -1, 0], Z, r"frequency=-1 in row 2, 0 in row 3: expected a positive"),
        ([10, np.nan, 1], Z, r"frequency=nan in row 2: expected a finite"),
        ([10, 5, 1], [1, 2 - 1j, np.nan * 1j], r"row 3: expected a finite number of Ohm"),
        ([10, 5, 1], [1, 0, 1], r"impedance=0\+0j in row 2"),
        ([100, 10, 20], Z, r"frequency=20 in row 3: expected frequencies that always"),
        ([100, 10, 10], Z, r"frequency=10 in row 3"),
        ([1, 2], Z, r"shapes \(2,\) and \(3,\)"),
        ([], [], r"at least one"),
        (np.r_[-np.ones(8)], np.ones(8), r"row 5 and 3 more: expected"),
    ],
)
def test_refuses_what_is_no_spectrum(frequency, impedance, message):
    with pytest.raises(ValueError, match=message):
        Spectrum(frequency, impedance)


def test_modulus_and_phase():
    spectrum = Spectrum(F, Z)
    np.testing.assert_allclose(spectrum.modulus, np.abs(Z))
    np.testing.assert_allclose(spectrum.phase, [-45, -45, np.degrees(np.arctan2(-1, 3))])


def test_cropping():
    assert list(Spectrum(F, Z).between(1, 10).frequency) == [10, 1]
    with pytest.raises(ValueError, match=r"lowest=200.*from 1 to 100 Hz"):
        Spectrum(F, Z).between(200, 300)
