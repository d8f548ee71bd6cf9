"""How far lithium gets, and whether functions and temperatures are used where they hold."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pybamm

from pybamm_facets import names
from pybamm_facets._units import GAS
from pybamm_facets.sets.caution import caution
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.sets.files.units import ZERO_CELSIUS
from pybamm_facets.studies.set_checks.finding import Finding, Severity

LITTLE = 0.1
"""Diffusion length over the radius below which the centre takes no part."""
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
SAME_TEMPERATURE = 0.5
"""[K]"""


def reach_of_lithium(values: pybamm.ParameterValues, c_rate: float) -> Iterable[Finding]:
    """How far lithium diffuses within a discharge, beside the radius."""
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


def ranges_of_functions(values: pybamm.ParameterValues) -> Iterable[Finding]:
    """Whether a published function is used outside the range that it was measured in."""
    reason = caution(values)
    if reason:
        yield Severity.DOUBTFUL, reason


def temperatures_taken(loaded: LoadedSet) -> Iterable[Finding]:
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
