"""The facets of a material as the theory sees them, and their activation energies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, non_negative, positive
from pybamm_facets.theory.activation.energies import activation_energy, log_exchange_current_ratio
from pybamm_facets.theory.activation.ion_work import WorkModel, fixed_work
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.double_layer.planar_layer import ELECTRODE_POTENTIAL, facet_potential
from pybamm_facets.theory.electronic.interaction import electronic_energy, lithium_2s_level
from pybamm_facets.theory.solvent.reorganization_models import (
    ComputedReorganization,
    ReorganizationModel,
)

LevelModel = Callable[[float, float], float]
"""Level of Eq. 12 [eV] for a reorganisation energy and a driving force e_0 η + w [eV]."""


@dataclass(frozen=True)
class FacetSurface:
    """What the theory must know of one facet.

    Parameters
    ----------
    facet
        Label, as in "(104)".
    work_function
        [eV], positive.
    coupling_strength
        Δ_0, the electronic interaction with lithium's 2s level at the Fermi energy [eV].

    Raises
    ------
    ValueError
        If the label is empty, or a number is out of range.
    """

    facet: str
    work_function: float
    coupling_strength: float

    def __post_init__(self) -> None:
        if not isinstance(self.facet, str) or not self.facet.strip():
            raise ValueError(f"facet={self.facet!r}: expected a label such as '(104)'")
        for name, check in (("work_function", positive), ("coupling_strength", non_negative)):
            value = check(f"{self.facet} {name}", getattr(self, name))
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class FacetSurfaces:
    """The facets of a material.

    Parameters
    ----------
    rows
        Each facet once.
    illustrative
        True if the numbers are placeholders; everything computed from them says so.

    Raises
    ------
    ValueError
        If there is no facet, or one appears twice.
    """

    rows: tuple[FacetSurface, ...]
    illustrative: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(self.rows))
        if not self.rows:
            raise ValueError("rows is (), expected at least one facet")
        if len(set(self.labels)) < len(self.rows):
            raise ValueError(f"rows has {', '.join(self.labels)}: each facet may appear once")

    @property
    def labels(self) -> tuple[str, ...]:
        """The facets' labels, in order."""
        return tuple(row.facet for row in self.rows)

    def __getitem__(self, facet: str) -> FacetSurface:
        return self.rows[position(self.labels, facet)]

    def with_work_function(self, value: float) -> FacetSurfaces:
        """The same facets, all with one work function [eV]: what Δ_0 alone does (Fig. 3e)."""
        return replace(self, rows=tuple(replace(row, work_function=value) for row in self.rows))

    def with_coupling_strength(self, value: float) -> FacetSurfaces:
        """The same facets, all with one Δ_0 [eV]: what the work function alone does (Fig. 3d)."""
        return replace(self, rows=tuple(replace(row, coupling_strength=value) for row in self.rows))


ILLUSTRATIVE_NMC811_FACETS = FacetSurfaces(
    rows=(
        FacetSurface("(003)", 5.0, 0.170),
        FacetSurface("(104)", 3.9, 0.188),
        FacetSurface("(102)", 3.6, 0.193),
        FacetSurface("(113)", 3.4, 0.197),
        FacetSurface("(101)", 3.0, 0.203),
        FacetSurface("(201)", 2.6, 0.210),
    ),
    illustrative=True,
)
"""Placeholders, NOT the work functions and Δ_0 of Li et al. 2025, whose supplement is not
available: chosen to satisfy the order of the measured exchange currents, about the values that the
paper holds fixed (3 eV, 0.2 eV). That they reproduce the order is by construction."""


