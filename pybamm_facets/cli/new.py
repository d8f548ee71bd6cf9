"""``pybamm-facets new FILE``: a commented file to begin with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pybamm_facets.cli.console import clear_errors, say_written


def new(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The file to write, NAME.toml.")
    ] = None,
    like: Annotated[
        str, typer.Option(help="Installed set that the new one builds upon.")
    ] = "Li2025_isotropic",
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of set files, for editors.")
    ] = False,
) -> None:
    """A commented parameter set to begin with, and an example of measured capacities beside it.

    Writes NAME.toml with every key, its meaning and unit, and NAME_rates.csv. Existing files stay
    as they are.
    """
    with clear_errors():
        if schema:
            from pybamm_facets.sets.files.schema import SetFile

            typer.echo(json.dumps(SetFile.model_json_schema(), indent=2, ensure_ascii=False))
            return
        if file is None:
            raise ValueError("FILE: expected a name such as my.toml, or --schema")
        from pybamm_facets.sets.files.starting import new_texts
        from pybamm_facets.sets.files.writing import write_new

        texts = new_texts(file, like)
        taken = [path for path in texts if path.exists()]
        if taken:
            raise ValueError(f"{taken[0]}: exists; expected a new file's name")
        for path, text in texts.items():
            write_new(path, text)
    say_written(list(texts))
