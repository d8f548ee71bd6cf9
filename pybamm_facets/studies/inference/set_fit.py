"""Fitting a set's file to measured capacities, and writing what came out as a file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from pybamm_facets import names
from pybamm_facets.progress import Tell
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.files.columns import (
    KAPPA,
    SEARCHED_IN_LOGARITHM,
    Estimated,
    entry_of,
    estimates_of,
)
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.sets.files.writing import fitted_text
from pybamm_facets.studies.inference.calibration import Calibration, calibrate
from pybamm_facets.studies.inference.started_fit import Start
from pybamm_facets.studies.inference.unknowns import Unknown
from pybamm_facets.studies.own_measurements import with_errors
from pybamm_facets.studies.set_model import model_choice

BOUNDS = {
    KAPPA: (-20.0, 20.0),
    "kappa_core": (-20.0, 20.0),
    "kappa_shell": (-20.0, 20.0),
    "core_fraction": (0.1, 0.9),
    "diffusivity_anisotropy": (0.0, 0.3),
    names.FACET_REFERENCE_STOICHIOMETRY: (0.05, 0.9975),
}
"""Where an unknown is looked for that the set gives no bounds of."""

WIDE = 30.0
"""Factor below and above the set's value between which other unknowns are looked for."""

ZONES = ("kappa_core", "kappa_shell")
SHARE_OF_BOUNDS = 0.5
"""Two standard errors over the width of the bounds from which data leave an unknown open."""
SHARE_OF_VALUE = 1.0
"""Two standard errors over the value, the same for one that is searched in its logarithm."""
MOST_SPREAD = 50.0
"""In logarithms: past every bound."""
TIED = 0.9
"""Correlation with an unknown that reaches a bound from which another is open as well."""


@dataclass(frozen=True, eq=False)
class SetFit:
    """What a fit found.

    Parameters
    ----------
    table
        A row an unknown: ``unknown``, ``value``, ``error`` (one standard deviation), ``low``,
        ``high`` (where it was looked for), ``verdict`` (``determined`` or ``not determined``) and
        ``why``.
    calibration
        The fit behind it.
    statements
        What the data say, in words.
    text
        The file that takes all else from the set, with the fitted values.
    """

    table: pd.DataFrame
    calibration: Calibration
    statements: list[str]
    text: str


