"""What follows the slider later: where the capacity is lost, and the place on the payoff map."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets.design import Payoff, payoff_map
from pybamm_facets.design.payoff import own_point
from pybamm_facets.page.computed.answers import Answer
from pybamm_facets.page.state.design_fields import CELL, FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.progress import Tell, renamed
from pybamm_facets.sets.direction import Direction
from pybamm_facets.studies.attributions.lost_capacity import lost_capacity

KEPT_MAPS = 8
MAP_POINTS = (25, 19)


@dataclass(frozen=True, eq=False)
class LateAnswer:
    """What is known of a design a second or two after it was moved.

    Parameters
    ----------
    state, c_rate, direction
        The design, and the run that it is about.
    lost
        As of `lost_capacity`; None where there is a problem.
    payoff
        The map of its cell; None where there is a problem.
    own
        (Fo, Λ) of the design; NaN where there is no map.
    problems
        Why something is missing, in words.
    """

    state: DesignState
    c_rate: float
    direction: Direction
    lost: pd.DataFrame | None
    payoff: Payoff | None
    own: tuple[float, float]
    problems: tuple[str, ...] = ()


@dataclass
class LateAnswers:
    """Computes them; maps of cells that were asked for are kept."""

    _maps: OrderedDict[tuple[object, ...], Payoff] = field(default_factory=OrderedDict)

    def of(
        self, answer: Answer, c_rate: float, direction: Direction, progress: Tell | None = None
    ) -> LateAnswer:
        """Where the capacity of a run is lost, and the map of its cell.

        Parameters
        ----------
        answer
            What is known of the design.
        c_rate, direction
            The run.
        progress
            Called with a `Progress`.
        """
        problems: list[str] = []
        lost, payoff, own = None, None, (float("nan"), float("nan"))
        try:
            tell = renamed(progress, "where the capacity is lost")
            lost = lost_capacity(answer.values, c_rate, direction, progress=tell)
        except (ValueError, RuntimeError) as error:
            problems.append(f"no split of the loss: {error}")
        try:
            payoff = self._map(answer, c_rate, direction, renamed(progress, "payoff map"))
            own = own_point(answer.values, c_rate)
        except (ValueError, RuntimeError) as error:
            problems.append(f"no map: {error}")
        return LateAnswer(answer.state, c_rate, direction, lost, payoff, own, tuple(problems))

    def _map(self, answer: Answer, c_rate: float, direction: Direction, tell: Tell) -> Payoff:
        """The map of the cell: the particle of the set stands in, as its own does not matter."""
        values = _cell_of(answer)
        cell = tuple(v for n, v in answer.state.numbers.items() if FIELDS[n].group == CELL)
        key = (answer.state.preset.name, *cell, c_rate, direction)
        if key not in self._maps:
            self._maps[key] = payoff_map(
                values, c_rate, direction, points=MAP_POINTS, progress=tell
            )
            while len(self._maps) > KEPT_MAPS:
                self._maps.popitem(last=False)
        self._maps.move_to_end(key)
        return self._maps[key]


def _cell_of(answer: Answer) -> pybamm.ParameterValues:
    """The design's cell with the set's own radius: the map rescales it anyway."""
    values = answer.values.copy()
    values.update({names.PARTICLE_RADIUS: answer.state.preset.values[names.PARTICLE_RADIUS]})
    return values
