"""The price of order: how far the grains' orientations are from random.

A texture's price is its relative entropy to random grains, K = ∫ p ln(p/p_random) [nat a grain]; a
particle's is the mean over the volume of its zones.
"""

from __future__ import annotations

from collections.abc import Mapping

from pybamm_facets.crystal import Texture, watson


def texture_order_slope(kappa: float) -> float:
    """dK/dκ = κ Var(u²)."""
    rule = watson.rule(kappa)
    mean = float(rule.weights @ rule.along)
    return kappa * float(rule.weights @ (rule.along - mean) ** 2)


def ordering(variables: Mapping[str, float]) -> float:
    """Ω of a particle, (1 - ρ³) K_shell + ρ³ K_core [nat per grain of the particle]."""
    core, shell, share = _parts(variables)
    return (1 - share) * Texture(shell).ordering + share * Texture(core).ordering


def ordering_gradient(variables: Mapping[str, float]) -> dict[str, float]:
    """Derivatives of Ω with respect to each variable."""
    core, shell, share = _parts(variables)
    rho = variables["core_fraction"]
    return {
        "radius_m": 0.0,
        "core_fraction": 3 * rho**2 * (Texture(core).ordering - Texture(shell).ordering),
        "kappa_core": share * texture_order_slope(core),
        "kappa_shell": (1 - share) * texture_order_slope(shell),
    }


def _parts(variables: Mapping[str, float]) -> tuple[float, float, float]:
    return (
        variables["kappa_core"],
        variables["kappa_shell"],
        variables["core_fraction"] ** 3,
    )
