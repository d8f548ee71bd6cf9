"""A particle without a cell around it: as a radial model, and as a section with grains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh, mesh_microstructure
from pybamm_facets.cross_section.section.microstructure import microstructure_of
from pybamm_facets.cross_section.section.orientation import Orientation, watson_axes
from pybamm_facets.cross_section.transport.disk_and_sphere import DISK_RADIUS
from pybamm_facets.cross_section.transport.grain_transport import (
    Transport,
    grain_resolved,
    zone_averaged,
)
from pybamm_facets.cross_section.transport.transport_result import TransportResult
from pybamm_facets.models import FacetSPM
from pybamm_facets.particle import Agglomerate
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.implied import facets_of, mean_exchange_current_density
from pybamm_facets.studies.grain_resolved.grain_material import (
    grain_material,
    specific_current,
    stoichiometry_window,
)
from pybamm_facets.studies.rates import rate_capability

RADIAL_NUMERICS = Numerics({"r_p": 19})
FAST = 1e6
"""Exchange current of a lithium electrode that takes no voltage [A.m-2]."""


def particle_alone(
    values: pybamm.ParameterValues, particle: Agglomerate | None = None
) -> pybamm.ParameterValues:
    """A copy of a half-cell set without what the cell adds to the particle's voltage.

    No contact resistance and fast lithium; `FacetSPM` has no losses in the electrolyte. With
    another particle, if one is given.

    Raises
    ------
    ValueError
        If the set is not that of a half-cell against lithium.
    """
    missing = [name for name in (names.LITHIUM_J0, names.CONTACT_RESISTANCE) if name not in values]
    if missing:
        raise ValueError(
            f"parameter_values: no {', '.join(missing)}; expected a half-cell against lithium"
        )
    alone = values.copy()
    alone.update(
        {names.CONTACT_RESISTANCE: 0.0, names.LITHIUM_J0: FAST}
        | (particle.parameters() if particle else {})
    )
    return alone


def radial_curves(
    sets: Mapping[str, pybamm.ParameterValues], c_rates: Sequence[float]
) -> dict[tuple[str, float], pd.DataFrame]:
    """Discharge curves of `FacetSPM` by (name, C-rate): ``capacity_mAh_g``, ``voltage_V``, ..."""
    result = rate_capability(sets, c_rates, model=FacetSPM(), curves=True, numerics=RADIAL_NUMERICS)
    for row in result.failures.itertuples():
        raise RuntimeError(f"radial model, {row.particle} at {row.c_rate:g}C: {row.reason}")
    return {key: curve for key, curve in result.curves.groupby(["particle", "c_rate"])}


def section_of(
    particle: Agglomerate,
    orientation: Orientation = watson_axes,
    seed: int = 0,
    h: float = 0.03,
    scale: float = DISK_RADIUS,
) -> GrainMesh:
    """Meshed section of a particle; a disk of 0.70 of its radius fills as the sphere does."""
    small = replace(particle, radius=scale * particle.radius)
    return mesh_microstructure(microstructure_of(small, seed, orientation=orientation), h)


def with_grains(
    mesh: GrainMesh, values: pybamm.ParameterValues, particle: Agglomerate
) -> Transport:
    """Transport in the grains of a section, with the numbers of a set."""
    return grain_resolved(mesh, grain_material(values, particle.diffusivity_anisotropy))


def without_grains(
    mesh: GrainMesh, values: pybamm.ParameterValues, particle: Agglomerate
) -> Transport:
    """The same section with the radial model's diffusivities and mean exchange current."""
    material = grain_material(values, particle.diffusivity_anisotropy)
    core, shell = particle.diffusivity_ratios
    return zone_averaged(
        mesh,
        material,
        (core * material.along, shell * material.along),
        mean_exchange_current_density(values, facets_of(values)),
    )


def discharged(
    transport: Transport, values: pybamm.ParameterValues, c_rate: float
) -> TransportResult:
    """Discharge a section from full to the set's lower cut-off."""
    return transport.lithiate(
        specific_current(values, c_rate),
        stoichiometry_window(values),
        number(values, names.LOWER_CUT_OFF),
    )


def charged(transport: Transport, values: pybamm.ParameterValues, c_rate: float) -> TransportResult:
    """Charge a section from empty to the set's upper cut-off."""
    return transport.delithiate(
        specific_current(values, c_rate),
        stoichiometry_window(values),
        number(values, names.UPPER_CUT_OFF),
    )
