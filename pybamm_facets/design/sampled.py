"""All designs of a space, sampled: which meet the targets, and what they cost."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd
from scipy.stats import qmc

from pybamm_facets._checks import whole
from pybamm_facets.crystal import Texture
from pybamm_facets.design.ordering import ordering
from pybamm_facets.design.responses import Responses
from pybamm_facets.design.space import Space
from pybamm_facets.design.targets import Target, check_targets
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.given import GivenSet, one_set

MOST = 100_000


def sample(
    parameter_values: GivenSet,
    targets: Iterable[Target],
    space: Space,
    n: int = 256,
    *,
    seed: int = 0,
    numerics: Numerics | None = None,
) -> pd.DataFrame:
    """Designs drawn evenly over a space (Sobol; κ in asinh, the radius in its logarithm).

    Parameters
    ----------
    parameter_values, targets, space, numerics
        As `easiest`.
    n
        How many.
    seed
        The same seed gives the same designs.

    Returns
    -------
    pandas.DataFrame
        The variables, ``ordering``, ``core_tension`` (`core_tension`), ``slack_mAh_g`` (the
        smallest over the targets; NaN where a run gave nothing), ``meets``, and the capacity at
        each target.
    """
    values = one_set(parameter_values)
    chosen = check_targets(targets, values)
    number = whole("n", n, least=1, most=MOST)
    responses = Responses(values, chosen, space, numerics)
    sobol = qmc.Sobol(len(responses.free), rng=seed)
    unit = sobol.random_base2(max(1, math.ceil(math.log2(number))))[:number]
    designs = [responses.variables(row) for row in unit]
    runs = responses.runs(designs)
    capacity = runs.pivot(index="design", columns="target", values="capacity_mAh_g")
    wanted = pd.Series({target.label: target.at_least for target in chosen})
    slack = (capacity[wanted.index] - wanted).min(axis=1, skipna=False)
    table = pd.DataFrame(designs).assign(
        ordering=[ordering(one) for one in designs],
        core_tension=[core_tension(one) for one in designs],
        slack_mAh_g=slack.to_numpy(),
        meets=(slack >= 0).to_numpy(),
    )
    return table.join(capacity.reset_index(drop=True))


def core_tension(variables: dict[str, float]) -> float:
    """Mean tension of the core of a charged particle, in units of EΔ.

    EΔ is modulus times the strain by which c outgrows a. A shell whose c axes lie on average more
    across the radius than random ones pulls the core apart; that it then also grows less in the
    section than the core takes a part of it back:
    p = (1 - 3⟨u²⟩_shell)/4 ln(1/ρ) - (⟨u²⟩_core - ⟨u²⟩_shell)/8 (1 - ρ²), the mean field of a
    layered disk with a random core (`pybamm_facets.cross_section.texture_mean_field`). Below zero
    the rim is pulled instead. A compass, to be judged with `check_mechanics`.
    """
    core, shell = (Texture(variables[name]).mean_square for name in ("kappa_core", "kappa_shell"))
    rho = variables["core_fraction"]
    return (1 - 3 * shell) / 4 * math.log(1 / rho) - (core - shell) / 8 * (1 - rho**2)


__all__ = ["core_tension", "sample"]
