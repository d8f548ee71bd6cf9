"""What an integrator is: something that integrates one built model for many sets of inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.integrate.build import OUTPUTS


class End(Enum):
    """How an integration ended."""

    CUT_OFF = auto()
    AT_ONCE = auto()
    """The cut-off is passed as soon as the current flows."""
    TIME = auto()
    """Before the cut-off."""
    FAILED = auto()


@dataclass(frozen=True, eq=False)
class Integration:
    """One integration.

    Parameters
    ----------
    end
        How it ended.
    time
        [s], first and last or every step.
    outputs
        One row for each output of the built model, one column for each time.
    message
        What the integrator said of a failure.
    state
        The last state, where the integrator gives it.
    """

    end: End
    time: FloatArray
    outputs: FloatArray
    message: str = ""
    state: FloatArray | None = None


def without_result(end: End, message: str = "") -> Integration:
    """An integration that gave no state but the start's time."""
    return Integration(end, np.zeros(1), np.full((len(OUTPUTS), 1), np.nan), message)


class Integrator(Protocol):
    """Integrates a built model."""

    def run(self, inputs: Sequence[dict[str, float]], t_end: float) -> list[Integration]:
        """Integrate each set of inputs from 0 to `t_end` or its cut-off, in order."""
