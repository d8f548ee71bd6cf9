"""What diffusion on elements needs beyond PyBaMM's operators, as symbols of its language.

A spatial method is asked for them under the public name for shifted values, upwind or downwind; on
finite volumes they have no meaning, and PyBaMM refuses them.
"""

from __future__ import annotations

from typing import Any

import pybamm


class _ElementOperator(pybamm.UpwindDownwind):
    """From values on nodes to values on nodes."""

    direction = ""

    def __init__(self, child: Any) -> None:
        super().__init__(self.direction, child)

    def _perform_checks(self, child: Any) -> None:
        pass

    def _evaluates_on_edges(self, dimension: str) -> bool:
        return False


class AtPreviousNode(_ElementOperator):
    """The next value inwards; the innermost its own."""

    direction = "at previous node"


class BetweenNodes(_ElementOperator):
    """The mean with the next value inwards; the innermost its own."""

    direction = "between nodes"


class SumOutwards(_ElementOperator):
    """The sum of all values from the centre to here."""

    direction = "sum outwards"


class OnNodes(_ElementOperator):
    """A flux on nodes, for output; the mean of both sides where elements meet."""

    direction = "on nodes"


class Inflow(_ElementOperator):
    """What a flux into the surface adds to each node's concentration, per time."""

    direction = "inflow"
