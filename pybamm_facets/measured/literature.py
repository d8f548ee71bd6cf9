"""What was measured of the installed sets, as their files have it."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd


def li2025_capacities() -> pd.DataFrame:
    """Discharge capacities of Li et al. 2025 (DOI 10.1038/s41467-025-65068-5).

    Returns
    -------
    pandas.DataFrame
        Columns ``particle``, ``direction``, ``c_rate``, ``capacity_mAh_g`` (per gram of positive
        active material), ``provenance``, ``source``. The text states no other rate than 10C.
    """
    return _read("li2025_capacities.csv")


def nmc111_capacities() -> pd.DataFrame:
    """What was measured of NMC111: as `li2025_capacities`, and ``j0_mA_cm2``."""
    return _read("nmc111_capacities.csv").rename(columns={"note_j0_mA_cm2": "j0_mA_cm2"})


def _read(name: str) -> pd.DataFrame:
    with (files("pybamm_facets.parameter_sets") / name).open(encoding="utf-8") as file:
        return pd.read_csv(file)
