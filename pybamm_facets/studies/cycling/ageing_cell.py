"""A set's cell, ready to be cycled with any rate of its mechanisms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.ageing import AgedParticle, Dose, Mechanism, aged_particle, combined
from pybamm_facets.models import FacetSPMe
from pybamm_facets.particle import SurfaceBarrier
from pybamm_facets.particle.surface_barrier import surface_unknowns
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.cycling_cell import Aged, CyclingCell, Limits
from pybamm_facets.runs.cycles.half_cycle import HalfCycles
from pybamm_facets.runs.cycles.hold_build import build_hold
from pybamm_facets.runs.engine import check_sets
from pybamm_facets.runs.groups import grouped
from pybamm_facets.runs.integrate.build import Integral, build, check_effect
from pybamm_facets.runs.integrate.functions import fingerprint
from pybamm_facets.runs.integrate.solver import Inputs
from pybamm_facets.runs.keys import code_and_versions
from pybamm_facets.runs.numerics import Numerics, Route, Tolerances
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import active_mass, current_1c, number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.studies.cycling.surface_guess import surface_guess

NUMERICS = Numerics(tolerances=Tolerances(1e-5, 1e-6))
"""Mean voltages good to 0.5 mV; at the default tolerances of runs they are off by up to 12 mV."""

DOSE_SCALE = 1e3
"""Size of what a cycle adds to a dose, in its unit: the integrator's tolerances are on it."""

ABSENT = {names.SURFACE_RESISTANCE: 0.0}
"""Fresh value of what a set need not have."""


@dataclass(frozen=True, eq=False)
class AgeingCell:
    """One set's built cell; the rates of its mechanisms are free.

    Parameters
    ----------
    label
        Name of the set.
    parameter_values
        The fresh set.
    particle
        What the mechanisms' maps need to know of it.
    mechanisms
        What ages it; their rates are those that `cell` takes unless it is given others.
    doses
        The doses of the mechanisms, each once.
    fresh
        Fresh value of each parameter that ages.
    cycling
        The cell, as it ages with the mechanisms as they are.
    options
        PyBaMM's options of the model.
    identity
        Hash of the built model and of the numbers that it is given.
    """

    label: str
    parameter_values: pybamm.ParameterValues
    particle: AgedParticle
    mechanisms: tuple[Mechanism, ...]
    doses: tuple[Dose, ...]
    fresh: dict[str, float]
    cycling: CyclingCell
    options: Mapping[str, Any]
    identity: str

    @property
    def grams(self) -> float:
        """Fresh active material [g]: the basis of mAh/g."""
        return 1e3 * active_mass(self.parameter_values)

    def with_rates(self, *rates: float) -> AgeingCell:
        """The same cell, ageing at other rates."""
        pairs = zip(self.mechanisms, rates, strict=True)
        return self.with_mechanisms(*(mechanism.with_rate(rate) for mechanism, rate in pairs))

    def with_mechanisms(self, *mechanisms: Mechanism) -> AgeingCell:
        """The same built cell with other mechanisms.

        Raises
        ------
        ValueError
            If they need another build: other doses, or other parameters.
        """
        doses = tuple(dict.fromkeys(mechanism.dose for mechanism in mechanisms))
        changed = {name for one in mechanisms for name in one.inputs(self.particle)}
        if doses != self.doses or changed != set(self.fresh):
            raise ValueError(
                "mechanisms: expected such that have the doses and parameters of the built cell"
            )
        aged = _ageing(mechanisms, self.doses, self.particle, self.fresh)
        cycling = replace(self.cycling, aged=aged)
        return replace(self, mechanisms=tuple(mechanisms), cycling=cycling)

    def key(self, stepping: Any, stops: Sequence[int]) -> tuple[str, str]:
        """Hashes of what decides a journey, with the code that computes it and without."""
        subject = [
            self.identity,
            [repr(mechanism) for mechanism in self.mechanisms],
            repr(self.particle),
            repr(self.cycling.protocol),
            repr(stepping),
            list(stops),
        ]
        whole = [*subject, code_and_versions()]
        return _hash(whole), _hash(subject)


