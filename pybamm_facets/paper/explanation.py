"""Where the 77 mAh/g between the two particles of Li et al. 2025 come from, in three steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import ClassVar

import pandas as pd

from pybamm_facets._extras import require
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import (
    CORE_SHELL,
    ISOTROPIC,
    KAPPA_ISOTROPIC,
    li2025_pair,
    li2025_priors,
    measured_capacities,
)
from pybamm_facets.paper.exchange_current_check import Nmc111Check, nmc111_check
from pybamm_facets.paper.fits import REFINED, basal_share, blind, inferred_texture
from pybamm_facets.progress import Progress, Tell, renamed, silent
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.studies.attributions.attribution import attribute_scenarios
from pybamm_facets.studies.attributions.attribution_words import (
    statements as attribution_statements,
)
from pybamm_facets.studies.inference.blind_draws import Pair
from pybamm_facets.studies.inference.crack_reading import CrackReading, crack_reading
from pybamm_facets.studies.inference.priors import Prior
from pybamm_facets.studies.inference.started_fit import Start
from pybamm_facets.studies.inference.uncertainty import (
    DEFAULT_N,
    Uncertainty,
    check_size,
    rate_band,
    uncertainty,
)
from pybamm_facets.studies.rates import DEFAULT_RATES

CELLS, READINGS = ("rate", "cycling"), ("active", "coating")
RANDOM_GRAINS, ANY_TEXTURE = "random grains", "any texture"

Scenario = tuple[str, str]
"""Cell and reading of its loading."""

SCENARIOS: tuple[Scenario, ...] = tuple(product(CELLS, READINGS))


@dataclass(frozen=True)
class Extent:
    """How much of the explanation is computed, and how exactly.

    Parameters
    ----------
    n
        Size of the Saltelli scheme, a power of two.
    scenarios
        (cell, reading) of the uncertainty, side by side; the first also with an unknown texture of
        the isotropic particle.
    numerics
        Mesh of every part; each part's own where it is None.
    """

    n: int = DEFAULT_N
    scenarios: tuple[Scenario, ...] = SCENARIOS
    numerics: Numerics | None = None

    full: ClassVar[Extent]
    quick: ClassVar[Extent]

    def __post_init__(self) -> None:
        check_size(self.n)

    def on_mesh_of(self, own: Numerics) -> Numerics:
        """A part's own numerics, on the mesh of all where there is one."""
        if self.numerics is None:
            return own
        return replace(own, var_pts={**own.var_pts, **self.numerics.var_pts})


Extent.full = Extent()
Extent.quick = Extent(4, SCENARIOS[:1], Numerics.coarse)


@dataclass(frozen=True)
class Explanation:
    """What explains the gap, and how sure that is.

    Parameters
    ----------
    fits
        The blind fit and the inferred texture: ``D_ab``, ``kappa_isotropic``, ``basal_share``,
        ``isotropic_mAh_g``, ``core_shell_mAh_g`` (fitted, or predicted where blind).
    attribution
        Shapley values by scenario, rate and quantity.
    uncertainties
        (cell, reading, texture of the isotropic particle) to the `Uncertainty` of its prediction.
    band
        Quantiles of the blind capacities at every rate.
    nmc111
        The independent check of the kinetics.
    statements
        The steps in words: heading to lines.
    """

    fits: pd.DataFrame
    attribution: pd.DataFrame
    uncertainties: dict[tuple[str, str, str], Uncertainty]
    band: pd.DataFrame
    nmc111: Nmc111Check
    statements: dict[str, list[str]]


def explain(
    c_rates: CRate | Iterable[CRate] = DEFAULT_RATES,
    *,
    extent: Extent = Extent.full,
    start: Start = (),
    seed: int = 0,
    store: str | Path | None = None,
    progress: Tell | None = None,
) -> Explanation:
    """Blind prediction, inferred texture, attribution and uncertainty of the 10C gap.

    Parameters
    ----------
    c_rates
        Rates of the attribution and of the band.
    extent
        How much, and how exactly: `Extent.full`, or `Extent.quick` for a look in a minute.
    start
        How the cells of the rate test were charged before, as in `rate_capability`: the paper does
        not say. Fits, prediction and attribution follow it; the draws, the band, the check of
        NMC111 and the reading of cracks are of discharges from equilibrium.
    seed
        Of the draws.
    store
        File that keeps finished draws: the same call again computes only what is missing.
    progress
        Called with a `Progress` as the parts go on.

    Raises
    ------
    MissingExtraError
        Without SALib, before any work; says how to install it.
    """
    rates, tell = read_c_rates(c_rates), progress or silent
    require("uq", "Sobol indices")
    fits = _fits(extent, start, tell)
    make = li2025
    tell(Progress("attribution"))
    table = attribute_scenarios(
        make(ISOTROPIC),
        make(CORE_SHELL),
        rates,
        start=start,
        numerics=extent.on_mesh_of(Numerics.precise),
        progress=renamed(tell, "attribution"),
    )
    draw = partial(uncertainty, n=extent.n, seed=seed, store=store)
    numerics = extent.on_mesh_of(Numerics.default)
    uncertainties = {}
    for cell, reading, texture in _wanted(extent.scenarios):
        label = f"{cell} cell, {reading} mass, {texture}"
        pair = li2025_pair(cell, reading)
        uncertainties[cell, reading, texture] = draw(
            pair, _priors(pair, texture), numerics=numerics, progress=_labelled(label, tell)
        )
    first = uncertainties[(*extent.scenarios[0], RANDOM_GRAINS)]
    band = rate_band(first, rates, numerics=numerics, store=store, progress=tell)
    tell(Progress("NMC111"))
    check = nmc111_check(numerics=numerics)
    tell(Progress("cracks"))
    cracks = crack_reading(
        li2025(ISOTROPIC),
        li2025(CORE_SHELL),
        measured_capacities()[CORE_SHELL],
        uncertainties[(*extent.scenarios[0], RANDOM_GRAINS)].pair.c_rate,
        names_of=(ISOTROPIC, CORE_SHELL),
        numerics=numerics,
    )
    words = _words(fits, table, uncertainties, check, cracks) | _start_words(start)
    return Explanation(fits, table, uncertainties, band, check, words)


