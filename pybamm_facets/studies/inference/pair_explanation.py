"""Two sets that were measured: what one says of the other, what both say, and who makes the gap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pybamm_facets import names
from pybamm_facets.progress import Progress, Tell, renamed, silent
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Status
from pybamm_facets.sets.files.columns import KAPPA
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.studies.attributions.attribution import attribute
from pybamm_facets.studies.attributions.attribution_words import statements as split_statements
from pybamm_facets.studies.inference.blind_draws import D_AB
from pybamm_facets.studies.inference.calibration import Calibration, calibrate
from pybamm_facets.studies.inference.crack_reading import crack_reading
from pybamm_facets.studies.inference.pair_draws import drawn_predictions
from pybamm_facets.studies.inference.pair_target import (
    MeasuredAlike,
    Sets,
    one_model,
    shared_target,
    two_names,
)
from pybamm_facets.studies.inference.pair_words import (
    band_words,
    blind_words,
    inferred_words,
    not_blind,
)
from pybamm_facets.studies.inference.set_fit import ZONES, read_unknown, texture_columns
from pybamm_facets.studies.inference.unknowns import Unknown
from pybamm_facets.studies.set_model import ModelChoice
from pybamm_facets.studies.set_rates import rates_of_sets

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
DEFAULT_DRAWS = 64


@dataclass(frozen=True, eq=False)
class PairExplanation:
    """What stands between two sets.

    Parameters
    ----------
    fits
        ``blind`` and ``inferred``: ``diffusivity_m2_s``, ``kappa`` of the first (NaN where it was
        not looked for), and each set's capacity at the rate.
    predictions
        The second with the first's D_ab: ``direction``, ``c_rate``, ``capacity_mAh_g``,
        ``measured_mAh_g``, ``miss_mAh_g``.
    attribution
        As of `attribute`, of the sets as their files say.
    draws
        A row a draw of the estimates of both: ``diffusivity_m2_s`` fitted to the first, both
        capacities, ``status``.
    band
        Quantiles of the second's predicted capacity at the rate.
    c_rate
        At which the first was fitted.
    statements
        Heading to lines.
    """

    fits: pd.DataFrame
    predictions: pd.DataFrame
    attribution: pd.DataFrame
    draws: pd.DataFrame
    band: pd.Series
    c_rate: float
    statements: dict[str, list[str]]


def explain_pair(
    sets: Sets,
    measured: pd.DataFrame,
    c_rates: CRate | Iterable[CRate] = (0.1, 1.0, 5.0, 10.0),
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = 0,
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> PairExplanation:
    """Explain the difference between two sets of which capacities were measured.

    Blind: D_ab from the first's capacity at the highest discharge rate at which both were measured
    (or the first alone, if there is none); the second is then a prediction. Inferred: D_ab of both
    and κ of the first from both capacities, two numbers for two measurements. Attribution: the gap
    between the sets as their files say, split over what differs. Band: the blind prediction with
    every estimate of both drawn between its bounds, D_ab fitted each time.

    Parameters
    ----------
    sets
        Two, first and second, by name.
    measured
        ``particle``, ``direction``, ``c_rate``, ``capacity_mAh_g``, ``error_mAh_g``.
    c_rates
        Of the attribution.
    draws
        How many.
    seed
        The same seed gives the same draws.
    numerics
        Mesh and tolerances; what the sets ask for by default.
    progress
        Called with a `Progress` as the parts go on.

    Raises
    ------
    ValueError
        If there are not two sets of one kind of cell, or nothing was measured of the first.
    """
    rates, tell = read_c_rates(c_rates), progress or silent
    first, second = two_names(sets)
    chosen = one_model(sets)
    numerics = numerics or chosen.numerics
    target = shared_target(measured, first, second)
    tell(Progress("blind fit"))
    blind = _blind(sets[first], first, target, chosen, numerics)
    d_ab = float(blind.values[D_AB])
    tell(Progress("prediction"))
    predictions = _predictions(sets[second], second, d_ab, measured, target.c_rate, numerics)
    tell(Progress("inferred texture"))
    inferred, why_not = _inferred(sets, first, second, target, chosen, numerics)
    tell(Progress("attribution"))
    split = attribute(
        sets[first].parameter_values,
        sets[second].parameter_values,
        rates,
        model=chosen.model(),
        numerics=replace(numerics, tolerances=Numerics.precise.tolerances),
        progress=renamed(tell, "attribution"),
    ).table
    drawn = drawn_predictions(sets, first, second, target, draws, seed, numerics, tell)
    good = drawn[drawn["status"].map(lambda one: Status(one).has_result)]
    band = good["second_mAh_g"].quantile(list(QUANTILES))
    at_rate = predictions[
        (predictions["direction"] == "discharge") & (predictions["c_rate"] == target.c_rate)
    ].iloc[0]
    fits = _fits(blind, inferred, at_rate["capacity_mAh_g"], first, second)
    words = {
        "1 blind prediction": [
            *blind_words(first, second, target, d_ab, predictions),
            *not_blind(sets),
        ],
        "2 inferred texture": inferred_words(first, second, inferred, why_not),
        "3 attribution": split_statements(split, first, second),
        "4 a third reading": _crack_words(sets, first, second, target, blind, numerics),
        "how sure the blind prediction is": band_words(second, target, band, good, drawn),
    }
    return PairExplanation(fits, predictions, split, drawn, band, target.c_rate, words)


def _crack_words(
    sets: Sets,
    first: str,
    second: str,
    target: MeasuredAlike,
    blind: Calibration,
    numerics: Numerics,
) -> list[str]:
    """Electrolyte in cracks of the second, if it is the faster one and was measured."""
    if math.isnan(target.second) or not target.second > target.first:
        return [f"cracks in {second} are no reading: it was not measured to deliver more"]
    values = sets[first].parameter_values
    scaled = names.DIFFUSIVITY_SCALE in values
    name = names.DIFFUSIVITY_SCALE if scaled else names.DIFFUSIVITY
    values.update({name: float(blind.values[D_AB])})
    reading = crack_reading(
        values,
        sets[second].parameter_values,
        target.second,
        target.c_rate,
        names_of=(first, second),
        numerics=numerics,
    )
    return reading.statements


def _datum(name: str, target: MeasuredAlike, capacity: float, error: float) -> dict[str, object]:
    return {
        "particle": name,
        "c_rate": target.c_rate,
        "capacity_mAh_g": capacity,
        "error_mAh_g": error,
    }


def _blind(
    loaded: LoadedSet, name: str, target: MeasuredAlike, chosen: ModelChoice, numerics: Numerics
) -> Calibration:
    data = pd.DataFrame([_datum(name, target, target.first, target.first_error)])
    values = {name: loaded.parameter_values}
    unknown = read_unknown(loaded, D_AB)
    found = calibrate(values, [unknown], data, model=chosen.model(), numerics=numerics)
    if D_AB in found.at_bound:
        raise ValueError(
            f"{name}: no D_ab between {unknown.low:.2g} and {unknown.high:.2g} m²/s gives the "
            f"{target.first:.1f} mAh/g measured at {target.c_rate:g}C"
        )
    return found


def _predictions(
    loaded: LoadedSet,
    name: str,
    d_ab: float,
    measured: pd.DataFrame,
    c_rate: float,
    numerics: Numerics,
) -> pd.DataFrame:
    values = loaded.parameter_values
    scaled = names.DIFFUSIVITY_SCALE in values
    values.update({names.DIFFUSIVITY_SCALE if scaled else names.DIFFUSIVITY: d_ab})
    mine = measured[(measured["particle"] == name) & measured["voltage_V"].isna()]
    ways = tuple(dict.fromkeys(("discharge", *mine["direction"])))
    table = rates_of_sets(
        {name: values}, (c_rate,), directions=ways, measured=mine, numerics=numerics
    ).table
    wanted = table["measured_mAh_g"].notna() | (
        (table["c_rate"] == c_rate) & (table["direction"] == "discharge")
    )
    columns = ["direction", "c_rate", "capacity_mAh_g", "measured_mAh_g", "status", "reason"]
    chosen = table.loc[wanted, columns].reset_index(drop=True)
    return chosen.assign(miss_mAh_g=chosen["capacity_mAh_g"] - chosen["measured_mAh_g"])


def _inferred(
    sets: Sets,
    first: str,
    second: str,
    target: MeasuredAlike,
    chosen: ModelChoice,
    numerics: Numerics,
) -> tuple[Calibration | None, str]:
    """D_ab of both and κ of the first; why not, where that cannot be asked."""
    if math.isnan(target.second):
        return None, f"nothing was measured of {second} at {target.c_rate:g}C"
    if not set(ZONES) <= set(texture_columns(sets[first])):
        return None, f"the file of {first} states its radial diffusivity: no texture decides it"
    data = pd.DataFrame(
        [
            _datum(first, target, target.first, target.first_error),
            _datum(second, target, target.second, target.second_error),
        ]
    )
    kappa = read_unknown(sets[first], f"{KAPPA}=-20:20")
    unknowns: Sequence[Unknown] = [
        read_unknown(sets[first], D_AB),
        replace(kappa, particles=(first,)),
    ]
    fixed = {name: texture_columns(loaded) for name, loaded in sets.items()}
    for zone in ZONES:
        fixed[first].pop(zone, None)
    values = {name: loaded.parameter_values for name, loaded in sets.items()}
    try:
        found = calibrate(
            values, unknowns, data, fixed=fixed, model=chosen.model(), numerics=numerics
        )
    except RuntimeError as error:
        return None, str(error)
    if found.at_bound or found.residuals["residual_mAh_g"].abs().max() > 1.0:
        miss = found.residuals["residual_mAh_g"].abs().max()
        return (
            None,
            f"no D_ab and texture of {first} give both: the best misses by {miss:.1f} mAh/g",
        )
    return found, ""


def _fits(
    blind: Calibration, inferred: Calibration | None, predicted: float, first: str, second: str
) -> pd.DataFrame:
    alone = blind.residuals["model_mAh_g"].item()
    rows = {"blind": (float(blind.values[D_AB]), math.nan, alone, predicted)}
    if inferred is not None:
        both = inferred.residuals.set_index("particle")["model_mAh_g"]
        rows["inferred"] = (
            float(inferred.values[D_AB]),
            float(inferred.values[KAPPA]),
            float(both[first]),
            float(both[second]),
        )
    columns = [D_AB, "kappa_first", "first_mAh_g", "second_mAh_g"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
