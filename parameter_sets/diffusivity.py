"""Diffusivity along the layer planes, D_ab(x, T)."""

from __future__ import annotations

from typing import Any

import pybamm
from pybamm.input.parameters.lithium_ion.ORegan2022 import nmc_LGM50_diffusivity_ORegan2022

from pybamm_facets import names

OREGAN_REFERENCE = 4e-15
"""Size of O'Regan's diffusivity by which its shape is normalised [m2.s-1]."""


def oregan_shape(sto: Any, T: Any) -> Any:
    """O'Regan et al. 2022's dependence on lithium content and temperature, scaled by a parameter.

    D(x, T) = scale · D_O'Regan(x, T) / 4e-15 m2/s, as PyBaMM has it (DOI
    10.1016/j.electacta.2022.140700); ``Positive particle diffusivity scale [m2.s-1]`` is the scale.
    """
    shape = nmc_LGM50_diffusivity_ORegan2022(sto, T) / OREGAN_REFERENCE
    return pybamm.Parameter(names.DIFFUSIVITY_SCALE) * shape
