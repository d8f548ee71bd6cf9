"""A diffusivity that falls where the lattice is nearly full: why a discharge does not refill it.

Few vacancies are left near x = 1, and half-cells deliver less than they were charged with, though
most of it comes back if the cut-off voltage is held (Kasnatscheew et al. 2016, DOI
10.1039/c5cp07718d, for NMC111). How far D falls is not measured here: it is a parameter.
"""

from __future__ import annotations

from typing import Any

import pybamm

from pybamm_facets import names


def hindered_shape(sto: Any, T: Any) -> Any:
    r"""D_ab(x): a scale, times a factor that falls smoothly to the full lattice.

    .. math:: \ln\frac{D}{D_0} = s^2 (3 - 2 s)\,\ln r, \quad
              s = \max\!\left(\frac{x - x_h}{1 - x_h}, 0\right)

    Its parameters are the scale D_0, the ratio r at x = 1 and the lithium content x_h from which D
    falls. How it depends on temperature is the particle model's Arrhenius factor.
    """
    begin = pybamm.Parameter(names.HINDERED_FROM)
    s = pybamm.maximum((sto - begin) / (1 - begin), 0)
    fall = pybamm.log(pybamm.Parameter(names.FULL_DIFFUSIVITY_RATIO)) * s**2 * (3 - 2 * s)
    return pybamm.Parameter(names.DIFFUSIVITY_SCALE) * pybamm.exp(fall)
