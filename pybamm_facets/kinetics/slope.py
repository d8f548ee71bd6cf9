"""Slope of a kinetics law at equilibrium, and what the facet table's number means to the law."""

from __future__ import annotations

from typing import Any

import pybamm

from pybamm_facets._compat import law_current


def unit_slope(law: Any, ne: Any, T: Any) -> pybamm.Symbol:
    r"""Exchange current per unit prefactor of a law, :math:`(RT/nF)\, dj/d\eta` at η = 0.

    One for Butler-Volmer and linear kinetics, :math:`e^{-\lambda/4k_BT}` for Marcus. It is derived
    from the law itself by symbolic differentiation, so that it holds for any law.

    Parameters
    ----------
    law
        A PyBaMM kinetics submodel.
    ne, T
        Electrons transferred, and temperature [K] as a PyBaMM expression.
    """
    one = pybamm.Scalar(1)
    eta = pybamm.Variable("Overpotential of the slope [V]", domains=T.domains)
    slope = law_current(law, one, ne, eta, T, one).diff(eta)

    def at_equilibrium(node: pybamm.Symbol, children: Any) -> pybamm.Symbol:
        return pybamm.Scalar(0) if node == eta else pybamm.rebuild(node, children)

    thermal_voltage = law.param.R * T / (ne * law.param.F)
    return thermal_voltage * pybamm.tree_map(at_equilibrium, slope)


def stock_prefactor(j0: pybamm.Symbol, slope: pybamm.Symbol) -> pybamm.Symbol:
    """The table's number is the law's prefactor, as PyBaMM reads j0 (the default)."""
    return j0


def exchange_current_prefactor(j0: pybamm.Symbol, slope: pybamm.Symbol) -> pybamm.Symbol:
    """The table's number is the true exchange current, the one that Eq. 5 measures.

    Marcus and Marcus-Hush-Chidsey take a prefactor whose true exchange current is smaller by
    `slope` (5e-5 and 2e-4 at a reorganisation energy of 1 eV).
    """
    return j0 / slope
