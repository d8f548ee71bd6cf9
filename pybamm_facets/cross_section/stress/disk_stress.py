"""Closed forms of plane stress in a free disk of uniform stiffness."""

from __future__ import annotations

import numpy as np

from pybamm_facets._arrays import ArrayLike, FloatArray

IN_PLANE_VARIANCE = 1 / 8
"""Variance of (n·t)², t a fixed direction, over random c axes in the plane."""
SPATIAL_VARIANCE = 4 / 45
"""The same over random c axes in space."""


def polycrystal_energy(
    youngs_modulus: float, contrast: float, variance: float = SPATIAL_VARIANCE
) -> float:
    """Mean elastic energy of grains with uncorrelated axes, far from the rim [J.m-3].

    A plane wave of stress-free strain is free to strain along its wave vector and held across
    it, where it leaves the stress σ_tt = −E δε_tt. Averaged over waves in all directions this
    gives W = E Δ² Var[(n·t)²] / 2, whatever the shape of the grains and Poisson's ratio: EΔ²/16
    for axes in the plane, 2EΔ²/45 for axes in space. The rms of the stress's norm is √(2EW).

    Parameters
    ----------
    youngs_modulus
        [Pa].
    contrast
        Δ = ε_c − ε_a.
    variance
        `SPATIAL_VARIANCE` or `IN_PLANE_VARIANCE`.
    """
    return youngs_modulus * contrast**2 * variance / 2


def core_shell_stress(
    r: ArrayLike, core_radius: float, radius: float, stress: float
) -> tuple[FloatArray, FloatArray]:
    """Mean stress of a core in a shell that swells differently along and around the radius.

    The shell's stress-free strain is (ε_r, ε_θ), the core's their mean in all directions. With
    δ = ε_θ − ε_r, the core carries the pressure (Eδ/2) ln(R/a) in both directions, the shell
    σ_r = (Eδ/2) ln(R/r) and σ_θ = (Eδ/2) (ln(R/r) − 1).

    Parameters
    ----------
    r
        Distances from the centre [m].
    core_radius, radius
        a and R [m].
    stress
        E δ [Pa].

    Returns
    -------
    radial, hoop
        [Pa].
    """
    r = np.asarray(r, dtype=float)
    shell = r >= core_radius
    radial = stress / 2 * np.log(radius / np.maximum(r, core_radius))
    return radial, radial - np.where(shell, stress / 2, 0.0)


def ring_stress(
    edges: ArrayLike,
    strain_r: ArrayLike,
    strain_theta: ArrayLike,
    youngs_modulus: float,
) -> tuple[FloatArray, FloatArray]:
    """Stress of any axisymmetric stress-free strain that is constant in each of many rings.

    From r³ σ_r' = E [∫₀^r ρ (ε_r + ε_θ) dρ − r² ε_θ], integrated exactly in each ring, with
    σ_θ = (r σ_r)' and σ_r(R) = 0.

    Parameters
    ----------
    edges
        (n + 1,). Radii of the rings from 0 to R, ascending [m].
    strain_r, strain_theta
        (n,). Stress-free strain along and around the radius; equal in the innermost ring, or the
        stress has no bound at the centre.
    youngs_modulus
        [Pa].

    Returns
    -------
    radial, hoop
        (n,). In the middle of each ring [Pa].
    """
    edges = np.asarray(edges, dtype=float)
    hoop = np.asarray(strain_theta, dtype=float)
    total = np.asarray(strain_r, dtype=float) + hoop
    skew = total / 2 - hoop
    inner, outer, middle = edges[:-1], edges[1:], (edges[1:] + edges[:-1]) / 2
    swell = np.concatenate([[0.0], np.cumsum(total * (outer**2 - inner**2) / 2)])[:-1]
    # In a ring σ_r' / E = excess / r³ + skew / r.
    excess = swell - total * inner**2 / 2

    def rise(start: FloatArray, end: FloatArray, ring: slice) -> FloatArray:
        bent = excess[ring] / 2 * (1 / start**2 - 1 / end**2)
        result: FloatArray = bent + skew[ring] * np.log(end / start)
        return result

    whole = np.concatenate([[0.0], rise(inner[1:], outer[1:], slice(1, None))])
    beyond = np.cumsum(whole[::-1])[::-1] - whole
    radial = -youngs_modulus * (rise(middle, outer, slice(None)) + beyond)
    return radial, radial + youngs_modulus * (excess / middle**2 + skew)
