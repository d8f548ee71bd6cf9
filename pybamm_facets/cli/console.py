"""Consoles, views, progress and errors, the same in every command."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.table import Table

from pybamm_facets.progress import Progress, Tell

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

POINTS_FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130
"""Exit codes: some points have no result, bad input, stopped by Ctrl-C."""


def view(
    title: str = "", *, columns: Sequence[str] = (), text: int = 1, dense: bool = False
) -> Table:
    """A table for the terminal.

    Parameters
    ----------
    title
        Above it.
    columns
        Headings; more may be added.
    text
        How many of them hold text, and stand left; the others hold numbers.
    dense
        Keep columns close, for many of them.
    """
    table = Table(
        title=escape(title) or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0) if dense else (0, 1),
    )
    for number, column in enumerate(columns):
        table.add_column(escape(column), justify="left" if number < text else "right")
    return table


@contextmanager
def progress_bar(text: str = "", kept_in: Path | None = None) -> Iterator[Tell]:
    """A bar on standard error; yields what long work calls with a `Progress`.

    Ctrl-C ends the command with `INTERRUPTED` and says what is kept.

    Parameters
    ----------
    text
        What is done; by default what the work says itself.
    kept_in
        The file that keeps what is finished, if any.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    seen = Progress(text)
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task(text, total=None, failed="")

        def tell(progress: Progress) -> None:
            nonlocal seen
            seen = progress
            bar.update(
                task,
                description=text or progress.what,
                completed=progress.done,
                total=progress.total or None,
                failed=f"{progress.failed} failed" if progress.failed else "",
            )

        try:
            yield tell
        except KeyboardInterrupt:
            bar.stop()
            _say_stopped(seen, kept_in)
            raise typer.Exit(INTERRUPTED) from None


def _say_stopped(seen: Progress, kept_in: Path | None) -> None:
    done = f"stopped after {seen.done} of {seen.total or '?'} {seen.what}"
    if kept_in is None:
        err.print(done, soft_wrap=True)
        return
    command = shlex.join(["pybamm-facets", *sys.argv[1:]])
    err.print(f"{done}, which are kept in {kept_in}; to go on:\n  {command}", soft_wrap=True)


@contextmanager
def clear_errors() -> Iterator[None]:
    """Bad input, and an extra that is not installed, end the command with one line."""
    try:
        yield
    except (ValueError, KeyError, OSError, ImportError) as error:
        err.print(f"[bold red]error:[/] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(BAD_INPUT) from None


def say_written(paths: Sequence[Path]) -> None:
    """The line that names the files; a figure's other formats come with its PNG."""
    out.print("wrote " + ", ".join(map(_with_formats, paths)), soft_wrap=True)


def _with_formats(path: Path) -> str:
    others = [ending for ending in (".pdf", ".svg") if path.with_suffix(ending).exists()]
    return f"{path} ({', '.join(others)})" if path.suffix == ".png" and others else str(path)


def end_with_failures(lines: Sequence[str]) -> None:
    """Say what has no result, and end with `POINTS_FAILED` if there is any."""
    for line in lines:
        err.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)
    if lines:
        raise typer.Exit(POINTS_FAILED)
