"""Cells that are cycled and age: capacity, voltage and parameters over hundreds of cycles."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets._checks import whole
from pybamm_facets._versions import versions
from pybamm_facets.ageing import Mechanism
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.checkpoints import Checkpoints, open_checkpoints
from pybamm_facets.runs.cycles.every_cycle import EveryCycle
from pybamm_facets.runs.cycles.journey import Journey
from pybamm_facets.runs.cycles.jump import Jump
from pybamm_facets.runs.cycles.travelled import Kept, travelled
from pybamm_facets.runs.keys import code_and_versions
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Status
from pybamm_facets.sets.given import GivenSets, sets_by_name
from pybamm_facets.studies.cycling.ageing_cell import NUMERICS, AgeingCell, ageing_cell
from pybamm_facets.studies.cycling.check_up import check_up
from pybamm_facets.studies.cycling.openings_of_sets import Openings, openings_of

MOST_CYCLES = 100_000


@dataclass(frozen=True, eq=False, repr=False)
class Cycling:
    """Cells over their cycles; shows as its table.

    Parameters
    ----------
    table
        One row a cycle that was kept: ``particle``, ``mechanism``, ``cycle``, ``capacity_mAh_g`` of
        the discharge, ``retention`` (of the first row's), ``charge_mAh_g``, ``mean_voltage_V``,
        ``energy_mWh_g``, dose and k times dose of each mechanism before the cycle, the parameters
        that changed, ``status``, ``reason``, ``salt_loss`` (largest share that a half-cycle lost,
        and that was put back) and ``solved_cycles``. Per gram of fresh active material.
    check_ups
        ``particle``, ``mechanism``, ``cycle``, ``c_rate``, ``capacity_mAh_g`` from equilibrium and
        ``resistance_10s_Ohm_cm2`` after 10 s of 10C.
    protocol
        What was done to the cells.
    """

    table: pd.DataFrame
    check_ups: pd.DataFrame
    protocol: Protocol

    def retention(self, particle: str, cycle: int) -> float:
        """Share of the first cycle's capacity that a cell keeps at a cycle; 0 once it is dead.

        Between the rows of jumps it is interpolated.
        """
        rows = self.table[self.table["particle"] == particle]
        if rows.empty:
            raise ValueError(
                f"particle={particle!r}: expected one of {list(self.table['particle'].unique())}"
            )
        last = rows.iloc[-1]
        if last["status"] == Status.INFEASIBLE.value and cycle >= last["cycle"]:
            return 0.0
        inside = rows["cycle"].iloc[0] <= cycle <= last["cycle"]
        return float(np.interp(cycle, rows["cycle"], rows["retention"])) if inside else float("nan")

    @cached_property
    def versions(self) -> dict[str, str]:
        """Versions of what the numbers depend on."""
        return versions()

    def __repr__(self) -> str:
        return repr(self.table)

    def _repr_html_(self) -> str:
        return str(self.table.to_html(max_rows=60, notebook=True))


def cycle(
    parameter_values: GivenSets,
    mechanism: Mechanism | Sequence[Mechanism] | None = None,
    *,
    protocol: Protocol | None = None,
    cycles: int = 500,
    stepping: Jump | EveryCycle | None = None,
    check_ups: Sequence[int] = (),
    openings: Openings | None = None,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = NUMERICS,
    store: str | Path | None = None,
    progress: Tell | None = None,
) -> Cycling:
    """Charge and discharge cells again and again while they age.

    A mechanism turns what a cycle did to the cell (its dose) into parameters, which are set anew
    after each half-cycle. From equilibrium at the lower cut-off come the protocol's pre-cycles,
    then the cycles.

    Parameters
    ----------
    parameter_values
        Name to half-cell parameter values or the name of a registered set; or one of them alone.
    mechanism
        Of `pybamm_facets.ageing`, one or several that act side by side; None for no ageing.
    protocol
        What is done; `Protocol()` by default.
    cycles
        How many.
    stepping
        `Jump()`, the default, solves a settled cycle now and then; `EveryCycle()` solves each.
    check_ups
        Cycles before which capacities from equilibrium and the resistance are computed.
    openings
        Set to texture factors of core and shell, for mechanisms of cracks between grains; by
        default those that are stored for its textures, else computed on cross-sections.
    model
        A half-cell model; `FacetSPMe` by default, with a `SurfaceBarrier` where a mechanism needs
        one.
    numerics
        How exactly to solve.
    store
        File in which every piece is kept: the same call goes on from there, to the same numbers.
    progress
        Called with a `Progress` that counts cycles.

    Returns
    -------
    Cycling
        A cell that dies, or that the solver gives up on, ends with a row that says why.

    Raises
    ------
    ValueError
        Before any solve, for an argument, a set or a model that cannot be meant.
    MissingExtraError
        Where texture factors have to be computed and what that needs is not there.

    Examples
    --------
    >>> import pybamm_facets as pf
    >>> run = pf.cycle("Li2025_core_shell", pf.ageing.LithiumSide(rate=4.8e-5), cycles=50)
    >>> bool(run.table["retention"].iloc[-1] < 1)
    True
    """
    sets = sets_by_name(parameter_values)
    mechanisms = as_mechanisms(mechanism)
    protocol = as_protocol(protocol)
    stepping = as_stepping(stepping)
    stops = as_stops(cycles, check_ups)
    factors = openings_of(sets, mechanisms, openings)
    cells = [
        ageing_cell(
            name,
            values,
            mechanisms,
            protocol,
            model=model,
            numerics=numerics,
            openings=factors.get(name),
        )
        for name, values in sets.items()
    ]
    tell, tables, looks = progress or silent, [], []
    with ExitStack() as stack:
        kept = None if store is None else stack.enter_context(open_checkpoints(store))
        for done, cell in enumerate(cells):
            counted = _counted(tell, cell.label, done * cycles, len(cells) * cycles)
            journey = travelled_cell(cell, stepping, stops, kept, counted)
            tables.append(cycle_table(cell, journey))
            looks.append(check_up_table(cell, journey, check_ups))
    return Cycling(
        pd.concat(tables, ignore_index=True), pd.concat(looks, ignore_index=True), protocol
    )


def travelled_cell(
    cell: AgeingCell,
    stepping: Jump | EveryCycle,
    stops: Sequence[int],
    kept: Checkpoints | None = None,
    tell: Any = None,
) -> Journey:
    """A cell's journey, kept in a file if there is one."""
    if kept is None:
        return travelled(cell.cycling, stepping, stops, cell.grams, tell=tell)
    key, subject = cell.key(stepping, stops)
    info = {
        "particle": cell.label,
        "mechanisms": [repr(mechanism) for mechanism in cell.mechanisms],
        "protocol": repr(cell.cycling.protocol),
        "stepping": repr(stepping),
        **code_and_versions(),
    }
    where = Kept(kept, key, subject, info)
    return travelled(cell.cycling, stepping, stops, cell.grams, where, tell)


def cycle_table(cell: AgeingCell, journey: Journey) -> pd.DataFrame:
    """The rows of a journey, as `Cycling.table` has them."""
    grams, single = cell.grams, len(cell.mechanisms) == 1
    first = journey.rows[0].record.discharged if journey.rows else float("nan")
    rows = []
    for one in journey.rows:
        record = one.record
        row: dict[str, Any] = {
            "particle": cell.label,
            "mechanism": mechanism_name(cell.mechanisms),
            "cycle": one.cycle,
            "capacity_mAh_g": 1e3 * record.discharged / grams,
            "retention": record.discharged / first if first else float("nan"),
            "charge_mAh_g": 1e3 * record.charged / grams,
            "mean_voltage_V": record.mean_voltage,
            "energy_mWh_g": record.energy / 3.6 / grams,
        }
        for mechanism in cell.mechanisms:
            dose = float(one.doses[cell.doses.index(mechanism.dose)])
            suffix = "" if single else f"_{mechanism.name}"
            row |= {f"dose{suffix}": dose, f"k_dose{suffix}": mechanism.rate * dose}
        row |= cell.cycling.aged(one.doses)
        row |= {
            "status": record.status.value,
            "reason": record.reason,
            "salt_loss": record.salt_loss,
            "solved_cycles": one.solved,
        }
        rows.append(row)
    return pd.DataFrame(rows)


def check_up_table(cell: AgeingCell, journey: Journey, check_ups: Sequence[int]) -> pd.DataFrame:
    """Check-ups before some cycles of a journey; none after its end."""
    columns = ["particle", "mechanism", "cycle", "c_rate", "capacity_mAh_g"]
    columns += ["resistance_10s_Ohm_cm2"]
    rows = []
    for one in journey.rows:
        if one.cycle not in check_ups:
            continue
        found = check_up(cell, one.doses)
        for rate, capacity in found["capacities"].items():
            named = (cell.label, mechanism_name(cell.mechanisms), one.cycle, rate, capacity)
            rows.append((*named, found["resistance_10s_Ohm_cm2"]))
    return pd.DataFrame(rows, columns=columns)


def mechanism_name(mechanisms: Sequence[Mechanism]) -> str:
    """What ages a cell, in a table."""
    return " + ".join(mechanism.name for mechanism in mechanisms) or "none"


def as_mechanisms(mechanism: Any) -> tuple[Mechanism, ...]:
    """Mechanisms as a tuple; ``ValueError`` for what is none."""
    if mechanism is None:
        return ()
    several = isinstance(mechanism, Sequence) and not isinstance(mechanism, str)
    given = tuple(mechanism) if several else (mechanism,)
    for one in given:
        if not isinstance(one, Mechanism):
            raise ValueError(
                f"mechanism={one!r}: expected one of pybamm_facets.ageing, such as "
                "LithiumSide(rate=5e-5)"
            )
    names = [one.name for one in given]
    if len(set(names)) < len(names):
        raise ValueError(f"mechanism={names}: expected each once")
    return given


def as_protocol(protocol: Any) -> Protocol:
    """The protocol, or the default one; ``ValueError`` for what is none."""
    if protocol is None:
        return Protocol()
    if not isinstance(protocol, Protocol):
        raise ValueError(f"protocol={protocol!r}: expected Protocol(charge=..., discharge=...)")
    return protocol


def as_stepping(stepping: Any) -> Jump | EveryCycle:
    """The stepping, or `Jump()`; ``ValueError`` for what is none."""
    if stepping is None:
        return Jump()
    if not isinstance(stepping, Jump | EveryCycle):
        raise ValueError(f"stepping={stepping!r}: expected Jump() or EveryCycle()")
    return stepping


def as_stops(cycles: Any, check_ups: Sequence[int]) -> tuple[int, ...]:
    """Cycles that must be solved, ascending, the last one the end."""
    last = whole("cycles", cycles, least=1, most=MOST_CYCLES)
    stops = {whole("check_ups", one, least=1, most=last) for one in check_ups}
    return tuple(sorted(stops | {last}))


def _counted(tell: Tell, label: str, done: int, total: int) -> Any:
    def told(cycle: int) -> None:
        tell(Progress(f"cycles of {label}", done + cycle, total))

    return told
