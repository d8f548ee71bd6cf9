"""A chapter of the reproduction: one piece of work that gives the numbers behind claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets.paper.reproduction.effort import Effort
from pybamm_facets.progress import Tell


@dataclass(frozen=True, eq=False)
class Found:
    """What a chapter found.

    Parameters
    ----------
    numbers
        Name to number: what claims are held against.
    tables
        Heading to table, as they are shown.
    sizes
        How much was computed, such as ``"draws": "4"``.
    statements
        Findings, a line each.
    drawn
        What its pictures are drawn from; not kept.
    """

    numbers: Mapping[str, float]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    drawn: Any = None


@dataclass(frozen=True)
class Desk:
    """What a chapter works with.

    Parameters
    ----------
    effort
        How much to compute.
    store
        Files that keep parts of a chapter begin with this name; None to keep nothing.
    tell
        Called with a `Progress`.
    """

    effort: Effort
    store: Path | None
    tell: Tell

    def file(self, ending: str) -> Path | None:
        """A file for one kind of parts."""
        return None if self.store is None else self.store.with_suffix(f".{ending}.db")


@dataclass(frozen=True)
class Chapter:
    """A piece of work.

    Parameters
    ----------
    name
        What claims call it.
    title
        Its heading.
    work
        Computes it.
    experiment
        The script of the gallery that does the same alone; empty where there is none.
    extra
        The extra of this package that it needs; empty where there is none.
    """

    name: str
    title: str
    work: Callable[[Desk], Found]
    experiment: str = ""
    extra: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawn figure, as it is put into a page.

    Parameters
    ----------
    name
        Unique in its chapter.
    alt
        What it shows, for those who do not see it.
    caption
        Under it.
    media
        ``image/svg+xml``, ``image/png``, or ``application/json`` for one that answers the pointer.
    data
        The file, base64.
    """

    name: str
    alt: str
    caption: str
    media: str
    data: str


@dataclass(frozen=True, eq=False)
class ChapterResult:
    """A chapter that ended, or why it did not.

    Parameters
    ----------
    name
        Of the chapter.
    numbers, tables, sizes, statements
        As `Found`.
    pictures
        Drawn from it.
    seconds
        How long it took when it was computed.
    problem
        Why there is nothing; empty where all went well.
    kept
        Whether it comes from the store.
    """

    name: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    seconds: float = 0.0
    problem: str = ""
    kept: bool = False
