"""The prediction of one set from another with every estimate of both drawn between its bounds."""

from __future__ import annotations

from functools import partial

import pandas as pd
from scipy.stats import qmc

from pybamm_facets.progress import Tell, renamed
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.files.columns import Estimated, estimates_of
from pybamm_facets.studies.inference.blind_draws import D_AB, DrawRunner, Pair
from pybamm_facets.studies.inference.pair_target import MeasuredAlike, Sets, one_model
from pybamm_facets.studies.inference.priors import Prior
from pybamm_facets.studies.inference.set_fit import ZONES, texture_columns
from pybamm_facets.studies.sweeps import sweep


def _acts(one: Estimated, textures: set[str]) -> bool:
    """Whether an estimate changes anything: textures and the core only where they decide D."""
    if one.columns == ("core_fraction",):
        return set(ZONES) <= textures
    textured = set(one.columns) <= {*ZONES, "diffusivity_anisotropy"}
    return not textured or set(one.columns) <= textures


def priors_of(sets: Sets) -> tuple[Prior, ...]:
    """A prior for every estimate of two sets; one for both where their files agree in it."""
    seen: dict[tuple[object, ...], list[tuple[str, Estimated]]] = {}
    for name, loaded in sets.items():
        acting = set(texture_columns(loaded))
        for one in estimates_of(loaded):
            if one.name != D_AB and _acts(one, acting):
                seen.setdefault(one.shared, []).append((name, one))
    priors = []
    for owners in seen.values():
        particles = tuple(name for name, _ in owners)
        one = owners[0][1]
        shared = len(particles) == len(sets)
        name = one.name if shared else f"{one.name} of {particles[0]}"
        log = one.log and one.low > 0
        priors.append(
            Prior(
                name,
                one.low,
                one.high,
                name,
                log=log,
                columns=one.columns,
                particles=() if shared else particles,
            )
        )
    return tuple(priors)


def drawn_predictions(
    sets: Sets,
    first: str,
    second: str,
    target: MeasuredAlike,
    draws: int,
    seed: int,
    numerics: Numerics,
    tell: Tell,
) -> pd.DataFrame:
    """A row a draw: its D_ab fitted to the first, both capacities, status and reason."""
    priors = priors_of(sets)
    values = {name: loaded.parameter_values for name, loaded in sets.items()}
    columns = {name: texture_columns(loaded) for name, loaded in sets.items()}
    pair = Pair(
        values, first, second, columns, {first: target.first, second: target.second}, target.c_rate
    )
    size = 1 << max(1, (draws - 1).bit_length())
    unit = qmc.Sobol(max(1, len(priors)), rng=seed).random(size)[:draws]
    samples = pd.DataFrame({p.name: p.values(u) for p, u in zip(priors, unit.T, strict=False)})
    samples = samples.reindex(range(draws))
    solve = partial(sweep, model=one_model(sets).model(), numerics=numerics)
    runner = DrawRunner(pair, priors, solve, renamed(tell, "draws"))
    found = runner.predict(samples)
    return found.rename(
        columns={
            pair.capacity_column(first): "first_mAh_g",
            pair.capacity_column(second): "second_mAh_g",
        }
    )
