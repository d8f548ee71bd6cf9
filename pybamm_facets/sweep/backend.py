"""What a backend is: something that integrates one built model for many sets of inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pybamm_facets.sweep.build import OUTPUTS

RTOL, ATOL = 1e-4, 1e-5
"""The capacity is good to 0.006 mAh/g at these; looser ones fail on some meshes."""

CUT_OFF_REACHED, AT_ONCE, TIME_ENDED, FAILED = "cut-off", "at once", "time", "failed"


@dataclass(frozen=True)
class Tolerances:
    """Tolerances of the integrator, relative and absolute (on scaled states)."""

    rtol: float = RTOL
    atol: float = ATOL

    def tighter(self, factor: float = 1e-2) -> Tolerances:
        """The same, smaller by a factor."""
        return Tolerances(self.rtol * factor, self.atol * factor)


@dataclass(frozen=True)
class Run:
    """One integration.

    Parameters
    ----------
    end
        ``"cut-off"``, ``"at once"`` (the cut-off is passed as soon as the current flows),
        ``"time"`` (ended before the cut-off) or ``"failed"``.
    time
        [s], first and last or every step.
    outputs
        One row for each of `pybamm_facets.sweep.build.OUTPUTS`, one column for each time.
    message
        What the integrator said of a failure.
    """

    end: str
    time: np.ndarray
    outputs: np.ndarray
    message: str = ""


def not_started(message: str) -> Run:
    """A run that did not begin."""
    return Run(FAILED, np.zeros(1), np.full((len(OUTPUTS), 1), np.nan), message)


class Backend(Protocol):
    """Integrates a built model."""

    def run(self, inputs: Sequence[dict[str, float]], t_end: float) -> list[Run]:
        """Integrate each set of inputs from 0 to `t_end` or its cut-off, in order."""
