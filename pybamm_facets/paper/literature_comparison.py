"""Other people's measurements beside the paper's two particles and the model: one call for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets.measured import (
    li2025_capacities,
    literature_rate_series,
    literature_retention_series,
)
from pybamm_facets.paper.blind_predictions import DEFAULT, HINDERED, blind_table, sets_on
from pybamm_facets.paper.coin_cells import li2025, nmc111
from pybamm_facets.paper.comparison_words import statements
from pybamm_facets.paper.conclusions import conclusions_table
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC
from pybamm_facets.paper.series_mechanisms import mechanisms_of_pairs
from pybamm_facets.paper.window_capacity import window_candidates
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import active_mass, current_1c, number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.studies.published_series.fades import fade_pairs, fade_table
from pybamm_facets.studies.published_series.needed_diffusion import needed_diffusion
from pybamm_facets.studies.published_series.particle_readings import readings
from pybamm_facets.studies.published_series.placed_cell import ZERO_CELSIUS, missing, placed
from pybamm_facets.studies.set_model import model_choice

CURVE_RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 6.0, 10.0, 20.0, 40.0)
PAPER_DOI = "10.1038/s41467-025-65068-5"
BASIS = ("upper_voltage_V", "lower_voltage_V", "one_c_mA_g", "temperature_C")


@dataclass(frozen=True)
class Comparison:
    """The model held against other people's measurements.

    Parameters
    ----------
    points
        A row a point and reading (``absolute``, ``ratio`` to the lowest rate; empty where the point
        cannot be read): the series' columns, ``group`` (window, 1C and temperature), ``set``
        (``default`` or ``hindered``), what `needed_diffusion` and `readings` give, and
        ``isotropic_mAh_g``, ``core_shell_mAh_g``, ``nmc111_mAh_g`` of the sets as they are.
    curves
        Those sets over rate in each group: ``group``, ``set``, ``particle``, ``c_rate``,
        ``capacity_mAh_g``.
    fades, pairs
        Retention as `fade_table` and `fade_pairs` give it.
    mechanisms
        What mechanisms of ageing say of pairs in the rate, as `mechanisms_of_pairs` gives it.
    blind
        As `blind_table` gives it.
    window
        As `window_candidates` gives it.
    conclusions
        As `conclusions_table` gives it.
    statements
        The findings, heading to lines.
    """

    points: pd.DataFrame
    curves: pd.DataFrame
    fades: pd.DataFrame
    pairs: pd.DataFrame
    mechanisms: pd.DataFrame
    blind: pd.DataFrame
    window: pd.DataFrame
    conclusions: pd.DataFrame
    statements: dict[str, list[str]]


def compare_with_literature(
    rates: pd.DataFrame | None = None,
    retention: pd.DataFrame | None = None,
    *,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Comparison:
    """Lay published series, the paper's two particles and the model side by side.

    Parameters
    ----------
    rates, retention
        Series of your own, as `read_rate_series` and `read_retention_series` give them, beside the
        published ones.
    threads, progress
        As `run_all`.

    Raises
    ------
    ValueError
        If a series of your own has the name of a published one.
    """
    tell = progress or silent
    series = _with_own(literature_rate_series(), rates, "rates")
    cycled = _with_own(literature_retention_series(), retention, "retention")
    series = pd.concat([paper_series(), series], ignore_index=True)
    tell(Progress("what each point needs"))
    points = _points(series, threads, progress)
    tell(Progress("the sets at each point"))
    curves = _curves(series, threads, progress)
    points = _beside(points, curves)
    fades = fade_table(cycled)
    pairs = fade_pairs(fades)
    blind = blind_table(progress=progress)
    tell(Progress("the window's capacity"))
    window = window_candidates()
    tell(Progress("conclusions"))
    conclusions = conclusions_table()
    mechanisms = mechanisms_of_pairs(fades, pairs, progress=progress)
    words = statements(points, fades, pairs, mechanisms, blind, window)
    return Comparison(points, curves, fades, pairs, mechanisms, blind, window, conclusions, words)


def paper_series() -> pd.DataFrame:
    """The paper's two particles as series: what they were fitted to, in their own window."""
    values = li2025()
    stated = {
        "material": "NMC811",
        "composition": "Ni.8 Co.1 Mn.1",
        "texture_class": "",
        "cell": "Li half-cell coin",
        "one_c_mA_g": current_1c(values) / active_mass(values),
        "lower_voltage_V": number(values, names.LOWER_CUT_OFF),
        "upper_voltage_V": number(values, names.UPPER_CUT_OFF),
        "temperature_C": number(values, names.AMBIENT_TEMPERATURE) - ZERO_CELSIUS,
        "doi": PAPER_DOI,
        "read_in": "paper text",
        "confidence": "high",
        "note": "the sets are fitted to it",
    }
    rows = [
        {
            "series": f"Li2025 {row.particle}",
            "architecture": f"{row.particle} polycrystal",
            "c_rate": float(row.c_rate),
            "capacity_mAh_g": float(row.capacity_mAh_g),
            **stated,
        }
        for row in li2025_capacities().itertuples()
    ]
    table = literature_rate_series()
    empty = {name: float("nan") if table[name].dtype.kind == "f" else "" for name in table}
    return pd.DataFrame([empty | row for row in rows])


