"""The plane of radial diffusivity and mean exchange current: what order costs, what a cell gives.

A shell enters a cell as these two numbers alone, so everything about a target can be drawn over
them: which textures have them, what their order costs, and where the targets are met.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pybamm_facets.crystal.attainable_range import current_range
from pybamm_facets.crystal.lattice import or_pristine
from pybamm_facets.crystal.tilted_grains import FREE_TIERS, grain_tilt
from pybamm_facets.design.search import FoundDesign

MARKED_KAPPAS = (-30.0, -10.0, -4.0, 0.0, 2.4, 6.0)
"""Textures that a figure marks."""
KAPPAS = np.sinh(np.linspace(np.arcsinh(-300.0), np.arcsinh(12.0), 45))
SELECTIONS = np.sinh(np.linspace(np.arcsinh(-15.0), np.arcsinh(15.0), 31))
RATIOS = (0.1, 0.99)
GRID = (9, 5)
"""Runs over the diffusivity and over the exchange current."""
CURRENTS = (0.3, 1.02)
"""Range of the runs over that of the facets: below, a charge from the empty state has no start."""


@dataclass(frozen=True, eq=False)
class OrientationPlane:
    """What orientation can give and costs, and what the cell of a design makes of it.

    Parameters
    ----------
    ranges
        ``tier``, ``d``, ``least`` and ``most`` mean exchange current [mA/cm²] of any grains.
    prices
        ``d``, ``exchange_current``, ``ordering`` [nat per grain] of many textures of any kind.
    watson
        ``kappa``, ``d``, ``exchange_current``, ``ordering`` without choice of facets.
    reached
        ``target``, ``d``, ``exchange_current``, ``reached``: what each target gets with this shell
        on the design's core and radius.
    """

    ranges: pd.DataFrame
    prices: pd.DataFrame
    watson: pd.DataFrame
    reached: pd.DataFrame


def orientation_plane(found: FoundDesign) -> OrientationPlane:
    """The plane about a design.

    Parameters
    ----------
    found
        Its radius and core are kept. For a set whose facets follow different laws ``reached`` is
        empty: then a mean exchange current does not say what the cell gives.
    """
    order = found.responses.order
    a, cell = found.space.diffusivity_anisotropy, or_pristine(order.lattice)
    low, high = max(RATIOS[0], a + 0.02), RATIOS[1]
    rows = [
        (tier, d, *current_range(order.currents, float(d), a, order.families, cell, tier))
        for tier in FREE_TIERS
        for d in np.linspace(low, high, 24)
    ]
    ranges = pd.DataFrame(rows, columns=["tier", "d", "least", "most"])

    def tilts(kappas: np.ndarray, selections: np.ndarray) -> pd.DataFrame:
        found_ = [
            (kappa, *grain_tilt(kappa, selection, order.currents, anisotropy=a,
                                families=order.families, lattice=order.lattice)[:3])
            for kappa in kappas
            for selection in selections
        ]  # fmt: skip
        return pd.DataFrame(found_, columns=["kappa", "d", "exchange_current", "ordering"])

    prices = tilts(KAPPAS, SELECTIONS)
    watson = tilts(np.sort(np.r_[KAPPAS, MARKED_KAPPAS]), np.zeros(1))
    return OrientationPlane(ranges, prices.drop(columns="kappa"), watson, _reached(found, low))


def _reached(found: FoundDesign, low: float) -> pd.DataFrame:
    columns = ["target", "d", "exchange_current", "reached"]
    responses = found.responses
    if not responses.one_law:
        return pd.DataFrame(columns=columns)
    top = float(responses.order.currents.max())
    grid = [
        (float(d), float(j))
        for d in np.linspace(low, RATIOS[1], GRID[0])
        for j in top * np.linspace(*CURRENTS, GRID[1])
    ]
    changes = [responses.order.shell_numbers(d, j) for d, j in grid]
    table = responses.runs([found.variables] * len(grid), changes)
    place = pd.DataFrame(grid, columns=columns[1:3])
    joined = table[["target", "design", "reached"]].join(place, on="design")
    return joined[columns].reset_index(drop=True)


__all__ = ["OrientationPlane", "orientation_plane"]
