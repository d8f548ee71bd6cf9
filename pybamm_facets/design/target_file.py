"""A design's question as a TOML file: targets, what varies, what is fixed, tolerances."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pybamm_facets._checks import is_number
from pybamm_facets.design.space import LIMITS, Space
from pybamm_facets.design.targets import Target
from pybamm_facets.design.tolerances import check_tolerances
from pybamm_facets.particle.agglomerate import ANISOTROPY
from pybamm_facets.runs.gradient.capacity import CAPACITY, ENERGY
from pybamm_facets.sets.files.reading import parse_toml

TOP = ("facets", "core_tension", "targets", "vary", "fix", "tolerance")
TARGET = ("discharge", "charge", "at_least", "energy_at_least", "to_V", "temperature_C")
VARIABLES = tuple(LIMITS)
ZERO_CELSIUS = 273.15
QUANTITIES = {"at_least": CAPACITY, "energy_at_least": ENERGY}


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


def read_question(path: str | Path, diffusivity_anisotropy: float = ANISOTROPY) -> Question:
    """Read a design's question.

    Parameters
    ----------
    path
        The file.
    diffusivity_anisotropy
        D_c/D_ab of the grains of the set that it is asked of.

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
        targets = raw.get("targets", [])
        if not isinstance(targets, list) or not targets:
            raise ValueError("targets: expected at least one [[targets]]")
        read = tuple(_target(one, number) for number, one in enumerate(targets, start=1))
        space = _space(raw, diffusivity_anisotropy)
        tolerances = _table(raw.get("tolerance", {}), "tolerance")
        if tolerances:
            check_tolerances(tolerances, space)
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
    asked = [key for key in QUANTITIES if key in table]
    if len(asked) != 1:
        raise ValueError(
            f"{where}expected at_least [mAh/g] or energy_at_least [mWh/g], got "
            f"{' and '.join(asked) or 'none'}"
        )
    celsius = table.get("temperature_C")
    if celsius is not None and not is_number(celsius):
        raise ValueError(f"{where}temperature_C={celsius!r}: expected a number [°C]")
    try:
        return Target(
            ways[0],
            table[ways[0]],
            table[asked[0]],
            table.get("to_V"),
            None if celsius is None else celsius + ZERO_CELSIUS,
            QUANTITIES[asked[0]],
        )
    except ValueError as error:
        raise ValueError(f"{where}{error}") from None


def _space(raw: dict[str, Any], diffusivity_anisotropy: float) -> Space:
    free, fixed = (_table(raw.get(name, {}), name) for name in ("vary", "fix"))
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
    bounds: dict[str, Any] = {name: tuple(pair) for name, pair in free.items()} | fixed
    return Space(
        **bounds,
        facets=raw.get("facets", "texture"),
        diffusivity_anisotropy=diffusivity_anisotropy,
        core_tension=raw.get("core_tension"),
    )