def group_name(series: Any) -> str:
    """Window, 1C and temperature in words; why it has none where they are not stated."""
    why = missing(series)
    if why:
        return why
    upper, lower, one_c, heat = (series[name] for name in BASIS)
    warm = f"{heat:.0f} °C" if heat == heat else "temperature not stated"
    return f"{upper:g} to {lower:g} V, 1C = {one_c:.0f} mA/g, {warm}"


def _with_own(table: pd.DataFrame, own: pd.DataFrame | None, argument: str) -> pd.DataFrame:
    if own is None:
        return table
    shared = sorted(set(own["series"]) & set(table["series"]))
    if shared:
        raise ValueError(f"{argument}={shared[0]!r}: expected a series that is not published here")
    return pd.concat([table, own[table.columns]], ignore_index=True)


def _points(series: pd.DataFrame, threads: int | None, progress: Tell | None) -> pd.DataFrame:
    tables = []
    for overlay in (DEFAULT, HINDERED):
        sets = sets_on(overlay)
        chosen = series if overlay == DEFAULT else _readable(series, "NMC811")
        found = needed_diffusion(chosen, sets, threads=threads, progress=progress).table
        tables.append(found.join(readings(found, chosen, sets)).assign(set=overlay))
    needed = pd.concat(tables, ignore_index=True)
    facts = series.assign(group=[group_name(row) for row in series.to_dict("records")])
    facts = facts.drop(columns=["material"])
    return needed.drop(columns="measured_mAh_g").merge(facts, on=["series", "c_rate"], how="left")


def _readable(series: pd.DataFrame, material: str) -> pd.DataFrame:
    chosen = series[series["material"] == material]
    return chosen[[not missing(row) for row in chosen.to_dict("records")]]


def _curves(series: pd.DataFrame, threads: int | None, progress: Tell | None) -> pd.DataFrame:
    """The sets as they are, in the cell of each group, without its particle's radius."""
    rows = series[[not missing(row) for row in series.to_dict("records")]]
    rows = rows.assign(group=[group_name(row) for row in rows.to_dict("records")])
    tables = []
    for (group, material), points in rows.groupby(["group", "material"], sort=False):
        cell = points.iloc[0].to_dict() | {"radius_um": float("nan")}
        own = {float(rate) for rate in points["c_rate"]}
        fastest = max(own)
        asked = sorted(own | {rate for rate in CURVE_RATES if rate <= fastest})
        for overlay, particle, values in _sets_of(str(material)):
            labels = {"group": group, "set": overlay, "particle": particle}
            base, choice = dict(placed(values, cell)), model_choice(values)
            runs = [Run(base, Direction.DISCHARGE, rate, labels) for rate in asked]
            found = run_all(
                runs,
                model=choice.model(),
                numerics=choice.numerics,
                threads=threads,
                progress=progress,
            )
            tables.append(found.table)
    kept = ["group", "set", "particle", "c_rate", "capacity_mAh_g", "status", "reason"]
    return pd.concat(tables, ignore_index=True)[kept]


def _sets_of(material: str) -> list[tuple[str, str, pybamm.ParameterValues]]:
    if material == "NMC111":
        return [(DEFAULT, "NMC111", nmc111())]
    if material != "NMC811":
        return []
    return [
        (overlay, particle, li2025(particle, diffusivity=diffusivity))
        for overlay, diffusivity in ((DEFAULT, "constant"), (HINDERED, "hindered"))
        for particle in (ISOTROPIC, CORE_SHELL)
    ]


def _beside(points: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """Points with the sets' capacities at their rate and basis."""
    wide = curves.pivot_table(
        index=["group", "set", "c_rate"], columns="particle", values="capacity_mAh_g"
    ).reset_index()
    columns = {
        ISOTROPIC: "isotropic_mAh_g", CORE_SHELL: "core_shell_mAh_g", "NMC111": "nmc111_mAh_g"
    }  # fmt: skip
    return points.merge(
        wide.rename(columns=columns), on=["group", "set", "c_rate"], how="left", sort=False
    )
