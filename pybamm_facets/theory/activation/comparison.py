"""What differs between facets, all together and one cause at a time (Figs. 3c-e of the paper)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pybamm_facets.theory.activation.facet_surfaces import (
    ActivationEnergies,
    FacetSurfaces,
    facet_activation_energies,
)
from pybamm_facets.theory.activation.ion_work import WORK_MODELS, WorkModel
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.double_layer.planar_layer import ELECTRODE_POTENTIAL, facet_potential
from pybamm_facets.theory.solvent.reorganization_models import (
    ComputedReorganization,
    ReorganizationModel,
)

WORK_FUNCTION = 3.0
"""What the paper holds fixed [eV] when only Δ_0 differs (its Supplementary Fig. 16)."""

COUPLING_STRENGTH = 0.2
"""What the paper holds fixed [eV] when only work functions differ (its Supplementary Fig. 15)."""


@dataclass(frozen=True)
class FacetStudy:
    """Activation energies of the same facets with all and with single differences.

    Attributes
    ----------
    both, work_function_only
        By work model: work function and Δ_0 as they are, and Δ_0 alike.
    interaction_only
        Work functions alike, and so the work.
    """

    both: dict[str, ActivationEnergies]
    work_function_only: dict[str, ActivationEnergies]
    interaction_only: ActivationEnergies


def facet_study(
    surfaces: FacetSurfaces,
    electrolyte: LatticeElectrolyte,
    *,
    works: Mapping[str, WorkModel] = WORK_MODELS,
    reorganization: ReorganizationModel | None = None,
    electrode_potential: float = ELECTRODE_POTENTIAL,
    work_function: float = WORK_FUNCTION,
    coupling_strength: float = COUPLING_STRENGTH,
) -> FacetStudy:
    """Activation energies with all differences, with work functions alone and with Δ_0 alone.

    Parameters
    ----------
    surfaces, electrolyte
        What meets what.
    works
        By default a fixed 0.1 eV and that of the double layer.
    reorganization, electrode_potential
        As in `facet_activation_energies`. λ is asked for once at each potential.
    work_function, coupling_strength
        What is held fixed [eV] when the other differs.

    Raises
    ------
    ValueError, ConvergenceError
        As `facet_activation_energies`.
    """
    model = reorganization or ComputedReorganization()
    equal_work_functions = surfaces.with_work_function(work_function)
    rows = (*surfaces.rows, equal_work_functions.rows[0])
    potentials = [float(facet_potential(r.work_function, electrode_potential)) for r in rows]
    known = {phi: model(electrolyte, phi) for phi in dict.fromkeys(potentials)}

    def energies(which: FacetSurfaces, work: WorkModel | None = None) -> ActivationEnergies:
        return facet_activation_energies(
            which,
            electrolyte,
            work=work,
            reorganization=lambda _, phi: known[phi],
            electrode_potential=electrode_potential,
        )

    alike = surfaces.with_coupling_strength(coupling_strength)
    return FacetStudy(
        both={name: energies(surfaces, work) for name, work in works.items()},
        work_function_only={name: energies(alike, work) for name, work in works.items()},
        interaction_only=energies(equal_work_functions),
    )
