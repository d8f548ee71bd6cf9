"""What was measured, with where it was read."""

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
    with (files("pybamm_facets.measured") / "li2025.csv").open() as file:
        return pd.read_csv(file)


__all__ = ["li2025_capacities"]