def _wanted(scenarios: Sequence[Scenario]) -> list[tuple[str, str, str]]:
    random = [(*scenario, RANDOM_GRAINS) for scenario in scenarios]
    return [random[0], (*scenarios[0], ANY_TEXTURE), *random[1:]]


def _priors(pair: Pair, texture: str) -> tuple[Prior, ...]:
    priors = li2025_priors(pair.sets[pair.first])
    return priors if texture == RANDOM_GRAINS else (*priors, KAPPA_ISOTROPIC)


def _labelled(label: str, tell: Tell) -> Tell:
    return lambda progress: tell(replace(progress, what=f"{label}: {progress.what}"))


def _fits(extent: Extent, start: Start, tell: Tell) -> pd.DataFrame:
    numerics = extent.on_mesh_of(REFINED["constant"])
    tell(Progress("blind fit"))
    one = blind(start=start, numerics=numerics)
    tell(Progress("inferred texture"))
    two = inferred_texture(start=start, numerics=numerics)
    kappa = float(two.values["kappa_isotropic"])
    capacity = two.residuals.set_index("particle")["model_mAh_g"]
    alone = one.calibration.residuals["model_mAh_g"].item()
    rows = {
        "blind": (one.calibration.values["D_ab"], 0.0, basal_share(0.0), alone, one.prediction),
        "texture": (
            two.values["D_ab"], kappa, basal_share(kappa),
            capacity[ISOTROPIC], capacity[CORE_SHELL],
        ),
    }  # fmt: skip
    columns = ["D_ab", "kappa_isotropic", "basal_share", "isotropic_mAh_g", "core_shell_mAh_g"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _start_words(start: Start) -> dict[str, list[str]]:
    """What was charged how, where it was not equilibrium."""
    if not start:
        return {}
    how = start.name if isinstance(start, Protocol) else ", ".join(map(str, start))
    return {
        "how the cells were charged": [
            f"fits, prediction and attribution: after {how}, both particles",
            "draws, cracks and NMC111: discharges from equilibrium",
        ]
    }


def _words(
    fits: pd.DataFrame,
    attribution: pd.DataFrame,
    uncertainties: dict[tuple[str, str, str], Uncertainty],
    check: Nmc111Check,
    cracks: CrackReading,
) -> dict[str, list[str]]:
    random, texture = fits.loc["blind"], fits.loc["texture"]
    measured = measured_capacities()[CORE_SHELL]
    at_10c = attribution[attribution["c_rate"] == attribution["c_rate"].max()]
    return {
        "1 blind prediction": [
            f"D_ab = {random['D_ab']:.3g} m²/s makes random grains deliver the isotropic "
            f"{random['isotropic_mAh_g']:.1f} mAh/g at 10C (fitted)",
            f"the core-shell particle should then deliver {random['core_shell_mAh_g']:.1f} mAh/g "
            f"(predicted); measured {measured:.0f}, {random['core_shell_mAh_g'] - measured:+z.1f}",
        ],
        "2 inferred texture": [
            f"D_ab = {texture['D_ab']:.3g} m²/s and κ = {texture['kappa_isotropic']:.2f} of the "
            f"isotropic particle give {texture['isotropic_mAh_g']:.1f} and "
            f"{texture['core_shell_mAh_g']:.1f} mAh/g (both fitted: two numbers for two "
            "measurements)",
            f"that texture shows {100 * texture['basal_share']:.0f} % (003) at the surface; "
            f"random grains show {100 * random['basal_share']:.0f} %",
        ],
        "3 attribution": attribution_statements(at_10c, ISOTROPIC, CORE_SHELL),
        "4 a third reading": cracks.statements,
        "how sure the blind prediction is": [
            f"{cell} cell, {reading} mass, {texture}: {line}"
            for (cell, reading, texture), result in uncertainties.items()
            for line in result.statements
        ],
        "NMC111, an independent check": check.statements,
    }
