"""Battery cathodes from the crystal to the cell, as a PyBaMM plugin.

How the primary grains of a particle lie decides which crystal facets meet the electrolyte and how
fast lithium moves inward; from that follow exchange current, diffusivity and rate capability.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what `__getattr__` finds, as editors and type checkers see it
    from pybamm_facets import ageing, cross_section, crystal, design, impedance, paper, theory
    from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, Lattice, Texture
    from pybamm_facets.kinetics import FacetTable
    from pybamm_facets.models import FacetDFN, FacetSPM, FacetSPMe
    from pybamm_facets.paper.coin_cells import li2025
    from pybamm_facets.particle import Agglomerate, add_facets
    from pybamm_facets.runs import (
        Direction,
        EveryCycle,
        Jump,
        Numerics,
        Protocol,
        Results,
        Run,
        Status,
        Tolerances,
        capacity_gradient,
        cycler_frames,
        energy_gradient,
        merge_ledgers,
        run_all,
        sample_designs,
    )
    from pybamm_facets.sets import (
        derived,
        load_set,
        provenance,
        with_cracks,
        with_lithium,
        with_window,
        write_bpx,
    )
    from pybamm_facets.studies.attributions.attribution import attribute, attribute_scenarios
    from pybamm_facets.studies.attributions.lost_capacity import lost_capacity
    from pybamm_facets.studies.bpx_error import bpx_capacities
    from pybamm_facets.studies.cell_spectra.coin_cell import coin_cell_spectrum
    from pybamm_facets.studies.cell_spectra.single_particle import single_particle_spectrum
    from pybamm_facets.studies.cycling.cycling_study import cycle
    from pybamm_facets.studies.cycling.hypothesis_test import hypothesis_test
    from pybamm_facets.studies.cycling.retention_ranking import rank_mechanisms
    from pybamm_facets.studies.grain_resolved.check_particle import check_mechanics
    from pybamm_facets.studies.grain_resolved.grains import grain_vs_radial
    from pybamm_facets.studies.inference.calibration import calibrate
    from pybamm_facets.studies.inference.uncertainty import rate_band, uncertainty
    from pybamm_facets.studies.inference.unknowns import Unknown
    from pybamm_facets.studies.rates import rate_capability
    from pybamm_facets.studies.sweeps import sweep, sweep_blocks

__version__ = version("pybamm-facets")

WINGS = ("ageing", "cross_section", "crystal", "design", "impedance", "paper", "theory")
"""Subpackages that `pybamm_facets.<name>` imports at first use."""

_HOMES = {
    "Agglomerate": "particle",
    "Direction": "runs",
    "EveryCycle": "runs",
    "FacetDFN": "models",
    "FacetFamily": "crystal",
    "FacetSPM": "models",
    "FacetSPMe": "models",
    "FacetTable": "kinetics",
    "Jump": "runs",
    "Lattice": "crystal",
    "NMC811_FACETS": "crystal",
    "Numerics": "runs",
    "Protocol": "runs",
    "Results": "runs",
    "Run": "runs",
    "Status": "runs",
    "Texture": "crystal",
    "Tolerances": "runs",
    "Unknown": "studies.inference.unknowns",
    "add_facets": "particle",
    "attribute": "studies.attributions.attribution",
    "attribute_scenarios": "studies.attributions.attribution",
    "bpx_capacities": "studies.bpx_error",
    "calibrate": "studies.inference.calibration",
    "capacity_gradient": "runs",
    "check_mechanics": "studies.grain_resolved.check_particle",
    "coin_cell_spectrum": "studies.cell_spectra.coin_cell",
    "cycle": "studies.cycling.cycling_study",
    "cycler_frames": "runs",
    "derived": "sets",
    "energy_gradient": "runs",
    "grain_vs_radial": "studies.grain_resolved.grains",
    "hypothesis_test": "studies.cycling.hypothesis_test",
    "li2025": "paper.coin_cells",
    "load_set": "sets",
    "lost_capacity": "studies.attributions.lost_capacity",
    "merge_ledgers": "runs",
    "provenance": "sets",
    "rank_mechanisms": "studies.cycling.retention_ranking",
    "rate_band": "studies.inference.uncertainty",
    "rate_capability": "studies.rates",
    "run_all": "runs",
    "sample_designs": "runs",
    "single_particle_spectrum": "studies.cell_spectra.single_particle",
    "sweep": "studies.sweeps",
    "sweep_blocks": "studies.sweeps",
    "uncertainty": "studies.inference.uncertainty",
    "with_cracks": "sets",
    "with_lithium": "sets",
    "with_window": "sets",
    "write_bpx": "sets",
}
"""What a user types, and the room that it is in: imported at first use."""

__all__ = [
    "NMC811_FACETS",
    "Agglomerate",
    "Direction",
    "EveryCycle",
    "FacetDFN",
    "FacetFamily",
    "FacetSPM",
    "FacetSPMe",
    "FacetTable",
    "Jump",
    "Lattice",
    "Numerics",
    "Protocol",
    "Results",
    "Run",
    "Status",
    "Texture",
    "Tolerances",
    "Unknown",
    "add_facets",
    "ageing",
    "attribute",
    "attribute_scenarios",
    "bpx_capacities",
    "calibrate",
    "capacity_gradient",
    "check_mechanics",
    "coin_cell_spectrum",
    "cross_section",
    "crystal",
    "cycle",
    "cycler_frames",
    "derived",
    "design",
    "energy_gradient",
    "grain_vs_radial",
    "hypothesis_test",
    "impedance",
    "li2025",
    "load_set",
    "lost_capacity",
    "merge_ledgers",
    "paper",
    "provenance",
    "rank_mechanisms",
    "rate_band",
    "rate_capability",
    "run_all",
    "sample_designs",
    "single_particle_spectrum",
    "sweep",
    "sweep_blocks",
    "theory",
    "uncertainty",
    "with_cracks",
    "with_lithium",
    "with_window",
    "write_bpx",
]


def __getattr__(name: str) -> Any:
    if name in WINGS:
        return import_module(f"{__name__}.{name}")
    if name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
