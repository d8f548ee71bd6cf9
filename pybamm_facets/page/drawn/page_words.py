"""Tables and lines of the page as HTML, for eyes and for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd

from pybamm_facets.page.computed.answers import FITTED, MOVED, Answer
from pybamm_facets.page.computed.late_answers import LateAnswer
from pybamm_facets.page.drawn.look import LOSS_COLOURS, MARKERS
from pybamm_facets.progress import Progress
from pybamm_facets.runs.outcome import Status

SIGNS = dict(zip(MARKERS, "●■▲◆▼", strict=True))
ROLES = {
    FITTED: "its set was fitted (filled star)",
    MOVED: "of the set, from which this design is moved (open star)",
}


def capacity_table(answers: Sequence[Answer]) -> str:
    """Capacities of designs as a table."""
    rates = sorted({float(rate) for answer in answers for rate in answer.table["c_rate"]})
    head = "".join(f'<th scope="col">{rate:g}C</th>' for rate in rates)
    body = []
    for slot, answer in enumerate(answers):
        name = "design" if not slot else f"pin {slot}"
        for way, rows in answer.table.groupby("direction", sort=False):
            known = {
                rate: capacity if Status(status).has_result else np.nan
                for rate, capacity, status in zip(
                    rows["c_rate"], rows["capacity_mAh_g"], rows["status"], strict=True
                )
            }
            cells = "".join(_cell(known.get(rate, np.nan)) for rate in rates)
            sign = list(SIGNS.values())[slot]
            body.append(
                f'<tr><th scope="row"><span class="slot{slot}" aria-hidden="true">{sign}</span> '
                f"{name}, {way}</th>{cells}</tr>"
            )
    return (
        f'<table class="numbers"><caption>Capacity [mAh/g]</caption>'
        f'<thead><tr><th scope="col"></th>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    )


def _cell(value: float) -> str:
    return f"<td>{value:.1f}</td>" if np.isfinite(value) else "<td>–</td>"


def particle_words(answer: Answer) -> str:
    """What the particle is, in a line."""
    core, shell = answer.ratios
    order = answer.ordering
    parts = [
        f"radial D over D_ab: core <b>{core:.3f}</b>, shell <b>{shell:.3f}</b>",
        f"mean j0 <b>{answer.mean_j0:.3f}</b> mA/cm²",
    ]
    if order is not None:
        parts.append(f"order Ω <b>{order:.3f}</b> nat per grain")
    return "; ".join(parts)


def measured_words(answer: Answer) -> str:
    """What measured points are to the design."""
    rows = answer.table[answer.table["measured_mAh_g"].notna()]
    if rows.empty:
        return f"nothing was measured of {escape(answer.state.preset.name)}"
    role = ROLES.get(answer.role, "predicted: nothing was fitted (open star)")
    lines = [
        f"{row.c_rate:g}C {row.direction}: measured {row.measured_mAh_g:g}, "
        f"here {row.capacity_mAh_g:.1f} mAh/g"
        for row in rows.itertuples()
    ]
    fitted = answer.state.preset.fitted_to
    why = f"; {escape(fitted)}" if fitted and answer.role == FITTED else ""
    return f"{'; '.join(lines)} – {role}{why}"


def gap_words(answers: Sequence[Answer]) -> str:
    """Why runs have no result, or a doubtful one."""
    found = [line for answer in answers[:1] for line in answer.gaps]
    if not found:
        return ""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in found) + "</ul>"


def lost_words(late: LateAnswer) -> str:
    """The stacked bar in words, with its colours."""
    problems = "".join(f"<p class='refused'>{escape(one)}</p>" for one in late.problems)
    if late.lost is None:
        return problems
    attrs = late.lost.attrs
    items = [("delivered", attrs["capacity_mAh_g"])]
    items += list(zip(late.lost["part"], late.lost["loss_mAh_g"], strict=True))
    spans = "".join(
        f'<li><span class="swatch" style="background:{colour}"></span>{escape(str(part))} '
        f"<b>{value:.1f}</b></li>"
        for (part, value), colour in zip(items, LOSS_COLOURS, strict=True)
    )
    return (
        f"<p>{late.c_rate:g}C {late.direction}, of {attrs['window_mAh_g']:.1f} mAh/g:</p>"
        f'<ul class="parts">{spans}</ul>{problems}'
    )


def map_words(late: LateAnswer) -> str:
    """The place on the map in words."""
    if late.payoff is None:
        return ""
    fo, lam = late.own
    table = late.payoff.table
    near = (np.log(table["fourier"] / fo) ** 2 + np.log(table["lambda"] / lam) ** 2).idxmin()
    share = table.loc[near, "share"]
    told = "no gain there" if pd.isna(share) else f"facets bring {share:.0%} of the gain there"
    return f"{escape(late.payoff.label)}: Fo {fo:.3g}, Λ {lam:.3g} (star); {told}"


def progress_words(progress: Progress) -> str:
    """How far long work is."""
    if not progress.total:
        return f"{escape(progress.what)} …"
    failed = f", {progress.failed} failed" if progress.failed else ""
    return f"{escape(progress.what)}: {progress.done} of {progress.total}{failed}"


def problem_words(lines: Sequence[str]) -> str:
    """Problems, one a line."""
    return "".join(f'<p class="refused" role="alert">{escape(line)}</p>' for line in lines)
