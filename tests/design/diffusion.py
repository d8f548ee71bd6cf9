"""An independent calculation: constant flux into a sphere until its surface is full.

In the Laplace domain the mean content behind a surface that must stay at or below 1 follows from
Y = (3/τ)(√(sτ) coth √(sτ) - 1), τ = R²/D; the surface is inverted by Talbot's contour.
"""

import numpy as np
from scipy.optimize import brentq

THEORETICAL, ONE_C = 275.5, 180.0
FULL = 0.15
"""Lithium content at 4.5 V, where a discharge begins."""
NODES = 40


def surface(t, rate, tau):
    """Rise of the surface's content after a time at a rate of mean content [1/s]."""
    k = np.arange(1, NODES)
    theta = k * np.pi / NODES
    s = 2 * NODES / (5 * t) * theta * (1 / np.tan(theta) + 1j)
    weight = 1 + 1j * theta * (1 + (1 / np.tan(theta)) ** 2) - 1j / np.tan(theta)
    first = 2 * NODES / (5 * t)
    total = 0.5 * np.exp(first * t) * transform(first, rate, tau).real
    total += (np.exp(s * t) * transform(s, rate, tau) * weight).real.sum()
    return 2 / (5 * t) * total


def transform(s, rate, tau):
    root = np.sqrt(s * tau + 0j)
    y = 3 / tau * (root / np.tanh(root) - 1)
    return rate / (s * y)


def sphere_capacity(c_rate, radius, diffusivity):
    """Discharge capacity of a sphere [mAh/g]."""
    rate = c_rate * ONE_C / THEORETICAL / 3600
    tau = radius**2 / diffusivity
    longest = (1 - FULL) / rate
    end = brentq(lambda t: surface(t, rate, tau) - (1 - FULL), 1e-3, 1.2 * longest)
    return rate * end * THEORETICAL
