"""Which difference between two facets alone would explain a measured ratio of currents."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, positive
from pybamm_facets.theory.activation.energies import marcus_barrier, thermal_energy
from pybamm_facets.theory.activation.facet_surfaces import FacetSurface, LevelModel
from pybamm_facets.theory.activation.ion_work import WORK_MODELS, WorkModel
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.double_layer.planar_layer import ELECTRODE_POTENTIAL, facet_potential
from pybamm_facets.theory.electronic.interaction import (
    TURNING_POINT,
    electronic_energy,
    lithium_2s_level,
)
from pybamm_facets.theory.solvent.reorganization_models import (
    ComputedReorganization,
    InterpolatedReorganization,
    ReorganizationModel,
)

POTENTIALS = (-2.6, 2.7)
"""Facet potentials that are searched [V]; at 5.3 V, work functions from 2.6 to 7.9 eV."""

_SAMPLES = 12
_SCAN = 54


@dataclass(frozen=True)
class RequiredDifference:
    """Answer to what would explain a ratio of exchange currents.

    Attributes
    ----------
    cause
        "work function" or "electronic interaction": what differs between the facets.
    work
        Name of the work model.
    j0_ratio
        The ratio to explain.
    difference
        What must be added to the reference facet's value [eV]; None if nothing in range does. The
        smallest if several do.
    activation_energy
        E_a of Eq. 11 with that difference [eV]; negative if it leaves no barrier.
    smallest_ratio, largest_ratio
        What the cause can reach in the range searched.
    searched
        That range, as values of the cause [eV].
    """

    cause: str
    work: str
    j0_ratio: float
    difference: float | None
    activation_energy: float | None
    smallest_ratio: float
    largest_ratio: float
    searched: tuple[float, float]

    @property
    def statement(self) -> str:
        """The answer in words."""
        low, high = self.searched
        head = f"j0 ratio {self.j0_ratio:.4g} by the {self.cause} alone, {self.work} work: "
        if self.difference is None or self.activation_energy is None:
            return head + (
                f"none from {low:.3g} to {high:.3g} eV explains it, ratios of "
                f"{self.smallest_ratio:.3g} to {self.largest_ratio:.3g} are in reach"
            )
        end = "" if self.activation_energy >= 0 else ", which leaves no barrier"
        return head + f"a difference of {self.difference:+.4f} eV{end}"


def required_difference(
    j0_ratio: float,
    reference: FacetSurface,
    electrolyte: LatticeElectrolyte,
    *,
    works: Mapping[str, WorkModel] = WORK_MODELS,
    reorganization: ReorganizationModel | None = None,
    level: LevelModel = lithium_2s_level,
    electrode_potential: float = ELECTRODE_POTENTIAL,
    slope: float | None = None,
) -> tuple[RequiredDifference, ...]:
    """Difference of work function, or of Δ_0, that alone explains j0/j0_ref by Eqs. 3, 4, 11-13.

    Equations of Li et al. 2025 (doi:10.1038/s41467-025-65068-5), at η = 0.

    Parameters
    ----------
    j0_ratio
        Exchange current density of a facet over that of the reference facet.
    reference
        The reference facet.
    electrolyte
        What meets the facets.
    works
        Each is asked; by default a fixed 0.1 eV and that of the double layer.
    reorganization, level, electrode_potential
        As in `facet_activation_energies`. λ is computed at 12 potentials and interpolated.
    slope
        [eV per unit logarithm]; k_B T by default.

    Returns
    -------
    tuple of RequiredDifference
        For each work model, the answer for the work function and for Δ_0. Δ_0 is searched from
        zero to where Eq. 12 stops falling.

    Raises
    ------
    ValueError
        If the ratio is not positive, or the reference facet is outside the potentials searched.
    """
    log_ratio = math.log(positive("j0_ratio", j0_ratio))
    s = thermal_energy(electrolyte.temperature) if slope is None else positive("slope", slope)
    electrode = finite("electrode_potential", electrode_potential)
    phi = float(facet_potential(reference.work_function, electrode))
    if not POTENTIALS[0] <= phi <= POTENTIALS[1]:
        raise ValueError(
            f"reference.work_function={reference.work_function!r} eV, its facet at {phi:g} V: "
            f"expected from {POTENTIALS[0]} to {POTENTIALS[1]} V"
        )
    lam = InterpolatedReorganization.sampled(
        reorganization or ComputedReorganization(), electrolyte, np.linspace(*POTENTIALS, _SAMPLES)
    )
    answers = []
    for name, work in works.items():
        case = _Case(electrolyte, work, lam, level, electrode, reference)
        for cause, search in (
            ("work function", case.work_functions()),
            ("electronic interaction", case.coupling_strengths()),
        ):
            numbers = search.explain(-s * log_ratio)
            lowest, highest = (math.exp(-change / s) for change in search.reach[::-1])
            answers.append(
                RequiredDifference(
                    cause, name, float(j0_ratio), *numbers, lowest, highest, search.searched
                )
            )
    return tuple(answers)


@dataclass(frozen=True)
class _Search:
    """An activation energy as a function of one cause, on the values to scan."""

    energy: Callable[[float], float]
    own: float
    scan: FloatArray
    energies: FloatArray

    @property
    def searched(self) -> tuple[float, float]:
        return float(self.scan[0]), float(self.scan[-1])

    @property
    def reach(self) -> tuple[float, float]:
        """Least and largest change of energy."""
        changes = self.energies - self.energy(self.own)
        return float(changes.min()), float(changes.max())

    def explain(self, change: float) -> tuple[float | None, float | None]:
        """Least difference of the cause that changes the energy so, and the energy there."""
        goal = self.energy(self.own) + change
        misfit = self.energies - goal
        roots = [float(x) for x in self.scan[misfit == 0]]
        for i in np.flatnonzero(misfit[:-1] * misfit[1:] < 0):
            a, b = self.scan[i], self.scan[i + 1]
            roots.append(brentq(lambda x: self.energy(x) - goal, a, b, xtol=1e-10))
        if not roots:
            return None, None
        return min((root - self.own for root in roots), key=abs), goal


@dataclass(frozen=True)
class _Case:
    """The reference facet and all that is the same for the facet it is compared with."""

    electrolyte: LatticeElectrolyte
    work: WorkModel
    reorganization: ReorganizationModel
    level: LevelModel
    electrode: float
    reference: FacetSurface

    def work_functions(self) -> _Search:
        """E_a as a function of the work function."""
        strength = self.reference.coupling_strength

        def energy(work_function: float) -> float:
            barrier, level = self._parts(work_function)
            return barrier + float(electronic_energy(strength, level))

        low, high = (self.electrode - phi for phi in reversed(POTENTIALS))
        return _scanned(energy, self.reference.work_function, max(low, 0.05), high)

    def coupling_strengths(self) -> _Search:
        """E_a as a function of Δ_0, as far as it falls."""
        barrier, level = self._parts(self.reference.work_function)

        def energy(strength: float) -> float:
            return barrier + float(electronic_energy(strength, level))

        own = self.reference.coupling_strength
        return _scanned(energy, own, 0.0, max(TURNING_POINT * abs(level), own))

    def _parts(self, work_function: float) -> tuple[float, float]:
        """Barrier without electronic interaction, and the level."""
        phi = float(facet_potential(work_function, self.electrode))
        lam = self.reorganization(self.electrolyte, phi)
        w = self.work(self.electrolyte, phi)
        return float(marcus_barrier(lam, w)), self.level(lam, w)


def _scanned(energy: Callable[[float], float], own: float, low: float, high: float) -> _Search:
    scan = np.union1d(np.linspace(low, high, _SCAN), own)
    return _Search(energy, own, scan, np.array([energy(float(x)) for x in scan]))
