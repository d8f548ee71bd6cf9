r"""Radial flux between two mesh points when the diffusivity changes with lithium content.

Between two points the flux hardly varies, so that :math:`N\,\mathrm{d}r = -D(c)\,\mathrm{d}c` says
which average of D belongs to it: the mean over concentration (Kirchhoff's transform),

.. math:: \bar D = \frac{1}{c_2 - c_1} \int_{c_1}^{c_2} D(c)\,\mathrm{d}c .

PyBaMM's harmonic mean H is exact for resistances in series, D a function of r, but errs where D
falls steeply with c; the arithmetic mean A (the trapezium rule) errs half as much to the other
side. With :math:`2s = \ln(D_2/D_1)` and ln D linear in c between the points,

.. math:: \bar D = \sqrt{D_1 D_2}\,\frac{\sinh s}{s}, \quad A = \sqrt{D_1 D_2}\cosh s, \quad
          H = \sqrt{D_1 D_2} / \cosh s

agree with :math:`\tfrac23 A + \tfrac13 H` up to :math:`s^4`: this blend costs no further evaluation
of D. What is left is the bend of ln D, :math:`-\tfrac{1}{12} D (\ln D)'' (c_2 - c_1)^2`; the slope,
which is most of the error where D changes tenfold over a few percent of lithium, drops out. The
mesh as a whole stays of second order. The texture's ratio d(r) is a series resistance and keeps
the harmonic mean.
"""

from __future__ import annotations

import pybamm

ARITHMETIC_SHARE = 2 / 3


def radial_flux(c: pybamm.Symbol, D: pybamm.Symbol, ratio: pybamm.Symbol) -> pybamm.Symbol:
    """Flux of lithium along r on cell faces, for a diffusivity D(c) · ratio(r).

    Parameters
    ----------
    c
        Concentration on mesh points.
    D
        Diffusivity on mesh points, a function of concentration.
    ratio
        Factor of D on mesh points, a function of the radius.
    """
    gradient = pybamm.grad(c)
    # PyBaMM averages harmonically what multiplies a gradient, and arithmetically what multiplies
    # anything else on faces. The wrapper keeps the product from being rearranged into a gradient's.
    slope = pybamm.NotConstant(ratio * gradient)
    arithmetic, harmonic = D * slope, D * ratio * gradient
    return -(ARITHMETIC_SHARE * arithmetic + (1 - ARITHMETIC_SHARE) * harmonic)


def surface_diffusivity(D: pybamm.Symbol, ratio: pybamm.Symbol) -> pybamm.Symbol:
    """Diffusivity of `radial_flux` at the outermost face, both means being extrapolations there."""
    apart, together = pybamm.surf(D) * pybamm.surf(ratio), pybamm.surf(D * ratio)
    return ARITHMETIC_SHARE * apart + (1 - ARITHMETIC_SHARE) * together
