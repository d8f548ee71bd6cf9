"""All designs of a space, sampled: which meet the targets, and what they cost."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd
from scipy.stats import qmc

from pybamm_facets._checks import inside, whole
from pybamm_facets.design.core_stress import core_tension
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
        The variables, ``ordering``, ``core_tension`` (`core_tension`), ``slack_percent`` (the
        smallest over the targets, of what each asks; NaN where a run gave nothing), ``meets``, and
        what each target gets.
    """
    values = one_set(parameter_values)
    chosen = check_targets(targets, values)
    number = whole("n", n, least=1, most=MOST)
    responses = Responses(values, chosen, space, numerics)
    sobol = qmc.Sobol(len(responses.free), rng=seed)
    unit = sobol.random_base2(max(1, math.ceil(math.log2(number))))[:number]
    designs = [responses.variables(row) for row in unit]
    runs = responses.runs(designs)
    capacity = runs.pivot(index="design", columns="target", values="reached")
    wanted = pd.Series({target.label: target.at_least for target in chosen})
    slack = 100 * (capacity[wanted.index] / wanted - 1).min(axis=1, skipna=False)
    table = pd.DataFrame(designs).assign(
        ordering=[responses.order.ordering(one) for one in designs],
        core_tension=[core_tension(responses.order.particle(one)) for one in designs],
        slack_percent=slack.to_numpy(),
        meets=(slack >= 0).to_numpy(),
    )
    return table.join(capacity[wanted.index].reset_index(drop=True))


def correlated(table: pd.DataFrame, above: float = 0.98) -> pd.DataFrame:
    """Pairs of targets of a sample that say nearly the same: a front over both shows nothing.

    Parameters
    ----------
    table
        Of `sample`.
    above
        Correlation from which a pair counts.

    Returns
    -------
    pandas.DataFrame
        ``first``, ``second``, ``correlation``; the closest first.
    """
    inside("above", above, -1, 1)
    first = list(table.columns).index("meets") + 1
    targets = table.iloc[:, first:].dropna()
    found = targets.corr()
    rows = [
        (a, b, float(found.loc[a, b]))
        for k, a in enumerate(targets)
        for b in targets.columns[k + 1 :]
        if found.loc[a, b] > above
    ]
    pairs = pd.DataFrame(rows, columns=["first", "second", "correlation"])
    return pairs.sort_values("correlation", ascending=False, ignore_index=True)


__all__ = ["correlated", "sample"]
