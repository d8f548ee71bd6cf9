"""Impedance of a whole coin half-cell, for comparison with that of its particles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets.impedance.spectra.spectrum import Spectrum
from pybamm_facets.models import FacetDFN
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.studies.cell_spectra.single_particle_cell import FINE_SURFACE, check_state

COIN_CELL_FREQUENCIES: tuple[float, ...] = tuple(np.logspace(5, -2, 50).tolist())
"""100 kHz to 10 mHz, 7 points a decade [Hz]."""

SURFACE = {"surface form": "differential"}
POINTS = {"r_p": 40, "x_p": 10, "x_s": 32}
"""With `FINE_SURFACE`, within 0.3 % of a mesh of 300, 20 and 60 points at every frequency."""


def coin_cell_spectrum(
    parameter_values: pybamm.ParameterValues,
    *,
    frequencies: Sequence[float] = COIN_CELL_FREQUENCIES,
    stoichiometry: float = 0.5,
    model: pybamm.BaseModel | None = None,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
) -> Spectrum:
    """Impedance of a half-cell at rest: lithium, electrolyte, contact and particles.

    Parameters
    ----------
    parameter_values
        A half-cell set with facets, such as `li2025()`.
    frequencies
        [Hz], falling.
    stoichiometry
        Lithium content of the particles, between 0 and 1.
    model
        `FacetDFN` with the double layer as a state by default.
    var_pts, submesh_types
        Mesh, where it differs from `POINTS` and `FINE_SURFACE`.

    Returns
    -------
    Spectrum
        In Ohm of the electrode (the disc, for a coin cell); times its area, in Ohm.m2.
    """
    model = model or FacetDFN(SURFACE)
    check_state(stoichiometry, float(parameter_values[names.AMBIENT_TEMPERATURE]))
    check_parameter_values(parameter_values, [family.label for family in model.families])
    values = parameter_values.copy()
    c_max = values[names.C_MAX]
    values.update({names.INITIAL_POSITIVE: stoichiometry * c_max})
    mesh = {
        "var_pts": model.default_var_pts | POINTS | dict(var_pts or {}),
        "submesh_types": model.default_submesh_types | FINE_SURFACE | dict(submesh_types or {}),
    }
    simulation = pybamm.EISSimulation(model, parameter_values=values, **mesh)
    hertz = np.asarray(frequencies, dtype=float)
    return Spectrum(hertz, np.asarray(simulation.solve(hertz).impedance))
