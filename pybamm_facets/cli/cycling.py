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
    out.print(_kept_view(test.table, known, f"Capacity kept: {protocol.name}, {cycles} cycles"))
    out.print(_signature_view(test.table, known))
    out.print("* fitted, so not a prediction", style="dim")
    for line in (_protocol_line(test.unaged, protocol.rates[1]), *test.statements):
        out.print(f"  {line}", soft_wrap=True, markup=False)
    if ranking is not None:
        _print_ranking(own, ranking, chosen, protocol)
    say_written(paths)


def _sets(
    sets: list[str] | None, fit: str | None, variant: list[str] | None
) -> dict[str, pybamm.ParameterValues]:
    """The sets that were asked for, or the paper's two in its cell of 500 cycles."""
    if not sets:
        from pybamm_facets.paper.cycled_pair import cycled_pair

        if variant:
            raise ValueError(f"--variant={variant[0]!r}: expected SETS that it belongs to")
        return cycled_pair(fit or "texture")
    from pybamm_facets.cli.sets import read_sets

    if fit is not None:
        raise ValueError(f"--fit={fit!r}: expected none with SETS; choose with --variant")
    return {name: one.parameter_values for name, one in read_sets(sets, variant).items()}


def _mechanisms(names: list[str] | None) -> tuple[Mechanism, ...]:
    """Hypotheses by their names, all without any."""
    from pybamm_facets.ageing import DEFAULT_HYPOTHESES

    by_name = {mechanism.name: mechanism for mechanism in DEFAULT_HYPOTHESES}
    for name in names or ():
        if name not in by_name:
            raise ValueError(f"--mechanism={name!r}: expected one of {', '.join(by_name)}")
    return tuple(by_name[name] for name in dict.fromkeys(names or by_name))


def _dfn(mechanisms: tuple[Mechanism, ...]) -> pybamm.BaseModel:
    from pybamm_facets.models import FacetDFN
    from pybamm_facets.particle import SurfaceBarrier

    barrier = any(mechanism.needs_barrier for mechanism in mechanisms)
    return FacetDFN(diffusion=SurfaceBarrier) if barrier else FacetDFN()


def _read_retentions(path: Path) -> pd.DataFrame:
    from pybamm_facets.measured.retentions import read_retentions

    return read_retentions(path)


def _kept_view(table: pd.DataFrame, reference: str, title: str) -> Table:
    """A row a mechanism: what each particle keeps."""
    shown = view(title, dense=True)
    shown.add_column("\nmechanism")
    shown.add_column(f"{reference}\nkept", justify="right")
    others = [name for name in dict.fromkeys(table["particle"]) if name != reference]
    for name in others:
        shown.add_column(f"{name}\nkept", justify="right")
        shown.add_column("\nrange", justify="right")
        shown.add_column("\nsign", no_wrap=True)
    for mechanism, rows in table.groupby("mechanism", sort=False):
        own = rows.set_index("particle")
        cells = [str(mechanism), _number(own.loc[reference, "retention"], ".3f", "*")]
        for name in others:
            one = own.loc[name]
            span = "" if one["low"] != one["low"] else f"{one['low']:.2f}–{one['high']:.2f}"
            cells += [_number(one["retention"], ".3f"), span, str(one["sign"])]
        shown.add_row(*cells)
    return shown


def _signature_view(table: pd.DataFrame, reference: str) -> Table:
    """A row a mechanism: its rate, and what else would be seen on the reference."""
    title = f"Their rates, and what else {reference} would show at the end"
    shown = view(title, dense=True)
    for heading in ("\nmechanism", "\nk", "\nunit of k"):
        shown.add_column(heading, justify="right" if heading == "\nk" else "left", no_wrap=True)
    for heading in ("0.1C\nkept", "mean V\nmV", "10 s R\nΩ·cm²"):
        shown.add_column(heading, justify="right")
    for row in table[table["particle"] == reference].itertuples():
        shown.add_row(
            row.mechanism,
            _number(row.rate, ".3e", "*"),
            row.rate_unit,
            _number(row.slow_retention, ".3f"),
            _number(1e3 * row.voltage_change_V, "+.0f"),
            _number(row.resistance_Ohm_cm2, ".0f"),
        )
    return shown


def _number(value: float, form: str, mark: str = "") -> str:
    """A number with its mark, nothing where there is none."""
    return "" if value != value else f"{value:{form}}{mark}"


def _protocol_line(unaged: pd.DataFrame, c_rate: float) -> str:
    """What the protocol alone costs each particle."""
    parts = [
        f"{row.particle} {row.capacity_mAh_g:.1f}, and {row.from_equilibrium_mAh_g:.1f} from "
        "equilibrium"
        for row in unaged.itertuples()
    ]
    return f"without ageing, {c_rate:g}C [mAh/g]: {'; '.join(parts)}"


def _print_ranking(
    sets: dict[str, pybamm.ParameterValues],
    measured: pd.DataFrame,
    mechanisms: tuple[Mechanism, ...],
    protocol: object,
) -> None:
    """Mechanisms by how well they describe what was measured."""
    from pybamm_facets.runs.cell_protocol import Protocol
    from pybamm_facets.studies.cycling.retention_ranking import rank_mechanisms

    own = protocol if isinstance(protocol, Protocol) else None
    with clear_errors(), progress_bar("fitting to the measured retentions") as tell:
        found = rank_mechanisms(sets, measured, mechanisms=mechanisms, protocol=own, progress=tell)
    shown = view(
        "Fitted to the measured retentions", columns=("mechanism", "k", "ln L behind", "misfit [σ]")
    )
    for row in found.table.itertuples():
        shown.add_row(
            row.mechanism,
            _number(row.rate, ".3e", "*"),
            _number(row.behind, ".1f") if row.rate == row.rate else "",
            _number(row.misfit, ".2f"),
        )
    out.print(shown)
    for line in found.statements:
        out.print(f"  {line}", soft_wrap=True, markup=False)
