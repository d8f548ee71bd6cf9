"""Undo and redo over whole designs."""

from __future__ import annotations

from dataclasses import dataclass

from pybamm_facets.page.state.design_state import DesignState

DEPTH = 100
"""Steps that are kept."""

View = tuple[DesignState, tuple[DesignState, ...]]
"""A design with its pins."""


@dataclass(frozen=True)
class UndoHistory:
    """Designs before and after the present one.

    Parameters
    ----------
    now
        The present one, with its pins.
    past, future
        The others, the nearest last.
    """

    now: View
    past: tuple[View, ...] = ()
    future: tuple[View, ...] = ()

    def done(self, view: View) -> UndoHistory:
        """After a step; one that changes nothing is none."""
        if view == self.now:
            return self
        return UndoHistory(view, (*self.past, self.now)[-DEPTH:])

    def replaced(self, view: View) -> UndoHistory:
        """With another present, as while a slider is dragged: no step of its own."""
        return UndoHistory(view, self.past)

    def undone(self) -> UndoHistory:
        """One step back, if there is one."""
        if not self.past:
            return self
        return UndoHistory(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redone(self) -> UndoHistory:
        """One step forward again, if there is one."""
        if not self.future:
            return self
        return UndoHistory(self.future[-1], (*self.past, self.now), self.future[:-1])
