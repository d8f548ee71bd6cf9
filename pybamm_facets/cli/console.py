"""Consoles, progress and errors, the same in every command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

INTERRUPTED = 130
"""Exit code after Ctrl-C."""


@contextmanager
def progress_bar(text: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on standard error; yields a function of (done, all), all None where not known."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(text, total=None)

        def update(done: int, total: int | None) -> None:
            progress.update(task, completed=done, total=total)

        yield update


@contextmanager
def clear_errors() -> Iterator[None]:
    """Bad input ends the command with one line and exit code 2."""
    try:
        yield
    except (ValueError, KeyError, OSError) as error:
        err.print(f"[bold red]error:[/] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(2) from None
