"""Text tables of cyclers: whose names the columns have decides how they are read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pybamm_facets.exchange.bdf_file import bdf_frame
from pybamm_facets.exchange.pyprobe_file import has_pyprobe_names, pyprobe_frame
from pybamm_facets.tables import read_text_table


def read_text(path: str | Path) -> pd.DataFrame:
    """Read a text table with the names of BDF or of PyProBE; see `read_cycler`."""
    table = read_text_table(path)
    return pyprobe_frame(table) if has_pyprobe_names(list(table.frame)) else bdf_frame(table)
