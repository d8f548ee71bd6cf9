"""What a needed D/R² could be: a texture, a radius, or electrolyte in cracks.

One number has as many readings as there are parts in it. Each is given alone, with the others as
the set has them.
"""

from __future__ import annotations

import math

import pandas as pd
import pybamm
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets.crystal import Texture
from pybamm_facets.particle.agglomerate import ANISOTROPY
from pybamm_facets.sets.cell import number
from pybamm_facets.studies.published_series.placed_cell import diffusivity_name, placed, warming

KAPPAS = (-200.0, 30.0)
"""Textures between which one is looked for: beyond them nothing changes."""


def readings(
    needed: pd.DataFrame, series: pd.DataFrame, sets: dict[str, pybamm.ParameterValues]
) -> pd.DataFrame:
    """Readings of each determined D/R².

    Parameters
    ----------
    needed
        `Needed.table`.
    series, sets
        As they went into it.

    Returns
    -------
    pandas.DataFrame
        Index as `needed`; ``random_radius_um`` (of a particle of random grains), ``kappa`` and
        ``basal_share`` (of one texture throughout, at the stated radius; NaN where no texture does
        it) and ``cracked_share`` (of the stated radius that electrolyte reaches, in a particle of
        random grains; NaN where it is slower than that). Of a set whose D is that of whole
        particles the texture is no reading, and "random grains" are its particles.
    """
    stated = series.groupby("series").first()
    rows = {}
    for index, row in needed.iterrows():
        d_over_r2 = float(row["d_over_r2_per_s"])
        if d_over_r2 == d_over_r2:
            cell = series[series["series"] == row["series"]].iloc[0].to_dict()
            values = placed(sets[str(row["material"])], cell)
            radius = float(stated.loc[row["series"], "radius_um"])
            rows[index] = _readings(d_over_r2, radius, values)
    columns = ["random_radius_um", "kappa", "basal_share", "cracked_share"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).reindex(needed.index)


def texture_for(ratio: float, anisotropy: float = ANISOTROPY) -> float:
    """κ of the texture whose radial diffusivity over D_ab is a ratio; NaN where none is."""

    def excess(kappa: float) -> float:
        return Texture(kappa).diffusivity_ratios(anisotropy)[0] - ratio

    if not excess(KAPPAS[1]) < 0 < excess(KAPPAS[0]):
        return math.nan
    return float(brentq(excess, *KAPPAS, xtol=1e-3))


def _readings(
    d_over_r2: float, radius_um: float, values: pybamm.ParameterValues
) -> dict[str, float]:
    d_ab = number(values, diffusivity_name(values)) * warming(values)
    whole = number(values, names.CORE_RATIO) == number(values, names.SHELL_RATIO) == 1.0
    random = 1.0 if whole else float(Texture(0).diffusivity_ratios(ANISOTROPY)[0])
    size = 1e6 * math.sqrt(random * d_ab / d_over_r2)
    kappa = math.nan
    if not whole and radius_um == radius_um:
        kappa = texture_for(d_over_r2 * (1e-6 * radius_um) ** 2 / d_ab)
    basal = Texture(kappa).facet_fractions()["(003)"] if kappa == kappa else math.nan
    cracked = 1 - size / radius_um if size < radius_um else math.nan
    return {
        "random_radius_um": size,
        "kappa": kappa,
        "basal_share": float(basal),
        "cracked_share": cracked,
    }