def ageing_cell(
    label: str,
    parameter_values: pybamm.ParameterValues,
    mechanisms: Sequence[Mechanism],
    protocol: Protocol,
    *,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = NUMERICS,
    openings: tuple[float, float] | None = None,
) -> AgeingCell:
    """Build a set's cell.

    Parameters
    ----------
    label
        Name of the set, for errors.
    parameter_values
        A half-cell set.
    mechanisms
        What ages it; none for a cell that does not age.
    protocol
        What is done to it.
    model
        A half-cell model; `FacetSPMe` by default, with a `SurfaceBarrier` where a mechanism needs
        one.
    numerics
        How exactly to solve.
    openings
        Texture factors of core and shell, where a mechanism needs them.

    Raises
    ------
    ValueError
        For a set, a model or a mechanism that cannot be meant.
    """
    mechanisms = tuple(mechanisms)
    model = model or default_model(mechanisms)
    check_model_ages(model, mechanisms)
    particle = _particle(label, parameter_values, model, openings)
    doses = tuple(dict.fromkeys(mechanism.dose for mechanism in mechanisms))
    changed = tuple(dict.fromkeys(n for m in mechanisms for n in m.inputs(particle)))
    fresh = {name: _fresh(parameter_values, name) for name in changed}
    run = Run(
        dict(parameter_values),
        Direction.CHARGE,
        max(protocol.rates),
        {"particle": label},
        changes=fresh,
    )
    check_sets([run], model)
    (group,) = grouped({0: run}, model, replace(numerics, route=Route.VOLUMES), curves=False)
    if group.problems:
        raise ValueError(f"{label}: {group.problems[0]}")
    base, job = group.job.parameter_values, group.job
    integrals = tuple(
        Integral(f"Dose of {dose.name}", dose.integrand(model, base), DOSE_SCALE)
        for dose in doses
        if dose.integrand is not None
    )
    built = build(model, base, job.inputs, integrals=integrals, **job.numerics.mesh())
    check_effect(built, changed)
    guess = surface_guess(built.model)
    holds = None
    if protocol.hold_until is not None:
        held = build_hold(model, base, job.inputs, integrals, job.numerics)
        holds = HalfCycles(held, job.numerics, guess)
    numbers = {name: group.inputs[0][name] for name in job.inputs}
    limits = Limits(
        number(parameter_values, names.LOWER_CUT_OFF),
        number(parameter_values, names.UPPER_CUT_OFF),
        current_1c(parameter_values),
    )
    cycling = CyclingCell(
        HalfCycles(built, job.numerics, guess),
        holds,
        numbers,
        limits,
        protocol,
        tuple(None if d.integrand is None else f"Dose of {d.name}" for d in doses),
        _ageing(mechanisms, doses, particle, fresh),
    )
    identity = _identity(fingerprint(built), numbers, limits, numerics)
    return AgeingCell(
        label,
        parameter_values,
        particle,
        mechanisms,
        doses,
        fresh,
        cycling,
        dict(model.options),
        identity,
    )


def default_model(mechanisms: Sequence[Mechanism]) -> pybamm.BaseModel:
    """The model that these mechanisms can act on, in the cheapest form."""
    barrier = any(mechanism.needs_barrier for mechanism in mechanisms)
    return FacetSPMe(diffusion=SurfaceBarrier) if barrier else FacetSPMe()


def check_model_ages(model: pybamm.BaseModel, mechanisms: Sequence[Mechanism]) -> None:
    """``ValueError`` for a model that cannot be cycled, or that a mechanism cannot act on."""
    if model.options["working electrode"] != "positive":
        raise ValueError(
            f"model={model.name!r}: expected a half-cell; how a full cell loses its lithium is not "
            "modelled"
        )
    particle = model.options.positive["particle"]
    if particle != "Fickian diffusion":
        raise ValueError(
            f"model={model.name!r}: expected particles with a radial profile, not 'particle'="
            f"{particle!r}"
        )
    needing = [mechanism.name for mechanism in mechanisms if mechanism.needs_barrier]
    if needing and not surface_unknowns(model):
        raise ValueError(
            f"model={model.name!r}: expected one with diffusion=SurfaceBarrier, which "
            f"{needing[0]} acts on"
        )


def read_particle(
    label: str,
    parameter_values: pybamm.ParameterValues,
    mechanism: Mechanism,
    model: pybamm.BaseModel | None,
    openings: tuple[float, float] | None,
) -> AgedParticle:
    """What a mechanism's map sees of a set; ``ValueError`` for what it cannot act on."""
    model = model or default_model((mechanism,))
    check_model_ages(model, (mechanism,))
    return _particle(label, parameter_values, model, openings)


def _particle(
    label: str,
    parameter_values: pybamm.ParameterValues,
    model: pybamm.BaseModel,
    openings: tuple[float, float] | None,
) -> AgedParticle:
    families = getattr(model, "families", ())
    try:
        return aged_particle(parameter_values, openings, families)
    except ValueError as error:
        raise ValueError(f"{label}: {error}") from None


def _fresh(parameter_values: pybamm.ParameterValues, name: str) -> float:
    if name in ABSENT and name not in parameter_values:
        return ABSENT[name]
    return number(parameter_values, name)


def _ageing(
    mechanisms: Sequence[Mechanism],
    doses: Sequence[Dose],
    particle: AgedParticle,
    fresh: Mapping[str, float],
) -> Aged:
    """Doses to parameters: what the mechanisms change, one on top of the other."""
    places = [doses.index(mechanism.dose) for mechanism in mechanisms]

    def aged(amounts: FloatArray) -> dict[str, float]:
        changes = [
            mechanism.changes(mechanism.rate * float(amounts[place]), particle)
            for mechanism, place in zip(mechanisms, places, strict=True)
        ]
        return combined(changes).on(fresh)

    return aged


def _identity(model: str, numbers: Inputs, limits: Limits, numerics: Numerics) -> str:
    tolerances = [numerics.tolerances.rtol, numerics.tolerances.atol, numerics.backend.value]
    limited = [limits.lower, limits.upper, limits.at_1c]
    return _hash(
        [model, {k: float(np.float64(v)) for k, v in numbers.items()}, limited, tolerances]
    )


def _hash(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
