"""A third reading of a gap between two particles: electrolyte in cracks of the faster one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pybamm
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.cracks import with_cracks
from pybamm_facets.sets.direction import Direction
from pybamm_facets.studies.set_model import model_choice

SHARES = np.linspace(0, 0.9, 19)
RATES = (1.0, 5.0, 10.0)
ENDS = (3.0, 3.4)
"""Other ends of a discharge at which the readings are compared [V]."""


@dataclass(frozen=True, eq=False)
class CrackReading:
    """What cracks would say.

    Parameters
    ----------
    share
        Of the first particle's radius that electrolyte must reach to deliver the second's capacity;
        NaN where none does.
    table
        ``direction``, ``c_rate``, ``end_voltage_V``, ``second_mAh_g`` (the second set as it is),
        ``cracked_mAh_g`` (the first with cracks) and ``apart_mAh_g``.
    statements
        The same in words, and what would tell the readings apart.
    """

    share: float
    table: pd.DataFrame
    statements: list[str]


def crack_reading(
    first: pybamm.ParameterValues,
    second: pybamm.ParameterValues,
    capacity: float,
    c_rate: float,
    *,
    names_of: tuple[str, str] = ("first", "second"),
    numerics: Numerics | None = None,
) -> CrackReading:
    """The share of cracks with which the first particle delivers the second's capacity.

    Parameters
    ----------
    first, second
        Sets of the two particles.
    capacity, c_rate
        What the second delivers in discharge, and at which rate.
    names_of
        What to call them.
    numerics
        Mesh and tolerances; what the first set asks for by default.
    """
    one, other = names_of
    choice = model_choice(first)
    numerics = numerics or choice.numerics
    model = choice.model()
    sets = [with_cracks(first, share) for share in SHARES]
    runs = [Run(dict(values), Direction.DISCHARGE, c_rate) for values in sets]
    found = run_all(runs, model=model, numerics=numerics).table["capacity_mAh_g"].to_numpy()
    good = np.isfinite(found)
    curve = PchipInterpolator(SHARES[good], found[good] - capacity)
    ends = curve(SHARES[good][[0, -1]])
    if not ends[0] < 0 < ends[1]:
        text = (
            f"cracks are no reading: {one} delivers {found[good][0]:.1f} to {found[good][-1]:.1f} "
            f"mAh/g at {c_rate:g}C with 0 to {SHARES[good][-1]:.0%} of its radius cracked, "
            f"{other} {capacity:.1f}"
        )
        return CrackReading(float("nan"), pd.DataFrame(), [text])
    share = float(brentq(curve, *SHARES[good][[0, -1]]))
    cracked = with_cracks(first, share)
    table = _apart(cracked, second, numerics)
    return CrackReading(share, table, _words(share, table, capacity, c_rate, one, other))


def _apart(
    cracked: pybamm.ParameterValues, second: pybamm.ParameterValues, numerics: Numerics
) -> pd.DataFrame:
    """Both readings at other rates, ends and directions."""
    lower = number(second, names.LOWER_CUT_OFF)
    upper = number(second, names.UPPER_CUT_OFF)
    wanted = [(Direction.DISCHARGE, rate, end) for end in (lower, *ENDS) for rate in RATES]
    wanted += [(Direction.CHARGE, rate, upper) for rate in RATES]
    columns = {}
    for label, values in (("second", second), ("cracked", cracked)):
        runs = [Run(dict(values) | {way.cut_off: end}, way, rate) for way, rate, end in wanted]
        table = run_all(runs, model=model_choice(values).model(), numerics=numerics).table
        columns[f"{label}_mAh_g"] = table["capacity_mAh_g"].to_numpy()
    frame = pd.DataFrame(wanted, columns=["direction", "c_rate", "end_voltage_V"])
    frame["direction"] = [str(way) for way in frame["direction"]]
    frame = frame.assign(**columns)
    return frame.assign(apart_mAh_g=frame["cracked_mAh_g"] - frame["second_mAh_g"])


def _words(
    share: float, table: pd.DataFrame, capacity: float, c_rate: float, one: str, other: str
) -> list[str]:
    furthest = table.loc[table["apart_mAh_g"].abs().idxmax()]
    area = 1 / (1 - share)
    return [
        f"{one} with electrolyte in cracks over {100 * share:.0f} % of its radius delivers "
        f"{other}'s {capacity:.1f} mAh/g at {c_rate:g}C as well: an effective radius of "
        f"{1 - share:.2f} R does what texture and diffusivity do",
        f"one capacity cannot tell them apart; {area:.1f} times the area would show in gas "
        f"adsorption and in the charge-transfer resistance (a {area:.1f}th), the capacity would "
        "not depend on the particle's size, and at other rates and ends the readings differ by up "
        f"to {abs(furthest['apart_mAh_g']):.1f} mAh/g ({furthest['c_rate']:g}C "
        f"{furthest['direction']} to {furthest['end_voltage_V']:g} V)",
    ]
