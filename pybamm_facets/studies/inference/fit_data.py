"""Measurements as a fit takes them, checked before any work."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pybamm_facets.sets.direction import Direction, read_direction

DATA = ("particle", "c_rate", "capacity_mAh_g")
DEFAULT_ERROR = 1.0
"""Standard error [mAh/g] of a capacity that is given without one."""


def checked_data(
    data: pd.DataFrame, particles: Mapping[str, Any], direction: Direction | str
) -> pd.DataFrame:
    """Data with a direction, voltage and error in every row, else ``ValueError``."""
    missing = [column for column in DATA if column not in data]
    if missing:
        raise ValueError(f"data: no column {missing[0]!r}; expected {', '.join(DATA)}")
    data = data.reset_index(drop=True)
    ways = data["direction"] if "direction" in data else [direction] * len(data)
    data = data.assign(
        direction=[read_direction(way, "data direction").value for way in ways],
        voltage_V=data["voltage_V"].astype(float) if "voltage_V" in data else math.nan,
        error_mAh_g=data["error_mAh_g"].astype(float) if "error_mAh_g" in data else DEFAULT_ERROR,
    )
    for index, row in enumerate(data.itertuples()):
        if row.particle not in particles:
            raise ValueError(
                f"data row {index}: particle {row.particle!r}, expected one of {list(particles)}"
            )
        for column in ("c_rate", "capacity_mAh_g", "error_mAh_g"):
            value = getattr(row, column)
            if not (math.isfinite(value) and value > 0):
                raise ValueError(f"data row {index}: {column}={value!r}, expected positive")
    return data


def parts_of(data: pd.DataFrame) -> list[tuple[str, str]]:
    """(particle, direction) of the data, each once."""
    return list(dict.fromkeys(zip(data["particle"], data["direction"], strict=True)))


def rates_of(data: pd.DataFrame, particle: str, direction: str) -> list[float]:
    """Rates at which a particle was measured in a direction."""
    own = (data["particle"] == particle) & (data["direction"] == direction)
    return sorted(set(data.loc[own, "c_rate"].astype(float)))
