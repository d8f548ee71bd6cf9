"""``pybamm-facets reproduce``: the paper, exhibit by exhibit, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from pybamm_facets.cli.console import (
    clear_errors,
    end_with_failures,
    out,
    progress_bar,
    say_written,
    view,
)

if TYPE_CHECKING:
    from pybamm_facets.paper.reproduction import Reproduction


def reproduce(
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for the page.")] = Path("results"),
    full: Annotated[
        bool, typer.Option("--full", help="All draws, sections and fine meshes: half an hour.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Exhibits: 4g, or 4 for all of Fig. 4; may be repeated, or separated by commas."
        ),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(
            help="File that keeps what has ended; OUT/reproduce.db by default.", show_default=False
        ),
    ] = None,
) -> None:
    """Every claim of the paper with a verdict and the number behind it, on one page.

    What the text of Li et al. 2025 states of each figure, beside what this package finds:
    reproduced, not supported, fitted (so no test), or not to be tested without the supplement.

    Writes reproduce.html, which needs no network, and reproduce_claims.csv. Five minutes on two
    cores with few draws, whose numbers the page tells. What has ended is kept: after Ctrl-C the
    same command goes on. Needs everything: pip install "pybamm-facets\\[all]".
    """
    with clear_errors():
        from pybamm_facets._extras import require
        from pybamm_facets.paper.reproduction import Effort
        from pybamm_facets.paper.reproduction import reproduce as work
        from pybamm_facets.paper.reproduction.exhibit import chosen_exhibits

        require("report", "the page")
        asked = [name for given in only or () for name in given.split(",")]
        chosen_exhibits(asked)

        from pybamm_facets.report.reproduction_page.chapter_pictures import draw_chapter
        from pybamm_facets.report.reproduction_page.page_file import write_reproduction

        out_dir.mkdir(parents=True, exist_ok=True)
        kept = store or out_dir / "reproduce.db"
        with progress_bar(kept_in=kept) as tell:
            result = work(
                asked,
                effort=Effort.full if full else Effort.reduced,
                draw=draw_chapter,
                store=kept,
                progress=tell,
            )
        paths = write_reproduction(out_dir, result)
    out.print(_verdicts(result))
    say_written(paths)
    end_with_failures([f"{name}: no result: {why}" for name, why in result.problems.items()])


def _verdicts(result: Reproduction) -> Table:
    """A row a claim."""
    shown = view("Claims of Li et al. 2025", dense=True)
    for heading, right in (
        ("exhibit", False),
        ("claim", False),
        ("here", True),
        ("verdict", False),
    ):
        shown.add_column(heading, justify="right" if right else "left", no_wrap=heading != "claim")
    for one in result.judged:
        claim = one.claim
        shown.add_row(claim.exhibit, claim.id, one.written, one.verdict.value)
    return shown
