"""What the commands for spectra show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from rich.markup import escape

from pybamm_facets.cli.console import err, out, view

if TYPE_CHECKING:
    from pybamm_facets.impedance.circuits.circuit_ranking import CircuitRanking
    from pybamm_facets.impedance.circuits.fit_files import FileFit
    from pybamm_facets.impedance.circuits.resistance_limit import ResistanceLimit
    from pybamm_facets.impedance.spectra.reading_options import NamedSweep

OHMS = ((1e9, "GΩ"), (1e6, "MΩ"), (1e3, "kΩ"), (1.0, "Ω"), (1e-3, "mΩ"))
AMPERES = ((1.0, "A"), (1e-3, "mA"), (1e-6, "µA"), (1e-9, "nA"), (1e-12, "pA"))
LEAST = 0.1
"""Smallest number that is easy to read."""
SHOWN = 4
"""Circuits of a ranking that are shown."""


def show_read(found: Sequence[NamedSweep]) -> None:
    """What was read of each file: kind, points, range, unit and sign."""
    read = [(named, named.sweep) for named in found if named.sweep is not None]
    if not read:
        return
    shown = view("read", dense=True)
    shown.add_column("particle", overflow="fold")
    for column in ("kind", "points", "frequencies", "unit", "as"):
        shown.add_column(column, justify="right" if column == "points" else "left")
    for named, sweep in read:
        cells = (named.name, sweep.kind, str(len(sweep.spectrum)), sweep.range, sweep.unit,
                 sweep.sign)  # fmt: skip
        shown.add_row(*map(escape, cells))
    out.print(shown)
    for named, sweep in read:
        notes = [*([sweep.label] if sweep.label and sweep.of > 1 else []), *sweep.notes]
        if notes:
            out.print(f"{escape(named.name)}: {escape('; '.join(notes))}", soft_wrap=True)


def show_fits(done: Sequence[FileFit], temperature: float, electrons: int) -> None:
    """R_CT and i0 of each sweep, with what is to be thought of them."""
    ohm, ampere = _units(done, temperature, electrons)
    shown = view(dense=True)
    shown.add_column("particle", overflow="fold")
    for column in (f"R_CT [{ohm[1]}]", "±", f"i0 [{ampere[1]}]", "±", "noise"):
        shown.add_column(escape(column), justify="right", no_wrap=True)
    shown.add_column("K–K", no_wrap=True)
    shown.add_column("circuit", no_wrap=True)
    for file in done:
        row = _cells(file, temperature, electrons, ohm[0], ampere[0])
        shown.add_row(escape(file.name), *row)
    if done:
        out.print(shown)


def _units(
    done: Sequence[FileFit], temperature: float, electrons: int
) -> tuple[tuple[float, str], tuple[float, str]]:
    """Units of resistance and current in which the middle one of all is easy to read."""
    fits = [f.fit for f in done if f.fit is not None and f.limit is None]
    if not fits:
        return OHMS[1], AMPERES[3]
    resistance = float(np.median([fit.values["R_CT"] for fit in fits]))
    current = float(np.median([fit.exchange_current(temperature, electrons).value for fit in fits]))
    return tuple(
        next((u for u in units if value >= LEAST * u[0]), units[-1])
        for units, value in ((OHMS, resistance), (AMPERES, current))
    )  # type: ignore[return-value]


def show_rankings(rankings: Mapping[str, CircuitRanking]) -> None:
    """The best circuits of each sweep, and what the best one buys."""
    for name, ranking in rankings.items():
        middle = float(ranking.table["r_ct_ohm"].median())
        ohm, unit = next((u for u in OHMS if middle >= LEAST * u[0]), OHMS[1])
        columns = ("circuit", "parameters", "misfit", "ΔAICc", f"R_CT [{unit}]", "±", "verdict")
        shown = view(name, columns=columns, dense=True)
        names = list(ranking.table.index)
        kept = names[:SHOWN]
        if ranking.reference not in kept:
            kept.append(ranking.reference)
        for circuit in kept:
            row = ranking.table.loc[circuit]
            if row["status"] != "ok":
                continue
            known, limit = not row["limit"], escape(row["limit"].removeprefix("R_CT "))
            shown.add_row(
                escape(str(circuit)),
                f"{row['parameters']:.0f}",
                f"{row['misfit']:.2%}",
                f"{row['delta_aicc']:.1f}",
                f"{row['r_ct_ohm'] / ohm:#.4g}" if known else limit,
                f"{row['r_ct_error_ohm'] / ohm:#.2g}" if known else "",
                row["verdict"],
            )
        out.print(shown)
        out.print(escape(ranking.gain()), soft_wrap=True)


def show_warnings(done: Sequence[FileFit]) -> None:
    """What speaks against the numbers of each sweep, and which points were left out."""
    from pybamm_facets.impedance.spectra.frequency_words import frequency_text

    for file in done:
        lines = list(file.doubts)
        if file.fit is not None and file.fit.at_bounds:
            lines.append(f"{', '.join(file.fit.at_bounds)} ended at a bound: not determined")
        if file.outlying:
            points = ", ".join(map(frequency_text, file.outlying))
            lines.append(f"left out, as the other points contradict it: {points}")
        for line in lines:
            err.print(f"[yellow]{escape(file.name)}:[/] {escape(line)}", soft_wrap=True)


def _cells(
    file: FileFit, temperature: float, electrons: int, ohm: float, ampere: float
) -> list[str]:
    if file.fit is None:
        return [*[""] * 6, "[red]failed[/]"]
    values, errors = file.fit.values, file.fit.standard_errors
    current = file.fit.exchange_current(temperature, electrons)
    if file.limit is None:
        numbers = (values["R_CT"] / ohm, errors["R_CT"] / ohm, current.value / ampere,
                   current.error / ampere)  # fmt: skip
        texts = [f"{number:#.4g}" if i % 2 == 0 else f"{number:#.2g}"
                 for i, number in enumerate(numbers)]  # fmt: skip
    else:
        volt = float(values["R_CT"] * current.value)
        texts = _limited(file.limit, volt, ohm, ampere)
    noise = "" if file.test is None else f"{file.test.rms:.2%}"
    description = "" if file.verdict is None else str(file.verdict.description)
    short = {"does not describe": "[yellow]does not[/]", "cannot tell": "[yellow]cannot tell[/]"}
    return [*texts, noise, _tested(file), short.get(description, description)]


def _limited(limit: ResistanceLimit, volt: float, ohm: float, ampere: float) -> list[str]:
    """R_CT and i0 as limits."""
    if limit.above > 0:
        return [f"> {limit.above / ohm:.2g}", "", f"< {volt / limit.above / ampere:.2g}", ""]
    if np.isfinite(limit.below):
        return [f"< {limit.below / ohm:.2g}", "", f"> {volt / limit.below / ampere:.2g}", ""]
    return ["unknown", "", "unknown", ""]


def _tested(file: FileFit) -> str:
    if file.test is None:
        return "untested"
    return "passes" if file.test.passes else "[yellow]fails[/]"
