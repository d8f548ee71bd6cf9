"""Hexagonal lattice parameters of NMC811 against its lithium content."""

import csv
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import FloatArray

_ANGSTROM = 1e-10


class LatticeTable(NamedTuple):
    """Lattice parameters at a set of lithium contents, in order of rising content.

    Attributes
    ----------
    lithium_content
        (n,). x in Li_x MO2, dimensionless.
    a, c
        (n,). Hexagonal lattice parameters [m].
    """

    lithium_content: FloatArray
    a: FloatArray
    c: FloatArray


def _table() -> LatticeTable:
    text = (files("pybamm_facets.parameter_sets") / "nmc811_lattice.csv").read_text("utf-8")
    rows = (line for line in text.splitlines() if not line.startswith("#"))
    content, a, c = np.array([row for row in csv.reader(rows)][1:], dtype=float).T
    table = LatticeTable(content.copy(), a * _ANGSTROM, c * _ANGSTROM)
    for column in table:
        column.flags.writeable = False
    return table


NMC811_LATTICE_TABLE = _table()
"""NMC811, 16 points (Maerker et al., Chem. Mater. 31 (2019) 2545,
doi:10.1021/acs.chemmater.9b00140)."""
