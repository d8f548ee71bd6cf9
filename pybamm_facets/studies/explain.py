"""Where the 77 mAh/g between the two particles of Li et al. 2025 come from, in three steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets.factories import factory
from pybamm_facets.studies.attribution import attribute_scenarios
from pybamm_facets.studies.attribution_words import statements as attribution_statements
from pybamm_facets.studies.li2025_fit import basal_share, blind, inferred_texture
from pybamm_facets.studies.nmc111 import Nmc111Check, nmc111_check
from pybamm_facets.studies.priors import KAPPA_ISOTROPIC, li2025_priors
from pybamm_facets.studies.rate_capability import DEFAULT_RATES
from pybamm_facets.studies.uncertainty import Uncertainty, check_size, rate_band, uncertainty

CELLS, READINGS = ("rate", "cycling"), ("active", "coating")
RANDOM_GRAINS, ANY_TEXTURE = "random grains", "any texture"

Progress = Callable[[str, int, int], None]
"""Called with (what runs, done, in all; 0 in all where that is not known)."""


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
    *,
    n: int = 256,
    c_rates: Sequence[float] = DEFAULT_RATES,
    seed: int = 0,
    store: str | Path | None = None,
    scenarios: Sequence[tuple[str, str]] = tuple(product(CELLS, READINGS)),
    var_pts: dict[str, int] | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Blind prediction, inferred texture, attribution and uncertainty of the 10C gap.

    Parameters
    ----------
    n
        Size of the Saltelli scheme, a power of two.
    c_rates
        Rates of the attribution and of the band.
    seed
        Of the draws.
    store
        File that keeps finished draws: the same call again computes only what is missing.
    scenarios
        (cell, reading) of the uncertainty, side by side; the first also with an unknown texture of
        the isotropic particle.
    var_pts
        Mesh, where it differs from each part's default.
    progress
        Called as the parts go on.
    """
    tell = progress or (lambda what, done, total: None)
    check_size(n)
    fits = _fits(var_pts, tell)
    make = factory("li2025")
    tell("attribution", 0, 0)
    table = attribute_scenarios(
        make("isotropic"), make("core_shell"), c_rates, var_pts=var_pts,
        progress=lambda done, total: tell("attribution", done, total),
    )  # fmt: skip
    options: dict[str, Any] = {"store": store, "var_pts": var_pts}
    uncertainties = {
        (cell, reading, texture): uncertainty(
            n, seed=seed, cell=cell, reading=reading,
            priors=_priors(cell, reading, texture),
            progress=_labelled(f"{cell} cell, {reading} mass, {texture}", tell), **options,
        )
        for cell, reading, texture in _wanted(scenarios)
    }  # fmt: skip
    cell, reading = scenarios[0]
    first = uncertainties[cell, reading, RANDOM_GRAINS]
    band = rate_band(first, c_rates, cell=cell, reading=reading, progress=tell, **options)
    tell("NMC111", 0, 0)
    check = nmc111_check(var_pts=var_pts)
    words = _words(fits, table, uncertainties, check)
    return Explanation(fits, table, uncertainties, band, check, words)


def _wanted(scenarios: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    random = [(*scenario, RANDOM_GRAINS) for scenario in scenarios]
    return [random[0], (*scenarios[0], ANY_TEXTURE), *random[1:]]


def _priors(cell: str, reading: str, texture: str) -> Any:
    priors = li2025_priors(factory("li2025")("core_shell", cell=cell, reading=reading))
    return priors if texture == RANDOM_GRAINS else (*priors, KAPPA_ISOTROPIC)


def _labelled(label: str, tell: Progress) -> Progress:
    return lambda what, done, total: tell(f"{label}: {what}", done, total)


def _fits(var_pts: dict[str, int] | None, tell: Progress) -> pd.DataFrame:
    tell("blind fit", 0, 0)
    one = blind(var_pts=var_pts)
    tell("inferred texture", 0, 0)
    two = inferred_texture(var_pts=var_pts)
    kappa = float(two.values["kappa_isotropic"])
    capacity = two.residuals.set_index("particle")["model_mAh_g"]
    alone = one.calibration.residuals["model_mAh_g"].item()
    rows = {
        "blind": (one.calibration.values["D_ab"], 0.0, basal_share(0.0), alone, one.prediction),
        "texture": (
            two.values["D_ab"], kappa, basal_share(kappa),
            capacity["isotropic"], capacity["core-shell"],
        ),
    }  # fmt: skip
    columns = ["D_ab", "kappa_isotropic", "basal_share", "isotropic_mAh_g", "core_shell_mAh_g"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _words(
    fits: pd.DataFrame,
    attribution: pd.DataFrame,
    uncertainties: dict[tuple[str, str, str], Uncertainty],
    check: Nmc111Check,
) -> dict[str, list[str]]:
    random, texture = fits.loc["blind"], fits.loc["texture"]
    at_10c = attribution[attribution["c_rate"] == attribution["c_rate"].max()]
    return {
        "1 blind prediction": [
            f"D_ab = {random['D_ab']:.3g} m²/s makes random grains deliver the isotropic "
            f"{random['isotropic_mAh_g']:.1f} mAh/g at 10C (fitted)",
            f"the core-shell particle should then deliver {random['core_shell_mAh_g']:.1f} mAh/g "
            f"(predicted); measured 144, {random['core_shell_mAh_g'] - 144:+.1f}",
        ],
        "2 inferred texture": [
            f"D_ab = {texture['D_ab']:.3g} m²/s and κ = {texture['kappa_isotropic']:.2f} of the "
            f"isotropic particle give {texture['isotropic_mAh_g']:.1f} and "
            f"{texture['core_shell_mAh_g']:.1f} mAh/g (both fitted: two numbers for two "
            "measurements)",
            f"that texture shows {100 * texture['basal_share']:.0f} % (003) at the surface; "
            f"random grains show {100 * random['basal_share']:.0f} %",
        ],
        "3 attribution": attribution_statements(at_10c, "isotropic", "core-shell"),
        "how sure the blind prediction is": [
            f"{cell} cell, {reading} mass, {texture}: {line}"
            for (cell, reading, texture), result in uncertainties.items()
            for line in result.statements
        ],
        "NMC111, an independent check": check.statements,
    }
