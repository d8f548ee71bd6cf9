"""A batch of particles that are not all as designed: what its cell gives.

Particles share one potential. Where diffusion decides, a batch gives the mean of what its particles
would give alone: exactly for misoriented ones, a little less than the batch for unequal radii,
since in a common cell the small ones take over what the large ones cannot.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from pybamm_facets._checks import between, inside, non_negative, whole
from pybamm_facets.design.search import FoundDesign

WIDEST = 1.0
"""Largest spread of the logarithm of the radius."""


def batch(
    found: FoundDesign,
    *,
    radius_sigma: float = 0.0,
    misoriented: float = 0.0,
    misoriented_kappa: float = 0.0,
    drop: float = 0.05,
    points: int = 31,
) -> pd.DataFrame:
    """What a batch gives at each target: unequal radii, and particles of another texture.

    Parameters
    ----------
    found
        The design, which the median particle (by volume) has.
    radius_sigma
        Standard deviation of the logarithm of the radius, of a lognormal distribution by volume.
    misoriented
        Share of the volume in particles with another texture.
    misoriented_kappa
        Its κ, in core and shell: random grains by default.
    drop
        For ``misoriented_at_most``: share of what a target gets that may be lost.
    points
        Radii, at equal shares of the volume.

    Returns
    -------
    pandas.DataFrame
        ``target``, ``unit``, ``nominal`` (all as designed), ``mean`` of the batch, ``p05``,
        ``p50`` and ``p95`` of its particles, ``change_percent`` of the mean, and
        ``misoriented_at_most``: the share of misoriented particles that loses `drop` (NaN where
        even 1 does not).

    Raises
    ------
    ValueError
        For a number that cannot be meant.
    """
    between("radius_sigma", non_negative("radius_sigma", radius_sigma), 0, WIDEST)
    share = between("misoriented", misoriented, 0, 1)
    inside("drop", drop, 0, 1)
    number = whole("points", points, least=3, most=999) if radius_sigma else 1
    levels = (np.arange(number) + 0.5) / number
    radii = found.variables["radius_m"] * np.exp(radius_sigma * norm.ppf(levels))
    other = {"kappa_core": float(misoriented_kappa), "kappa_shell": float(misoriented_kappa)}
    if "selection" in found.variables:
        other["selection"] = 0.0
    own = dict(found.variables)
    designs = [own | more | {"radius_m": float(r)} for more in ({}, other) for r in radii]
    table = found.responses.runs([own, own | other, *designs])
    rows = []
    for target, part in zip(
        found.targets, _by_target(table, [one.label for one in found.targets]), strict=True
    ):
        nominal, alone, particles = part[0], part[1], part[2:].reshape(2, number)
        weights = np.repeat([(1 - share) / number, share / number], number)
        mean = float(weights @ particles.ravel())
        lost = nominal - alone
        most = drop * nominal / lost if lost > 0 else np.nan
        p05, p50, p95 = _quantiles(particles.ravel(), weights)
        rows.append(
            {
                "target": target.label,
                "unit": target.unit,
                "nominal": nominal,
                "mean": mean,
                "p05": p05,
                "p50": p50,
                "p95": p95,
                "change_percent": 100 * (mean / nominal - 1),
                "misoriented_at_most": most if most <= 1 else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _by_target(table: pd.DataFrame, labels: list[str]) -> list[np.ndarray]:
    wide = table.pivot(index="design", columns="target", values="reached").sort_index()
    return [wide[label].to_numpy(float) for label in labels]


def _quantiles(values: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    places = np.searchsorted(below, np.array([0.05, 0.5, 0.95]) - 1e-12)
    low, middle, high = values[order[np.minimum(places, len(order) - 1)]].tolist()
    return low, middle, high


__all__ = ["batch"]
