"""Any set with the falling diffusivity of the Li2025 overlay ``hindered``."""

from __future__ import annotations

import pybamm

from pybamm_facets import names
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.hindered import hindered_shape
from pybamm_facets.studies.published_series.placed_cell import diffusivity_name


def hindered_twin(parameter_values: pybamm.ParameterValues) -> pybamm.ParameterValues:
    """A copy of a set with a constant D whose D falls near x = 1 as in the overlay.

    Its D at low lithium content stays what it was.
    """
    overlay, values = li2025(diffusivity="hindered"), parameter_values.copy()
    scale = number(values, diffusivity_name(values))
    values.update(
        {
            names.DIFFUSIVITY: hindered_shape,
            names.DIFFUSIVITY_SCALE: scale,
            names.FULL_DIFFUSIVITY_RATIO: overlay[names.FULL_DIFFUSIVITY_RATIO],
            names.HINDERED_FROM: overlay[names.HINDERED_FROM],
        }
    )
    return values
