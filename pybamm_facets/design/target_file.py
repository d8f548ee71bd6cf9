"""A design's question as a TOML file: targets, what varies, what is fixed, tolerances."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pybamm_facets._checks import is_number
from pybamm_facets.design.space import Space
from pybamm_facets.design.targets import Target
from pybamm_facets.design.tolerances import check_tolerances
from pybamm_facets.sets.files.reading import parse_toml

TOP = ("facets", "targets", "vary", "fix", "tolerance")
TARGET = ("discharge", "charge", "at_least", "to_V", "temperature_C")
VARIABLES = tuple(field.name for field in fields(Space))
ZERO_CELSIUS = 273.15


@dataclass(frozen=True)
class Question:
    """What a file asks.

    Parameters
    ----------
    targets
        What must be delivered.
    space
        What may vary.
    tolerances
        Variable to how far it may be off; empty if the file says nothing.
    """

    targets: tuple[Target, ...]
    space: Space
    tolerances: dict[str, float | str]


def read_question(path: str | Path) -> Question:
    """Read a design's question.

    Raises
    ------
    ValueError
        One line with file, key, value and what was expected.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"{path}: no such file; expected a TOML file of targets")
    raw = _plain(parse_toml(path))
    try:
        _known(raw, TOP, "")
        if raw.get("facets", "texture") != "texture":
            raise ValueError(
                f"facets={raw['facets']!r}: expected 'texture'; what other textures could give is "
                "in crystal.attainable"
            )
        targets = raw.get("targets", [])
        if not isinstance(targets, list) or not targets:
            raise ValueError("targets: expected at least one [[targets]]")
        read = tuple(_target(one, number) for number, one in enumerate(targets, start=1))
        space = _space(raw.get("vary", {}), raw.get("fix", {}))
        tolerances = _table(raw.get("tolerance", {}), "tolerance")
        if tolerances:
            check_tolerances(tolerances)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    return Question(read, space, tolerances)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name}={value!r}: expected a table")
    return value


def _known(table: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            near = get_close_matches(key, keys, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]}?" if near else f"expected some of {', '.join(keys)}"
            raise ValueError(f"{where}{key}={table[key]!r}: unknown key; {hint}")


def _target(given: Any, number: int) -> Target:
    where = f"targets {number}: "
    table = _table(given, f"targets {number}")
    _known(table, TARGET, where)
    ways = [way for way in ("discharge", "charge") if way in table]
    if len(ways) != 1:
        raise ValueError(f"{where}expected discharge or charge, with a C-rate")
    if "at_least" not in table:
        raise ValueError(f"{where}at_least: expected a capacity [mAh/g], got none")
    celsius = table.get("temperature_C")
    if celsius is not None and not is_number(celsius):
        raise ValueError(f"{where}temperature_C={celsius!r}: expected a number [°C]")
    try:
        return Target(
            ways[0],
            table[ways[0]],
            table["at_least"],
            table.get("to_V"),
            None if celsius is None else celsius + ZERO_CELSIUS,
        )
    except ValueError as error:
        raise ValueError(f"{where}{error}") from None


def _space(vary: Any, fix: Any) -> Space:
    free, fixed = _table(vary, "vary"), _table(fix, "fix")
    _known(free, VARIABLES, "vary.")
    _known(fixed, VARIABLES, "fix.")
    for name in free:
        if name in fixed:
            raise ValueError(f"vary.{name} and fix.{name}: expected one of them")
        if not isinstance(free[name], list) or len(free[name]) != 2:
            raise ValueError(f"vary.{name}={free[name]!r}: expected a pair of bounds, [low, high]")
    for name, value in fixed.items():
        if not is_number(value):
            raise ValueError(f"fix.{name}={value!r}: expected a number")
    return Space(**{name: tuple(pair) for name, pair in free.items()}, **fixed)
