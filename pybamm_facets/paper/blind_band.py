"""The band of the blind prediction over rate, as it was drawn once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

SHIPPED = Path(__file__).with_name("blind_band.csv")
QUANTILE_COLUMNS = ("0.05", "0.5", "0.95")


def blind_band(path: str | Path = SHIPPED) -> pd.DataFrame:
    """Quantiles of both particles' capacity over rate, over draws of the estimates.

    Parameters
    ----------
    path
        CSV as `pybamm-facets explain` writes it (``explain_band.csv``); by default the one that is
        shipped, whose head says how it was drawn.

    Returns
    -------
    pandas.DataFrame
        ``particle``, ``c_rate``, and a column for each quantile, as `pybamm_facets.rate_band`.

    Raises
    ------
    ValueError
        If there is no such file, or it lacks a column.
    """
    if not Path(path).is_file():
        raise ValueError(f"path={str(path)!r}: expected a CSV that explain wrote, got no file")
    table = pd.read_csv(path, comment="#")
    missing = [one for one in ("particle", "c_rate", *QUANTILE_COLUMNS) if one not in table]
    if missing:
        raise ValueError(f"{path}: expected columns {', '.join(missing)}, as explain_band.csv has")
    quantiles = [one for one in table if one not in ("particle", "c_rate")]
    return table.rename(columns={one: float(one) for one in quantiles})
