"""Does the radial model stand for its grains? The same particles, resolved and averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets._units import MA_CM2
from pybamm_facets.cross_section.section.orientation import Orientation, in_plane_axes, watson_axes
from pybamm_facets.cross_section.transport.grain_transport import Transport
from pybamm_facets.cross_section.transport.section_material import C_PER_KG
from pybamm_facets.crystal import Texture
from pybamm_facets.particle import Agglomerate
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.c_rates import read_c_rates
from pybamm_facets.sets.given import DEFAULT_SET, GivenSet, one_set
from pybamm_facets.studies.grain_resolved.grain_material import stoichiometry_window
from pybamm_facets.studies.grain_resolved.particle_alone import (
    discharged,
    particle_alone,
    radial_curves,
    section_of,
    with_grains,
    without_grains,
)

PARTICLES = {
    "core-shell": Agglomerate.core_shell(),
    "random": Agglomerate.isotropic(),
    "basal-out": Agglomerate.isotropic(Texture(2.4)),
}
"""κ = -10 (in the shell, random core), 0 and 2.4."""

AXES: dict[str, Orientation] = {"in space": watson_axes, "in plane": in_plane_axes}
"""How the section's c axes are drawn."""

RATES = (1.0, 5.0, 10.0)
TOLERANCE = 0.02
"""Utilisation within which grains and radial model are held to agree."""

_COMMON = np.linspace(0.02, 0.95, 94)
"""Parts of the smaller capacity over which voltages are compared."""


def grain_vs_radial(
    particles: Mapping[str, Agglomerate] = PARTICLES,
    c_rates: Sequence[float] = RATES,
    *,
    parameter_values: GivenSet = DEFAULT_SET,
    axes: Mapping[str, Orientation] = AXES,
    seeds: Sequence[int] = (0, 1, 2),
    h: float = 0.03,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """Discharge every particle three times at each rate: as grains, as a disk, as a sphere.

    Grains: a section of 0.70 of the particle's radius, every grain with its own layers and facet.
    Disk: the same section with the texture's radial diffusivity and mean exchange current.
    Sphere: `FacetSPM` with the same numbers. All as a particle alone: no contact resistance, fast
    lithium, no electrolyte. Grains less disk is what averaging costs; disk less sphere is geometry.

    Parameters
    ----------
    particles
        Name to particle; `PARTICLES` by default.
    c_rates
        Multiples of 1C.
    parameter_values
        A half-cell set with facets, or a registered set's name. Its particle is replaced.
    axes
        Name to how c axes are drawn; in space and in the plane of the section by default.
    seeds
        Sections of each.
    h
        Mesh size in units of the radius.
    progress
        Called with a `Progress` after each section.

    Returns
    -------
    pandas.DataFrame
        One row a particle, kind of axes, seed and rate. ``utilisation_grains``, ``_disk``,
        ``_radial``: lithium passed over that of the voltage window. ``voltage_grains_V``,
        ``voltage_radial_V``: means over the capacity that both reach. ``j0_grains_mA_cm2``,
        ``j0_radial_mA_cm2``: means over the surface. ``nodes``, ``lithium_error``.
    """
    rates, tell = read_c_rates(c_rates), progress or silent
    values = one_set(parameter_values)
    sets = {name: particle_alone(values, particle) for name, particle in particles.items()}
    radial = radial_curves(sets, rates)
    chosen = list(product(particles, axes, seeds))
    rows: list[dict[str, Any]] = []
    for done, (name, way, seed) in enumerate(chosen):
        tell(Progress("sections", done, len(chosen)))
        particle = particles[name]
        mesh = section_of(particle, axes[way], seed, h)
        numbers = (mesh, sets[name], particle)
        resolved, averaged = with_grains(*numbers), without_grains(*numbers)
        labels = {"particle": name, "kappa": _kappa(particle), "axes": way, "seed": seed}
        rows += [
            labels
            | {"c_rate": rate}
            | _row(resolved, averaged, sets[name], rate, radial[name, rate])
            for rate in rates
        ]
    tell(Progress("sections", len(chosen), len(chosen)))
    return pd.DataFrame(rows)


def _kappa(particle: Agglomerate) -> float:
    """κ of the shell; not a number if its texture is none of Watson's."""
    return particle.shell.kappa if isinstance(particle.shell, Texture) else float("nan")


def over_seeds(table: pd.DataFrame) -> pd.DataFrame:
    """Means over the seeds, and what averaging and geometry cost.

    Returns
    -------
    pandas.DataFrame
        One row a particle, kind of axes and rate: means of the utilisations, ``sd_grains``,
        ``averaging`` (grains less disk), ``geometry`` (disk less sphere), ``total``, ``agrees``
        (averaging within `TOLERANCE`) and ``voltage_mV`` (grains less radial model).
    """
    groups = table.groupby(["particle", "kappa", "axes", "c_rate"], sort=False, dropna=False)
    columns = [f"utilisation_{side}" for side in ("grains", "disk", "radial")]
    means = groups[columns].mean()
    means["sd_grains"] = groups["utilisation_grains"].std()
    means["averaging"] = means["utilisation_grains"] - means["utilisation_disk"]
    means["geometry"] = means["utilisation_disk"] - means["utilisation_radial"]
    means["total"] = means["averaging"] + means["geometry"]
    means["agrees"] = means["averaging"].abs() <= TOLERANCE
    voltages = groups[["voltage_grains_V", "voltage_radial_V"]].mean()
    means["voltage_mV"] = 1e3 * (voltages["voltage_grains_V"] - voltages["voltage_radial_V"])
    return means.reset_index()


def _row(
    resolved: Transport,
    averaged: Transport,
    values: pybamm.ParameterValues,
    rate: float,
    radial: pd.DataFrame,
) -> dict[str, float]:
    """Columns of one section and rate; `radial` is the voltage curve of the radial model."""
    grains, disk = (discharged(side, values, rate) for side in (resolved, averaged))
    capacity, voltage = (radial[c].to_numpy() for c in ("capacity_mAh_g", "voltage_V"))
    low, high = stoichiometry_window(values)
    window = (high - low) * resolved.material.specific_charge / C_PER_KG
    at = _COMMON * min(grains.capacity[-1], capacity[-1])
    return {
        "utilisation_grains": grains.utilisation,
        "utilisation_disk": disk.utilisation,
        "utilisation_radial": capacity[-1] / window,
        "voltage_grains_V": float(np.interp(at, grains.capacity, grains.voltage).mean()),
        "voltage_radial_V": float(np.interp(at, capacity, voltage).mean()),
        "j0_grains_mA_cm2": resolved.mean_exchange_current / MA_CM2,
        "j0_radial_mA_cm2": averaged.mean_exchange_current / MA_CM2,
        "nodes": grains.nodes.points.shape[1],
        "lithium_error": max(grains.lithium_error, disk.lithium_error),
    }
