"""Hexagonal lattice parameters of NMC811 against its lithium content."""

from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import FloatArray

_ANGSTROM = 1e-10
# Lithium content, a, c (both in angstrom): operando diffraction of Maerker et al. 2019.
_ROWS = (
    (0.120, 2.8117, 14.008),
    (0.143, 2.8119, 14.103),
    (0.165, 2.8125, 14.191),
    (0.199, 2.8134, 14.316),
    (0.233, 2.8147, 14.385),
    (0.267, 2.8151, 14.436),
    (0.301, 2.8161, 14.465),
    (0.346, 2.8188, 14.483),
    (0.380, 2.8201, 14.483),
    (0.458, 2.8269, 14.448),
    (0.549, 2.8355, 14.404),
    (0.639, 2.8444, 14.341),
    (0.729, 2.8514, 14.287),
    (0.820, 2.8576, 14.250),
    (0.910, 2.8665, 14.209),
    (1.000, 2.8704, 14.192),
)


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


def _table(rows: tuple[tuple[float, float, float], ...]) -> LatticeTable:
    content, a, c = np.array(rows).T
    table = LatticeTable(content.copy(), a * _ANGSTROM, c * _ANGSTROM)
    for column in table:
        column.flags.writeable = False
    return table


NMC811_LATTICE_TABLE = _table(_ROWS)
"""NMC811, 16 points: Maerker et al., Chem. Mater. 31 (2019) 2545,
doi:10.1021/acs.chemmater.9b00140."""
