"""From fitted spectra and a table of areas to the exchange current density of each facet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pybamm_facets.impedance.circuits.fit_files import FileFit
from pybamm_facets.impedance.inversion.area_tables import Resistances, no_limits
from pybamm_facets.impedance.inversion.invert_files import (
    AreaFiles,
    FileInversion,
    invert_resistances,
)


def resistances_of(files: Sequence[FileFit], particles: Sequence[str]) -> Resistances:
    """R_CT and standard errors [Ohm] of particles; limits of those without a value.

    A particle whose file failed, or that has none, has neither a lower nor an upper limit.
    """
    by_name = {file.name: file for file in files}
    values, errors, limits = {}, {}, {}
    for name in particles:
        file = by_name.get(name)
        if file is None or file.fit is None:
            limits[name] = (np.nan, np.nan)
        elif file.limit is not None:
            below = file.limit.below if np.isfinite(file.limit.below) else np.nan
            limits[name] = (file.limit.above or np.nan, below)
        else:
            values[name] = file.fit.values["R_CT"]
            errors[name] = file.fit.standard_errors["R_CT"]
    table = pd.DataFrame.from_dict(limits, orient="index", columns=["above_Ohm", "below_Ohm"])
    table = table.rename_axis("particle")
    return Resistances(
        pd.Series(values, dtype=float), pd.Series(errors, dtype=float),
        table if limits else no_limits(),
    )  # fmt: skip


def facets_of_spectra(
    files: Sequence[FileFit],
    areas: AreaFiles,
    folder: Path,
    *,
    temperature: float = 293.15,
    electrons: int = 1,
) -> FileInversion:
    """Exchange current density of each facet, from fits named as the particles of the areas.

    Parameters
    ----------
    files
        Of `fit_files`; those of particles whose areas are not known are left alone.
    areas
        Of the particles. One whose spectrum failed, is missing, or does not determine R_CT is
        left out and predicted.
    folder
        Where the spectra are, for messages.
    temperature, electrons
        [K], and how many are transferred.

    Raises
    ------
    ValueError
        If no file is named as a particle, and as `invert_files`.
    """
    particles = [str(name) for name in areas.read()[0].index]
    if not set(particles) & {file.name for file in files}:
        raise ValueError(
            f"{folder}: no file is named as a particle of {areas.areas}; expected such as "
            f"{particles[0]}.csv"
        )
    return invert_resistances(
        areas, resistances_of(files, particles), folder,
        temperature=temperature, electrons=electrons,
    )  # fmt: skip
