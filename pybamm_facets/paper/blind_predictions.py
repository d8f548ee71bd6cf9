"""The blind tests, computed by their frozen recipes: each sees its inputs, and nothing else.

What was measured of the predicted points is put beside them at the end, by `blind_table`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.measured import BlindTest, blind_tests, literature_rate_series
from pybamm_facets.paper.carbon_coat import COATED, LEAST_FILM, Coat, predicted_ratios
from pybamm_facets.paper.coin_cells import li2025, nmc111
from pybamm_facets.paper.hindered_twin import hindered_twin
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.sets.cell import number
from pybamm_facets.studies.published_series.cell_model import CellModel, curve_through, root_of
from pybamm_facets.studies.published_series.placed_cell import one_diffusivity, placed

DEFAULT, HINDERED = "default", "hindered"
OVERLAYS = (DEFAULT, HINDERED)
"""Sets on which the tests run, the default first."""

COATS = {DEFAULT: Coat(6.614e-4, 0.1), HINDERED: Coat(1.0864e-3, 0.1)}
"""What `fit_coat` gives on each from the bare electrode alone: no film is left, its lower bound."""

DIFFUSIONS = np.geomspace(1e-5, 1e-1, 25)
"""D/R² among which that of a test's inputs is looked for [1/s]."""

CONDUCTIVITIES = np.geomspace(1e-4, 10.0, 21)
"""[S/m]"""
CONTACTS = np.geomspace(10.0, 1000.0, 17)
"""[Ω·cm2]"""

MOST_GRAPHENE = "NMC111-NR5"
Predicted = dict[tuple[str, float], float]


@dataclass(frozen=True)
class Blind:
    """What a test predicts, before it is compared.

    Parameters
    ----------
    values
        Point to what is predicted, in the test's quantity.
    fitted
        What was fitted to the inputs, in words.
    reading
        Which of several parts was fitted, where the recipe has several.
    """

    values: Predicted
    fitted: str
    reading: str = ""


def sets_on(overlay: str) -> dict[str, pybamm.ParameterValues]:
    """The sets that stand for the materials, as they are or with the falling diffusivity."""
    if overlay == DEFAULT:
        return {"NMC811": li2025(), "NMC111": nmc111()}
    return {"NMC811": li2025(diffusivity=HINDERED), "NMC111": hindered_twin(nmc111())}


def carbon_coat(test: BlindTest, overlay: str, progress: Tell | None = None) -> list[Blind]:
    """Coated over bare at seven rates."""
    coat = COATS[overlay]
    ratios = predicted_ratios(sets_on(overlay)["NMC111"], coat, test, progress)["ratio"]
    at_bound = " (its lower bound)" if coat.film_ohm_cm2 <= LEAST_FILM else ""
    words = (
        f"D/R² {coat.d_over_r2:.2g} 1/s and film {coat.film_ohm_cm2:.3g} Ω·cm²{at_bound}, to the "
        "seven capacities of the bare electrode"
    )
    return [Blind({(COATED, rate): float(ratio) for rate, ratio in ratios.items()}, words)]


def large_particles(test: BlindTest, overlay: str, progress: Tell | None = None) -> list[Blind]:
    """5C and 6C from 0.1C and 4C."""
    known = test.known()
    (name,) = {series for series, _ in test.inputs}
    low, high = (rate for _, rate in test.inputs)
    model = CellModel(_cell("NMC811", name, overlay))
    d = _diffusion(model, high, low, known[name, high] / known[name, low], progress)
    rates = [rate for _, rate in test.predicted]
    first, *others = model.capacities([(d, rate, {}) for rate in (low, *rates)], progress)
    values = {
        (name, rate): float(known[name, low] * one / first)
        for rate, one in zip(rates, others, strict=True)
    }
    return [Blind(values, f"D/R² {d:.2g} 1/s, to the ratio of {high:g}C to {low:g}C")]


def graphene(test: BlindTest, overlay: str, progress: Tell | None = None) -> list[Blind]:
    """Low rates, if only the conductivity or only the contact differs."""
    known = test.known()
    model = CellModel(_cell("NMC111", MOST_GRAPHENE, overlay, test.assumed))
    wanted = known[MOST_GRAPHENE, 5] / known[MOST_GRAPHENE, 0.1]
    d = _diffusion(model, 5.0, 0.1, wanted, progress)
    reference = dict(zip((0.05, 0.1), model.capacities([(d, 0.05, {}), (d, 0.1, {})]), strict=True))
    area = number(model.values, names.ELECTRODE_HEIGHT) * number(
        model.values, names.ELECTRODE_WIDTH
    )
    own = {
        "conductivity": (CONDUCTIVITIES, lambda s: {names.POSITIVE_CONDUCTIVITY: float(s)}, "S/m"),
        "contact": (
            CONTACTS, lambda r: {names.CONTACT_RESISTANCE: float(r) * 1e-4 / area}, "Ω·cm²",
        ),
    }  # fmt: skip
    return [
        _network(test, model, d, reference, reading, *how, progress) for reading, how in own.items()
    ]