def fit_set(
    loaded: LoadedSet,
    unknowns: Sequence[str],
    measured: pd.DataFrame,
    *,
    name: str = "particle",
    like: str = "",
    data: str = "the data",
    choices: Mapping[str, str] | None = None,
    start: Start = (),
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> SetFit:
    """Fit numbers of a set to measured capacities, points of voltage curves too.

    Parameters
    ----------
    loaded
        The set.
    unknowns
        Columns of designs (``diffusivity_m2_s``, ``kappa_shell``), ``kappa`` for both zones, or
        PyBaMM names; with bounds as ``"kappa_shell=-20:5"``.
    measured
        ``c_rate``, ``capacity_mAh_g``, and optionally ``direction``, ``error_mAh_g`` (1 % of the
        value where missing) and ``voltage_V``.
    name
        What to call the set.
    like
        What the written file builds upon.
    data
        What to call the data in the written file.
    choices
        The set's variant.
    start
        How the cell was charged before, as in `calibrate`.
    numerics
        Mesh and tolerances; what the set asks for by default.
    progress
        As `calibrate`.

    Raises
    ------
    ValueError
        Before any solve, for an unknown that the set has no number for, and for more unknowns than
        measurements.
    """
    asked = [read_unknown(loaded, text) for text in unknowns]
    chosen = model_choice(loaded.parameter_values)
    rows = with_errors(measured).assign(particle=name)
    found = calibrate(
        {name: loaded.parameter_values},
        asked,
        rows,
        fixed={name: fixed_columns(loaded, asked)},
        start=start,
        model=chosen.model(),
        numerics=numerics or chosen.numerics,
        progress=progress,
    )
    table = _table(asked, found)
    charged = f", after a charge at {start.charge}C" if isinstance(start, Protocol) else ""
    source = f"to {len(rows)} capacities of {data}{charged}"
    text = _written(loaded, like or str(loaded.content.path), choices or {}, table, source)
    return SetFit(table, found, _statements(table, found), text)


def read_unknown(loaded: LoadedSet, text: str) -> Unknown:
    """An unknown by its name, with bounds: ``"kappa_shell=-20:5"``, or the set's or usual ones."""
    name, _, span = text.partition("=")
    name = name.strip()
    start = _start(loaded, name)
    columns = ZONES if name == KAPPA else (name,)
    _check_acts(loaded, columns)
    log = name in SEARCHED_IN_LOGARITHM or name.startswith("j0_")
    if span:
        low, high = _span(text, span)
    else:
        low, high = _usual(loaded, name, start, log)
    inside = min(max(start, low), high)
    if not low < inside < high:
        inside = math.sqrt(low * high) if log and low > 0 else (low + high) / 2
    return Unknown(name, low, high, start=inside, columns=columns, log=log)


def _span(text: str, span: str) -> tuple[float, float]:
    parts = span.split(":")
    try:
        low, high = (float(part) for part in parts)
    except ValueError:
        raise ValueError(f"unknown={text!r}: expected NAME, or NAME=LOW:HIGH") from None
    if not low < high:
        raise ValueError(f"unknown={text!r}: expected the lower bound first")
    return low, high


def _usual(loaded: LoadedSet, name: str, start: float, log: bool) -> tuple[float, float]:
    own = {one.name: one for one in estimates_of(loaded)}
    if name in own and not log:
        estimate: Estimated = own[name]
        return estimate.low, estimate.high
    if name in BOUNDS:
        return BOUNDS[name]
    if start == 0:
        raise ValueError(f"unknown={name!r}: the set has 0 there: expected {name}=LOW:HIGH")
    return start / WIDE, start * WIDE


def _start(loaded: LoadedSet, name: str) -> float:
    """The set's own value of an unknown; ``ValueError`` if it has none that a file can give."""
    try:
        section, key, _ = entry_of(loaded, name, 1.0)
    except ValueError as error:
        raise ValueError(f"unknown={name!r}: {error}") from None
    tree = loaded.resolved.tree
    for place in ((section, key), ("particle", KAPPA), ("particle", "kappa_shell")):
        given = tree.get(place)
        is_kappa = name in (KAPPA, *ZONES)
        if given is not None and (place == (section, key) or is_kappa):
            _, _, one = entry_of(loaded, name, 1.0)
            return float(Decimal(str(given.entry.value)) / one)
    if name.startswith("j0_"):
        facet = name.removeprefix("j0_").removesuffix("_mA_cm2")
        record = loaded.records.get(names.reference_exchange_current_density(facet))
        if record is not None:
            return float(record.value) / 10
    values = loaded.parameter_values
    if name == "diffusivity_m2_s" and names.DIFFUSIVITY_SCALE in values:
        return float(values[names.DIFFUSIVITY_SCALE])
    target = {"diffusivity_m2_s": names.DIFFUSIVITY, "radius_m": names.PARTICLE_RADIUS}
    value = values.get(target.get(name, name))
    if isinstance(value, int | float):
        return float(value)
    raise ValueError(f"unknown={name!r}: expected a number in the set, it has none")


def _check_acts(loaded: LoadedSet, columns: Sequence[str]) -> None:
    for zone in ("core", "shell"):
        given = loaded.resolved.tree.get(("particle", f"{zone}_diffusivity_ratio"))
        if given is not None and f"kappa_{zone}" in columns:
            raise ValueError(
                f"unknown='kappa_{zone}': the set gives {given.key} itself: expected a set whose "
                "texture decides it"
            )


def fixed_columns(loaded: LoadedSet, unknowns: Sequence[Unknown]) -> dict[str, float]:
    """Columns that must stand beside an unknown texture: the other zone's, and what was measured.

    Design columns replace what followed from the texture; all that the set states stays so.
    """
    targets = {column for unknown in unknowns for column in unknown.targets}
    if not targets & {*ZONES, "diffusivity_anisotropy"}:
        return {}
    return {name: v for name, v in texture_columns(loaded).items() if name not in targets}


def texture_columns(loaded: LoadedSet) -> dict[str, float]:
    """Columns of designs that say what a set says of its texture and its surface."""
    tree = loaded.resolved.tree
    fixed: dict[str, float] = {}
    for zone in ("core", "shell"):
        column = f"kappa_{zone}"
        given = tree.get(("particle", column)) or tree.get(("particle", KAPPA))
        if given is not None and ("particle", f"{zone}_diffusivity_ratio") not in tree:
            fixed[column] = given.si
    anisotropy = tree.get(("particle", "diffusivity_anisotropy"))
    if anisotropy is not None and set(ZONES) <= set(fixed):
        fixed["diffusivity_anisotropy"] = anisotropy.si
    stated = any(
        section == "particle" and key.split(".")[0] in ("facet_fractions", "facet_fractions_csv")
        for section, key in tree
    )
    if stated:
        for name, record in loaded.records.items():
            if name.endswith("facet area fraction"):
                facet = name.removeprefix("Positive electrode ").removesuffix(
                    " facet area fraction"
                )
                fixed[f"f_{facet}"] = float(record.value)
    return fixed


def _table(unknowns: Sequence[Unknown], found: Calibration) -> pd.DataFrame:
    rows = []
    for unknown in unknowns:
        value = float(found.values[unknown.name])
        error = float(found.standard_errors[unknown.name])
        why = _why_open(unknown, unknowns, value, error, found)
        rows.append(
            {
                "unknown": unknown.name,
                "value": value,
                "error": error,
                "low": unknown.low,
                "high": unknown.high,
                "verdict": "not determined" if why else "determined",
                "why": why,
            }
        )
    return pd.DataFrame(rows)


def _reaches_bound(unknown: Unknown, found: Calibration) -> bool:
    """Whether an unknown's two standard errors reach past where it was looked for."""
    value, error = (float(one[unknown.name]) for one in (found.values, found.standard_errors))
    if unknown.name in found.at_bound or not np.isfinite(error):
        return True
    if unknown.log:
        spread = math.exp(min(2 * error / value, MOST_SPREAD))
        return value / spread < unknown.low or value * spread > unknown.high
    return value - 2 * error < unknown.low or value + 2 * error > unknown.high


def _why_open(
    unknown: Unknown, unknowns: Sequence[Unknown], value: float, error: float, found: Calibration
) -> str:
    """Why the data leave an unknown open; empty if they fix it."""
    if not found.converged:
        return f"the fit did not settle: {found.message}"
    if not np.isfinite(error):
        return "the data fix only combinations of it with others"
    if _reaches_bound(unknown, found):
        return f"within two standard errors of an end of where it was looked for ({error * 2:.2g})"
    limit = SHARE_OF_BOUNDS * (unknown.high - unknown.low)
    if unknown.log:
        limit = SHARE_OF_VALUE * value
    if 2 * error > limit:
        return f"two standard errors are {2 * error:.2g}, of a value of {value:.3g}"
    for other in unknowns:
        if other is unknown or not _reaches_bound(other, found):
            continue
        shared = found.covariance.loc[unknown.name, other.name]
        if not abs(shared) < TIED * error * float(found.standard_errors[other.name]):
            return f"cannot be told from {other.name}, which is not determined"
    return ""


def _statements(table: pd.DataFrame, found: Calibration) -> list[str]:
    residual = found.residuals["residual_mAh_g"]
    chi = float(np.sqrt(np.mean((residual / found.residuals["error_mAh_g"]) ** 2)))
    lines = []
    for row in table.itertuples():
        if row.verdict == "determined":
            lines.append(f"{row.unknown} = {row.value:.4g} ± {2 * row.error:.2g} (2σ)")
        else:
            lines.append(f"{row.unknown} is not determined: {row.why}")
    lines.append(
        f"misfit {float(np.sqrt(np.mean(residual**2))):.2g} mAh/g (root mean square), "
        f"{chi:.2g} standard errors"
        + ("; the model does not describe these data within their errors" if chi > 3 else "")
    )
    return [*lines, *found.identifiability.statements]


def _written(
    loaded: LoadedSet,
    like: str,
    choices: Mapping[str, str],
    table: pd.DataFrame,
    source: str,
) -> str:
    fitted, bounds = {}, {}
    open_ones = []
    for row in table.itertuples():
        section, key, value = entry_of(loaded, row.unknown, row.value)
        fitted[section, key] = value
        if row.verdict == "determined":
            _, _, low = entry_of(loaded, row.unknown, row.value - 2 * row.error)
            _, _, high = entry_of(loaded, row.unknown, row.value + 2 * row.error)
            bounds[section, key] = (low, high)
        else:
            open_ones.append(row.unknown)
    if open_ones:
        source += f"; these data do not determine {', '.join(open_ones)}"
    return fitted_text(like, choices, fitted, bounds, source)
