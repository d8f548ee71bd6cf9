"""Which way a current runs, and what follows from it: sign, cut-off, start."""

from __future__ import annotations

from enum import StrEnum

from pybamm_facets import names


class Direction(StrEnum):
    """Discharge from full, or charge from empty; compares equal to its word."""

    DISCHARGE = "discharge"
    CHARGE = "charge"

    @property
    def sign(self) -> float:
        """1 for discharge, -1 for charge: PyBaMM's sign of the current."""
        return 1.0 if self is Direction.DISCHARGE else -1.0

    @property
    def cut_off(self) -> str:
        """Name of the parameter at whose voltage a run ends."""
        return names.LOWER_CUT_OFF if self is Direction.DISCHARGE else names.UPPER_CUT_OFF

    @property
    def start_voltage(self) -> str:
        """Name of the parameter at whose open-circuit voltage a run starts."""
        return names.FULL_VOLTAGE if self is Direction.DISCHARGE else names.EMPTY_VOLTAGE

    @property
    def opposite(self) -> Direction:
        """The other direction."""
        return Direction.CHARGE if self is Direction.DISCHARGE else Direction.DISCHARGE


def read_direction(direction: Direction | str, argument: str = "direction") -> Direction:
    """A direction from its word; ``ValueError`` for any other."""
    try:
        return Direction(direction)
    except ValueError:
        expected = " or ".join(Direction)
        raise ValueError(f"{argument}={direction!r}: expected {expected}") from None