def thick_electrode(test: BlindTest, overlay: str, progress: Tell | None = None) -> list[Blind]:
    """3C of the thick electrode from that of the thin one."""
    ((thin, rate),) = test.inputs
    ((thick, _),) = test.predicted
    low = test.assumed["low_c_rate"]
    thin_model, thick_model = (
        CellModel(_of_areal(thin, overlay, test.assumed, test.given[key]))
        for key in ("thin_mAh_cm2", "thick_mAh_cm2")
    )
    d = _diffusion(thin_model, rate, low, test.known()[thin, rate], progress)
    if d != d:
        most = thin_model.capacities([(DIFFUSIONS[-1], one, {}) for one in (low, rate)], progress)
        words = f"no D/R²: the thin electrode delivers {most[1] / most[0]:.3f} at most"
        return [Blind({(thick, rate): math.nan}, words)]
    first, at_rate = thick_model.capacities([(d, low, {}), (d, rate, {})], progress)
    words = f"D/R² {d:.2g} 1/s, to the thin electrode's ratio"
    return [Blind({(thick, rate): float(at_rate / first)}, words)]


RECIPES: Mapping[str, Callable[[BlindTest, str, Tell | None], list[Blind]]] = {
    "carbon coat": carbon_coat,
    "11.7 µm NMC811": large_particles,
    "graphene": graphene,
    "thick electrode": thick_electrode,
}
"""Test to how it is computed."""


def blind_table(overlays: tuple[str, ...] = OVERLAYS, progress: Tell | None = None) -> pd.DataFrame:
    """Every blind test on every overlay, with what was measured and the miss.

    Returns
    -------
    pandas.DataFrame
        ``test``, ``set``, ``reading``, ``series``, ``c_rate``, ``quantity``, ``predicted``,
        ``measured``, ``miss`` (predicted minus measured), ``miss_percent`` and ``fitted`` (to the
        inputs, in words).
    """
    tell = progress or silent
    rows = []
    for test in blind_tests().values():
        for overlay in overlays:
            tell(Progress(f"blind test, {test.name}, {overlay} set"))
            for found in RECIPES[test.name](test, overlay, progress):
                rows += _compared(test, overlay, found)
    return pd.DataFrame(rows)


def _compared(test: BlindTest, overlay: str, found: Blind) -> list[dict[str, Any]]:
    answers = _measured(test)
    return [
        {
            "test": test.name,
            "set": overlay,
            "reading": found.reading,
            "series": series,
            "c_rate": rate,
            "quantity": test.quantity,
            "predicted": value,
            "measured": answers[series, rate],
            "miss": value - answers[series, rate],
            "miss_percent": 100 * (value / answers[series, rate] - 1),
            "fitted": found.fitted,
        }
        for (series, rate), value in found.values.items()
    ]


def _measured(test: BlindTest) -> Predicted:
    """What was measured of the predicted points, in the quantity of the test."""
    answers, known = test.answers(), test.known()
    found = {}
    for series, rate in test.predicted:
        base = 1.0
        if test.name == "carbon coat":
            base = known["NMC111-bare", rate]
        elif test.name == "graphene" and rate < 1:
            base = known[MOST_GRAPHENE, rate]
        elif test.name == "graphene":
            base = answers[series, 0.1]
        found[series, rate] = float(answers[series, rate] / base)
    return found


def _network(
    test: BlindTest,
    model: CellModel,
    d: float,
    reference: Mapping[float, float],
    reading: str,
    tried: FloatArray,
    change: Callable[[float], dict[str, float]],
    unit: str,
    progress: Tell | None,
) -> Blind:
    """Predictions if one number of the electronic network differs."""
    known = test.known()
    found = model.capacities([(d, 5.0, change(one)) for one in tried], progress)
    curve = curve_through(tried, found / reference[0.1])
    values: Predicted = {}
    fitted = []
    for series in dict.fromkeys(series for series, _ in test.predicted):
        target = known[series, 5] / known[MOST_GRAPHENE, 0.1]
        root = math.exp(root_of(curve, target, *np.log(tried[[0, -1]])))
        fitted.append(f"{root:.2g} {unit} in {series}")
        rates = [rate for one, rate in test.predicted if one == series]
        asked = list(dict.fromkeys([0.1, *rates]))
        own = dict(zip(asked, model.capacities([(d, r, change(root)) for r in asked]), strict=True))
        for rate in rates:
            base = reference[rate] if rate in reference else own[0.1]
            values[series, rate] = float(own[rate] / base)
    words = f"D/R² {d:.2g} 1/s to {MOST_GRAPHENE}; {reading} {', '.join(fitted)}"
    return Blind(values, words, reading)


def _diffusion(
    model: CellModel, rate: float, low: float, target: float, progress: Tell | None
) -> float:
    """D/R² with which the capacity at a rate is a share of that at a low one [1/s]; or NaN."""
    asked: list[tuple[float, float, dict[str, float]]] = [
        (float(d), one, {}) for one in (rate, low) for d in DIFFUSIONS
    ]
    above, below = np.split(model.capacities(asked, progress), 2)
    root = root_of(curve_through(DIFFUSIONS, above / below), target, *np.log(DIFFUSIONS[[0, -1]]))
    return math.exp(root)


def _cell(
    material: str, name: str, overlay: str, assumed: Mapping[str, float] | None = None
) -> pybamm.ParameterValues:
    table = literature_rate_series()
    series = table[table["series"] == name].iloc[0].to_dict() | dict(assumed or {})
    return placed(one_diffusivity(sets_on(overlay)[material]), series)


def _of_areal(
    name: str, overlay: str, assumed: Mapping[str, float], areal_mAh_cm2: float
) -> pybamm.ParameterValues:
    """The cell of an areal capacity, at that of 1C per gram."""
    loading = 1e3 * areal_mAh_cm2 / assumed["one_c_mA_g"]
    return _cell("NMC811", name, overlay, {**assumed, "loading_mg_cm2": loading})
