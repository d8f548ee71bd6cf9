"""Exchange current density of one facet as a function of state, and Eqs. 1, 2 and 5 in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._checks import positive

C_E_REF = 1000.0
"""Electrolyte concentration at which a facet table holds [mol.m-3]: 1 M LiPF6."""


def stoichiometry_factor(x: Any, anodic: Any) -> Any:
    r"""Dependence on lithium content, :math:`g(x) = x^{1-\alpha} (1-x)^{\alpha}`.

    :math:`\alpha` is the anodic coefficient, the one PyBaMM's asymmetric Butler-Volmer takes; with
    it j0 is the common magnitude of the anodic and cathodic rate at equilibrium (Newman and
    Thomas-Alyea, Electrochemical Systems, 3rd ed., section 8.3).
    """
    return x ** (1 - anodic) * (1 - x) ** anodic


def arrhenius(T: Any, T_ref: Any, activation_energy: Any) -> Any:
    """Arrhenius factor relative to `T_ref`; temperatures in K, energy in J.mol-1."""
    R = pybamm.constants.R.value
    exp = pybamm.exp if isinstance(T, pybamm.Symbol) else np.exp
    return exp(activation_energy / R * (1 / T_ref - 1 / T))


def facet_exchange_current_density(
    c_e: Any, c_s_surf: Any, c_s_max: Any, T: Any, facet: str = ""
) -> Any:
    r"""Exchange current density of a facet [A.m-2], as a PyBaMM expression.

    .. math::
        j_{0,i} = j_{0,i}^\mathrm{ref}
                  \left(\frac{c_\mathrm{e}}{1000}\right)^{\alpha} \frac{g(x)}{g(x_\mathrm{ref})}
                  \exp\left[\frac{E}{R}\left(\frac{1}{T_\mathrm{ref}} - \frac{1}{T}\right)\right]

    Parameters
    ----------
    c_e, c_s_surf, c_s_max
        Concentration in the electrolyte, at the particle surface and at saturation [mol.m-3].
    T
        Temperature [K].
    facet
        Label of the facet, whose parameters are used.
    """
    anodic = pybamm.Parameter(names.charge_transfer_coefficient(facet))
    x_ref = pybamm.Parameter(names.FACET_REFERENCE_STOICHIOMETRY)
    j0_ref = pybamm.Parameter(names.reference_exchange_current_density(facet))
    # The powers are of c_e, c_s and c_max - c_s themselves: those are what PyBaMM regularises.
    state = c_e**anodic * c_s_surf ** (1 - anodic) * (c_s_max - c_s_surf) ** anodic
    reference = C_E_REF**anodic * c_s_max * stoichiometry_factor(x_ref, anodic)
    energy = pybamm.Parameter(names.FACET_ACTIVATION_ENERGY)
    T_ref = pybamm.Parameter(names.FACET_REFERENCE_TEMPERATURE)
    return j0_ref * (state / reference) * arrhenius(T, T_ref, energy)


@cache
def exchange_current_function(facet: str) -> partial[Any]:
    """The default j0 function of a facet: picklable, and written to JSON by PyBaMM."""
    return partial(facet_exchange_current_density, facet=facet)


def particle_exchange_current(areas: Mapping[str, float], j0: Mapping[str, float]) -> float:
    """Exchange current of one particle, i0 = Σ S_i j0_i (Eq. 2) [A].

    Parameters
    ----------
    areas
        Facet label to area [m2].
    j0
        Facet label to exchange current density [A.m-2].
    """
    missing = sorted(set(areas) - set(j0))
    if missing:
        raise ValueError(
            f"j0: expected a value for facet {', '.join(missing)}, got {', '.join(j0)}"
        )
    return float(sum(area * j0[facet] for facet, area in areas.items()))


def electrode_exchange_current_density(particle_currents: Any, electrode_area: float) -> float:
    """Exchange current per projected electrode area (Eq. 1) [A.m-2].

    Parameters
    ----------
    particle_currents
        i0 of every particle [A], array-like of any shape.
    electrode_area
        Projected area [m2].
    """
    return float(np.sum(particle_currents) / positive("electrode_area", electrode_area, "m2"))
