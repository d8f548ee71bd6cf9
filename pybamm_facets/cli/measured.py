"""``pybamm-facets measured FILE``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pybamm_facets.cli.console import clear_errors, end_with_failures, out, say_written, view
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd


def measured(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Of a cycler: BDF (.csv, .txt), .nda or .ndax.")
    ],
    set_name: Annotated[
        str | None,
        typer.Argument(
            metavar="[SET]",
            help=".toml file or installed set of the cell: gives mass, 1C, cut-offs and name.",
        ),
    ] = None,
    mass_mg: Annotated[float | None, typer.Option(help="Mass of the active material [mg].")] = None,
    one_c_mA_g: Annotated[
        float | None,
        typer.Option("--one-c-mA-g", help="The specific current that is called 1C [mA/g]."),
    ] = None,
    lower_V: Annotated[
        float | None, typer.Option("--lower-V", help="Cut-off of discharge [V].")
    ] = None,
    upper_V: Annotated[
        float | None, typer.Option("--upper-V", help="Cut-off of charge [V].")
    ] = None,
    particle: Annotated[
        str | None, typer.Option(help="Name in the table of rates; by default that of the file.")
    ] = None,
    skip_cycles: Annotated[
        str, typer.Option(help="Cycles left out of the table of rates, such as 1,2.")
    ] = "",
    csv: Annotated[Path | None, typer.Option(help="Write the table of rates to this file.")] = None,
    points: Annotated[
        int,
        typer.Option(help="Points of each rate's voltage curve that --csv gets as well.", min=0),
    ] = 0,
    variant: Variants = None,
) -> None:
    """Capacity at each rate, from the file of a cycler.

    Prints every step with its rate, capacity and whether it can be used, then
    mean and standard error over the steps of each rate. Steps that are
    incomplete (stopped before the cut-off), mixed (the current changes) or
    reversed (the voltage moves the wrong way) are named and left out: exit
    code 1. Without --lower-V and --upper-V a step that was stopped is not
    recognised. A positive current charges the cell.
    """
    with clear_errors():
        import pandas as pd

        from pybamm_facets._checks import positive
        from pybamm_facets.cli.sets import name_of, read_values
        from pybamm_facets.exchange import curve_points, rate_table, read_cycler, steps_of
        from pybamm_facets.sets.measurable import measured_as

        if set_name is not None:
            own = measured_as(read_values(set_name, variant))
            mass_mg = own.mass_mg if mass_mg is None else mass_mg
            one_c_mA_g = own.one_c_mA_g if one_c_mA_g is None else one_c_mA_g
            lower_V = own.lower_V if lower_V is None else lower_V
            upper_V = own.upper_V if upper_V is None else upper_V
            particle = particle or name_of(set_name)
        if mass_mg is None or one_c_mA_g is None:
            missing = "--mass-mg" if mass_mg is None else "--one-c-mA-g"
            raise ValueError(f"{missing}: expected a number, or the SET of the cell")
        positive("--mass-mg", mass_mg, "mg")
        positive("--one-c-mA-g", one_c_mA_g, "mA/g")
        skipped = _cycles(skip_cycles)
        _check_target(file, csv)
        frame = read_cycler(file)
        steps = steps_of(frame, mass_g=mass_mg / 1e3, one_c_mA_g=one_c_mA_g,
                         lower_V=lower_V, upper_V=upper_V)  # fmt: skip
        name = file.name.removesuffix(file.suffix).removesuffix(".bdf")
        rates = rate_table(steps, particle or name, skip_cycles=skipped)
        if csv and len(rates):
            table = rates
            if points:
                curve = curve_points(frame, steps, particle or name, mass_mg / 1e3, points)
                table = pd.concat([rates, curve], ignore_index=True)
            table.to_csv(csv, index=False)
    _print_steps(f"{file.name}: {len(frame)} points", steps)
    if len(rates):
        _print_rates(rates)
    if csv and len(rates):
        say_written([csv])
    unusable = steps[steps["status"] != "ok"]
    lines = [f"step {row.step}: {row.status}: {row.reason}" for row in unusable.itertuples()]
    if rates.empty:
        lines.append(f"{file}: no step that can be used, so no table of rates")
    end_with_failures(lines)


def _cycles(text: str) -> list[int]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if not word.isdecimal():
            raise ValueError(f"--skip-cycles={text!r}: expected whole numbers such as 1,2")
    return [int(word) for word in words]


def _check_target(file: Path, csv: Path | None) -> None:
    if csv and csv.resolve() == file.resolve():
        raise ValueError(f"--csv={str(csv)!r}: expected another file than the one that is read")


def _print_steps(title: str, steps: pd.DataFrame) -> None:
    columns = ("kind", "cycle", "step", "C-rate", "nominal", "mAh/g", "from [V]", "to [V]", "s")
    shown = view(title, columns=columns, dense=True)
    shown.add_column("status")
    for row in steps.itertuples():
        rates = (f"{row.c_rate:.4g}", "" if row.nominal_rate != row.nominal_rate
                 else f"{row.nominal_rate:.3g}")  # fmt: skip
        numbers = (f"{row.capacity_mAh_g:.2f}", f"{row.start_voltage_V:.3f}",
                   f"{row.end_voltage_V:.3f}", f"{row.duration_s:.0f}")  # fmt: skip
        status = row.status if row.status == "ok" else f"[yellow]{escape(row.status)}[/]"
        shown.add_row(row.kind, str(row.cycle), str(row.step), *rates, *numbers, status)
    out.print(shown)


def _print_rates(rates: pd.DataFrame) -> None:
    columns = ("particle", "direction", "C-rate", "mAh/g", "±", "repeats")
    shown = view(columns=columns, text=2)
    for row in rates.itertuples():
        capacity = (f"{row.capacity_mAh_g:.2f}", f"{row.error_mAh_g:.2f}", str(row.repeats))
        shown.add_row(escape(row.particle), row.direction, f"{row.c_rate:.3g}", *capacity)
    out.print(shown)
