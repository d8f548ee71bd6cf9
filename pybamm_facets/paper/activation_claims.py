"""What the paper says of Fig. 3, held against the same theory with illustrative inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.kinetics.table import FacetTable
from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ILLUSTRATIVE_NMC811_FACETS,
    ComputedReorganization,
    FacetStudy,
    FacetSurfaces,
    double_layer_work,
    facet_activation_energies,
    facet_study,
    fit_energy_slope,
)
from pybamm_facets.theory.activation.comparison import COUPLING_STRENGTH

REFERENCE = "(003)"
PAPER_SLOPES = {"work function": 0.083, "interaction": 0.039}
"""Slopes of the lines in Figs. 3d and 3e, read in eV."""
DISTANCES = (3e-10, 3.5e-10, 4e-10, 5e-10)
"""Of the transition state from the facet [m]."""
SURFACES, ELECTROLYTE = ILLUSTRATIVE_NMC811_FACETS, ILLUSTRATIVE_ELECTROLYTE


@dataclass(frozen=True, eq=False)
class ActivationFindings:
    """What the theory gives.

    Parameters
    ----------
    study
        Activation energies of the facets.
    measured
        Exchange currents of the facets.
    slopes
        Differences of E_a against the logarithms of exchange currents [eV], by case.
    trends
        By distance of the transition state [m]: E_a of the facet with the largest work function
        minus that with the smallest, Δ_0 alike, with the work of the same double layer [eV].
    """

    study: FacetStudy
    measured: FacetTable
    slopes: dict[str, float]
    trends: dict[float, float]

    @property
    def fixed_trend(self) -> float:
        """The trend with the work held the same at every facet [eV]."""
        return float(self.study.work_function_only["fixed"].difference(REFERENCE)[-1])

    @property
    def statements(self) -> dict[str, bool]:
        """What the paper says, and whether this calculation says it too (facets by falling WF)."""
        return _statements(self)


def activation_findings(
    refinement: float = 1.0, distances: Sequence[float] = DISTANCES
) -> ActivationFindings:
    """Activation energies of the six facets, their slopes and their trends.

    Parameters
    ----------
    refinement
        Of the meshes of the solvent.
    distances
        Of the transition state [m].
    """
    model = ComputedReorganization(refinement=refinement)
    study, measured = facet_study(SURFACES, ELECTROLYTE, reorganization=model), FacetTable.nmc811()
    trends = _trends(distances, refinement)
    return ActivationFindings(study, measured, _slopes(study, measured), trends)


def _slopes(study: FacetStudy, measured: FacetTable) -> dict[str, float]:
    j0 = np.array([measured.j0[facet] for facet in SURFACES.labels])
    cases = {f"both, {work} work": result for work, result in study.both.items()}
    for work, result in study.work_function_only.items():
        cases[f"work function, {work} work"] = result
    cases["interaction"] = study.interaction_only
    logs = np.log(j0 / measured.j0[REFERENCE])
    return {
        name: fit_energy_slope(logs, result.difference(REFERENCE)).slope
        for name, result in cases.items()
    }


def _trends(distances: Sequence[float], refinement: float) -> dict[float, float]:
    """Both λ and w at each distance of the transition state. Positive: as in the paper."""
    rows = (SURFACES[REFERENCE], SURFACES["(201)"])
    extremes = FacetSurfaces(rows, illustrative=True).with_coupling_strength(COUPLING_STRENGTH)
    trends = {}
    for distance in distances:
        energies = facet_activation_energies(
            extremes,
            ELECTROLYTE,
            work=double_layer_work(distance),
            reorganization=ComputedReorganization(refinement=refinement, distance=distance),
        )
        trends[distance] = float(energies.difference(REFERENCE)[1])
    return trends


def _statements(found: ActivationFindings) -> dict[str, bool]:
    study, slopes = found.study, found.slopes
    alike, interaction = study.work_function_only["fixed"], study.interaction_only
    kT = ELECTROLYTE.thermal_voltage
    by_work_function, by_interaction = slopes["work function, fixed work"], slopes["interaction"]
    said = {
        f"order of the facets as measured, {work} work": _falls(result.activation_energy)
        for work, result in study.both.items()
    }
    said["larger work function, larger λ"] = _falls(alike.reorganization_energy)
    said["larger work function, larger E_a, fixed work"] = _falls(alike.activation_energy)
    for distance, trend in found.trends.items():
        name = f"larger work function, larger E_a, double layer work at {1e9 * distance:g} nm"
        said[name] = trend > 0
    said["stronger interaction, smaller E_a"] = _falls(interaction.activation_energy)
    said["work function outweighs interaction, fixed work"] = by_work_function > by_interaction
    said["work function outweighs interaction, double layer work"] = (
        slopes["work function, double layer work"] > by_interaction
    )
    own: Mapping[str, float] = {"work function": by_work_function, "interaction": by_interaction}
    for cause, paper in PAPER_SLOPES.items():
        said[f"slope of {paper} eV for the {cause}"] = 0.8 < own[cause] / paper < 1.25
        said[f"paper's slope of {paper} eV within 25 % of k_BT"] = 0.8 < paper / kT < 1.25
    return said


def _falls(values: FloatArray) -> bool:
    return bool(np.all(np.diff(values) < 0))
