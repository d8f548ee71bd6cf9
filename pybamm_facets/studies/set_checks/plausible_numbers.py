"""Whether a set's numbers can be those of a cell: porosity, window, lithium, what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd
import pybamm

from pybamm_facets._units import FARADAY, MAH
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.sets.records.lattice_records import mass_of
from pybamm_facets.sets.records.sheet import Sheet
from pybamm_facets.studies.own_measurements import own_measurements
from pybamm_facets.studies.set_checks.finding import Finding, Severity

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


def implied_value(implied: pd.DataFrame, quantity: str) -> float:
    """One number of `derived`; NaN where the set does not imply it."""
    rows = implied.loc[implied["quantity"] == quantity, "value"]
    return float(rows.iloc[0]) if len(rows) else math.nan


def composition(values: pybamm.ParameterValues, implied: pd.DataFrame) -> Iterable[Finding]:
    """Porosity, the window's share of the lattice, and what 1C means."""
    porosity = implied_value(implied, "porosity")
    low, high = POROSITY
    if not low <= porosity <= high:
        cause = "too much mass for the thickness" if porosity < low else "little for the thickness"
        yield (
            Severity.WRONG if porosity < low / 2 or porosity > 0.8 else Severity.DOUBTFUL,
            f"porosity {porosity:.2f}: coatings have {low:g} to {high:g}; {cause}, or the loading "
            "counts something else (electrode.loading_counts)",
        )
    window = implied_value(implied, "capacity of the voltage window")
    theory = implied_value(implied, "theoretical capacity")
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
    one_c = implied_value(implied, "1C specific current")
    if math.isfinite(window) and not 0.5 <= one_c / window <= 1.6:
        yield (
            Severity.DOUBTFUL,
            f"1C is {one_c:.0f} mA/g where the window holds {window:.0f} mAh/g: 1C then takes "
            f"{window / one_c:.1f} h",
        )


def lithium_of_lattice(loaded: LoadedSet, implied: pd.DataFrame) -> Iterable[Finding]:
    """Whether the lithium of the full lattice is that of the formula."""
    theory = implied_value(implied, "theoretical capacity")
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


def against_measurements(loaded: LoadedSet, name: str, implied: pd.DataFrame) -> Iterable[Finding]:
    """Whether the window can hold what was measured, and slow capacities come near it."""
    table = own_measurements(loaded, name)
    window = implied_value(implied, "capacity of the voltage window")
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
