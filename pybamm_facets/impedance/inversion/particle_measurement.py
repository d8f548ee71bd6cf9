"""What a set of single-particle measurements holds, checked and aligned once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets.impedance.charge_transfer import thermal_voltage
from pybamm_facets.impedance.inversion.facet_areas import (
    AreaError,
    ResistanceError,
    area_deviations,
    checked_areas,
    checked_resistances,
    like,
    match_names,
    resistance_deviations,
)


@dataclass(frozen=True)
class Measurement:
    """Areas and charge-transfer resistances of some particles, all in one order of names.

    Parameters
    ----------
    area_sets
        Particle by facet [m2], one table for each method by which areas were measured.
    deviations
        Standard deviation of each area about the mean of the methods [m2], (particles, facets).
    r_ct
        Charge-transfer resistance by particle [Ohm].
    r_ct_deviations
        Relative standard deviation of each resistance, (particles,); None where none is stated.
    temperature, electrons
        [K], and how many are transferred.
    """

    area_sets: tuple[pd.DataFrame, ...]
    deviations: FloatArray
    r_ct: pd.Series
    r_ct_deviations: FloatArray | None
    temperature: float
    electrons: int

    @classmethod
    def checked(
        cls,
        areas: pd.DataFrame,
        r_ct: pd.Series | Mapping[str, float],
        areas_error: AreaError,
        r_ct_error: ResistanceError,
        other_areas: pd.DataFrame | None,
        temperature: float,
        electrons: int,
    ) -> Measurement:
        """From what a user gives to `invert_facets`; ``ValueError`` for what cannot be meant."""
        thermal_voltage(temperature, electrons)
        sets = checked_area_sets(areas, other_areas)
        resistances = checked_resistances(r_ct, "r_ct")
        match_names(resistances.index, sets[0].index, "r_ct", "areas", "particle")
        resistances = resistances.loc[sets[0].index]
        deviations = area_deviations(areas_error, mean_areas(sets), "areas_error")
        relative = resistance_deviations(r_ct_error, resistances, "r_ct_error")
        return cls(sets, deviations, resistances, relative, temperature, electrons)

    @property
    def areas(self) -> pd.DataFrame:
        """Mean of the area sets [m2]."""
        return mean_areas(self.area_sets)

    @property
    def exchange_current(self) -> FloatArray:
        """i0 of each particle (Eq. 5) [A], (particles,)."""
        current: FloatArray = (
            thermal_voltage(self.temperature, self.electrons) / self.r_ct.to_numpy()
        )
        return current

    @property
    def states_errors(self) -> bool:
        """Whether any error was stated, of areas or of resistances."""
        return self.r_ct_deviations is not None or bool(self.deviations.any())

    def without(self, particle: str) -> Measurement:
        """The same without one particle."""
        kept = np.asarray(self.r_ct.index != particle)
        return replace(
            self,
            area_sets=tuple(table[kept] for table in self.area_sets),
            deviations=self.deviations[kept],
            r_ct=self.r_ct[kept],
            r_ct_deviations=None if self.r_ct_deviations is None else self.r_ct_deviations[kept],
        )


def checked_area_sets(
    areas: pd.DataFrame, other_areas: pd.DataFrame | None
) -> tuple[pd.DataFrame, ...]:
    """The area tables of one or two methods, in one order of names."""
    first = checked_areas(areas)
    if other_areas is None:
        return (first,)
    return first, checked_areas(like(other_areas, first, "other_areas"), "other_areas")


def mean_areas(sets: tuple[pd.DataFrame, ...]) -> pd.DataFrame:
    """Mean of the tables [m2]."""
    return sum(sets[1:], start=sets[0]) / len(sets)
