"""A set looked at before use: what it implies, what looks wrong, and which estimates matter."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._units import FARADAY, GAS, MAH
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.gradient.capacity import Gradient
from pybamm_facets.runs.mesh_choice import MeshRule
from pybamm_facets.runs.numerics import Numerics, Route
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.caution import caution
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.files.columns import Estimated, estimates_of
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.sets.files.units import ZERO_CELSIUS
from pybamm_facets.sets.implied import derived
from pybamm_facets.sets.records.lattice_records import mass_of
from pybamm_facets.sets.records.sheet import Sheet
from pybamm_facets.studies.inference.calibration import Unknown
from pybamm_facets.studies.inference.set_fit import fixed_columns
from pybamm_facets.studies.own_measurements import own_measurements
from pybamm_facets.studies.set_model import model_choice

POROSITY = (0.2, 0.6)
"""Between which coatings of coin cells lie; NMC coatings are calendered to 0.25 to 0.5."""
WINDOW_SHARE = (0.4, 0.95)
"""Capacity of the window over the theoretical one, between which layered oxides are cycled."""
LITHIUM_PER_FORMULA = (0.95, 1.05)
"""Lithium of the full lattice, between which density and concentration belong together."""
MOST_THEORETICAL = 300.0
"""[mAh/g], where no formula says more: layered oxides have 270 to 290."""
LOW_RATE = 0.2
"""C-rate up to which a measured capacity should come near the window's."""
SHORT_OF_WINDOW = 0.85
MESH_ERROR = 0.5
"""Capacity [mAh/g] by which a finer mesh may differ."""
FINER = 2
MESH = ("r_p", "x_p", "x_s", "x_n")
MORE_NODES = {"r_p": 6, "x_p": 4, "x_s": 4}
"""Of elements: errors fall exponentially with them."""
LITTLE = 0.1
"""Diffusion length over the radius below which the centre takes no part."""
MATTERS = 0.5
"""Change of capacity [mAh/g] between an estimate's bounds from which it is worth naming."""


class Severity(IntEnum):
    """How bad a finding is."""

    WRONG = 0
    DOUBTFUL = 1
    NOTE = 2

    @property
    def word(self) -> str:
        """As tables show it."""
        return self.name.lower()


Finding = tuple[Severity, str]


@dataclass(frozen=True, eq=False)
class SetCheck:
    """What a look at a set found.

    Parameters
    ----------
    implied
        What the set implies, as `derived`.
    findings
        ``severity`` (wrong, doubtful, note) and ``finding`` in words, worst first.
    influences
        A row an estimate and C-rate: ``estimate``, ``low``, ``high``, ``c_rate``,
        ``change_mAh_g`` (of the discharge capacity between its bounds, by the gradient),
        largest first at each rate.
    """

    implied: pd.DataFrame
    findings: pd.DataFrame
    influences: pd.DataFrame


