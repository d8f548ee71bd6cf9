"""The price of order: how far the grains' orientations are from random.

A texture's price is its relative entropy to random grains, K = ∫ p ln(p/p_random) [nat a grain]; a
particle's is the mean over the volume of its zones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from scipy.special import dawsn

from pybamm_facets.crystal import watson

SMALL = 1e-3
"""κ below which series are used."""


def texture_order(kappa: float) -> float:
    """K of a Watson texture, κ⟨u²⟩ - ln ∫₀¹ exp(κu²) du [nat]: 0 for random grains."""
    if abs(kappa) < SMALL:
        return 2 * kappa**2 / 45
    return kappa * mean_square(kappa) - _log_norm(kappa)


def texture_order_slope(kappa: float) -> float:
    """dK/dκ = κ Var(u²)."""
    rule = watson.rule(kappa)
    mean = float(rule.weights @ rule.along)
    return kappa * float(rule.weights @ (rule.along - mean) ** 2)


def mean_square(kappa: float) -> float:
    """⟨u²⟩, u the cosine between c axis and radius: 1/3 for random grains."""
    rule = watson.rule(kappa)
    return float(rule.weights @ rule.along)


def _log_norm(kappa: float) -> float:
    k = math.sqrt(abs(kappa))
    if kappa > 0:
        return kappa + math.log(float(dawsn(k)) / k)
    return math.log(math.sqrt(math.pi) * math.erf(k) / (2 * k))


def ordering(variables: Mapping[str, float]) -> float:
    """Ω of a particle, (1 - ρ³) K_shell + ρ³ K_core [nat per grain of the particle]."""
    core, shell, share = _parts(variables)
    return (1 - share) * texture_order(shell) + share * texture_order(core)


def ordering_gradient(variables: Mapping[str, float]) -> dict[str, float]:
    """Derivatives of Ω with respect to each variable."""
    core, shell, share = _parts(variables)
    rho = variables["core_fraction"]
    return {
        "radius_m": 0.0,
        "core_fraction": 3 * rho**2 * (texture_order(core) - texture_order(shell)),
        "kappa_core": share * texture_order_slope(core),
        "kappa_shell": (1 - share) * texture_order_slope(shell),
    }


def _parts(variables: Mapping[str, float]) -> tuple[float, float, float]:
    return (
        variables["kappa_core"],
        variables["kappa_shell"],
        variables["core_fraction"] ** 3,
    )
