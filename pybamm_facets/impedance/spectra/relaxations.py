"""Linear fit of a sum of relaxations to a spectrum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import BoolArray, ComplexArray, FloatArray
from pybamm_facets.impedance.spectra.spectrum import Spectrum

SMALLEST = 1e-10
"""Singular value, relative to the largest, of a combination of terms that is left out."""


@dataclass(frozen=True, eq=False)
class Relaxations:
    r"""The best sum :math:`R + j\omega L + 1/(j\omega C) + \sum_k R_k/(1 + j\omega\tau_k)`.

    Parameters
    ----------
    order
        Number of relaxations.
    impedance
        Of the sum [Ohm], (points,).
    residuals
        Sum less spectrum, over the reference modulus, (points,).
    orthogonal
        An orthonormal basis of what the sum can follow, (2 used points, terms): real parts of the
        points used, then imaginary parts.
    """

    order: int
    impedance: ComplexArray
    residuals: ComplexArray
    orthogonal: FloatArray

    @classmethod
    def fitted(
        cls, spectrum: Spectrum, order: int, reference: FloatArray, used: BoolArray
    ) -> Relaxations:
        """Fit with weights 1/reference.

        Parameters
        ----------
        spectrum, order
            What is fitted, by how many relaxations.
        reference
            Modulus that deviations are measured by [Ohm], (points,).
        used
            Which points are fitted, (points,).
        """
        terms = _terms(spectrum.frequency, order) / reference[:, None]
        terms = terms / np.linalg.norm(terms, axis=0)
        target = spectrum.impedance / reference
        left, singular, right = np.linalg.svd(_stacked(terms[used]), full_matrices=False)
        seen = singular > SMALLEST * singular[0]
        basis = left[:, seen]
        along = basis.T @ _stacked(target[used])
        solution = right[seen].T @ (along / singular[seen])
        model = terms @ solution
        return cls(order, model * reference, model - target, basis)


def _terms(frequency: FloatArray, order: int) -> ComplexArray:
    jw = 2j * np.pi * frequency
    tau = np.geomspace(1 / np.abs(jw[0]), 1 / np.abs(jw[-1]), order)
    result: ComplexArray = np.column_stack(
        [np.ones_like(jw), jw, 1 / jw, 1 / (1 + jw[:, None] * tau)]
    )
    return result


def _stacked(values: ComplexArray) -> FloatArray:
    return np.concatenate([values.real, values.imag])
