"""What two sets were measured at, and the model that both ask for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.studies.own_measurements import with_errors
from pybamm_facets.studies.set_model import ModelChoice, model_choice

Sets = Mapping[str, LoadedSet]


@dataclass(frozen=True)
class MeasuredAlike:
    """What both were measured at: the rate, both capacities (the second's may be missing)."""

    c_rate: float
    first: float
    first_error: float
    second: float
    second_error: float


def two_names(sets: Sets) -> tuple[str, str]:
    if len(sets) != 2:
        raise ValueError(f"sets={list(sets)}: expected two different ones")
    first, second = sets
    return first, second


def one_model(sets: Sets) -> ModelChoice:
    choices = [model_choice(loaded.parameter_values) for loaded in sets.values()]
    if choices[0].full_cell != choices[1].full_cell:
        raise ValueError(f"sets={list(sets)}: expected two half-cells, or two full cells")
    return ModelChoice(choices[0].full_cell, any(one.steep for one in choices))


def shared_target(measured: pd.DataFrame, first: str, second: str) -> MeasuredAlike:
    rows = with_errors(measured)
    rows = rows[(rows["direction"] == "discharge") & rows["voltage_V"].isna()]
    one, other = (rows[rows["particle"] == name].set_index("c_rate") for name in (first, second))
    if one.empty:
        raise ValueError(f"measured: no discharge capacity of {first!r}, which D_ab is fitted to")
    common = one.index.intersection(other.index)
    rate = float(max(common if len(common) else one.index))
    found = other.loc[rate] if rate in other.index else None
    return MeasuredAlike(
        rate,
        float(one.loc[rate, "capacity_mAh_g"]),
        float(one.loc[rate, "error_mAh_g"]),
        math.nan if found is None else float(found["capacity_mAh_g"]),
        math.nan if found is None else float(found["error_mAh_g"]),
    )
