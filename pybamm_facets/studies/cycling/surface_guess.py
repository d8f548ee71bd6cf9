"""A start for what a `SurfaceBarrier` lets the electrolyte see, where the current changes.

The unknown jumps with the current, and its old value may lie beyond the full lattice at the new
one, from where no start is found. The lattice's own surface is always a start.
"""

from __future__ import annotations

import numpy as np
import pybamm

from pybamm_facets._arrays import FloatArray
from pybamm_facets.particle.surface_barrier import surface_unknowns
from pybamm_facets.runs.cycles.half_cycle import Corrected

FULLEST = 0.9995
"""Lithium content of the guess at most: the kinetics stop at a full lattice."""


def surface_guess(model: pybamm.BaseModel) -> Corrected:
    """What puts the lattice's surface in the place of a discretised model's barrier unknowns."""
    places = {variable.name: parts[0] for variable, parts in model.y_slices.items()}
    pairs = [(places[one.name], places[one.profile]) for one in surface_unknowns(model)]

    def guessed(state: FloatArray) -> FloatArray:
        state = np.array(state, dtype=float)
        for unknown, profile in pairs:
            count = unknown.stop - unknown.start
            inside = state[profile].reshape(count, -1)
            state[unknown] = np.minimum(inside[:, -1], FULLEST)
        return state

    return guessed