def check_set(
    loaded: LoadedSet,
    name: str = "set",
    c_rates: CRate | Iterable[CRate] = (0.1, 1.0, 10.0),
    *,
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> SetCheck:
    """Look at a set before it is used.

    Parameters
    ----------
    loaded
        The set.
    name
        What to call it.
    c_rates
        Rates at which it will be used; the estimates' influence is given at each, the mesh and the
        diffusion length are looked at for the highest.
    numerics
        Mesh and tolerances; what the set asks for by default.
    progress
        Called with a `Progress` as the parts go on.

    Raises
    ------
    ValueError
        For a set without facets.
    """
    rates, tell = sorted(read_c_rates(c_rates)), progress or silent
    values = loaded.parameter_values
    implied = derived(values)
    tell(Progress("mesh", 0, 2))
    findings = [
        *_composition(values, implied),
        *_lithium(loaded, implied),
        *_measured(loaded, name, implied),
    ]
    if any(severity is Severity.WRONG for severity, _ in findings):
        # Such cells keep the integrator busy for minutes, and say nothing.
        findings.append((Severity.NOTE, "nothing was run: mend what is wrong first"))
        influences = influences_of(loaded, ())
    else:
        findings += [
            *_transport(values, max(rates)),
            *_mesh(values, max(rates), numerics),
            *_functions(values),
            *_temperatures(loaded),
        ]
        tell(Progress("estimates", 1, 2))
        influences = influences_of(loaded, rates, numerics=numerics)
        findings += _influences(influences)
        if loaded.resolved.records is not None:
            findings.append((Severity.NOTE, NOT_VARIED))
        tell(Progress("estimates", 2, 2))
    findings.sort(key=lambda one: one[0])
    table = pd.DataFrame(
        [(severity.word, text) for severity, text in findings], columns=["severity", "finding"]
    )
    return SetCheck(implied, table, influences)


def _row(implied: pd.DataFrame, quantity: str) -> float:
    rows = implied.loc[implied["quantity"] == quantity, "value"]
    return float(rows.iloc[0]) if len(rows) else math.nan


def _composition(values: pybamm.ParameterValues, implied: pd.DataFrame) -> Iterable[Finding]:
    porosity = _row(implied, "porosity")
    low, high = POROSITY
    if not low <= porosity <= high:
        cause = "too much mass for the thickness" if porosity < low else "little for the thickness"
        yield (
            Severity.WRONG if porosity < low / 2 or porosity > 0.8 else Severity.DOUBTFUL,
            f"porosity {porosity:.2f}: coatings have {low:g} to {high:g}; {cause}, or the loading "
            "counts something else (electrode.loading_counts)",
        )
    window = _row(implied, "capacity of the voltage window")
    theory = _row(implied, "theoretical capacity")
    if math.isfinite(window):
        share = window / theory
        least, most = WINDOW_SHARE
        if not least <= share <= most:
            yield (
                Severity.WRONG if share > 1 else Severity.DOUBTFUL,
                f"the window holds {window:.0f} of the {theory:.0f} mAh/g that the lattice could, "
                f"{100 * share:.0f} %: expected {100 * least:.0f} to {100 * most:.0f} %; look at "
                "the open-circuit table, the window and the density",
            )
    one_c = _row(implied, "1C specific current")
    if math.isfinite(window) and not 0.5 <= one_c / window <= 1.6:
        yield (
            Severity.DOUBTFUL,
            f"1C is {one_c:.0f} mA/g where the window holds {window:.0f} mAh/g: 1C then takes "
            f"{window / one_c:.1f} h",
        )


def _lithium(loaded: LoadedSet, implied: pd.DataFrame) -> Iterable[Finding]:
    """Whether the lithium of the full lattice is that of the formula."""
    theory = _row(implied, "theoretical capacity")
    mass = mass_of(Sheet(loaded.resolved))
    keys = "material.c_max_mol_m3 (or the lattice) and material.density_g_cm3"
    if mass is None:
        if theory > MOST_THEORETICAL:
            yield (
                Severity.DOUBTFUL,
                f"the full lattice would hold {theory:.0f} mAh/g, layered oxides hold 270 to 290: "
                f"{keys} do not belong together, and every capacity per gram is off by that much",
            )
        return
    per_formula = theory * mass * 1e3 / (FARADAY * MAH)
    least, most = LITHIUM_PER_FORMULA
    if not least <= per_formula <= most:
        yield (
            Severity.DOUBTFUL,
            f"the full lattice would hold {theory:.0f} mAh/g, {per_formula:.2f} lithium per "
            f"formula of {mass * 1e3:.5g} g/mol: {keys} do not belong together, and every capacity "
            "per gram is off by that much",
        )


def _measured(loaded: LoadedSet, name: str, implied: pd.DataFrame) -> Iterable[Finding]:
    table = own_measurements(loaded, name)
    window = _row(implied, "capacity of the voltage window")
    if table is None:
        yield Severity.NOTE, "nothing measured is given (measured.capacities_csv)"
        return
    table = table[table["voltage_V"].isna()]
    if table.empty:
        return
    slow = table[(table["direction"] == "discharge") & (table["c_rate"] <= LOW_RATE)]
    most = table["capacity_mAh_g"].max()
    if math.isfinite(window) and most > window:
        yield (
            Severity.WRONG,
            f"{most:.0f} mAh/g were measured where the window holds {window:.0f}: look at the mass "
            "(active material or coating), the window and the open-circuit table",
        )
    elif len(slow) and math.isfinite(window):
        lowest = slow.loc[slow["c_rate"].idxmin()]
        share = lowest["capacity_mAh_g"] / window
        if share < SHORT_OF_WINDOW:
            yield (
                Severity.DOUBTFUL,
                f"{lowest['capacity_mAh_g']:.0f} mAh/g at {lowest['c_rate']:g}C are "
                f"{100 * share:.0f} % of what the window holds ({window:.0f}): material without "
                "contact, a wrong mass, or an open-circuit table of another material",
            )
    elif not len(slow):
        yield (
            Severity.NOTE,
            f"nothing was measured at {LOW_RATE:g}C or slower: a low rate shows whether mass and "
            "open-circuit table are right",
        )


def _transport(values: pybamm.ParameterValues, c_rate: float) -> Iterable[Finding]:
    name = names.DIFFUSIVITY_SCALE if names.DIFFUSIVITY_SCALE in values else names.DIFFUSIVITY
    try:
        radial = number(values, name) * number(values, names.SHELL_RATIO)
    except ValueError:
        return
    radius = number(values, names.PARTICLE_RADIUS)
    length = math.sqrt(radial * 3600 / c_rate)
    ratio = length / radius
    if ratio < LITTLE:
        yield (
            Severity.DOUBTFUL,
            f"in the {3600 / c_rate:.0f} s of {c_rate:g}C lithium diffuses {length * 1e6:.2g} µm, "
            f"{100 * ratio:.0f} % of the radius: a thin skin works, the rest is dead weight",
        )
    else:
        yield (
            Severity.NOTE,
            f"in the {3600 / c_rate:.0f} s of {c_rate:g}C lithium diffuses {length * 1e6:.2g} µm "
            f"along the radius of {radius * 1e6:.3g} µm ({100 * ratio:.0f} %)",
        )


def _mesh(
    values: pybamm.ParameterValues, c_rate: float, numerics: Numerics | None
) -> Iterable[Finding]:
    """The highest rate on the mesh of the set and on a finer one, both directions."""
    choice = model_choice(values)
    runs = [Run(dict(values), way, c_rate) for way in (Direction.DISCHARGE, Direction.CHARGE)]
    asked = numerics or choice.numerics
    rule = MeshRule(choice.model(), asked)
    coarse = rule.choice(runs[0])[0].numerics(asked)  # both runs have the same rate
    own = choice.model().default_var_pts
    points = {name: FINER * coarse.var_pts.get(name, own[name]) for name in MESH}
    if coarse.route is Route.ELEMENTS:
        points = {name: coarse.var_pts[name] + more for name, more in MORE_NODES.items()}
    fine = replace(coarse, var_pts=points)
    tables = [
        run_all(runs, model=choice.model(), numerics=one, threads=1).table for one in (coarse, fine)
    ]
    for a, b in zip(*(table.to_dict("records") for table in tables), strict=True):
        if a["status"] not in ("ok", "doubtful"):
            yield (
                Severity.WRONG if a["status"] == "infeasible" else Severity.DOUBTFUL,
                f"{c_rate:g}C {a['direction']} gives no result: {a['reason']}",
            )
            continue
        error = a["capacity_mAh_g"] - b["capacity_mAh_g"]
        if abs(error) > MESH_ERROR:
            thick = number(values, names.POSITIVE_THICKNESS) * 1e6
            wanted = ", ".join(f"{name}={count}" for name, count in points.items())
            yield (
                Severity.DOUBTFUL,
                f"the mesh is too coarse for {thick:.0f} µm at {c_rate:g}C: {a['direction']} "
                f"{a['capacity_mAh_g']:.1f} mAh/g, {b['capacity_mAh_g']:.1f} on a finer one "
                f"({wanted})",
            )


def _functions(values: pybamm.ParameterValues) -> Iterable[Finding]:
    reason = caution(values)
    if reason:
        yield Severity.DOUBTFUL, reason


TAKEN_TO_HOLD = (
    (
        ("particle", "diffusivity_temperature_C"),
        (("particle", "diffusivity_m2_s"), ("particle", "diffusivity_csv")),
        names.DIFFUSIVITY_ACTIVATION_ENERGY,
    ),
    (
        ("material", "facet_temperature_C"),
        (("material", "j0_mA_cm2"), ("material", "facet_csv")),
        names.FACET_ACTIVATION_ENERGY,
    ),
)
"""Key of a temperature, keys of what holds at it, and their activation energy."""
NOT_VARIED = (
    "builds upon a BPX file: of its estimates only the facets' exchange currents were varied; "
    "check the file that it was written from for the others"
)
SAME_TEMPERATURE = 0.5
"""[K]"""


def _temperatures(loaded: LoadedSet) -> Iterable[Finding]:
    """Own numbers that are taken to hold at the temperature of another set."""
    tree, values = loaded.resolved.tree, loaded.parameter_values
    cell = number(values, names.AMBIENT_TEMPERATURE)
    for place, owners, energy in TAKEN_TO_HOLD:
        at = tree.get(place)
        own = next((tree[key] for key in owners if key in tree), None)
        if at is None or own is None or own.like == at.like:
            continue
        away = abs(cell - at.si) > SAME_TEMPERATURE
        if away and energy in values and (joules := number(values, energy)) > 0:
            factor = math.exp(joules / GAS * (1 / at.si - 1 / cell))
            yield (
                Severity.NOTE,
                f"{own.key} is taken to hold at {at.entry.value:g} °C (as in {at.like}): at the "
                f"cell's {cell - float(ZERO_CELSIUS):.3g} °C the model has {factor:.3g} times it; "
                f"{at.key} says at which temperature it was measured",
            )


def influences_of(
    loaded: LoadedSet, c_rates: Sequence[float], *, numerics: Numerics | None = None
) -> pd.DataFrame:
    """By how much each estimate of a set moves the discharge capacity between its bounds.

    Linear in the estimate about the set's value, by the gradients of the engine. Parameters as
    `check_set`.
    """
    columns = ["estimate", "low", "high", "c_rate", "change_mAh_g"]
    estimates = _usable(loaded, estimates_of(loaded))
    if not estimates or not c_rates:
        return pd.DataFrame(columns=columns)
    unknowns = [_unknown(one) for one in estimates]
    inputs = list(dict.fromkeys(column for one in estimates for column in one.columns))
    at = fixed_columns(loaded, unknowns) | {
        column: one.value for one in estimates for column in one.columns
    }
    choice = model_choice(loaded.parameter_values)
    gradient = Gradient(
        loaded.parameter_values,
        inputs,
        at,
        model=choice.model(),
        c_rates=c_rates,
        numerics=numerics or choice.numerics,
    )
    rows = []
    for rate in c_rates:
        found = gradient.at(rate).by_capacity
        for one in estimates:
            slope = sum(found[column] for column in one.columns)
            change = slope * (one.high - one.low)
            rows.append((one.name, one.low, one.high, rate, change))
    table = pd.DataFrame(rows, columns=columns)
    order = table["change_mAh_g"].abs()
    return (
        table.assign(size=order)
        .sort_values(["c_rate", "size"], ascending=[True, False])
        .drop(columns="size")
        .reset_index(drop=True)
    )


def _unknown(one: Estimated) -> Unknown:
    return Unknown(one.name, one.low, one.high, columns=one.columns)


def _usable(loaded: LoadedSet, estimates: Iterable[Estimated]) -> list[Estimated]:
    """Those that act, and apart from each other: of κ and a zone's κ, the first."""
    found: list[Estimated] = []
    stated = [
        f"kappa_{zone}"
        for zone in ("core", "shell")
        if ("particle", f"{zone}_diffusivity_ratio") in loaded.resolved.tree
    ]
    taken = {*stated}
    for one in estimates:
        if taken.isdisjoint(one.columns):
            found.append(one)
            taken |= set(one.columns)
    return found


def _influences(table: pd.DataFrame) -> Iterable[Finding]:
    for rate, rows in table.groupby("c_rate"):
        size = rows["change_mAh_g"].abs()
        leading = rows[np.isfinite(size) & (size > MATTERS)].head(3)
        if leading.empty:
            yield Severity.NOTE, f"at {rate:g}C no estimate moves the capacity by {MATTERS:g} mAh/g"
            continue
        parts = ", ".join(
            f"{row.estimate} ({row.low:.3g} to {row.high:.3g}: {row.change_mAh_g:+z.1f} mAh/g)"
            for row in leading.itertuples()
        )
        yield Severity.NOTE, f"at {rate:g}C the estimates that matter most: {parts}"
