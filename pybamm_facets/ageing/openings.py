"""How far a texture opens grain boundaries on charge: factors that are known."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from pybamm_facets._checks import finite
from pybamm_facets.ageing.assumed_numbers import assumed_value

REFERENCE_OPENING: float = assumed_value("reference opening")
"""Traction over modulus times contrast that is a texture factor of 1."""

SAME_KAPPA = 0.005
"""How near a κ must be to be one of the table."""


def openings_table() -> pd.DataFrame:
    """Texture factors that are stored, with their standard errors and how they were computed.

    Boundaries between grains open where the lattice's c axis swells against its neighbours on
    charge. A zone's factor is the root mean square of the opening normal traction over the length
    of its boundaries, in units of Young's modulus times the strain contrast of the lattice, divided
    by `REFERENCE_OPENING`. `pybamm_facets.studies.texture_openings` computes it for any particle.

    Returns
    -------
    pandas.DataFrame
        Columns ``kappa_core``, ``kappa_shell``, ``g_core``, ``g_core_error``, ``g_shell``,
        ``g_shell_error``, ``seeds``, ``mesh_size`` (in radii), ``recipe``. A core is half the
        radius.
    """
    table = _stored()
    factors = {
        f"g_{column}": table[column] / REFERENCE_OPENING
        for column in ("core", "core_error", "shell", "shell_error")
    }
    kappas, rest = (
        table[columns]
        for columns in (["kappa_core", "kappa_shell"], ["seeds", "mesh_size", "recipe"])
    )
    return pd.concat([kappas, pd.DataFrame(factors), rest], axis=1)


def known_openings(kappa_core: float, kappa_shell: float) -> tuple[float, float] | None:
    """Texture factors of core and shell that are stored; None where none are.

    Parameters
    ----------
    kappa_core, kappa_shell
        Of the zones' Watson textures, the core half the radius.

    Examples
    --------
    >>> known_openings(0, 0) is None, known_openings(0, 1) is None
    (False, True)
    """
    wanted = np.array([finite("kappa_core", kappa_core), finite("kappa_shell", kappa_shell)])
    table = openings_table()
    near = (abs(table[["kappa_core", "kappa_shell"]] - wanted) <= SAME_KAPPA).all(axis=1)
    if not near.any():
        return None
    row = table[near].iloc[0]
    return float(row["g_core"]), float(row["g_shell"])


@cache
def _stored() -> pd.DataFrame:
    with (files(__package__) / "openings.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, comment="#")
