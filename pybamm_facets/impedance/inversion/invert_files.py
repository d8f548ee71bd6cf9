"""From CSV files of areas and resistances to an inversion, and what it predicts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pybamm_facets.impedance.inversion.area_tables import read_areas, read_resistances
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
    """

    inversion: FacetInversion
    particles: pd.DataFrame


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
        CSV file: ``particle``, ``r_ct_MOhm`` (or kOhm, Ohm), and if known ``r_ct_error_MOhm``.
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
    table, areas_error, other = measured.read()
    resistances, resistance_error = read_resistances(r_ct)
    others = None if unseen is None else unseen.read()
    known = [] if others is None else others[0].index.difference(table.index)
    unknown = resistances.index.difference(table.index).difference(known)
    if len(unknown):
        raise ValueError(f"{r_ct}: no areas of particle {', '.join(unknown)}")
    mine = resistances.index.isin(table.index)
    inverted, compared = resistances[mine], resistances[~mine]
    stated = None if resistance_error is None else resistance_error[inverted.index]
    inversion = invert_facets(
        table,
        inverted,
        areas_error=areas_error,
        r_ct_error=_one_of(stated, r_ct_error, "r_ct_error", r_ct),
        other_areas=other,
        temperature=temperature,
    )
    tables = [leave_one_out(inversion).assign(kind="left out")]
    if others is not None:
        tables.append(_predicted(inversion, *others, compared))
    return FileInversion(inversion, _compared(pd.concat(tables)))


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
