"""A value of a set's file: a number or a word, with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from pybamm_facets._checks import is_number
from pybamm_facets.sets.files.units import shown, to_si
from pybamm_facets.sourced import PROVENANCES, Sourced

FIELDS = ("value", "origin", "source", "low", "high")
LARGEST = Decimal("1e30")
"""Size of a number: more than any quantity has in any unit."""


class Entry(BaseModel):
    """What a file gives for one key: a bare value, or a table of these fields.

    Parameters
    ----------
    value
        A number (exact, as written) or a word; left out, it is computed and only its origin is
        stated.
    origin
        One of `PROVENANCES`; a bare value is the ``user``'s.
    source
        What was read, measured or assumed, in a line.
    low, high
        Bounds, in the unit of the key; an estimate needs them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    value: Decimal | str | None = None
    origin: str = "user"
    source: str = ""
    low: Decimal | None = None
    high: Decimal | None = None

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A bare number or word, or the table."""
        bounds = {"type": "number"}
        table = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "value": {"type": ["number", "string"]},
                "origin": {"enum": list(PROVENANCES)},
                "source": {"type": "string"},
                "low": bounds,
                "high": bounds,
            },
        }
        return {"anyOf": [{"type": "number"}, {"type": "string"}, table]}


def as_entry(given: Any) -> Any:
    """An `Entry` of what a file has for a key; ``ValueError`` for what cannot be one."""
    if isinstance(given, Entry):
        return given
    if isinstance(given, Mapping):
        unknown = [name for name in given if name not in FIELDS]
        if unknown:
            raise ValueError(
                f"{shown(unknown[0])} is unknown: expected some of {', '.join(FIELDS)}"
            )
        fields = dict(given)
        origin, source = fields.get("origin", "user"), fields.get("source", "")
        if origin not in PROVENANCES:
            raise ValueError(f"origin={shown(origin)}: expected one of {', '.join(PROVENANCES)}")
        if not isinstance(source, str):
            raise ValueError(f"source={shown(source)}: expected text in quotes")
        is_word, bounds = isinstance(fields.get("value"), str), {"low", "high"} & set(fields)
        if is_word and bounds:
            raise ValueError(f"{min(bounds)}: expected none, a text has no bounds")
        if origin == "estimate" and not is_word and len(bounds) < 2:
            raise ValueError("an estimate: expected its bounds, low and high")
    else:
        fields = {"value": given}
    for name in ("value", "low", "high"):
        fields[name] = _plain(fields.get(name), name)
    _check_order(fields)
    return Entry(**fields)


def _plain(value: Any, name: str) -> Any:
    """A number as Decimal, a word as it is (not for bounds)."""
    if value is None or (isinstance(value, str) and name == "value"):
        return value
    if not (is_number(value) or isinstance(value, Decimal)):
        raise ValueError(f"{name}={shown(value)}: expected a number")
    if isinstance(value, Decimal | int):
        number = Decimal(value)
    else:
        number = Decimal(repr(float(value)))
    if not number.is_finite():
        raise ValueError(f"{name}={shown(value)}: expected a finite number")
    if number.copy_abs() > LARGEST:
        raise ValueError(f"{name}={shown(value)}: expected a number that can be meant")
    return number


def _check_order(fields: Mapping[str, Any]) -> None:
    low, high, value = fields["low"], fields["high"], fields["value"]
    if (low is None) != (high is None):
        raise ValueError("low and high: expected both, or neither")
    if low is not None and low > high:
        raise ValueError(f"low={shown(low)}: expected a number up to high={shown(high)}")
    if low is not None and isinstance(value, Decimal) and not low <= value <= high:
        raise ValueError(
            f"value={shown(value)}: expected from low={shown(low)} to high={shown(high)}"
        )


@dataclass(frozen=True)
class Given:
    """An entry in its place: what `Entry` says, its key and unit, and the file that it is from.

    Parameters
    ----------
    entry
        What the file says.
    key
        ``section.key``.
    unit
        In which its number is.
    file
        Name of the file, for messages.
    like
        What it was taken from, if the set's own file does not give it.
    """

    entry: Entry
    key: str
    unit: str
    file: str
    like: str = ""

    @property
    def where(self) -> str:
        """How a message begins that is about it."""
        place = f"{self.file}: " if self.file else ""
        return f"{place}{self.key}={shown(self.entry.value)}"

    @property
    def si(self) -> float:
        """Its number in SI units; ``ValueError`` for a word or none."""
        return self._number(self.entry.value)

    @property
    def word(self) -> str:
        """Its word; ``ValueError`` for a number or none."""
        if not isinstance(self.entry.value, str):
            raise ValueError(f"{self.where}: expected text in quotes")
        return self.entry.value

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Lower and upper bound in SI units, or None."""
        low, high = self.entry.low, self.entry.high
        return (
            None if low is None else self._number(low),
            None if high is None else self._number(high),
        )

    @property
    def origin(self) -> str:
        """One of `PROVENANCES`."""
        return self.entry.origin

    @property
    def is_unexplained(self) -> bool:
        """Whether it is the set's own, and its file says nothing of where it is from."""
        return not (self.entry.source or self.like)

    @property
    def source(self) -> str:
        """Its source, with what it was taken from."""
        text = self.entry.source or ("set by the user" if self.origin == "user" else self.origin)
        return f"{text} (as in {self.like})" if self.like else text

    def _number(self, value: Any) -> float:
        if not isinstance(value, Decimal):
            raise ValueError(f"{self.where}: expected a number [{self.unit}]")
        return to_si(value, self.unit)

    def sourced(self, value: Any = None, source: str = "") -> Sourced:
        """As a record: its own number in SI units, or another value that follows from it."""
        low, high = self.bounds
        own = self.si if value is None else value
        if self.origin == "estimate" and low is None:
            others = ", ".join(one for one in PROVENANCES if one != "estimate")
            raise ValueError(
                f"{self.where}: origin='estimate': expected one of {others}; a text has no bounds"
            )
        return Sourced(own, self.origin, source or self.source, low, high)

    def taken_from(self, like: str) -> Given:
        """The same, as another set's that it was taken from."""
        return replace(self, like=self.like or like)
