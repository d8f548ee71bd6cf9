"""From the charge-transfer resistances of particles to the exchange current of each facet."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import log_ndtr, ndtri_exp

from pybamm_facets._arrays import FloatArray
from pybamm_facets.impedance.inversion.errors_in_variables import Estimate, most_likely
from pybamm_facets.impedance.inversion.facet_areas import AreaError, ResistanceError
from pybamm_facets.impedance.inversion.facet_identifiability import (
    check_identifiable,
    rank_and_condition,
)
from pybamm_facets.impedance.inversion.facet_inversion import FacetInversion
from pybamm_facets.impedance.inversion.particle_measurement import Measurement
from pybamm_facets.impedance.inversion.truncation import non_negative_covariance

FLOOR = 1e-9
"""Relative error of a resistance that is stated to be exact, beside uncertain areas."""

CONFIDENCE = 0.95


def invert_facets(
    areas: pd.DataFrame,
    r_ct: pd.Series | Mapping[str, float],
    *,
    areas_error: AreaError = None,
    r_ct_error: ResistanceError = None,
    other_areas: pd.DataFrame | None = None,
    temperature: float = 293.15,
    electrons: int = 1,
) -> FacetInversion:
    r"""Exchange current density of each facet, from several particles (Eq. 6).

    .. math:: \sum_i S_{pi}\, j_{0,i} = \frac{RT}{n F R_{\mathrm{CT},p}}, \qquad j_{0,i} \ge 0

    Solved as the most likely non-negative j0 when resistances and areas both carry errors
    (`errors_in_variables.most_likely`).

    Parameters
    ----------
    areas
        Particle by facet [m2]; zero where a particle does not expose a facet.
    r_ct
        Charge-transfer resistance by particle [Ohm].
    areas_error
        Standard deviation of each area, independent of the others: a table like `areas` [m2], or
        one fraction of every area (0.05 for 5 %).
    r_ct_error
        Standard deviation of each resistance: by particle [Ohm], or one fraction of them all. With
        neither error given, all resistances are taken as equally well known, relatively, and how
        well follows from the residuals; with as many particles as facets there are none, and no
        error is stated.
    other_areas
        The same areas by a second method (projected and true, in the paper). The mean of both is
        inverted; half the difference between the results of either alone is ``method_error``,
        which all particles share and which more particles do not reduce.
    temperature
        [K].
    n
        Electrons transferred.

    Returns
    -------
    FacetInversion
        A facet whose most likely j0 is zero is reported as 0 with ``at_bound``, without a standard
        error, and with the 95 % upper limit that every facet has.

    Raises
    ------
    ValueError
        Before any work, in words: a facet that no particle exposes, two facets always in
        proportion, facets that cannot be told apart, fewer particles than facets, names that do
        not match, a value that is missing, negative or not finite.

    Examples
    --------
    >>> areas = pd.DataFrame({"(003)": [8e-11, 2e-11], "(201)": [1e-11, 9e-11]}, ["A", "B"])
    >>> inversion = invert_facets(areas, {"A": 90.2e6, "B": 13.88e6}, r_ct_error=0.01)
    >>> inversion.table["j0_mA_cm2"].round(1).to_dict()
    {'(003)': 0.1, '(201)': 2.0}
    """
    measurement = Measurement.checked(
        areas, r_ct, areas_error, r_ct_error, other_areas, temperature, electrons
    )
    for argument, table in zip(("areas", "other_areas"), measurement.area_sets, strict=False):
        check_identifiable(table, argument)
    if other_areas is not None:
        check_identifiable(measurement.areas, "mean of areas and other_areas")
    return invert(measurement)


def invert(measurement: Measurement) -> FacetInversion:
    """Invert an identifiable measurement; see `invert_facets`."""
    areas = measurement.areas
    facets = areas.columns
    estimate, scale = _estimate(areas, measurement)
    freedom = len(areas) - int(np.count_nonzero(estimate.x))
    stated = measurement.states_errors
    unit = 1.0 if stated else _variance_of_unit_weight(estimate.misfit, freedom)
    covariance = unit * estimate.covariance
    upper = upper_limit(estimate.unbounded, np.sqrt(np.diag(covariance)))
    if math.isfinite(unit) and unit > 0:
        covariance = non_negative_covariance(estimate.unbounded, covariance)
    j0 = pd.Series(estimate.x / scale, facets, name="j0")
    rank, condition = rank_and_condition(areas.to_numpy())
    return FacetInversion(
        measurement=measurement,
        j0=j0,
        covariance=pd.DataFrame(covariance / np.outer(scale, scale), facets, facets),
        upper_95=pd.Series(upper / scale, facets),
        j0_by_method=_by_method(measurement, j0),
        chi_square=estimate.misfit if stated else float("nan"),
        degrees_of_freedom=freedom,
        rank=rank,
        condition=condition,
    )


def upper_limit(value: FloatArray, sigma: FloatArray) -> FloatArray:
    """One-sided 95 % upper limit of quantities known to be non-negative.

    The CLs limit of a Gaussian estimate (Read 2002, DOI 10.1088/0954-3899/28/10/313): it covers at
    least 95 %, and is positive however negative the estimate.
    """
    z = np.divide(value, sigma, out=np.full_like(value, np.inf), where=sigma != 0)
    limit: FloatArray = value - sigma * ndtri_exp(math.log(1 - CONFIDENCE) + log_ndtr(z))
    return limit


def _estimate(areas: pd.DataFrame, measurement: Measurement) -> tuple[Estimate, FloatArray]:
    """Most likely j0 times `scale`: rows relative to i0, columns of unit length."""
    relative_areas = areas.to_numpy() / measurement.exchange_current[:, None]
    scale = np.linalg.norm(relative_areas, axis=0)
    relative = measurement.r_ct_deviations
    if relative is None:
        relative = np.full(len(areas), FLOOR if measurement.states_errors else 1.0)
    deviations = measurement.deviations / measurement.exchange_current[:, None] / scale
    try:
        estimate = most_likely(
            relative_areas / scale, np.ones(len(areas)), deviations**2, relative**2
        )
    except ArithmeticError:
        raise ValueError(
            "areas_error: no most likely j0 was found; the errors are too large for areas that "
            "tell the facets apart so little "
            f"(condition {rank_and_condition(areas.to_numpy())[1]:.3g})"
        ) from None
    return estimate, scale


def _variance_of_unit_weight(misfit: float, degrees_of_freedom: int) -> float:
    return misfit / degrees_of_freedom if degrees_of_freedom else float("nan")


def _by_method(measurement: Measurement, j0: pd.Series) -> tuple[pd.Series, ...]:
    if len(measurement.area_sets) == 1:
        return (j0,)
    results = []
    for areas in measurement.area_sets:
        estimate, scale = _estimate(areas, measurement)
        results.append(pd.Series(estimate.x / scale, areas.columns, name="j0"))
    return tuple(results)
