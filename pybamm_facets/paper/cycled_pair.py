"""The two particles of Li et al. 2025 in the cell that was cycled 500 times (Fig. 4f)."""

from __future__ import annotations

import pybamm

from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC

RETENTION, CYCLES = 0.8, 500
"""The text: the core-shell keeps more than 80 % of its capacity after 500 cycles, the isotropic
less. One bound and one sign."""


def cycled_pair(fit: str = "texture") -> dict[str, pybamm.ParameterValues]:
    """Name to set, the core-shell first.

    Parameters
    ----------
    fit
        As `li2025`.
    """
    return {name: li2025(name, cell="cycling", fit=fit) for name in (CORE_SHELL, ISOTROPIC)}
