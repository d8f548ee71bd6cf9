"""Figures of the theory of facet activation: Figs. 3b-e of the paper, and the double layers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from pybamm_facets._units import MA_CM2
from pybamm_facets.kinetics.table import FacetTable
from pybamm_facets.report.record import write_record
from pybamm_facets.report.style import OTHERS, facet_colours, letter, save_figure, style
from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ActivationEnergies,
    DoubleLayer,
    FacetStudy,
    FacetSurfaces,
    LatticeElectrolyte,
    facet_potential,
    fit_energy_slope,
)
from pybamm_facets.theory.activation.energies import thermal_energy
from pybamm_facets.theory.activation.facet_report import FacetReport
from pybamm_facets.theory.solvent.reorganization import ION_DISTANCE

WORK_COLOURS = {"fixed": OTHERS[1], "double layer": OTHERS[2]}
MEASURED = ("paper", "literature", "user")
OUTLINE = [withStroke(linewidth=2.6, foreground="#555555")]
"""Keeps a light line apart from the ground."""
WINDOW = 1e-10
"""To each side of the transition state, in the panel that is close to it [m]."""


def activation_figure(measured: FacetTable, study: FacetStudy, reference: str = "(003)") -> Figure:
    """Counterparts of Figs. 3b-e of Li et al. 2025 (doi:10.1038/s41467-025-65068-5).

    Parameters
    ----------
    measured
        Exchange currents; rows that are not measured are drawn hatched.
    study
        Calculated energies.
    reference
        The facet that others are compared with.

    Raises
    ------
    ValueError
        If a facet of the study has no exchange current, or there is only one.
    """
    logs = _logs(measured, study.interaction_only.facets, reference)
    with style():
        figure = Figure(figsize=(7.2, 5.8), layout="constrained")
        (first, second), (third, fourth) = panels = figure.subplots(2, 2)
        letter(panels.flat)
        _ratios(first, measured, logs, reference)
        _energies(second, study.both, reference)
        _slopes(third, logs, study.work_function_only, reference, "Work function alone")
        _slopes(fourth, logs, {"fixed": study.interaction_only}, reference, "Δ₀ alone")
        _title(figure, study.interaction_only.illustrative_inputs)
    return figure


def double_layer_figure(
    surfaces: FacetSurfaces,
    electrolyte: LatticeElectrolyte,
    electrode_potential: float,
    distance: float,
    extent: float = 1.2e-9,
) -> Figure:
    """Potential, potential about the transition state, and field against distance at each facet.

    Parameters
    ----------
    surfaces, electrolyte
        What meets what.
    electrode_potential
        Against vacuum [V].
    distance
        Of the transition state from the facet [m], marked.
    extent
        Largest distance drawn [m].
    """
    x = np.linspace(0, extent, 241)
    near = np.linspace(max(distance - WINDOW, 0), distance + WINDOW, 41)
    with style():
        figure = Figure(figsize=(7.2, 3.3), layout="constrained")
        whole, close, field = panels = figure.subplots(1, 3)
        letter(panels)
        palette = facet_colours([row.facet for row in surfaces.rows])
        for number, row in enumerate(surfaces.rows):
            phi = float(facet_potential(row.work_function, electrode_potential))
            layer = DoubleLayer(electrolyte, phi)
            line: dict[str, Any] = {
                "color": palette[row.facet],
                "linestyle": "-" if number < 6 else "--",
                "path_effects": OUTLINE,
            }
            whole.plot(1e9 * x, layer.potential(x), **line)
            close.plot(1e9 * near, 1e3 * layer.potential(near), **line)
            label = f"{row.facet}, WF {row.work_function:g} eV"
            field.plot(1e9 * x, 1e-9 * layer.field(x), label=label, **line)
        for axes, ends in ((whole, x), (close, near), (field, x)):
            axes.axvline(
                1e9 * distance, color="black", linestyle=":", linewidth=1, label="transition state"
            )
            axes.set(xlabel="Distance [nm]", xlim=(1e9 * ends[0], 1e9 * ends[-1]))
        whole.set_ylabel("Potential [V]")
        close.set_ylabel("Potential [mV]")
        field.set_ylabel("Field [V/nm]")
        entries = field.get_legend_handles_labels()
        figure.legend(*entries, loc="outside lower center", ncols=min(4, len(entries[0])))
        marks = {"facets": surfaces.illustrative, "electrolyte": electrolyte.illustrative}
        _title(figure, tuple(name for name, is_so in marks.items() if is_so))
    return figure


def write_facet_report(
    out_dir: Path,
    report: FacetReport,
    surfaces: FacetSurfaces,
    facet_table: FacetTable,
    inputs: Mapping[str, Any],
) -> list[Path]:
    """Tables, record and figures of a comparison of facets; the files."""
    out_dir.mkdir(parents=True, exist_ok=True)
    csv, record = out_dir / "theory.csv", out_dir / "theory.json"
    table, illustrative = report.table, report.illustrative_inputs
    table.to_csv(csv, index=False)
    more = {"illustrative_inputs": illustrative, "statements": report.statements}
    write_record(record, table, inputs, {}, more)
    paths = [csv, record]
    for work, found in report.facet_tables.items():
        mark = "_illustrative" if illustrative else ""
        paths.append(out_dir / f"facets_{work.replace(' ', '_')}_work{mark}.csv")
        found.to_frame().to_csv(paths[-1], index=False)
    figures = {
        "theory": activation_figure(facet_table, report.study, report.reference),
        "double_layers": double_layer_figure(
            surfaces, ILLUSTRATIVE_ELECTROLYTE, inputs["electrode_potential"], ION_DISTANCE
        ),
    }
    for name, figure in figures.items():
        paths.append(out_dir / f"{name}.png")
        save_figure(paths[-1], figure)
    return paths


def _logs(measured: FacetTable, facets: tuple[str, ...], reference: str) -> dict[str, float]:
    missing = [facet for facet in (*facets, reference) if facet not in measured.j0]
    if missing:
        raise ValueError(f"measured has no exchange current of {', '.join(missing)}")
    return {f: float(np.log(measured.j0[f] / measured.j0[reference])) for f in facets}


def _ratios(axes: Axes, measured: FacetTable, logs: dict[str, float], reference: str) -> None:
    known = {row.facet: row.provenance in MEASURED for row in measured.rows}
    palette = facet_colours(logs)
    shown = {facet: value for facet, value in logs.items() if facet != reference}
    for number, (facet, value) in enumerate(shown.items()):
        face = palette[facet] if known[facet] else "white"
        hatch = "" if known[facet] else "///"
        edge = "#444444" if known[facet] else palette[facet]
        axes.bar(number, value, 0.6, color=face, edgecolor=edge, hatch=hatch)
        text = f"{measured.j0[facet] / MA_CM2:.2g}"
        axes.text(number, value + 0.05, text, ha="center", fontsize=8)
    _facets(axes, list(shown))
    axes.set(
        ylabel=_ratio(reference),
        title="Exchange current (mA/cm² on the bars;\nhatched: estimate, not measured)",
    )
    axes.title.set_fontsize(9)


def _energies(axes: Axes, both: Mapping[str, ActivationEnergies], reference: str) -> None:
    width = 0.8 / len(both)
    for shift, (work, result) in enumerate(both.items()):
        others = [facet != reference for facet in result.facets]
        places = np.arange(sum(others)) + (shift - (len(both) - 1) / 2) * width
        values = 1e3 * result.difference(reference)[others]
        axes.bar(places, values, width, color=WORK_COLOURS[work], label=f"work: {work}")
    _facets(axes, [facet for facet in result.facets if facet != reference])
    axes.set(ylabel=_difference(reference), title="Calculated, both differences")
    axes.title.set_fontsize(9)
    axes.legend(loc="upper left")


def _slopes(
    axes: Axes,
    logs: dict[str, float],
    results: Mapping[str, ActivationEnergies],
    reference: str,
    title: str,
) -> None:
    x = np.array(list(logs.values()))
    ends = np.array([x.min(), x.max()])
    for work, result in results.items():
        y, colour = result.difference(reference), WORK_COLOURS[work]
        line = fit_energy_slope(x, y)
        axes.plot(x, 1e3 * y, "o", color=colour)
        label = f"work {work}: {1e3 * line.slope:.1f} meV".replace("-", "−")
        axes.plot(ends, 1e3 * (line.intercept + line.slope * ends), color=colour, label=label)
    kT = thermal_energy(next(iter(results.values())).temperature)
    label = f"$k_BT$: {1e3 * kT:.1f} meV"
    axes.plot(ends, 1e3 * kT * ends, "--", color=OTHERS[3], linewidth=1, label=label)
    axes.set(xlabel=_ratio(reference), ylabel=_difference(reference), title=title)
    axes.title.set_fontsize(9)
    axes.legend(loc="upper left", title="slope per unit ln", title_fontsize=8)


def _ratio(reference: str) -> str:
    return f"$\\ln(j_0 / j_0^{{{reference}}})$"


def _difference(reference: str) -> str:
    return f"$E_a^{{{reference}}} - E_a$ [meV]"


def _facets(axes: Axes, facets: list[str]) -> None:
    axes.set_xticks(range(len(facets)), facets)
    axes.grid(False, axis="x")


def _title(figure: Figure, illustrative: tuple[str, ...]) -> None:
    """Say in the figure that it rests on placeholders."""
    if illustrative:
        figure.suptitle(
            f"ILLUSTRATIVE inputs ({', '.join(illustrative)}): placeholders, not data",
            fontsize=9, color="#8a4b00", fontweight="bold",
        )  # fmt: skip
