"""Where the solvent reorganisation energy of a facet comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from pybamm_facets._checks import finite_array, positive_array
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.solvent.reorganization import (
    ION_DISTANCE,
    ION_RADIUS,
    reorganization_energy,
)

_ROUND_OFF = 1e-9  # V

ReorganizationModel = Callable[[LatticeElectrolyte, float], float]
"""λ [eV] at a facet of a given potential [V]."""


@dataclass(frozen=True)
class ComputedReorganization:
    """λ from `reorganization_energy` at every facet, 1 to 3 s each (needs scikit-fem).

    Parameters
    ----------
    refinement
        Of the mesh: 1 gives λ to 0.1 meV, 0.5 to 1 meV in a third of the time.
    ion_radius, distance
        Of the ion's sphere, and of its centre from the facet [m].
    initial_charge, final_charge
        Of the ion [e_0].
    ion_permittivity
        Relative, of the ion's inside; None leaves the inside out.
    domain_radius
        Where the double layer is taken as undisturbed [m].
    """

    refinement: float = 1.0
    ion_radius: float = ION_RADIUS
    distance: float = ION_DISTANCE
    initial_charge: float = 1.0
    final_charge: float = 0.0
    ion_permittivity: float | None = None
    domain_radius: float = 4e-8

    def __call__(self, electrolyte: LatticeElectrolyte, surface_potential: float) -> float:
        """λ [eV] at a facet's potential relative to the bulk [V]."""
        found = reorganization_energy(electrolyte, surface_potential, **asdict(self))
        return float(found.value)


@dataclass(frozen=True)
class InterpolatedReorganization:
    """λ between values known at some potentials, for scans over work functions.

    λ is slow in the potential: points 0.5 V apart give it to 1 meV, or 2.5 meV next to 0 V.

    Parameters
    ----------
    surface_potentials
        (n,). Strictly increasing [V], n at least 2.
    values
        (n,). λ [eV], computed for the electrolyte that it will be asked about.

    Raises
    ------
    ValueError
        If the potentials do not increase or a λ is not positive; when called, if a potential is
        outside the known ones.
    """

    surface_potentials: npt.ArrayLike
    values: npt.ArrayLike

    def __post_init__(self) -> None:
        known = finite_array("surface_potentials", self.surface_potentials)
        values = positive_array("values", self.values)
        if known.ndim != 1 or known.size < 2 or known.shape != values.shape:
            raise ValueError(
                f"values.shape={values.shape}, surface_potentials.shape={known.shape}: "
                "expected (n,) with n of at least 2"
            )
        if np.any(np.diff(known) <= 0):
            raise ValueError(f"surface_potentials={known.tolist()}: expected strictly increasing")
        object.__setattr__(self, "surface_potentials", known)
        object.__setattr__(self, "values", values)

    def __call__(self, electrolyte: LatticeElectrolyte, surface_potential: float) -> float:
        """λ [eV]; the electrolyte is the one of the known values."""
        known = np.asarray(self.surface_potentials)
        phi = float(np.clip(surface_potential, known[0], known[-1]))
        if abs(phi - surface_potential) > _ROUND_OFF:
            raise ValueError(
                f"surface_potential={surface_potential!r} V: expected from {known[0]:g} to "
                f"{known[-1]:g} V, where the reorganisation energy is known"
            )
        return float(self._curve(phi))

    @cached_property
    def _curve(self) -> PchipInterpolator:
        return PchipInterpolator(self.surface_potentials, self.values)

    @classmethod
    def sampled(
        cls, model: ReorganizationModel, electrolyte: LatticeElectrolyte, potentials: npt.ArrayLike
    ) -> InterpolatedReorganization:
        """A model's values at some potentials [V], with which it need not be asked again."""
        known = finite_array("potentials", potentials)
        return cls(known, [model(electrolyte, float(phi)) for phi in known.ravel()])
