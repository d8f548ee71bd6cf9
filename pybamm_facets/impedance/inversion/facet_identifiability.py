"""Whether facet areas can tell the facets' exchange currents apart, and in words why not."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray

ROUNDING = 1e-7
"""Singular values and deviations from proportion below this are rounding errors of the table, or
at any rate far below what an area can be measured to."""


def unit_columns(areas: FloatArray) -> FloatArray:
    """Columns divided by their lengths: a facet's mean area says nothing about identifiability."""
    unit: FloatArray = areas / np.linalg.norm(areas, axis=0)
    return unit


def check_identifiable(areas: pd.DataFrame, argument: str = "areas") -> None:
    """``ValueError`` in words if some facet's j0 does not follow from the areas.

    Parameters
    ----------
    areas
        Particle by facet [m2].
    argument
        What to call it in an error.
    """
    absent = [str(facet) for facet in areas if not areas[facet].any()]
    if absent:
        raise ValueError(
            f"{argument}: no particle exposes {', '.join(absent)}; leave the facet out, or measure "
            "a particle that has it"
        )
    particles, facets = areas.shape
    if particles < facets:
        raise ValueError(
            f"{argument}: {particles} particles for {facets} facets "
            f"({', '.join(map(str, areas))}); expected at least as many particles as facets"
        )
    _refuse_proportional(areas, argument)
    _refuse_combination(areas, argument)


def rank_and_condition(areas: FloatArray) -> tuple[int, float]:
    """Rank, and condition number, of the areas with columns of unit length."""
    singular = np.linalg.svd(unit_columns(areas), compute_uv=False)
    rank = int(np.sum(singular > ROUNDING * singular[0]))
    return rank, float(singular[0] / singular[-1]) if rank == len(singular) else float("inf")


def variance_inflation(areas: FloatArray) -> FloatArray:
    """How much the other facets inflate the variance of each j0, (facets,); 1 where they do not.

    The diagonal of the inverse Gram matrix of `unit_columns`.
    """
    unit = unit_columns(areas)
    inflation: FloatArray = np.diag(np.linalg.inv(unit.T @ unit))
    return inflation


def _refuse_proportional(areas: pd.DataFrame, argument: str) -> None:
    unit = unit_columns(areas.to_numpy())
    for i, k in combinations(range(areas.shape[1]), 2):
        if np.linalg.norm(unit[:, i] - unit[:, k]) < ROUNDING:
            ratio = np.linalg.norm(areas.iloc[:, i]) / np.linalg.norm(areas.iloc[:, k])
            one, other = areas.columns[[i, k]]
            raise ValueError(
                f"{argument}: the area of {one} is {ratio:.6g} times that of {other} on every "
                "particle, so only their sum follows; measure a particle with another ratio"
            )


def _refuse_combination(areas: pd.DataFrame, argument: str) -> None:
    values = areas.to_numpy()
    rank, _ = rank_and_condition(values)
    if rank == areas.shape[1]:
        return
    null = np.linalg.svd(unit_columns(values))[2][-1] / np.linalg.norm(values, axis=0)
    null = null / null[np.argmax(np.abs(null))]
    terms = [
        f"{weight:+.3g} S{facet}"
        for facet, weight in zip(areas.columns, null, strict=True)
        if abs(weight) > 1e-8
    ]
    raise ValueError(
        f"{argument}: {' '.join(terms)} = 0 on every particle, so the j0 of these facets cannot be "
        f"told apart (rank {rank} for {areas.shape[1]} facets); measure another particle"
    )
