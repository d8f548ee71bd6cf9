"""The chemo-mechanical check of sets that are files: each with the strain of its own lattice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pybamm_facets.cross_section.stress.eigenstrain import Eigenstrain, LatticeStrain
from pybamm_facets.crystal import LatticeTable
from pybamm_facets.progress import Tell
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.sets.records.lattice_records import lattice_table
from pybamm_facets.sets.records.sheet import Sheet
from pybamm_facets.studies.grain_resolved.check_sets import SetsMechanics, mechanics_of_sets


def mechanics_of_files(
    sets: Mapping[str, LoadedSet],
    seeds: Sequence[int] = (0, 1, 2),
    *,
    c_rate: float = 10.0,
    depth: str = "separator",
    h: float = 0.04,
    progress: Tell | None = None,
) -> SetsMechanics:
    """`mechanics_of_sets` of sets by name, each with the lattice table of its file.

    Parameters
    ----------
    sets
        Name to set.
    seeds, c_rate, depth, h, progress
        As `mechanics_of_sets`.
    """
    laws = {name: {"lattice": lattice_strain(loaded)} for name, loaded in sets.items()}
    values = {name: loaded.parameter_values for name, loaded in sets.items()}
    return mechanics_of_sets(
        values, seeds, c_rate=c_rate, depth=depth, h=h, laws=laws, progress=progress
    )


def lattice_strain(loaded: LoadedSet) -> Eigenstrain:
    """Strain of a set's own lattice table; of NMC811's where it has none."""
    frame = lattice_table(Sheet(loaded.resolved))
    if frame is None:
        return LatticeStrain()
    content, a, c = (np.array(frame[name], dtype=float) for name in ("x", "a", "c"))
    return LatticeStrain(reference=float(content[-1]), table=LatticeTable(content, a, c))
