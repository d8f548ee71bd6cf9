"""Hypotheses of what ages, held against one bound and one sign.

One particle is known to keep a share of its capacity, another to keep less. Each mechanism gets its
one rate from the first (fitted), and says with it what the second would keep (predicted). Only the
sign can be compared; what else is printed says which further measurement would tell the mechanisms
apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pybamm

from pybamm_facets._checks import inside, one_of
from pybamm_facets.ageing import DEFAULT_HYPOTHESES, Mechanism
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.every_cycle import EveryCycle
from pybamm_facets.runs.cycles.jump import Jump
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.given import GivenSets, sets_by_name
from pybamm_facets.studies.cycling.ageing_cell import (
    NUMERICS,
    ageing_cell,
    read_particle,
)
from pybamm_facets.studies.cycling.check_up import check_up
from pybamm_facets.studies.cycling.cycling_study import (
    as_mechanisms,
    as_protocol,
    as_stepping,
    as_stops,
    cycle_table,
    travelled_cell,
)
from pybamm_facets.studies.cycling.mechanism_answer import Question, answer
from pybamm_facets.studies.cycling.openings_of_sets import Openings, openings_of
from pybamm_facets.studies.cycling.signatures import no_distances, signature_distances, signatures
from pybamm_facets.studies.cycling.what_follows import hypothesis_statements

SETTLED_CYCLE = 3
"""Cycle at which one without ageing repeats itself."""


@dataclass(frozen=True, eq=False)
class HypothesisTest:
    """What each mechanism says.

    Parameters
    ----------
    table
        A row a mechanism and particle: ``mechanism``, ``particle``, ``role`` (``fitted`` for the
        reference, else ``predicted``), ``rate``, ``rate_unit``, ``capacity_mAh_g``, ``retention``,
        ``sign``, ``low`` and ``high`` (of the prediction, over the retention that the reference may
        have and exponents of 1 to 3), ``slow_retention`` (of a discharge at 0.1C from equilibrium),
        ``voltage_change_V`` (of the cycle's mean discharge voltage), ``resistance_Ohm_cm2`` (after
        10 s of 10C), ``status``, ``reason``.
    distances
        Pairs of calibrated mechanisms and how far apart the reference particle's own signatures are
        under them, in standard deviations (`signature_distances`).
    cycles
        The cycles behind it, as `Cycling.table` has them.
    check_ups
        As of `Cycling`.
    unaged
        What the protocol alone does: ``particle``, ``capacity_mAh_g`` of a cycle without ageing,
        and ``from_equilibrium_mAh_g`` at its discharge rate.
    statements
        What follows, a line each.
    protocol
        What is done to the cells.
    """

    table: pd.DataFrame
    distances: pd.DataFrame
    cycles: pd.DataFrame
    check_ups: pd.DataFrame
    unaged: pd.DataFrame
    statements: list[str]
    protocol: Protocol


def hypothesis_test(
    parameter_values: GivenSets,
    reference: str,
    retention: float = 0.8,
    cycles: int = 500,
    *,
    mechanisms: Sequence[Mechanism] = DEFAULT_HYPOTHESES,
    protocol: Protocol | None = None,
    stepping: Jump | EveryCycle | None = None,
    openings: Openings | None = None,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = NUMERICS,
    store: str | Path | None = None,
    executor: Executor | None = None,
    progress: Tell | None = None,
) -> HypothesisTest:
    """Fit each mechanism's rate to one particle's retention, and predict the others.

    Parameters
    ----------
    parameter_values
        Name to half-cell set, at least two.
    reference
        The particle whose retention is known.
    retention
        Share of the first cycle's capacity that it keeps, between 0 and 1.
    cycles
        After how many.
    mechanisms
        The hypotheses; their rates do not count.
    protocol, stepping, openings, model, numerics
        As `cycle`.
    store
        File in which journeys are kept, so that a broken call goes on.
    executor
        Solves mechanisms side by side, such as a ``ProcessPoolExecutor``.
    progress
        Called with a `Progress` after each mechanism.

    Returns
    -------
    HypothesisTest
        A mechanism that cannot be calibrated is a row with its reason.

    Raises
    ------
    ValueError
        Before any solve, for an argument, a set or a model that cannot be meant.
    """
    sets = sets_by_name(parameter_values)
    asked = as_mechanisms(tuple(mechanisms))
    if not asked:
        raise ValueError("mechanisms=(): expected at least one")
    if len(sets) < 2:
        raise ValueError(f"parameter_values={list(sets)}: expected at least two particles")
    one_of("reference", reference, sets)
    inside("retention", retention, 0, 1)
    as_stops(cycles, ())
    if cycles < 2:
        raise ValueError(f"cycles={cycles!r}: expected at least 2")
    question = Question(
        reference,
        retention,
        cycles,
        as_protocol(protocol),
        as_stepping(stepping),
        numerics,
        model,
        None if store is None else str(store),
    )
    factors = openings_of(sets, asked, openings)
    for mechanism in asked:
        for name, values in sets.items():
            mechanism.inputs(read_particle(name, values, mechanism, model, factors.get(name)))
    work = [(mechanism, sets, factors, question) for mechanism in asked]
    tell, answers = progress or silent, []
    found = map(answer, work) if executor is None else executor.map(answer, work)
    for done, one in enumerate(found, start=1):
        answers.append(one)
        tell(Progress(f"mechanisms, {one.rows['mechanism'].iloc[0]}", done, len(work)))
    table = pd.concat([one.rows for one in answers], ignore_index=True)
    curves, looks = (
        pd.concat(
            [getattr(one, part) for one in answers if len(one.cycles)] or [pd.DataFrame()]
        ).reset_index(drop=True)
        for part in ("cycles", "check_ups")
    )
    distances = no_distances()
    if len(curves):
        distances = signature_distances(signatures(curves, looks, reference, question.stops))
    words = hypothesis_statements(table, distances, reference, retention, cycles)
    unaged = _unaged(sets, question)
    return HypothesisTest(table, distances, curves, looks, unaged, words, question.protocol)


def _unaged(sets: Mapping[str, pybamm.ParameterValues], question: Question) -> pd.DataFrame:
    """What the protocol alone does."""
    protocol, rows = question.protocol, []
    for name, values in sets.items():
        cell = ageing_cell(
            name, values, (), protocol, model=question.model, numerics=question.numerics
        )
        journey = travelled_cell(cell, EveryCycle(), (SETTLED_CYCLE,))
        rate = protocol.rates[1]
        found = check_up(cell, journey.state.doses, (rate,))["capacities"]
        kept = cycle_table(cell, journey)["capacity_mAh_g"].iloc[-1]
        rows.append((name, kept, found[rate]))
    return pd.DataFrame(rows, columns=["particle", "capacity_mAh_g", "from_equilibrium_mAh_g"])
