"""A finding about a set: how bad it is, and what it is in words."""

from __future__ import annotations

from enum import IntEnum


class Severity(IntEnum):
    """How bad a finding is."""

    WRONG = 0
    DOUBTFUL = 1
    NOTE = 2

    @property
    def word(self) -> str:
        """As tables show it."""
        return self.name.lower()


Finding = tuple[Severity, str]
