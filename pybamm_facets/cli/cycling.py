"""``pybamm-facets cycling``: what ages, tested against a bound and a sign."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, out, progress_bar, say_written, view
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd
    import pybamm

    from pybamm_facets.ageing import Mechanism


def cycling(
    sets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SETS]...",
            help="Two or more .toml files or installed sets; without any, the paper's particles in "
            "its cell of 500 cycles.",
        ),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(help="The particle whose retention is known; by default the first."),
    ] = None,
    retention: Annotated[
        float, typer.Option(help="Share of the first cycle's capacity that it keeps.")
    ] = 0.8,
    cycles: Annotated[int, typer.Option(help="After how many cycles.")] = 500,
    charge: Annotated[str, typer.Option(help="Rate of the charge.")] = "0.5",
    discharge: Annotated[str, typer.Option(help="Rate of the discharge.")] = "10",
    hold: Annotated[
        str | None,
        typer.Option(help="Rate to which the current falls at the upper cut-off; no hold without."),
    ] = None,
    rest: Annotated[float, typer.Option(help="Rest after charge and discharge [s].")] = 0.0,
    mechanism: Annotated[
        list[str] | None, typer.Option(help="Of these only; may be repeated.")
    ] = None,
    measured: Annotated[
        Path | None,
        typer.Option(
            help="CSV of retentions (cycle, retention; particle, error): ranks the mechanisms."
        ),
    ] = None,
    fit: Annotated[
        str | None, typer.Option(help="Of the paper's sets: texture (the default) or blind.")
    ] = None,
    model: Annotated[str, typer.Option(help="spme, or dfn: ten times slower.")] = "spme",
    every_cycle: Annotated[
        bool, typer.Option("--every-cycle", help="Solve every cycle instead of jumping.")
    ] = False,
    store: Annotated[
        Path | None, typer.Option(help="File that keeps journeys: after Ctrl-C it goes on.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes, each with a mechanism of its own.")] = 1,
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for tables, record and figures.")
    ] = Path("results"),
    variant: Variants = None,
) -> None:
    """What ages: eleven hypotheses against one bound and one sign.

    Each mechanism's one rate is fitted to the retention of one particle (*); what the others keep
    is predicted with it, and only the sign can be compared. Then: what else would tell the
    mechanisms apart.

    Writes cycling.csv, cycling_cycles.csv, cycling_check_ups.csv, cycling_distances.csv,
    cycling.json, cycling.png and cycling_signatures.png.
    """
    with clear_errors():
        from pybamm_facets._checks import one_of, whole
        from pybamm_facets.report.cycling import write_hypotheses
        from pybamm_facets.runs.cell_protocol import Protocol
        from pybamm_facets.runs.cycles.every_cycle import EveryCycle
        from pybamm_facets.runs.cycles.jump import Jump
        from pybamm_facets.studies.cycling.hypothesis_test import hypothesis_test

        own = _sets(sets, fit, variant)
        chosen = _mechanisms(mechanism)
        known = one_of("--reference", reference or next(iter(own)), own)
        one_of("--model", model, ("spme", "dfn"))
        protocol = Protocol(
            charge=charge,
            discharge=discharge,
            hold_until=hold,
            rest_after_charge=rest,
            rest_after_discharge=rest,
        )
        whole("--workers", workers, least=1, most=256)
        ranking = None if measured is None else _read_retentions(measured)
        pool = (
            ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
            if workers > 1
            else nullcontext()
        )
        with progress_bar(kept_in=store) as tell, pool as executor:
            test = hypothesis_test(
                own,
                known,
                retention,
                cycles,
                mechanisms=chosen,
                protocol=protocol,
                stepping=EveryCycle() if every_cycle else Jump(),
                model=_dfn(chosen) if model == "dfn" else None,
                store=store,
                executor=executor,
                progress=tell,
            )
        inputs = {
            "sets": list(sets or ()),
            "fit": fit,
            "reference": known,
            "retention": retention,
            "cycles": cycles,
            "protocol": repr(protocol),
            "mechanisms": [one.name for one in chosen],
            "model": model,
            "every_cycle": every_cycle,
        }
        paths = write_hypotheses(out_dir, test, known, retention, own, inputs)
    out.print(_view(test.table, known, f"{protocol.name}, {cycles} cycles"))
    out.print("* fitted, so not a prediction", style="dim")
    for line in (_protocol_line(test.cycles, test.check_ups), *test.statements):
        out.print(f"  {line}", soft_wrap=True, markup=False)
    if ranking is not None:
        _print_ranking(own, ranking, chosen, protocol)
    say_written(paths)
