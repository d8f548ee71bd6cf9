"""State of the surface by its potential: near full, a volt lies within 1e-4 of lithium.

In the lithium content the surface is as steep as its open-circuit potential; in the potential
nothing is steep. So the potential is what the rim's equations are solved for, and the content and
the factor of the exchange current follow from tables fine enough to pass for the functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import FloatArray

_POINTS = 40001
_LOGIT = 16.0


class SurfaceState(NamedTuple):
    """Lithium content and exchange-current factor at potentials, with their slopes [1/V]."""

    content: FloatArray
    content_slope: FloatArray
    factor: FloatArray
    factor_slope: FloatArray


@dataclass(frozen=True, eq=False)
class SurfaceTable:
    """Tables of surface states.

    Parameters
    ----------
    content
        (n,). Falling, evenly spaced in ln(x / (1 - x)).
    potential
        (n,). Open-circuit potential there, rising [V].
    factor
        (n,). Exchange current over that of the reference state.
    """

    content: FloatArray
    potential: FloatArray
    factor: FloatArray

    def at(self, potential: FloatArray) -> SurfaceState:
        """States at potentials (n,) [V]; beyond the table its ends."""
        last = self.potential.size - 2
        k = np.clip(np.searchsorted(self.potential, potential) - 1, 0, last)
        width = self.potential[k + 1] - self.potential[k]
        share = np.clip((potential - self.potential[k]) / width, 0, 1)
        inside = (share > 0) & (share < 1)
        values = []
        for column in (self.content, self.factor):
            rise = column[k + 1] - column[k]
            values += [column[k] + share * rise, np.where(inside, rise / width, 0)]
        return SurfaceState(*values)

    def open_circuit(self, content: float) -> float:
        """Open-circuit potential at a lithium content [V]."""
        return float(np.interp(content, self.content[::-1], self.potential[::-1]))


def surface_table(
    ocp: Callable[[FloatArray], FloatArray], factor: Callable[[FloatArray], FloatArray]
) -> SurfaceTable:
    """Tabulate an open-circuit potential and the factor of the exchange current.

    Parameters
    ----------
    ocp
        From lithium contents (n,) in (0, 1) to potentials (n,) [V]; must fall.
    factor
        From lithium contents to exchange current over that of the reference state.

    Raises
    ------
    ValueError
        If the potential is not finite or does not fall, or the factor is not positive.
    """
    content = 1 / (1 + np.exp(np.linspace(-_LOGIT, _LOGIT, _POINTS)))
    potential, factors = (np.asarray(f(content), dtype=float) for f in (ocp, factor))
    if potential.shape != content.shape or not np.all(np.isfinite(potential)):
        raise ValueError("ocp: expected a finite potential at every lithium content in (0, 1)")
    flat = np.flatnonzero(np.diff(potential) <= 0)
    if flat.size:
        raise ValueError(
            "ocp: expected a potential that falls with lithium content, got one that does not at "
            f"x={content[flat[0]]:.4f}"
        )
    if not np.all(np.isfinite(factors) & (factors > 0)):
        raise ValueError("state_factor: expected positive numbers in (0, 1)")
    return SurfaceTable(content, potential, factors)
