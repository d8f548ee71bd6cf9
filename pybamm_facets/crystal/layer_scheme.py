"""Self-consistent scheme of `effective` for any distribution of the grains, read backwards.

A grain conducts 1 in its layers and A = D_c/D_ab across them; u is the cosine between its c axis
and the radius, g = 1 - A. In a host with the ratios d along and t across the radius a spherical
grain feels, with depolarisation factors L_a + 2 L_t = 1, H = diag(h_t, h_t, h_r), where
h_r = 2 d L_t / L_a and h_t = t (L_a + L_t) / L_t. By Sherman and Morrison

    (H + D)^-1 = B + g B c c^T B / q,   B = (H + 1)^-1,
    q(u^2) = A + g [u^2 h_r / (1 + h_r) + (1 - u^2) h_t / (1 + h_t)],

so that <(H + D)^-1> = (H + D_eff)^-1 says what Y = <u^2 / q> and Z = <(1 - u^2) / q> must be:

    Y = (1 + h_r) (1 - d) / (g (h_r + d)),   Z = 2 (1 + h_t) (1 - t) / (g (h_t + t)).

The identity <q / q> = 1 is a third equation, linear in Y and Z, without the distribution:

    (1 - d) (h_r + A) / (h_r + d) + 2 (1 - t) (h_t + A) / (h_t + t) = g.

It fixes t by d (`tangential_ratio`), whatever the texture. What is left, <u^2 / q> = Y, is linear
in the distribution: with `excess` h_d(u^2) = Y - u^2 / q, a distribution has the ratio d exactly
if <h_d> = 0, and at least d exactly if <h_d> >= 0, because h_d falls with d at every u (which
the tests check). D_c = 0 is the limit A = 0 of every formula.
"""

from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from scipy.optimize import brentq
from scipy.special import elliprd

from pybamm_facets._arrays import ComplexArray, FloatArray
from pybamm_facets._checks import between, inside

_STEP = 1e-30
"""Of derivatives by a step along the imaginary axis (Squire & Trapp, SIAM Rev. 40 (1998) 110)."""

Number = TypeVar("Number", float, complex)


class Host(NamedTuple):
    """The aggregate that a grain is embedded in.

    Attributes
    ----------
    radial, tangential
        Its diffusivities along and across the radius, over D_ab.
    tangential_slope
        d(tangential) / d(radial), at constant anisotropy.
    anisotropy
        D_c/D_ab of a grain.
    """

    radial: float
    tangential: float
    tangential_slope: float
    anisotropy: float

    def excess(self, along: FloatArray) -> FloatArray:
        """h_d at u² = `along`: its mean is 0 for this radial ratio, positive above it."""
        values: FloatArray = _excess(along, self.radial, self.tangential, self.anisotropy).real
        return values

    def excess_slope(self, along: FloatArray) -> FloatArray:
        """Derivative of `excess` by the radial ratio, the tangential one following."""
        d = complex(self.radial, _STEP)
        t = complex(self.tangential, _STEP * self.tangential_slope)
        values: FloatArray = _excess(along, d, t, self.anisotropy).imag / _STEP
        return values


@lru_cache(maxsize=4096)
def host(radial: float, anisotropy: float) -> Host:
    """The only aggregate with that radial ratio, whatever its texture.

    Parameters
    ----------
    radial
        Radial diffusivity over D_ab, above the anisotropy and below 1.
    anisotropy
        D_c/D_ab of a grain, from 0 to below 1.

    Raises
    ------
    ValueError
        If either is outside its range.
    """
    a = check_anisotropy(anisotropy)
    d = inside("d", radial, a, 1)

    def miss(t: float) -> float:
        return float(_balance(d, t, a))

    # Grains across the radius and grains along it bound t: between them the balance changes sign.
    t = float(brentq(miss, max(a / 2, 1e-9), 1 - 1e-15, xtol=1e-16, rtol=1e-15))
    by_d = _balance(complex(d, _STEP), complex(t), a).imag
    by_t = _balance(complex(d), complex(t, _STEP), a).imag
    return Host(d, t, -by_d / by_t, a)


def tangential_ratio(radial: float, anisotropy: float = 0.01) -> float:
    """Tangential diffusivity that belongs to a radial one, whatever the texture.

    Parameters
    ----------
    radial
        Radial diffusivity over D_ab, above the anisotropy and below 1.
    anisotropy
        D_c/D_ab of a grain, from 0 to below 1; the default is an estimate (0 to 0.1).

    Returns
    -------
    float
        Over D_ab.

    Raises
    ------
    ValueError
        If either is outside its range.

    Examples
    --------
    >>> print(f"{tangential_ratio(0.8):.4f}")
    0.3946
    """
    return host(radial, anisotropy).tangential


def effective_ratios(
    along: FloatArray, weights: FloatArray, anisotropy: float
) -> tuple[float, float]:
    """Radial and tangential diffusivity of grains with given weights, over D_ab.

    Parameters
    ----------
    along
        (n,). u² of each orientation, in [0, 1].
    weights
        (n,). Their probabilities, adding to 1.
    anisotropy
        D_c/D_ab of a grain, from 0 to 1.

    Raises
    ------
    ValueError
        If the anisotropy is outside [0, 1].
    """
    a = between("anisotropy", anisotropy, 0, 1)
    margin = 1e-12 * (1 - a)
    low, high = a + margin, 1 - margin
    if high <= low:
        return 1.0, 1.0

    def mean_excess(d: float) -> float:
        return float(weights @ host(d, a).excess(along))

    if mean_excess(high) >= 0:
        return 1.0, host(high, a).tangential
    if mean_excess(low) <= 0:
        return a, 1.0
    d = float(brentq(mean_excess, low, high, xtol=1e-15, rtol=1e-14))
    return d, host(d, a).tangential


def check_anisotropy(anisotropy: float) -> float:
    """An anisotropy from 0 to below 1: without one every texture conducts alike."""
    a = between("anisotropy", anisotropy, 0, 1)
    if a == 1:
        raise ValueError("anisotropy=1.0: expected a number below 1, or no texture matters")
    return a


def _excess(along: FloatArray, d: Number, t: Number, a: float) -> ComplexArray:
    h_r, h_t = _fields(d, t)
    g = 1 - a
    q = a + g * (along * h_r / (1 + h_r) + (1 - along) * h_t / (1 + h_t))
    values: ComplexArray = np.asarray((1 + h_r) * (1 - d) / (g * (h_r + d)) - along / q, complex)
    return values


def _balance(d: Number, t: Number, a: float) -> Number:
    h_r, h_t = _fields(d, t)
    along = (1 - d) * (h_r + a) / (h_r + d)
    return along + 2 * (1 - t) * (h_t + a) / (h_t + t) - (1 - a)


def _fields(d: Number, t: Number) -> tuple[Number, Number]:
    ratio = d / t
    # The factors of `effective.depolarisation`, which the common ratio / 3 drops out of.
    along, across = elliprd(ratio, ratio, 1), elliprd(ratio, 1, ratio)
    return 2 * d * across / along, t * (along + across) / across
