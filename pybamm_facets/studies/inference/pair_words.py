"""What an explanation of two sets says, a line each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pybamm_facets.sets.files.columns import KAPPA
from pybamm_facets.studies.inference.blind_draws import D_AB
from pybamm_facets.studies.inference.calibration import Calibration
from pybamm_facets.studies.inference.pair_target import MeasuredAlike, Sets


def not_blind(sets: Sets) -> list[str]:
    """Numbers of the sets that were themselves fitted, but for D_ab, which is fitted anew."""
    return [
        f"not blind in {section}.{key} of {name}: its file says fitted, {given.source}"
        for name, loaded in sets.items()
        for (section, key), given in loaded.resolved.tree.items()
        if given.origin == "fitted" and (section, key) != ("particle", D_AB)
    ]


def blind_words(
    first: str, second: str, target: MeasuredAlike, d_ab: float, predictions: pd.DataFrame
) -> list[str]:
    """The fit to the first, and each prediction of the second beside what was measured."""
    lines = [
        f"D_ab = {d_ab:.3g} m²/s gives {first} the {target.first:.1f} mAh/g measured at "
        f"{target.c_rate:g}C (fitted)"
    ]
    for row in predictions.itertuples():
        told = (
            f"; measured {row.measured_mAh_g:.1f}, {row.miss_mAh_g:+z.1f}"
            if np.isfinite(row.measured_mAh_g)
            else "; not measured"
        )
        lines.append(
            f"{second} should then deliver {row.capacity_mAh_g:.1f} mAh/g at {row.c_rate:g}C "
            f"{row.direction} (predicted){told}"
        )
    return lines


def inferred_words(
    first: str, second: str, inferred: Calibration | None, why_not: str
) -> list[str]:
    """What both measurements say together, or why that cannot be asked."""
    if inferred is None:
        return [f"not inferred: {why_not}"]
    both = inferred.residuals.set_index("particle")["model_mAh_g"]
    return [
        f"D_ab = {inferred.values[D_AB]:.3g} m²/s and κ = {inferred.values[KAPPA]:.2f} of {first} "
        f"give {both[first]:.1f} and {both[second]:.1f} mAh/g (both fitted: two numbers for two "
        "measurements)"
    ]


def band_words(
    second: str, target: MeasuredAlike, band: pd.Series, good: pd.DataFrame, drawn: pd.DataFrame
) -> list[str]:
    """The spread of the prediction over the draws."""
    if good.empty:
        return [f"none of {len(drawn)} draws gave a result"]
    lines = [
        f"predicted {second} capacity at {target.c_rate:g}C: {band[0.5]:.1f} mAh/g, 90 % between "
        f"{band[0.05]:.1f} and {band[0.95]:.1f}, over {len(good)} draws of the estimates of both"
    ]
    if np.isfinite(target.second):
        below = 100 * float((good["second_mAh_g"] < target.second).mean())
        lines.append(f"the measured {target.second:.1f} mAh/g lies above {below:.0f} % of them")
    if len(good) < len(drawn):
        lines.append(f"{len(drawn) - len(good)} of {len(drawn)} draws gave no result")
    return lines
