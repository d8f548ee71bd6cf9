"""Adiabatic electron-coupled ion transfer: the kinetics law that Eq. 11 implies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pybamm
from pybamm import kinetics

from pybamm_facets import names
from pybamm_facets._checks import finite, positive
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, facet_family

VALID_RANGE = 0.9
"""Of λ: up to there the driving force e_0η + w enters by Eq. 11 itself."""


class AdiabaticIonTransfer(kinetics.BaseKinetics):
    r"""Ion transfer over the barriers of Eq. 11, with PyBaMM's sign: η and j positive on oxidation.

    Eq. 11 of Li et al. 2025 (doi 10.1038/s41467-025-65068-5) is the barrier of reduction,

    .. math:: E_\mathrm{c}(\eta) = \frac{(\lambda + e_0\eta + w)^2}{4\lambda} + E_\mathrm{e};

    detailed balance makes that of oxidation :math:`E_\mathrm{a}(\eta) = E_\mathrm{c}(\eta) -
    e_0\eta`. Relative to η = 0, where both rates are j0 and in which E_e is contained,

    .. math::
        j = j_0\, e^{-(e_0\eta)^2/4\lambda k_BT}
            \left[e^{\alpha_\mathrm{a} e_0\eta/k_BT} - e^{-\alpha_\mathrm{c} e_0\eta/k_BT}\right],
        \qquad \alpha_\mathrm{c} = \tfrac12\left(1 + \frac{w}{\lambda}\right),
        \quad \alpha_\mathrm{a} = 1 - \alpha_\mathrm{c}.

    For :math:`|e_0\eta| \ll \lambda` that is asymmetric Butler-Volmer. To print Eq. 11 with +η for
    reduction and -η for oxidation would make the ratio of the two rates
    :math:`e^{(1+w/\lambda)e_0\eta/k_BT}`, so that the current would vanish at the right potential
    but the rates would not balance away from it.

    Eq. 11 holds for :math:`|e_0\eta + w| < \lambda`. At the border, near 10⁴ j0 for λ = 1 eV, no
    barrier is left, and the parabola taken further would let the current fall again: Marcus'
    inverted region, which an adiabatic reaction does not have. So from 0.9 λ on, where the barrier
    is 0.0025 λ, both barriers follow their tangents: they still balance, the current still rises
    (e-fold over 0.5 V), and a solver that steps too far finds back.

    λ and w are those of a facet: the law needs `FacetDFN`, `FacetSPMe` or `FacetSPM`, given as
    their argument ``kinetics``, and the parameters of `adiabatic_parameters`.

    Parameters
    ----------
    param, domain, reaction, options, phase
        As for PyBaMM's kinetics submodels.
    """

    def _get_kinetics(self, j0: Any, ne: Any, eta_r: Any, T: Any, u: Any) -> pybamm.Symbol:
        lam, work = self.phase_param.ion_transfer_lambda, self.phase_param.ion_transfer_work
        F_RT = self.param.F / (self.param.R * T)
        energy = ne * eta_r
        saved = F_RT * (_barrier(lam, work) - _barrier(lam, energy + work))
        # One exponent a rate, so that neither overflows where the other factor would save it.
        return u * j0 * (pybamm.exp(saved + F_RT * energy) - pybamm.exp(saved))


def _barrier(lam: Any, driving: Any) -> pybamm.Symbol:
    """(λ + f)² / 4λ [eV], from ``VALID_RANGE`` λ on along its tangent."""
    limit = VALID_RANGE * lam
    inside = pybamm.maximum(pybamm.minimum(driving, limit), -limit)
    slope = (lam + inside) / (2 * lam)
    return slope * (lam + inside) / 2 + slope * (driving - inside)


def adiabatic_parameters(
    reorganization_energy: Mapping[str, float],
    work: Mapping[str, float],
    families: tuple[FacetFamily, ...] = NMC811_FACETS,
) -> dict[str, float]:
    r"""PyBaMM parameters of `AdiabaticIonTransfer`, to update a facet parameter set with.

    Contains the facets' charge-transfer coefficients as well: the default j0 depends on lithium
    content and salt through the anodic one, here :math:`\frac12(1 - w/\lambda)`; who changes λ or w
    alone, as in a sweep, leaves it behind. A j0 referred to another lithium content was converted
    before, with the coefficient of that time.

    Parameters
    ----------
    reorganization_energy, work
        Facet label to λ and to w of Eq. 11 [eV], for the same facets.
    families
        The facets that labels may name.

    Raises
    ------
    ValueError
        If the facets differ or are unknown, λ is not positive, or not :math:`|w| < 0.9\lambda`.

    Examples
    --------
    >>> values = adiabatic_parameters({"(003)": 1.0}, {"(003)": 0.1})
    >>> values["Positive electrode (003) facet charge transfer coefficient"]
    0.45
    """
    if set(reorganization_energy) != set(work) or not work:
        raise ValueError(
            "work: expected the facets of reorganization_energy, at least one "
            f"({', '.join(reorganization_energy) or 'none'}), got {', '.join(work) or 'none'}"
        )
    values = {}
    for name in reorganization_energy:
        lam = positive(f"{name} reorganization_energy", reorganization_energy[name], "eV")
        w = finite(f"{name} work", work[name], "eV")
        if not abs(w) < VALID_RANGE * lam:
            raise ValueError(f"{name} work={w!r}: expected |w| below {VALID_RANGE} λ, λ = {lam!r}")
        facet = facet_family(name, families).label
        values[names.ion_transfer_reorganization_energy(facet)] = lam
        values[names.electrostatic_work(facet)] = w
        values[names.charge_transfer_coefficient(facet)] = (1 - w / lam) / 2
    return values
