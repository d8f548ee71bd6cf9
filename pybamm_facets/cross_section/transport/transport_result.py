"""Result of a grain-resolved run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.cross_section.transport.grain_boundary import Nodes


@dataclass(frozen=True, eq=False)
class TransportResult:
    """A run at constant current.

    Attributes
    ----------
    time
        (n,). [s], from 0, when the current has just been switched on.
    voltage
        (n,). Of the particle against lithium, without any other part of a cell [V].
    mean_stoichiometry
        (n,). Over the section.
    capacity
        (n,). Charge passed [mAh.g-1].
    utilisation
        Lithium passed at the end over that of the window.
    stoichiometry
        (n, Nn). At the nodes.
    nodes
        Where that is, for drawing.
    rim_position
        (Nr,). Polar angle of the rim nodes [rad], from -π to π, rising.
    rim_current
        (n, Nr). Current density at the rim nodes, positive where lithium enters [A.m-2].
    termination
        ``"cut-off voltage"``, or ``"end of window"`` where all of its lithium was passed.
    lithium_error
        Largest lithium gained or lost without a current, over that of the window.
    """

    time: FloatArray
    voltage: FloatArray
    mean_stoichiometry: FloatArray
    capacity: FloatArray
    utilisation: float
    stoichiometry: FloatArray
    nodes: Nodes
    rim_position: FloatArray
    rim_current: FloatArray
    termination: str
    lithium_error: float

    def field(self, time: float) -> FloatArray:
        """Lithium content at the nodes at a time within the run, (Nn,), linear in between."""
        if not 0 <= time <= self.time[-1]:
            raise ValueError(f"time={time!r}: expected from 0 to {self.time[-1]:.4g} s")
        k = int(np.clip(np.searchsorted(self.time, time), 1, self.time.size - 1))
        share = (time - self.time[k - 1]) / (self.time[k] - self.time[k - 1])
        before, after = self.stoichiometry[k - 1], self.stoichiometry[k]
        state: FloatArray = before + share * (after - before)
        return state
