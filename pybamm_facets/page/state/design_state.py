"""A design as the page holds it: a set, and the numbers in which the design differs from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pybamm_facets.page.state.design_fields import FIELDS, DesignField, field_of
from pybamm_facets.page.state.preset_sets import Preset

SAME = 1e-9
"""Relative difference below which a number is the set's own."""


@dataclass(frozen=True)
class DesignState:
    """A design: a preset and what is changed in it.

    Parameters
    ----------
    preset
        The set that it starts from.
    changes
        Field to number, of the fields that differ from the set's.

    Raises
    ------
    ValueError
        For a field that the page or the set does not have, and a number that cannot be meant.
    """

    preset: Preset
    changes: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kept: dict[str, float] = {}
        for name in FIELDS:
            if name in self.changes:
                value = self._settable(name).checked(self.changes[name])
                if not _same(value, FIELDS[name].checked(self.preset.defaults[name])):
                    kept[name] = value
        for name in self.changes:
            field_of(name)
        object.__setattr__(self, "changes", MappingProxyType(kept))

    def _settable(self, name: str) -> DesignField:
        if name not in self.preset.defaults:
            raise ValueError(
                f"{name}: the set {self.preset.name} has no such number; expected none"
            )
        return FIELDS[name]

    def __hash__(self) -> int:
        return hash((self.preset.name, tuple(self.changes.items())))

    def __getitem__(self, name: str) -> float:
        return self.changes.get(name, self.preset.defaults[name])

    @property
    def numbers(self) -> dict[str, float]:
        """Every field that the set has, with the design's number."""
        return {name: self[name] for name in FIELDS if name in self.preset.defaults}

    def moved(self, **numbers: float) -> DesignState:
        """The same with other numbers; ``ValueError`` for one that cannot be meant."""
        return replace(self, changes={**self.changes, **numbers})

    @property
    def label(self) -> str:
        """The set, and how many numbers differ from it."""
        count = len(self.changes)
        more = "" if not count else f", {count} number{'s' * (count > 1)} moved"
        return f"{self.preset.name}{more}"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME * max(abs(one), abs(other))
