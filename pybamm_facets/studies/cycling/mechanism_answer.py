"""What one mechanism says: its rate from one particle, the others with it, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.ageing import Mechanism
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.checkpoints import Checkpoints, open_checkpoints
from pybamm_facets.runs.cycles.every_cycle import EveryCycle
from pybamm_facets.runs.cycles.jump import Jump
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Status
from pybamm_facets.studies.cycling.ageing_cell import (
    AgeingCell,
    ageing_cell,
)
from pybamm_facets.studies.cycling.calibrated_rate import (
    CalibratedRate,
    DamagePath,
    calibrated_rate,
    first_guess,
)
from pybamm_facets.studies.cycling.cycling_study import (
    check_up_table,
    cycle_table,
    travelled_cell,
)
from pybamm_facets.studies.cycling.openings_of_sets import Openings
from pybamm_facets.studies.cycling.sign_verdicts import WITHOUT_RATE, sign_verdict

UPPER_RETENTION = 0.9
"""The bound is a lower one: up to which share the range of a prediction goes, at least."""


@dataclass(frozen=True)
class Question:
    """What all mechanisms are asked.

    Parameters
    ----------
    reference
        The particle whose retention is known.
    retention
        Its share.
    cycles
        After how many.
    protocol, stepping, numerics
        How it is cycled and solved.
    model
        A half-cell model; None for what each mechanism needs.
    store
        File of the journeys.
    """

    reference: str
    retention: float
    cycles: int
    protocol: Protocol
    stepping: Jump | EveryCycle
    numerics: Numerics
    model: pybamm.BaseModel | None
    store: str | None

    @property
    def stops(self) -> tuple[int, ...]:
        """Cycles that are looked at: four of the curve, and the first."""
        quarters = {max(1, round(self.cycles * share)) for share in (0.25, 0.5, 0.75)}
        return tuple(sorted(quarters | {1, self.cycles}))


@dataclass(frozen=True, eq=False)
class MechanismAnswer:
    """What one mechanism says: rows of the table, its cycles and check-ups."""

    rows: pd.DataFrame
    cycles: pd.DataFrame
    check_ups: pd.DataFrame


def answer(
    work: tuple[Mechanism, Mapping[str, pybamm.ParameterValues], Openings, Question],
) -> MechanismAnswer:
    """What one mechanism says; at module level so that any executor can call it."""
    mechanism, sets, factors, question = work
    cells = _Cells(sets, factors, question)
    kept = nullcontext() if question.store is None else open_checkpoints(question.store)
    with kept as checkpoints:
        reference = cells.of(question.reference, mechanism)
        path = DamagePath(reference)
        found = calibrated_rate(
            reference,
            question.retention,
            question.cycles,
            stepping=question.stepping,
            path=path,
            kept=checkpoints,
        )
        if math.isnan(found.rate):
            return _uncalibrated(mechanism, sets, question, found)
        ranges = _ranges(mechanism, cells, question, path, found.rate, checkpoints)
        tables, looks, rows = [], [], []
        for name in sets:
            cell = cells.of(name, mechanism).with_rates(found.rate)
            journey = travelled_cell(cell, question.stepping, question.stops, checkpoints)
            tables.append(cycle_table(cell, journey))
            looks.append(check_up_table(cell, journey, (1, question.cycles)))
            rows.append(_row(cell, tables[-1], looks[-1], question, found, ranges.get(name)))
    frame = pd.DataFrame(rows)
    kept_share = frame.set_index("particle")["retention"]
    signs = [
        "" if name == question.reference
        else sign_verdict(kept_share[question.reference], kept_share[name])
        for name in frame["particle"]
    ]  # fmt: skip
    frame.insert(frame.columns.get_loc("low"), "sign", signs)
    return MechanismAnswer(
        frame, pd.concat(tables, ignore_index=True), pd.concat(looks, ignore_index=True)
    )


class _Cells:
    """Built cells, one for each set and kind of dose."""

    def __init__(
        self,
        sets: Mapping[str, pybamm.ParameterValues],
        factors: Openings,
        question: Question,
    ) -> None:
        self._sets, self._factors, self._question = sets, factors, question
        self._built: dict[tuple[str, Any], AgeingCell] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Of the sets."""
        return tuple(self._sets)

    def of(self, name: str, mechanism: Mechanism) -> AgeingCell:
        """The cell of a set with a mechanism."""
        key = (name, mechanism.dose)
        if key not in self._built:
            self._built[key] = ageing_cell(
                name,
                self._sets[name],
                (mechanism,),
                self._question.protocol,
                model=self._question.model,
                numerics=self._question.numerics,
                openings=self._factors.get(name),
            )
        return self._built[key].with_mechanisms(mechanism)


