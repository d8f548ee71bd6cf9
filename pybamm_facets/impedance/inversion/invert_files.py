"""From CSV files of areas and resistances to an inversion, and what it predicts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from pybamm_facets.impedance.inversion.area_tables import (
    Resistances,
    no_limits,
    read_areas,
    read_resistance_table,
)
from pybamm_facets.impedance.inversion.facet_areas import AreaError, ResistanceError
from pybamm_facets.impedance.inversion.facet_inversion import FacetInversion
from pybamm_facets.impedance.inversion.invert import invert_facets
from pybamm_facets.impedance.inversion.leave_one_out import leave_one_out
from pybamm_facets.impedance.inversion.prediction import ACCEPTED_FRACTION


@dataclass(frozen=True)
class AreaFiles:
    """Areas of some particles.

    Parameters
    ----------
    areas
        CSV file: ``particle``, one column for each facet such as ``(104)_um2``, and if known its
        standard deviation ``(104)_error_um2``.
    other_areas
        The same by a second method.
    areas_error
        Relative error of every area, where the file has none.
    """

    areas: Path
    other_areas: Path | None = None
    areas_error: float | None = None

    def read(self) -> tuple[pd.DataFrame, AreaError, pd.DataFrame | None]:
        """Areas [m2], their errors, and those by the second method."""
        table, error = read_areas(self.areas)
        other = None if self.other_areas is None else read_areas(self.other_areas)[0]
        return table, _one_of(error, self.areas_error, "areas_error", self.areas), other


@dataclass(frozen=True)
class FileInversion:
    """An inversion, and each particle predicted from the others.

    Parameters
    ----------
    inversion
        j0 of each facet with its errors.
    particles
        By particle: ``predicted_Ohm``, ``standard_error_Ohm``, ``measured_Ohm``, ``kind`` (left out
        of the inversion, or unseen by it), ``status``, ``reason``, ``relative_difference`` and
        ``within_20_percent``, whether that is agreement.
    undetermined
        Particles that were left out as their R_CT is not determined: ``above_Ohm``,
        ``below_Ohm``, ``predicted_Ohm``, ``standard_error_Ohm`` and ``agrees``, whether the
        prediction, within two errors, is on the side that the limit says.
    """

    inversion: FacetInversion
    particles: pd.DataFrame
    undetermined: pd.DataFrame = field(default_factory=no_limits)


def invert_files(
    measured: AreaFiles,
    r_ct: Path,
    *,
    r_ct_error: float | None = None,
    unseen: AreaFiles | None = None,
    temperature: float = 293.15,
) -> FileInversion:
    """Exchange current density of each facet from files (Eq. 6), with predictions.

    Parameters
    ----------
    measured
        Areas of the particles whose resistances are inverted.
    r_ct
        CSV file: ``particle``, ``r_ct_MOhm`` (or kOhm, Ohm), and if known ``r_ct_error_MOhm``;
        limits of those not determined in ``r_ct_above_MOhm`` and ``r_ct_below_MOhm``.
    r_ct_error
        Relative error of every resistance, where the file has none.
    unseen
        Areas of particles to predict, and to compare where the file has their resistance.
    temperature
        [K].

    Raises
    ------
    ValueError
        For tables that cannot be meant, a particle without areas, and errors given twice.
    """
    resistances = read_resistance_table(r_ct)
    return invert_resistances(
        measured, resistances, r_ct, r_ct_error=r_ct_error, unseen=unseen, temperature=temperature
    )


def invert_resistances(
    measured: AreaFiles,
    resistances: Resistances,
    source: Path,
    *,
    r_ct_error: float | None = None,
    unseen: AreaFiles | None = None,
    temperature: float = 293.15,
    electrons: int = 1,
) -> FileInversion:
    """As `invert_files`, from resistances that `source` gave; errors name it.

    A particle whose resistance is not determined is left out, predicted from the others, and
    compared with its limit.
    """
    table, areas_error, other = measured.read()
    values = resistances.values
    others = None if unseen is None else unseen.read()
    known = [] if others is None else others[0].index.difference(table.index)
    for names in (values.index, resistances.limits.index):
        unknown = names.difference(table.index).difference(known)
        if len(unknown):
            raise ValueError(f"{source}: no areas of particle {', '.join(unknown)}")
    left = resistances.limits.index.intersection(table.index)
    mine = values.index.isin(table.index)
    inverted, compared = values[mine], values[~mine]
    stated = None if resistances.errors is None else resistances.errors[inverted.index]
    try:
        inversion = invert_facets(
            table.drop(left),
            inverted,
            areas_error=_without(areas_error, left),
            r_ct_error=_one_of(stated, r_ct_error, "r_ct_error", source),
            other_areas=_without(other, left),
            temperature=temperature,
            electrons=electrons,
        )
    except ValueError as error:
        note = f" (left out, as R_CT is not determined: {', '.join(left)})" if len(left) else ""
        raise ValueError(f"{error}{note}") from None
    tables = [leave_one_out(inversion).assign(kind="left out")]
    if others is not None:
        tables.append(_predicted(inversion, *others, compared))
    parts = (table.loc[left], _only(areas_error, left), _only(other, left))
    limits = _with_predictions(resistances.limits.loc[left], inversion, *parts)
    return FileInversion(inversion, _compared(pd.concat(tables)), limits)


def _without(table: AreaError, names: pd.Index) -> AreaError:
    return table.drop(names) if isinstance(table, pd.DataFrame) else table


def _only(table: AreaError, names: pd.Index) -> AreaError:
    return table.loc[names] if isinstance(table, pd.DataFrame) else table


def _with_predictions(
    limits: pd.DataFrame,
    inversion: FacetInversion,
    areas: pd.DataFrame,
    areas_error: AreaError,
    other_areas: pd.DataFrame | None,
) -> pd.DataFrame:
    if limits.empty:
        return limits
    prediction = inversion.predict(areas, areas_error=areas_error, other_areas=other_areas)
    value, error = prediction.r_ct, prediction.standard_error
    room = 2 * error.fillna(np.inf)
    above = limits["above_Ohm"].fillna(0.0) <= value + room
    below = limits["below_Ohm"].fillna(np.inf) >= value - room
    return limits.assign(predicted_Ohm=value, standard_error_Ohm=error, agrees=above & below)


def _one_of(
    table: pd.DataFrame | pd.Series | None, number: float | None, argument: str, path: Path
) -> AreaError | ResistanceError:
    if table is not None and number is not None:
        raise ValueError(f"{argument}={number!r}: {path} has errors already; give one of them")
    return number if table is None else table


def _predicted(
    inversion: FacetInversion,
    areas: pd.DataFrame,
    areas_error: AreaError,
    other_areas: pd.DataFrame | None,
    measured: pd.Series,
) -> pd.DataFrame:
    prediction = inversion.predict(areas, areas_error=areas_error, other_areas=other_areas)
    table = prediction.table.rename(columns={"r_ct_Ohm": "predicted_Ohm"})
    return table[["predicted_Ohm", "standard_error_Ohm"]].assign(
        measured_Ohm=measured.reindex(areas.index), kind="unseen", status="ok", reason=""
    )


def _compared(particles: pd.DataFrame) -> pd.DataFrame:
    difference = particles["predicted_Ohm"] / particles["measured_Ohm"] - 1
    particles["relative_difference"] = difference
    particles["within_20_percent"] = (difference.abs() <= ACCEPTED_FRACTION).mask(difference.isna())
    return particles.rename_axis("particle")
