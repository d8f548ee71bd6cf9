"""A figure, table or passage of the paper, and the files that name them with their claims."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pybamm_facets.paper.reproduction.claim import Basis, Claim

HERE = Path(__file__).parent
NOT_IN_THE_TEXT = "Not in the text."


@dataclass(frozen=True)
class Exhibit:
    """What the paper shows in one place.

    Parameters
    ----------
    id
        ``4g``, ``S20``, ``intro``: what ``--only`` takes.
    title
        Its heading.
    states
        What the text states of it, in our words.
    chapters
        Whose pictures and tables stand beside it.
    """

    id: str
    title: str
    states: str = NOT_IN_THE_TEXT
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True)
class RepairedEquation:
    """An equation as it is printed and as it is used.

    Parameters
    ----------
    equations
        Their numbers.
    printed, used, why
        In words or symbols.
    """

    equations: str
    printed: str
    used: str
    why: str


@cache
def exhibits() -> tuple[Exhibit, ...]:
    """Every exhibit, in the paper's order."""
    rows = _rows("exhibits.toml", "exhibit")
    return tuple(Exhibit(**row | {"chapters": tuple(row.get("chapters", ()))}) for row in rows)


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim, in the order of the exhibits.

    Raises
    ------
    ValueError
        For two claims of one name, or one of an exhibit that is not there.
    """
    order = [exhibit.id for exhibit in exhibits()]
    found = [
        Claim(**row | {"basis": Basis(row.get("basis", "test"))})
        for row in _rows("claims.toml", "claim")
    ]
    names = [claim.id for claim in found]
    for claim in found:
        if names.count(claim.id) > 1:
            raise ValueError(f"id={claim.id!r}: expected one claim of that name")
        if claim.exhibit not in order:
            raise ValueError(f"exhibit={claim.exhibit!r}: expected one of {', '.join(order)}")
    return tuple(sorted(found, key=lambda claim: order.index(claim.exhibit)))


@cache
def repaired_equations() -> tuple[RepairedEquation, ...]:
    """Equations that cannot be used as they are printed."""
    rows = _rows("repaired_equations.toml", "repair")
    return tuple(RepairedEquation(**row) for row in rows)


def chosen_exhibits(only: Sequence[str]) -> tuple[Exhibit, ...]:
    """Exhibits of those names, or whose names begin so (``4``); all of them without any.

    Raises
    ------
    ValueError
        For a name that fits none.
    """
    everything = exhibits()
    if not only:
        return everything
    wanted: set[str] = set()
    for name in only:
        asked = name.strip().lower().removeprefix("fig.").removeprefix("fig").strip()
        exact = {one.id for one in everything if one.id.lower() == asked}
        fits = exact or {one.id for one in everything if asked and one.id.lower().startswith(asked)}
        if not fits:
            names = ", ".join(one.id for one in everything)
            raise ValueError(f"only={name!r}: expected one of {names}")
        wanted |= fits
    return tuple(one for one in everything if one.id in wanted)


def _rows(file: str, key: str) -> list[dict[str, Any]]:
    with (HERE / file).open("rb") as stream:
        rows: list[dict[str, Any]] = tomllib.load(stream)[key]
    return rows
