"""Which particle to measure next: the one that tells most about the facets (D-optimal)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import MA_CM2
from pybamm_facets.impedance.inversion.facet_areas import checked_areas, like, relative_error
from pybamm_facets.impedance.inversion.facet_inversion import FacetInversion
from pybamm_facets.kinetics.table import FacetTable

ROUNDING = 1e-8
"""Singular values and components below this, relatively, are rounding errors."""

TIE = 1e-9
"""Gains that differ by less share a rank."""


def next_particle(
    kinetics: FacetTable | FacetInversion,
    measured_areas: pd.DataFrame,
    candidates: pd.DataFrame,
    *,
    r_ct_error: float = 0.01,
    areas_error: float = 0.0,
) -> pd.DataFrame:
    r"""Rank candidate particles by what measuring one of them would tell about j0.

    The information that particles give on the logarithms of j0 is
    :math:`M = \sum_p u_p u_p^\mathsf{T}`, :math:`u_{pi} = S_{pi} j_{0,i}/\sigma_p`, with
    :math:`\sigma_p` the error of the particle's exchange current. A candidate multiplies its
    determinant by :math:`1 + u^\mathsf{T} M^{-1} u`. Where the particles measured so far leave
    facets undetermined, candidates that determine one more come first, by the factor on the
    determinant of the determined part, :math:`|(1 - M M^+) u|^2`.

    Parameters
    ----------
    kinetics
        Best present knowledge of j0: a facet table, or an inversion.
    measured_areas
        Areas of the particles measured so far [m2], particle by facet.
    candidates
        Areas of those that could be measured next [m2], same facets.
    r_ct_error, areas_error
        Relative errors of a resistance and of an area. Their size scales the standard errors; only
        their ratio enters the order.

    Returns
    -------
    pandas.DataFrame
        Indexed by candidate, best first: ``rank`` (equal for ties), ``determines_more``,
        ``log_det_gain``, and for each facet ``standard_error_(hkl)_mA_cm2`` after the measurement
        (inf while undetermined). ``attrs["before"]`` has the standard errors as they are.

    Raises
    ------
    ValueError
        If facets do not match, or a value is missing or negative.
    """
    areas = checked_areas(measured_areas, "measured_areas")
    pool = checked_areas(candidates, "candidates")
    pool = like(pool, pd.DataFrame(0.0, pool.index, areas.columns), "candidates", "measured_areas")
    j0 = _planning_values(kinetics, areas.columns)
    errors = (
        relative_error(r_ct_error, "r_ct_error", above=0.0),
        relative_error(areas_error, "areas_error"),
    )
    measured, rows = (_information_rows(t.to_numpy(), j0, *errors) for t in (areas, pool))
    gains = [_gain(measured, row) for row in rows]
    table = pd.DataFrame(gains, pool.index, columns=["determines_more", "log_det_gain"])
    after = _errors_after(measured, rows) * j0 / MA_CM2
    for facet, column in zip(areas.columns, after.T, strict=True):
        table[f"standard_error_{facet}_mA_cm2"] = column
    table = _ranked(table)
    before = _relative_errors(measured) * j0 / MA_CM2
    table.attrs["before"] = dict(zip(areas.columns, before.tolist(), strict=True))
    return table.rename_axis("candidate")


def _planning_values(kinetics: FacetTable | FacetInversion, facets: pd.Index) -> FloatArray:
    """j0 of each facet [A.m-2]; where the bound holds it at zero, half its upper limit."""
    if isinstance(kinetics, FacetTable):
        known = pd.Series(kinetics.j0)
    else:
        known = kinetics.j0.mask(kinetics.at_bound, kinetics.upper_95 / 2)
    missing = [str(facet) for facet in facets if facet not in known.index]
    if missing:
        raise ValueError(f"kinetics: no j0 for facet {', '.join(missing)}")
    values: FloatArray = known.loc[facets].to_numpy(dtype=float)
    return values


def _information_rows(
    areas: FloatArray, j0: FloatArray, r_ct_error: float, areas_error: float
) -> FloatArray:
    """Each facet's current over the error of the particle's current, (particles, facets)."""
    shares = areas * j0
    current = shares.sum(axis=1, keepdims=True)
    variance = (r_ct_error * current) ** 2 + np.sum(
        (areas_error * shares) ** 2, axis=1, keepdims=True
    )
    rows: FloatArray = shares / np.sqrt(variance)
    return rows


def _gain(measured: FloatArray, row: FloatArray) -> tuple[bool, float]:
    """Whether the row raises the rank, and the logarithm of the factor on the determinant."""
    values, vectors = _eigen(measured)
    parts = (vectors.T @ row) ** 2
    outside = float(parts[values == 0].sum())
    if outside > ROUNDING**2 * float(row @ row):
        return True, float(np.log(outside))
    seen = values > 0
    return False, float(np.log1p(np.sum(parts[seen] / values[seen])))


def _errors_after(measured: FloatArray, rows: FloatArray) -> FloatArray:
    return np.array([_relative_errors(np.vstack([measured, row])) for row in rows])


def _relative_errors(rows: FloatArray) -> FloatArray:
    """Relative standard error of each j0, inf where the rows do not determine it."""
    values, vectors = _eigen(rows)
    seen = values > 0
    errors: FloatArray = np.sqrt(vectors[:, seen] ** 2 @ (1 / values[seen]))
    undetermined = np.sum(vectors[:, ~seen] ** 2, axis=1) > ROUNDING**2
    errors[undetermined] = np.inf
    return errors


def _eigen(rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Eigenvalues and vectors of the information, values that are rounding errors as zero."""
    _, singular, vectors = np.linalg.svd(rows)
    values = np.zeros(rows.shape[1])
    values[: len(singular)] = np.where(singular > ROUNDING * singular[0], singular, 0.0) ** 2
    return values, vectors.T


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Best first, equal gains with equal rank and in the order of the pool."""
    rounded = (table["log_det_gain"] / TIE).round()
    keys = pd.DataFrame({"more": ~table["determines_more"], "gain": -rounded})
    keys = keys.sort_values(["more", "gain"], kind="stable")
    new = (keys != keys.shift()).any(axis=1)
    position = pd.Series(np.arange(1, len(keys) + 1), keys.index)
    table = table.loc[keys.index]
    table.insert(0, "rank", position.where(new).ffill().astype(int))
    return table
