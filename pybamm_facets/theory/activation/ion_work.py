"""Work of bringing the ion to the transition state: from the double layer, or held fixed."""

from __future__ import annotations

from collections.abc import Callable

import numpy.typing as npt

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, non_negative_array, positive
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.double_layer.planar_layer import DoubleLayer, PlanarProfile
from pybamm_facets.theory.solvent.reorganization import ION_DISTANCE

WorkModel = Callable[[LatticeElectrolyte, float], float]
"""Work w [eV] at a facet of a given potential [V]."""


def electrostatic_work(
    double_layer: PlanarProfile, distance: npt.ArrayLike, charge_number: float = 1.0
) -> FloatArray:
    """Work of bringing an ion from the bulk to a distance from the facet, z e_0 φ(x) [eV].

    The w of Eq. 11 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5), which takes it "from an
    established EDL model" without a formula. Used: the potential of the double layer that the ion
    has not yet disturbed; no image force, no loss of solvation shell, no steric part.

    Parameters
    ----------
    double_layer
        Of `DoubleLayer` or `solve_double_layer`.
    distance
        Of the transition state from the facet [m].
    charge_number
        Of the ion.

    Raises
    ------
    ValueError
        If a distance is negative, or a number is not finite.
    """
    charge = finite("charge_number", charge_number)
    return charge * double_layer.potential(non_negative_array("distance", distance))


def fixed_work(value: float = 0.1) -> WorkModel:
    """The same work [eV] at every facet, as in the paper's Supplementary Figs. 15 and 16."""
    work = finite("value", value)
    return lambda electrolyte, surface_potential: work


def double_layer_work(distance: float = ION_DISTANCE) -> WorkModel:
    """The `electrostatic_work` of each facet's own double layer, at a distance [m]."""
    at = positive("distance", distance)
    return lambda electrolyte, surface_potential: float(
        electrostatic_work(DoubleLayer(electrolyte, surface_potential), at)
    )


WORK_MODELS: dict[str, WorkModel] = {
    "fixed": fixed_work(),
    "double layer": double_layer_work(),
}
"""Both readings of w. They disagree on what the work function does: see `activation_energy`."""
