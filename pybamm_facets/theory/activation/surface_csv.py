"""Work functions and electronic interactions from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, facet_family
from pybamm_facets.tables import read_text_table
from pybamm_facets.theory.activation.facet_surfaces import FacetSurface, FacetSurfaces
from pybamm_facets.theory.electronic.coupling_fit import CouplingFit, fit_couplings

COLUMNS = ("facet", "work_function_eV", "delta0_eV", "dos_file")
ADSORBATE = "li_2s"


def read_facet_surfaces(
    path: str | Path, families: tuple[FacetFamily, ...] = NMC811_FACETS
) -> FacetSurfaces:
    """Read the facets of a material from CSV.

    Parameters
    ----------
    path
        Columns ``facet`` (a label), ``work_function_eV``, and in each row either ``delta0_eV`` or
        ``dos_file``, a file as `fit_dos_file` reads it, relative to this one.
    families
        The facets that labels may name.

    Raises
    ------
    ValueError
        For columns or values that are missing, unknown or out of range; names the facet.
    """
    path = Path(path)
    table = read_text_table(path)
    unknown = [column for column in table.frame if column not in COLUMNS]
    missing = [column for column in COLUMNS[:2] if column not in table.frame]
    if unknown or missing:
        raise ValueError(
            f"{path.name} columns: unknown {unknown}, missing {missing}; expected facet, "
            "work_function_eV, and delta0_eV or dos_file"
        )
    frame = table.numbers(text=("facet", "dos_file"), optional=("delta0_eV",))
    rows = [_read_row(record, path.parent, families) for record in frame.to_dict("records")]
    return FacetSurfaces(tuple(rows))


def fit_dos_file(path: str | Path) -> tuple[CouplingFit, float]:
    """Fit the couplings to a file of densities of states.

    Parameters
    ----------
    path
        CSV with ``energy_eV`` (zero at the Fermi level, increasing), ``li_2s`` (the projected
        density of the level [eV-1], integrating to 1) and one column for each band of the facet
        [eV-1], zero at both ends.

    Returns
    -------
    CouplingFit, float
        The fit, and Δ_0 [eV] at the Fermi level.

    Raises
    ------
    ValueError
        If columns are missing, the Fermi level is outside, or as `fit_couplings`.
    """
    path = Path(path)
    frame = read_text_table(path).numbers()
    bands = [column for column in frame.columns if column not in ("energy_eV", ADSORBATE)]
    if not {"energy_eV", ADSORBATE} <= set(frame.columns) or not bands:
        raise ValueError(
            f"{path.name} columns are {', '.join(map(str, frame.columns))}; expected energy_eV, "
            f"{ADSORBATE} and at least one band"
        )
    try:
        energy, level, *dos = frame[["energy_eV", ADSORBATE, *bands]].to_numpy(dtype=float).T
        fit = fit_couplings(energy, level, dos)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None
    return fit, fit.coupling_strength(_at_fermi(path.name, energy, dos))


def _at_fermi(name: str, energy: FloatArray, dos: list[FloatArray]) -> list[float]:
    if not energy[0] < 0 < energy[-1]:
        raise ValueError(
            f"{name}: energy_eV is from {energy[0]:g} to {energy[-1]:g}, expected to include 0, "
            "the Fermi level"
        )
    return [float(np.interp(0.0, energy, band)) for band in dos]


def _read_row(
    record: dict[Any, Any], folder: Path, families: tuple[FacetFamily, ...]
) -> FacetSurface:
    facet = facet_family(record["facet"], families).label
    work_function = record["work_function_eV"]
    given = [name for name in COLUMNS[2:] if name in record and record[name] not in ("", None)]
    given = [name for name in given if record[name] == record[name]]  # an empty number is NaN
    if len(given) != 1:
        raise ValueError(
            f"{facet}: {' and '.join(given) or 'neither delta0_eV nor dos_file'} given, "
            "expected one of delta0_eV and dos_file"
        )
    if given == ["delta0_eV"]:
        return FacetSurface(facet, work_function, record["delta0_eV"])
    return FacetSurface(facet, work_function, fit_dos_file(folder / str(record["dos_file"]))[1])
