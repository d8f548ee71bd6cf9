"""Files of the rate capability of a user's sets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pybamm_facets.report.rate_capability import rate_capability_figure
from pybamm_facets.report.record import write_record
from pybamm_facets.report.style import save_figure
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.studies.set_rates import SetRates


def write_set_rates(
    out_dir: Path, result: SetRates, sets: Mapping[str, LoadedSet], inputs: Mapping[str, Any]
) -> list[Path]:
    """Table, record and figure; the files."""
    csv, record, figure = (out_dir / f"rate_capability.{end}" for end in ("csv", "json", "png"))
    result.table.to_csv(csv, index=False)
    values = {name: loaded.parameter_values for name, loaded in sets.items()}
    write_record(record, result.table, inputs, values, {"statements": result.statements})
    highest = float(result.table["c_rate"].max())
    save_figure(figure, rate_capability_figure(result.table, result.curves, highest))
    return [csv, record, figure]
