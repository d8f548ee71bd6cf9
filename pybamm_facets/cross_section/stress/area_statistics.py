"""Statistics of values that stand for unequal shares of an area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pybamm_facets._arrays import FloatArray

PERCENTILES = (50.0, 95.0, 99.0)


def weighted_statistics(
    values: FloatArray, weights: FloatArray, percentiles: Sequence[float] = PERCENTILES
) -> dict[str, float]:
    """Mean, standard deviation and percentiles (``"p50"``, ...) of weighted values.

    Parameters
    ----------
    values, weights
        Weights positive; nan results from no values.
    percentiles
        From 0 to 100.
    """
    values, weights = np.ravel(values), np.ravel(weights)
    if values.size == 0:
        return dict.fromkeys(("mean", "std", *(f"p{p:g}" for p in percentiles)), np.nan)
    mean = np.average(values, weights=weights)
    std = np.sqrt(np.average((values - mean) ** 2, weights=weights))
    order = np.argsort(values)
    share = weights[order]
    # A value stands at the middle of its own share.
    rank = (np.cumsum(share) - share / 2) / share.sum()
    levels = np.interp(np.array(percentiles) / 100, rank, values[order])
    names = ("mean", "std", *(f"p{p:g}" for p in percentiles))
    return dict(zip(names, (float(x) for x in (mean, std, *levels)), strict=True))
