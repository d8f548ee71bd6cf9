"""``pybamm-facets merge SHARD.db ...``: the stores of a sweep's shards as one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pybamm_facets.cli.console import clear_errors, out


def merge(
    shards: Annotated[
        list[Path], typer.Argument(metavar="SHARD.db...", help="Stores of sweep --shard.")
    ],
    store: Annotated[Path, typer.Option("--out", help="The store to fill; it may exist.")] = Path(
        "results/sweep.db"
    ),
    table: Annotated[
        Path | None, typer.Option(help="Also write all its rows, as .csv or .parquet.")
    ] = None,
) -> None:
    """The stores of a sweep's shards as one.

    All must be of one sweep: the same set, model, rates, directions, numerics and versions. Failed
    runs are kept. The sweep's own command without --shard then writes the whole table, with the
    designs that cannot be built, and computes what no shard has.
    """
    with clear_errors():
        from pybamm_facets.runs.ledger import export
        from pybamm_facets.runs.merging import merge_ledgers
        from pybamm_facets.runs.table_file import check_table_name

        if table is not None:
            check_table_name(table)
        taken = merge_ledgers(shards, store)
        for path, count in taken.items():
            out.print(f"{count} runs from {path}", soft_wrap=True)
        wrote = [str(store)]
        if table is not None:
            export(store, table)
            wrote.append(str(table))
        out.print("wrote " + ", ".join(wrote), soft_wrap=True)