@dataclass(frozen=True)
class ActivationEnergies:
    """Activation energy of each facet and its parts; arrays with one value a facet.

    Attributes
    ----------
    facets
        Labels.
    surface_potential
        (n,). φ_Facet [V].
    reorganization_energy, work, electronic_energy, activation_energy
        (n,). λ, w, E_e and E_a [eV].
    temperature
        [K].
    illustrative_inputs
        Which inputs were placeholders: "facets", "electrolyte".
    """

    facets: tuple[str, ...]
    surface_potential: FloatArray
    reorganization_energy: FloatArray
    work: FloatArray
    electronic_energy: FloatArray
    activation_energy: FloatArray
    temperature: float
    illustrative_inputs: tuple[str, ...] = ()

    @property
    def illustrative(self) -> bool:
        """Whether any input was a placeholder."""
        return bool(self.illustrative_inputs)

    def difference(self, reference: str) -> FloatArray:
        """E_a of the reference facet minus that of each facet [eV]."""
        result: FloatArray = (
            self.activation_energy[position(self.facets, reference)] - self.activation_energy
        )
        return result

    def log_ratio(self, reference: str, slope: float | None = None) -> FloatArray:
        """ln(j0/j0_ref) of each facet by Eq. 4; `slope` as in `log_exchange_current_ratio`."""
        at = position(self.facets, reference)
        energies = self.activation_energy
        return log_exchange_current_ratio(energies, energies[at], self.temperature, slope)

    def to_frame(self) -> pd.DataFrame:
        """A table with one row a facet; which inputs were illustrative in ``attrs``."""
        columns = {
            "surface_potential_V": self.surface_potential,
            "reorganization_energy_eV": self.reorganization_energy,
            "work_eV": self.work,
            "electronic_energy_eV": self.electronic_energy,
            "activation_energy_eV": self.activation_energy,
        }
        frame = pd.DataFrame({"facet": self.facets} | columns)
        frame["illustrative"] = self.illustrative
        frame.attrs["illustrative_inputs"] = self.illustrative_inputs
        return frame


def facet_activation_energies(
    surfaces: FacetSurfaces,
    electrolyte: LatticeElectrolyte,
    *,
    work: WorkModel | None = None,
    reorganization: ReorganizationModel | None = None,
    level: LevelModel = lithium_2s_level,
    electrode_potential: float = ELECTRODE_POTENTIAL,
    overpotential: float = 0.0,
) -> ActivationEnergies:
    """Activation energies of all facets (Eqs. 3, 11-13 of Li et al. 2025).

    Parameters
    ----------
    surfaces
        Work function and Δ_0 of each facet.
    electrolyte
        What meets them.
    work
        w [eV]. `fixed_work` (0.1 eV, the default) or `double_layer_work`, which disagree on what
        the work function does; see `activation_energy`.
    reorganization
        λ [eV]. `ComputedReorganization` by default, 1 to 3 s a facet; `InterpolatedReorganization`
        where there are many.
    level
        Level of Eq. 12 [eV]. The literal -5.39 eV (`lithium_2s_level`), or `reactant_level`, which
        follows from the Hamiltonian.
    electrode_potential
        Against vacuum [V]; 5.3 in the paper.
    overpotential
        η [V].

    Raises
    ------
    ValueError
        If a number is out of range.
    ConvergenceError
        If a double layer does not converge.
    """
    work = work or fixed_work()
    reorganization = reorganization or ComputedReorganization()
    eta = finite("overpotential", overpotential)
    phi = [float(facet_potential(s.work_function, electrode_potential)) for s in surfaces.rows]
    w = np.array([work(electrolyte, each) for each in phi])
    lam = np.array([reorganization(electrolyte, each) for each in phi])
    strength = [s.coupling_strength for s in surfaces.rows]
    levels = [level(*pair) for pair in zip(lam, eta + w, strict=True)]
    electronic = electronic_energy(strength, levels)
    inputs = {"facets": surfaces.illustrative, "electrolyte": electrolyte.illustrative}
    return ActivationEnergies(
        facets=surfaces.labels,
        surface_potential=np.array(phi),
        reorganization_energy=lam,
        work=w,
        electronic_energy=electronic,
        activation_energy=activation_energy(lam, w, electronic, eta),
        temperature=electrolyte.temperature,
        illustrative_inputs=tuple(name for name, is_so in inputs.items() if is_so),
    )


def position(labels: Sequence[str], facet: str) -> int:
    """Index of a facet, or ValueError that lists those there are."""
    if facet not in labels:
        raise ValueError(f"facet={facet!r}: expected one of {', '.join(labels)}")
    return list(labels).index(facet)
