"""``pybamm-facets designer``: a local page where one moves a design and sees its cell."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from pybamm_facets.cli.console import clear_errors, err, out, progress_bar, say_written


def designer(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SETS]...", help="Set files to start from, besides the installed."),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; no other one is served.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", help="Port of the page; 0 for any that is free.")
    ] = 5006,
    export: Annotated[
        Path | None,
        typer.Option("--export", help="Write one HTML file that works offline, and do not serve."),
    ] = None,
    show: Annotated[bool, typer.Option("--show/--no-show", help="Open the browser.")] = True,
) -> None:
    """Move a design and see the particle and what a cell makes of it, in the browser.

    Serves a page at 127.0.0.1 until Ctrl-C. A set file that is broken is reported in the page. With
    --export a grid of designs is computed instead and written into a file of its own.
    """
    with clear_errors():
        from pybamm_facets._extras import require

        require("page", "the designer")
        from pybamm_facets.page.state.preset_sets import preset_sets

        presets = preset_sets(files or [])
        if export is not None:
            from pybamm_facets.page.drawn.static_page import write_page

            with progress_bar("designs") as tell:
                error = write_page(export, next(iter(presets.values())), tell)
            out.print(error, soft_wrap=True, markup=False)
            say_written([export])
            return
        from pybamm_facets.page.drawn.serving import start_designer

        running = start_designer(presets, host, port)
    for preset in presets.values():
        if preset.problem:
            err.print(f"{preset.name}: {preset.problem}", soft_wrap=True, markup=False)
    out.print(f"the designer is at {running.url} (Ctrl-C ends it)", soft_wrap=True)
    if show:
        webbrowser.open(running.url)
    try:
        running.run()
    except KeyboardInterrupt:
        out.print("stopped")
    finally:
        running.stop()
