"""c axes of grains: drawn from a texture in space, or angles in the plane of the section."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from scipy.special import i0e, i1e
from scipy.stats import vonmises

from pybamm_facets._arrays import FloatArray
from pybamm_facets.crystal.grain_texture import (
    GivenTexture,
    GrainTexture,
    as_texture,
    as_watson,
)

Orientation: TypeAlias = Callable[[GrainTexture, FloatArray, np.random.Generator], FloatArray]
"""From a texture, the polar angles (n,) of the grains and a generator to unit c axes (n, 3)."""

_BISECTIONS = 60


def watson_axes(
    texture: GivenTexture, polar_angle: FloatArray, generator: np.random.Generator
) -> FloatArray:
    """c axes in space, distributed about the local radius as the texture says, at any azimuth.

    What grains of a sphere cut through its centre show, with the texture of the radial model.

    Parameters
    ----------
    texture
        Any, or the κ of a Watson one, the concentration about the radius.
    polar_angle
        (n,). Direction of each grain's local radius [rad].
    generator
        Two uniform numbers a grain, whatever kappa: textures compare on the same draws.

    Returns
    -------
    (n, 3) array
        Unit vectors; the section is the plane of the first two components.
    """
    tail = as_texture(texture, "texture").tail
    polar_angle = np.asarray(polar_angle, dtype=float)
    share, turn = generator.random((2, polar_angle.size))
    u = _inverse(lambda u: 1 - tail(u), 1 - share, 0.0, 1.0)
    across, azimuth = np.sqrt((1 - u) * (1 + u)), 2 * np.pi * turn
    cos, sin = np.cos(polar_angle), np.sin(polar_angle)
    tangential = across * np.cos(azimuth)
    return np.column_stack(
        [u * cos - tangential * sin, u * sin + tangential * cos, across * np.sin(azimuth)]
    )


def in_plane_axes(
    texture: GivenTexture, polar_angle: FloatArray, generator: np.random.Generator
) -> FloatArray:
    """c axes in the plane of the section, density ∝ exp(κ cos²θ) about the local radius.

    The angles of Li et al. 2025 (doi 10.1038/s41467-025-65068-5, Eq. 9): random for κ = 0, "in
    order" for a strong κ. Grains of a real agglomerate do not all lie so; use `watson_axes` for
    quantities. Only a Watson texture has such angles.

    Parameters and result as of `watson_axes`; the third component is zero.
    """
    kappa = as_watson(texture, "texture").kappa
    polar_angle = np.asarray(polar_angle, dtype=float)
    share = generator.random(polar_angle.size)
    # exp(κ cos²θ) is a von Mises density of the doubled angle, about 0 or, for κ < 0, about π.
    if kappa == 0:
        doubled = 2 * np.pi * share
    else:
        sharpness = abs(kappa) / 2
        doubled = _inverse(lambda x: vonmises.cdf(x, sharpness), share, -np.pi, np.pi)
    angle = polar_angle + (doubled + (np.pi if kappa < 0 else 0)) / 2
    return np.column_stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)])


def _inverse(
    below: Callable[[FloatArray], FloatArray], share: FloatArray, low: float, high: float
) -> FloatArray:
    """Where a distribution on [low, high] has the given shares below, by bisection."""
    left, right = np.full_like(share, low), np.full_like(share, high)
    for _ in range(_BISECTIONS):
        middle = (left + right) / 2
        short = below(middle) < share
        left, right = np.where(short, middle, left), np.where(short, right, middle)
    return (left + right) / 2


def watson_mean_squares(texture: GivenTexture) -> tuple[float, float]:
    """Means of (n·r)² and (n·φ)² of `watson_axes`, along the radius and the polar angle."""
    along = as_texture(texture, "texture").mean_square
    return along, (1 - along) / 2


def in_plane_mean_squares(texture: GivenTexture) -> tuple[float, float]:
    """Means of (n·r)² and (n·φ)² of `in_plane_axes`."""
    half = as_watson(texture, "texture").kappa / 2
    along = float(1 + i1e(half) / i0e(half)) / 2
    return along, 1 - along
