"""The result of an inversion: j0 of each facet with its errors, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from pybamm_facets._units import MA_CM2
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily
from pybamm_facets.impedance.charge_transfer import thermal_voltage
from pybamm_facets.impedance.inversion.facet_areas import AreaError, area_deviations, like
from pybamm_facets.impedance.inversion.facet_identifiability import variance_inflation
from pybamm_facets.impedance.inversion.particle_measurement import (
    Measurement,
    checked_area_sets,
    mean_areas,
)
from pybamm_facets.impedance.inversion.prediction import Prediction
from pybamm_facets.kinetics.table import FacetKinetics, FacetTable

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class FacetInversion:
    """Exchange current density of each facet; made by `invert_facets`.

    Parameters
    ----------
    measurement
        What was inverted.
    j0
        Exchange current density by facet [A.m-2].
    covariance
        Of j0, facet by facet [A2.m-4]: the random errors of areas and resistances, and that no j0
        is negative.
    upper_95
        One-sided 95 % upper limit by facet [A.m-2].
    j0_by_method
        j0 from the areas of each method alone [A.m-2].
    chi_square, degrees_of_freedom
        Misfit in units of the stated errors (NaN where none is stated), and particles less facets
        that are off the bound.
    rank, condition
        Of the areas, with columns of unit length.
    """

    measurement: Measurement
    j0: pd.Series
    covariance: pd.DataFrame
    upper_95: pd.Series
    j0_by_method: tuple[pd.Series, ...]
    chi_square: float
    degrees_of_freedom: int
    rank: int
    condition: float

    @property
    def at_bound(self) -> pd.Series:
        """Whether the most likely j0 is zero, by facet."""
        return self.j0 == 0

    @property
    def standard_error(self) -> pd.Series:
        """Random standard error by facet [A.m-2]; NaN at the bound, where `upper_95` speaks."""
        deviation = pd.Series(np.sqrt(np.diag(self.covariance)), self.j0.index)
        return deviation.mask(self.at_bound)

    @property
    def method_error(self) -> pd.Series:
        """Half the difference between the two area methods [A.m-2]; zero with one method."""
        return (self.j0_by_method[0] - self.j0_by_method[-1]).abs() / 2

    @property
    def total_error(self) -> pd.Series:
        """Random and method errors, added in squares [A.m-2]."""
        return np.hypot(self.standard_error, self.method_error)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a facet, in mA/cm².

        ``j0_mA_cm2``, ``standard_error_mA_cm2``, ``method_error_mA_cm2``, ``total_error_mA_cm2``,
        ``upper_95_mA_cm2``, ``at_bound`` and ``variance_inflation`` (how much the other facets
        inflate the variance: 1 where a facet's areas are independent of all the others').
        """
        columns = {
            "j0": self.j0,
            "standard_error": self.standard_error,
            "method_error": self.method_error,
            "total_error": self.total_error,
            "upper_95": self.upper_95,
        }
        table = pd.DataFrame({f"{name}_mA_cm2": v / MA_CM2 for name, v in columns.items()})
        table["at_bound"] = self.at_bound
        table["variance_inflation"] = variance_inflation(self.measurement.areas.to_numpy())
        return table.rename_axis("facet")

    @cached_property
    def particles(self) -> pd.DataFrame:
        """One row a particle that was inverted: measured and fitted resistance [Ohm]."""
        fitted = thermal_voltage(self.measurement.temperature, self.measurement.electrons) / (
            self.measurement.areas @ self.j0
        )
        measured = self.measurement.r_ct
        return pd.DataFrame(
            {
                "measured_Ohm": measured,
                "fitted_Ohm": fitted,
                "relative_difference": fitted / measured - 1,
            }
        ).rename_axis("particle")

    def predict(
        self,
        areas: pd.DataFrame,
        *,
        areas_error: AreaError = None,
        other_areas: pd.DataFrame | None = None,
    ) -> Prediction:
        """Charge-transfer resistance of other particles (Eqs. 2, 5).

        Parameters
        ----------
        areas, areas_error, other_areas
            As for `invert_facets`, with the same facets (zero where one is absent) and the same
            area methods.

        Returns
        -------
        Prediction
            The standard errors hold the errors of j0 with their correlations, of these areas and
            of the area method.

        Raises
        ------
        ValueError
            If facets or methods differ from those of the inversion.
        """
        sets = checked_area_sets(areas, other_areas)
        if len(sets) != len(self.measurement.area_sets):
            raise ValueError(
                f"areas by {len(sets)} method(s), but j0 was found with "
                f"{len(self.measurement.area_sets)}; give both areas and other_areas as there"
            )
        sets = tuple(_with_facets(table, self.j0.index) for table in sets)
        mean = mean_areas(sets)
        deviations = area_deviations(areas_error, mean, "areas_error")
        current = mean @ self.j0
        variance = np.einsum("pi,ij,pj->p", mean, self.covariance, mean)
        variance += deviations**2 @ self.j0.to_numpy() ** 2
        by_method = [table @ j0 for table, j0 in zip(sets, self.j0_by_method, strict=True)]
        variance += ((by_method[0] - by_method[-1]) / 2) ** 2
        return self._prediction(current, np.sqrt(variance))

    def facet_table(
        self,
        stoichiometry: float,
        *,
        floor: float | None = None,
        families: tuple[FacetFamily, ...] = NMC811_FACETS,
    ) -> FacetTable:
        """The result as kinetics for the cell models.

        Parameters
        ----------
        stoichiometry
            Lithium content at which the resistances were measured.
        floor
            j0 [A.m-2] for facets at the bound, which a table cannot hold as zero; their 95 % limit
            becomes the upper bound.
        families
            The facet families that labels may name.

        Returns
        -------
        FacetTable
            Bounds are the 95 % interval of a log-normal with the total error.

        Raises
        ------
        ValueError
            If a facet is at the bound and there is no `floor`.
        """
        stuck = list(self.j0.index[self.at_bound])
        if stuck and floor is None:
            raise ValueError(
                f"j0 of {', '.join(stuck)} is zero within its error, and a facet table needs "
                "positive numbers: give floor [A.m-2], the j0 to assume there"
            )
        rows = tuple(
            self._row(facet, stoichiometry, floor if facet in stuck else None)
            for facet in self.j0.index
        )
        return FacetTable(rows, families)

    def _row(self, facet: str, stoichiometry: float, assumed: float | None) -> FacetKinetics:
        state = (stoichiometry, self.measurement.temperature)
        if assumed is not None:
            upper = np.fmax(assumed, self.upper_95[facet])
            return FacetKinetics(facet, assumed, assumed, float(upper), "fitted", *state)
        j0 = float(self.j0[facet])
        relative = np.nan_to_num(self.total_error[facet] / j0)
        factor = float(np.exp(NORMAL_95 * relative))
        return FacetKinetics(facet, j0, j0 / factor, j0 * factor, "fitted", *state)

    def _prediction(self, current: pd.Series, deviation: pd.Series) -> Prediction:
        voltage = thermal_voltage(self.measurement.temperature, self.measurement.electrons)
        # A particle that shows only facets at the bound has no finite resistance.
        visible = current.where(current > 0)
        table = pd.DataFrame(
            {
                "i0_A": current,
                "r_ct_Ohm": (voltage / visible).fillna(np.inf),
                "standard_error_Ohm": voltage / visible**2 * deviation,
            }
        )
        return Prediction(table.rename_axis("particle"))


def _with_facets(table: pd.DataFrame, facets: pd.Index) -> pd.DataFrame:
    reference = pd.DataFrame(0.0, table.index, facets)
    return like(table, reference, "areas", "the inversion")