def _ranges(
    mechanism: Mechanism,
    cells: _Cells,
    question: Question,
    path: DamagePath,
    rate: float,
    kept: Checkpoints | None,
) -> dict[str, tuple[float, float]]:
    """Smallest and largest share that each other particle keeps, over what is not known."""
    others = [name for name in cells.names if name != question.reference]
    shares = sorted({question.retention, max(question.retention, UPPER_RETENTION)})
    found: dict[str, list[float]] = {name: [] for name in others}
    for variant, own in _variants(mechanism, cells, question, path):
        for share in shares:
            k = rate
            if variant is not mechanism or share != question.retention:
                k = first_guess(own, share, question.cycles).rate
            if math.isnan(k):
                continue
            for name in others:
                cell = cells.of(name, variant).with_rates(k)
                journey = travelled_cell(cell, question.stepping, (question.cycles,), kept)
                found[name].append(_kept_share(cycle_table(cell, journey)))
    return {name: (min(some), max(some)) for name, some in found.items() if some}


def _variants(
    mechanism: Mechanism, cells: _Cells, question: Question, path: DamagePath
) -> list[tuple[Mechanism, DamagePath]]:
    """The mechanism, and what else it may be; each with its path."""
    others = [(one, DamagePath(cells.of(question.reference, one))) for one in mechanism.variants()]
    return [(mechanism, path), *others]


def _row(
    cell: AgeingCell,
    cycles: pd.DataFrame,
    looks: pd.DataFrame,
    question: Question,
    found: CalibratedRate,
    bounds: tuple[float, float] | None,
) -> dict[str, Any]:
    (mechanism,), last, first = cell.mechanisms, cycles.iloc[-1], cycles.iloc[0]
    fitted = cell.label == question.reference
    at_end = last["cycle"] == question.cycles and Status(last["status"]).has_result
    share, change = _kept_share(cycles), last["mean_voltage_V"] - first["mean_voltage_V"]
    low, high = bounds or (share, share)
    reason = found.reason if fitted else str(last["reason"])
    if not at_end and last["status"] == Status.INFEASIBLE.value:
        reason = f"dead at cycle {last['cycle']}: {last['reason']}"
    return {
        "mechanism": mechanism.name,
        "particle": cell.label,
        "role": "fitted" if fitted else "predicted",
        "rate": found.rate,
        "rate_unit": rate_unit(mechanism),
        "capacity_mAh_g": share * first["capacity_mAh_g"],
        "retention": share,
        "low": min(low, share),
        "high": max(high, share),
        **_looks(looks, question.cycles),
        "voltage_change_V": change if at_end else math.nan,
        "status": last["status"],
        "reason": reason,
    }


def _kept_share(cycles: pd.DataFrame) -> float:
    """Share of the first cycle's capacity at the end; 0 for a cell that died before."""
    last = cycles.iloc[-1]
    if last["status"] == Status.FAILED.value:
        return math.nan
    return float(last["retention"]) if Status(last["status"]).has_result else 0.0


def _looks(looks: pd.DataFrame, end: int) -> dict[str, float]:
    """What the check-ups say of the end."""
    slow = looks[looks["c_rate"] == looks["c_rate"].min()].set_index("cycle")
    if end not in slow.index or 1 not in slow.index:
        return {"slow_retention": math.nan, "resistance_Ohm_cm2": math.nan}
    capacity, resistance = slow["capacity_mAh_g"], slow["resistance_10s_Ohm_cm2"]
    return {
        "slow_retention": float(capacity[end] / capacity[1]),
        "resistance_Ohm_cm2": float(resistance[end]),
    }


def _uncalibrated(
    mechanism: Mechanism,
    sets: Mapping[str, pybamm.ParameterValues],
    question: Question,
    found: CalibratedRate,
) -> MechanismAnswer:
    """Rows of a mechanism that has no rate."""
    nan = math.nan
    rows = [
        {
            "mechanism": mechanism.name,
            "particle": name,
            "role": "fitted" if name == question.reference else "predicted",
            "rate": nan,
            "rate_unit": rate_unit(mechanism),
            "capacity_mAh_g": nan,
            "retention": found.retention if name == question.reference else nan,
            "sign": "" if name == question.reference else WITHOUT_RATE,
            "low": nan,
            "high": nan,
            "slow_retention": nan,
            "resistance_Ohm_cm2": nan,
            "voltage_change_V": nan,
            "status": Status.INFEASIBLE.value,
            "reason": found.reason,
        }
        for name in sets
    ]
    return MechanismAnswer(pd.DataFrame(rows), pd.DataFrame(), pd.DataFrame())


def rate_unit(mechanism: Mechanism) -> str:
    """Unit of a mechanism's rate: that of its damage over that of its dose."""
    return f"{mechanism.damage_unit} per {mechanism.dose.unit}".strip()
