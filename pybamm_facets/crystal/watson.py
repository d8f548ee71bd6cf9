"""The Watson distribution of an axis about a direction, in the polar cosine u.

Its density is proportional to exp(kappa u^2); Mardia & Jupp, Directional Statistics (2000),
chapter 9. Every function is analytic in kappa and safe from overflow.
"""

import math
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.special import dawsn, erf

from pybamm_facets._arrays import ArrayLike, FloatArray

_NODES = 160


def density(u: ArrayLike, kappa: float) -> FloatArray:
    """Density over u in [-1, 1], scaled so that it integrates to 1 over [0, 1]."""
    u = np.asarray(u, dtype=float)
    k = math.sqrt(abs(kappa))
    if kappa > 0:
        exponent, peak = kappa * (u - 1) * (u + 1), k / float(dawsn(k))
    else:
        exponent, peak = kappa * u**2, 2 * k / (math.sqrt(math.pi) * math.erf(k)) if k else 1.0
    values: FloatArray = np.exp(exponent) * peak
    return values


def tail(u: ArrayLike, kappa: float) -> FloatArray:
    """Integral of the density from u to 1: 0 at the pole, 1 at u = 0, 2 at u = -1."""
    cosines = np.asarray(u, dtype=float)
    beyond: FloatArray = tails(cosines.ravel(), np.array([kappa]))[0].reshape(cosines.shape)
    return beyond


def tails(u: FloatArray, kappas: FloatArray) -> FloatArray:
    """(n, m). The `tail` at m cosines of n distributions; no row depends on the others."""
    k, below = np.sqrt(np.abs(kappas))[:, None], np.empty((kappas.size, u.size))
    basal, random = kappas > 0, kappas == 0
    sharpness = kappas[basal, None] * (u - 1) * (u + 1)
    below[basal] = np.exp(sharpness) * (dawsn(k[basal] * u) / dawsn(k[basal]))
    below[random] = u
    rest = k[~basal & ~random]
    below[~basal & ~random] = erf(rest * u) / erf(rest)
    beyond: FloatArray = 1 - below
    return beyond


def ordering(kappa: float) -> float:
    """Relative entropy to the uniform distribution [nat], at least 0.

    kappa <u^2> - ln Z with Z the integral of exp(kappa u^2) from 0 to 1, whose slope is <u^2>:
    integration by parts gives 2 kappa <u^2> = exp(kappa) / Z - 1.
    """
    k = math.sqrt(abs(kappa))
    if k == 0:
        return 0.0
    if kappa > 0:
        peak = k / float(dawsn(k))
        return max(0.0, (peak - 1) / 2 - kappa + math.log(peak))
    floor = 2 * k / (math.sqrt(math.pi) * math.erf(k))
    return max(0.0, (math.exp(kappa) * floor - 1) / 2 + math.log(floor))


class Rule(NamedTuple):
    """Quadrature of the squared components of an axis, weights adding to 1.

    Attributes
    ----------
    along
        (n,). u^2, the square of the component along the reference direction.
    across
        (n,). 1 - u^2, accurate also where it is tiny.
    weights
        (n,). Probabilities; (m, n) of m distributions.
    """

    along: FloatArray
    across: FloatArray
    weights: FloatArray


@cache
def _nodes() -> tuple[FloatArray, FloatArray, FloatArray]:
    x, w = np.polynomial.legendre.leggauss(_NODES)
    # Substituting a smooth step crowds nodes at u = 0 and u = 1, where sharp textures peak.
    t, s = (1 + x) / 2, (1 - x) / 2
    u, complement = (p**3 * (10 - 15 * p + 6 * p**2) for p in (t, s))
    return u, complement, 15 * (t * s) ** 2 * w


def rule(kappa: float) -> Rule:
    """Quadrature rule for averages over the distribution, nodes independent of kappa.

    Resolves |kappa| up to about 1e6; anything sharper is taken to be about as sharp as that.
    """
    along, across, weights = rules(np.array([kappa]))
    return Rule(along, across, weights[0])


def rules(kappas: FloatArray) -> Rule:
    """The `rule` of many distributions: (m, n) weights, no row of which depends on the others."""
    u, complement, w = _nodes()
    along, across = u**2, complement * (1 + u)
    sharpness = kappas[:, None]
    exponent = np.where(sharpness > 0, -sharpness * across, sharpness * along)
    weights = w * np.exp(exponent - exponent.max(axis=1, keepdims=True))
    return Rule(along, across, weights / weights.sum(axis=1, keepdims=True))
