"""Where each unknown of a half-cell of elements stands in the vector of states."""

from __future__ import annotations

from dataclasses import dataclass

import pybamm

from pybamm_facets.particle.spectral_elements import RadialElements
from pybamm_facets.through_cell.line_elements import LineElements


@dataclass(frozen=True, eq=False)
class CellElements:
    """The elements of a half-cell and of its particles.

    Parameters
    ----------
    across
        Of separator and electrode; a particle stands at every node of the electrode.
    radial
        Of the particles.
    """

    across: LineElements
    radial: RadialElements


@dataclass(frozen=True, eq=False)
class StateLayout:
    """Slices of the states: salt, particles and energy, then both potentials.

    Salt, lithium and energy are over their scales; potentials are in volts. The electrolyte's
    potential at the lithium is no state: the kinetics there give it.
    """

    elements: CellElements

    @property
    def salt(self) -> slice:
        """Salt on every node."""
        return slice(0, self.elements.across.nodes)

    @property
    def lithium(self) -> slice:
        """Lithium in the particles: all nodes of the first, then of the second, ..."""
        count = self.elements.across.electrode * self.elements.radial.nodes
        return _after(self.salt, count)

    @property
    def energy(self) -> slice:
        """Energy passed."""
        return _after(self.lithium, 1)

    @property
    def electrolyte_potential(self) -> slice:
        """Electrolyte potential on every node but the first."""
        return _after(self.energy, self.elements.across.nodes - 1)

    @property
    def electrode_potential(self) -> slice:
        """Electrode potential on the electrode's nodes."""
        return _after(self.electrolyte_potential, self.elements.across.electrode)

    @property
    def differential(self) -> int:
        """Number of differential states, which come first."""
        return int(self.energy.stop)

    @property
    def total(self) -> int:
        """Number of states."""
        return int(self.electrode_potential.stop)

    def state(self, part: slice) -> pybamm.StateVector:
        """A part of the states."""
        return pybamm.StateVector(part)


def _after(part: slice, count: int) -> slice:
    return slice(part.stop, part.stop + count)
