"""How far the grain boundaries of a section are pulled open: one number a zone."""

from __future__ import annotations

import numpy as np

from pybamm_facets.cross_section.stress.stress_field import StressField


def boundary_opening(field: StressField, core_fraction: float | None = None) -> tuple[float, float]:
    """Root mean square of the opening normal traction over the boundaries' length, core and shell.

    Boundaries that are pressed shut count with their length and no traction. Those on the border of
    the core belong to the zone in which their middle lies.

    Parameters
    ----------
    field
        From `PlaneStressSolver.solve`; with modulus and contrast 1 the traction is in units of
        both.
    core_fraction
        Divides core and shell; see `StressField.core_radius`.

    Returns
    -------
    tuple of float
        Of the core and of the shell [Pa], NaN for a zone without boundaries.
    """
    traction = field.grain_boundary_traction()
    core = traction.radius < field.core_radius(core_fraction)
    length, pull = traction.length, np.maximum(traction.normal, 0) ** 2
    inner, outer = (
        float(np.sqrt(pull[zone] @ length[zone] / (length[zone].sum() or np.nan)))
        for zone in (core, ~core)
    )
    return inner, outer
