"""Chapters one after another: kept as they end, and one that fails stops no other."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pybamm_facets._extras import require
from pybamm_facets.paper.reproduction.all_chapters import CHAPTERS
from pybamm_facets.paper.reproduction.chapter import Chapter, ChapterResult, Desk, Found, Picture
from pybamm_facets.paper.reproduction.claim import JudgedClaim, judge
from pybamm_facets.paper.reproduction.effort import Effort
from pybamm_facets.paper.reproduction.exhibit import Exhibit, chosen_exhibits, claims
from pybamm_facets.paper.reproduction.kept_chapters import KeptChapters
from pybamm_facets.progress import Progress, Tell, silent

logger = logging.getLogger(__name__)

Draw = Callable[[str, Found], Sequence[Picture]]
"""Pictures of a chapter, by its name and what it found."""


@dataclass(frozen=True, eq=False)
class Reproduction:
    """Everything that was looked at.

    Parameters
    ----------
    exhibits
        Those that were asked for.
    judged
        Their claims with verdicts.
    chapters
        Name to result of every chapter that they need.
    effort
        How much was computed.
    """

    exhibits: tuple[Exhibit, ...]
    judged: tuple[JudgedClaim, ...]
    chapters: dict[str, ChapterResult]
    effort: Effort

    @property
    def table(self) -> pd.DataFrame:
        """A row a claim: ``exhibit``, ``claim``, ``states``, ``measures``, ``value``, ``unit``,
        ``expected``, ``verdict``, ``why``, ``chapter``, ``simulated``."""
        return pd.DataFrame(
            [
                {
                    "exhibit": one.claim.exhibit,
                    "claim": one.claim.id,
                    "states": one.claim.states,
                    "measures": one.claim.measures,
                    "value": one.value,
                    "unit": one.claim.unit,
                    "expected": one.claim.expects,
                    "verdict": one.verdict.value,
                    "why": one.claim.why,
                    "chapter": one.claim.chapter,
                    "simulated": one.claim.simulated,
                }
                for one in self.judged
            ]
        )

    @property
    def problems(self) -> dict[str, str]:
        """Chapter to why it gave nothing."""
        return {name: one.problem for name, one in self.chapters.items() if one.problem}


def no_pictures(name: str, found: Found) -> tuple[Picture, ...]:
    """Draw nothing."""
    return ()


def reproduce(
    only: Sequence[str] = (),
    *,
    effort: Effort = Effort.reduced,
    draw: Draw = no_pictures,
    store: Path | None = None,
    progress: Tell | None = None,
    chapters: Sequence[Chapter] = CHAPTERS,
) -> Reproduction:
    """Hold the paper's claims against numbers of this package.

    Parameters
    ----------
    only
        Exhibits, such as ``4g`` or ``4`` for all of Fig. 4; everything without any.
    effort
        How much to compute.
    draw
        Called as each chapter ends, with its name and what it found.
    store
        File that keeps chapters as they end: the same call goes on.
    progress
        Called with a `Progress`.
    chapters
        Those there are.

    Returns
    -------
    Reproduction
        A chapter that fails is one that says so; its claims have no verdict.

    Raises
    ------
    ValueError
        For an exhibit that is not there.
    MissingExtraError
        Before any work, if a chapter needs an extra that is not installed.
    """
    chosen = chosen_exhibits(only)
    names = [one.id for one in chosen]
    asked = [claim for claim in claims() if claim.exhibit in names]
    needed = {claim.chapter for claim in asked} | {n for one in chosen for n in one.chapters}
    work = [chapter for chapter in chapters if chapter.name in needed]
    for chapter in work:
        if chapter.extra:
            require(chapter.extra, f"the chapter {chapter.title!r}")
    tell = progress or silent
    results: dict[str, ChapterResult] = {}
    with nullcontext() if store is None else closing(KeptChapters(store)) as kept:
        for number, chapter in enumerate(work):
            desk = Desk(effort, store, _inside(tell, chapter, number, len(work)))
            desk.tell(Progress(chapter.title))
            results[chapter.name] = _one(chapter, desk, draw, kept)
        tell(Progress("chapters", len(work), len(work)))
    numbers = {name: one.numbers for name, one in results.items() if not one.problem}
    judged = tuple(judge(claim, numbers) for claim in asked)
    return Reproduction(chosen, judged, results, effort)


def _one(chapter: Chapter, desk: Desk, draw: Draw, kept: KeptChapters | None) -> ChapterResult:
    before = None if kept is None else kept.find(chapter.name, desk.effort)
    if before is not None:
        return before
    began = time.perf_counter()
    try:
        found = chapter.work(desk)
        pictures = tuple(draw(chapter.name, found))
    except Exception as error:  # whatever it is, the other chapters go on and the page says it
        logger.warning("%s: no result", chapter.title, exc_info=True)
        return ChapterResult(chapter.name, problem=f"{type(error).__name__}: {error}")
    result = ChapterResult(
        chapter.name, found.numbers, found.tables, found.sizes, found.statements, pictures,
        time.perf_counter() - began,
    )  # fmt: skip
    if kept is not None:
        kept.keep(result, desk.effort)
    return result


def _inside(tell: Tell, chapter: Chapter, number: int, count: int) -> Tell:
    """Progress inside a chapter, as that of all of them."""

    def told(progress: Progress) -> None:
        part = f" {progress.done}/{progress.total}" if progress.total else ""
        what = "" if progress.what == chapter.title else f", {progress.what}{part}"
        tell(Progress(f"chapters, {chapter.title}{what}", number, count))

    return told
