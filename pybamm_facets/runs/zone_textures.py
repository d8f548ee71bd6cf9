"""What the textures in a table of designs mean, for all its rows at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pybamm_facets import names
from pybamm_facets.crystal import (
    FacetFamily,
    Lattice,
    effective_diffusivities,
    effective_diffusivity,
    texture_fractions,
)

DEFAULT_ANISOTROPY = 0.01
"""D_c/D_ab of a grain where designs do not say."""

KAPPAS = ("kappa_core", "kappa_shell")


class Textures:
    """Radial diffusivities and facet fractions by κ, each solved for once.

    Parameters
    ----------
    families
        The facet families that the model has.
    lattice
        The set's; None for NMC811's.
    """

    def __init__(self, families: tuple[FacetFamily, ...], lattice: Lattice | None) -> None:
        self._families, self._lattice = families, lattice
        self._names = [(f"f_{f.label}", names.area_fraction(f.label)) for f in families]
        self._ratios: dict[tuple[float, float], float] = {}
        self._fractions: dict[float, list[tuple[str, str, float]]] = {}

    def solve(self, table: pd.DataFrame) -> None:
        """Solve for all κ of a table of designs; what makes no sense is left out."""
        given = [name for name in KAPPAS if name in table]
        if not given or not len(table):
            return
        kappas = table[given].to_numpy(float)
        anisotropy = np.full(len(table), DEFAULT_ANISOTROPY)
        if "diffusivity_anisotropy" in table:
            anisotropy = table["diffusivity_anisotropy"].to_numpy(float)
        pairs = np.stack([kappas, np.broadcast_to(anisotropy[:, None], kappas.shape)], axis=-1)
        pairs = pairs.reshape(-1, 2)
        possible = np.isfinite(pairs).all(axis=1) & (pairs[:, 1] >= 0) & (pairs[:, 1] <= 1)
        pairs = np.unique(pairs[possible], axis=0)
        found = effective_diffusivities(*pairs.T)[:, 0].tolist()
        self._ratios |= zip(map(tuple, pairs.tolist()), found, strict=True)
        if "kappa_shell" in given:
            shells = table["kappa_shell"].to_numpy(float)
            self._solve_fractions(np.unique(shells[np.isfinite(shells)]))

    def ratio(self, kappa: float, anisotropy: float) -> float:
        """Radial diffusivity over D_ab; ``ValueError`` for an anisotropy that makes no sense."""
        known = self._ratios.get((kappa, anisotropy))
        return effective_diffusivity(kappa, anisotropy)[0] if known is None else known

    def fractions(self, kappa: float) -> list[tuple[str, str, float]]:
        """Column, parameter and area fraction of each facet family."""
        if kappa not in self._fractions:
            self._solve_fractions(np.array([kappa]))
        return self._fractions[kappa]

    def _solve_fractions(self, kappas: np.ndarray) -> None:
        rows = texture_fractions(kappas, self._families, self._lattice).tolist()
        for kappa, row in zip(kappas.tolist(), rows, strict=True):
            shares = zip(self._names, row, strict=True)
            self._fractions[kappa] = [(column, name, share) for (column, name), share in shares]
