"""Each particle predicted from the others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pybamm_facets.impedance.inversion.facet_identifiability import check_identifiable
from pybamm_facets.impedance.inversion.facet_inversion import FacetInversion
from pybamm_facets.impedance.inversion.invert import invert
from pybamm_facets.impedance.inversion.particle_measurement import Measurement

NOTHING = {"predicted_Ohm": float("nan"), "standard_error_Ohm": float("nan")}


def leave_one_out(inversion: FacetInversion) -> pd.DataFrame:
    """Predict each particle of an inversion from the others.

    Returns
    -------
    pandas.DataFrame
        Indexed by particle: ``measured_Ohm``, ``predicted_Ohm``, ``standard_error_Ohm``,
        ``relative_difference``, ``status`` (``ok``, or ``undetermined`` where the others do not
        determine every facet, as always with as many particles as facets) and ``reason``.
    """
    measurement = inversion.measurement
    rows = [_row(measurement, particle) for particle in measurement.r_ct.index]
    table = pd.DataFrame(rows, measurement.r_ct.index).rename_axis("particle")
    table.insert(0, "measured_Ohm", measurement.r_ct)
    difference = table["predicted_Ohm"] / table["measured_Ohm"] - 1
    table.insert(3, "relative_difference", difference)
    return table


def _row(measurement: Measurement, particle: str) -> dict[str, Any]:
    others = measurement.without(particle)
    try:
        for areas in (*others.area_sets, others.areas):
            check_identifiable(areas)
    except ValueError as error:
        return NOTHING | {"status": "undetermined", "reason": str(error)}
    left_out = measurement.r_ct.index == particle
    sets = [table[left_out] for table in measurement.area_sets]
    errors = pd.DataFrame(measurement.deviations[left_out], sets[0].index, sets[0].columns)
    prediction = invert(others).predict(
        sets[0], areas_error=errors, other_areas=sets[1] if len(sets) == 2 else None
    )
    row = prediction.table.iloc[0]
    return {
        "predicted_Ohm": row["r_ct_Ohm"],
        "standard_error_Ohm": row["standard_error_Ohm"],
        "status": "ok",
        "reason": "",
    }
