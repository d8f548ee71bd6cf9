"""What can be taken away from the page: tables, a set's file, a script, a figure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pybamm_facets.page.computed.answers import Answer
from pybamm_facets.page.computed.design_values import CRACKS, file_changes
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.report.rate_capability import rate_capability_figure
from pybamm_facets.report.style import style
from pybamm_facets.sets.files.writing import text_in_quotes
from pybamm_facets.sets.given import is_file


def capacities_csv(answers: Sequence[Answer]) -> str:
    """Capacities of designs as CSV, the design's numbers beside each."""
    frames = []
    for number, answer in enumerate(answers):
        table = answer.table.drop(columns="particle")
        table.insert(0, "design", "design" if not number else f"pin {number}")
        table.insert(1, "set", answer.state.preset.name)
        frames.append(table.assign(**answer.state.numbers))
    return str(pd.concat(frames, ignore_index=True).to_csv(index=False))


def curves_csv(answers: Sequence[Answer]) -> str:
    """Voltage curves of designs as CSV in long form."""
    frames = []
    for number, answer in enumerate(answers):
        curves = answer.curves.drop(columns="particle")
        curves.insert(0, "design", "design" if not number else f"pin {number}")
        frames.append(curves)
    return str(pd.concat(frames, ignore_index=True).to_csv(index=False))


def set_file(state: DesignState) -> str:
    """A set's file of the design: everything from its set but what was moved.

    Electrolyte in cracks has no key in a file: the radius is then the smaller one, and said so.
    """
    lines = [f"like = {text_in_quotes(_source(state))}", ""]
    changes = file_changes(state)
    share = state.numbers.get(CRACKS, 0.0)
    if share:
        changes["particle.radius_um"] = state["radius_um"] * (1 - share)
        lines.insert(0, f"# electrolyte in cracks reaches {share:g} of the radius, "
                        f"{state['radius_um']:g} µm: the radius below is the rest")  # fmt: skip
    sections = dict.fromkeys(place.partition(".")[0] for place in changes)
    for section in sections:
        lines.append(f"[{section}]")
        for place, value in changes.items():
            part, _, key = place.partition(".")
            if part == section:
                head, dot, facet = key.partition(".")
                name = f"{head}.{text_in_quotes(facet)}" if dot else head
                lines.append(
                    f'{name} = {{ value = {value:.6g}, origin = "user", source = "the designer" }}'
                )
        lines.append("")
    return "\n".join(lines)


def script(state: DesignState, c_rates: Sequence[float]) -> str:
    """A Python script that computes what the page shows of the design."""
    changes = ",\n    ".join(
        f"{place!r}: {value!r}" for place, value in file_changes(state).items()
    )
    changed = f"{{\n    {changes},\n}}" if changes else "{}"
    share = state.numbers.get(CRACKS, 0.0)
    cracked = f"values = pf.with_cracks(values, {share!r})\n" if share else ""
    rates = ", ".join(f"{rate:g}" for rate in c_rates)
    return f'''"""What the facet designer showed: {state.label}."""

import pybamm_facets as pf

changes = {changed}
values = pf.load_set({_source(state)!r}, changes=changes)
{cracked}results = pf.rate_capability(
    {{"design": values}},
    [{rates}],
    directions=["discharge", "charge"],
    curves=True,
)
print(results.table[["direction", "c_rate", "capacity_mAh_g", "status"]].to_string(index=False))
results.table.to_csv("design_capacities.csv", index=False)
results.curves.to_csv("design_curves.csv", index=False)
'''


def figure_bytes(answers: Sequence[Answer], curve_rate: float, kind: str) -> bytes:
    """The report's figure of the designs, as ``png`` or ``svg``."""
    names = ["design", *(f"pin {number}" for number in range(1, len(answers)))]
    tables = [a.table.assign(particle=n) for a, n in zip(answers, names, strict=True)]
    curves = [a.curves.assign(particle=n) for a, n in zip(answers, names, strict=True)]
    figure = rate_capability_figure(
        pd.concat(tables, ignore_index=True), pd.concat(curves, ignore_index=True), curve_rate
    )
    file = io.BytesIO()
    with style():
        figure.savefig(file, format=kind)
    return file.getvalue()


def _source(state: DesignState) -> str:
    source = state.preset.source
    return str(Path(source).resolve()) if is_file(source) else source
