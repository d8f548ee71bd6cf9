"""Every dependence on PyBaMM's private parts, with the reason and what retires it.

Overridden in subclasses, where PyBaMM itself tells users to extend it, and nowhere called on
another object but here:

* ``BaseKinetics._get_kinetics``, ``BaseInterface._get_exchange_current_density`` and
  ``BaseInverseKinetics._get_overpotential`` (`pybamm_facets.kinetics.mixing`);
* ``BaseParticle._get_effective_diffusivity`` (`pybamm_facets.particle.diffusion`).

Public hooks of the same purpose in PyBaMM would retire them.
"""

from __future__ import annotations

from typing import Any

import pybamm


def law_current(law: Any, j0: Any, ne: Any, eta_r: Any, T: Any, u: Any) -> pybamm.Symbol:
    """Interfacial current density of a kinetics submodel at an overpotential [A.m-2].

    Evaluating one law for each facet needs the law itself, apart from the submodel's bookkeeping.
    """
    return law._get_kinetics(j0, ne, eta_r, T, u)


def law_exchange_current(law: Any, variables: dict) -> pybamm.Symbol:
    """Exchange current density that a kinetics submodel reads from the model's variables."""
    return law._get_exchange_current_density(variables)
