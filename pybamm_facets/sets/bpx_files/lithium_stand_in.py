"""A porous electrode that behaves like lithium metal, for formats that know porous ones only.

It is so thin that it holds no salt worth mention, holds so much lithium that its content stays at
one half, has no open-circuit potential and no resistance to diffusion or electrons. Its particle
surface carries, per area of the cell, the exchange current of the metal that it stands for:

.. math:: a L \\cdot F k \\sqrt{\\tfrac12 \\tfrac12} = j_{0,\\mathrm{Li}}(c_{e,0}).
"""

from __future__ import annotations

from typing import Any

from pybamm_facets._units import FARADAY

THICKNESS = 1e-7
"""Of the electrode [m]: its pores hold a few thousandths of the salt of a usual separator."""
POROSITY = 0.3
ACTIVE_FRACTION = 0.5
RADIUS = 1e-8
"""Of its particles [m]."""
DIFFUSIVITY = 1e-13
"""In its particles [m2.s-1]: they level out in about a millisecond."""
CONDUCTIVITY = 1e7
"""[S.m-1]; lithium metal has 1.08e7 (20 °C)."""
EXCESS = 1e3
"""Lithium that it could hold, over that of the positive electrode."""
HALF = 0.5
"""Lithium content around which it stays."""
POTENTIAL = "0.0 * x"
"""Its open-circuit potential against lithium [V]."""


def stand_in_section(
    lithium: float, used: float, exchange_current: float, activation_energy: float
) -> dict[str, Any]:
    """The negative electrode's section of a BPX file.

    Parameters
    ----------
    lithium
        That the positive electrode could hold, per electrode area [mol.m-2].
    used
        Share of it that moves between full and empty.
    exchange_current
        Of lithium metal at the electrolyte's initial concentration, per electrode area [A.m-2].
    activation_energy
        Of that exchange current [J.mol-1].
    """
    area = 3 * ACTIVE_FRACTION / RADIUS
    content = used / EXCESS / 2
    return {
        "Thickness [m]": THICKNESS,
        "Porosity": POROSITY,
        "Transport efficiency": 1.0,
        "Conductivity [S.m-1]": CONDUCTIVITY,
        "Minimum stoichiometry": HALF - content,
        "Maximum stoichiometry": HALF + content,
        "Maximum concentration [mol.m-3]": EXCESS * lithium / (ACTIVE_FRACTION * THICKNESS),
        "Particle radius [m]": RADIUS,
        "Surface area per unit volume [m-1]": area,
        "Diffusivity [m2.s-1]": DIFFUSIVITY,
        "OCP [V]": POTENTIAL,
        "Entropic change coefficient [V.K-1]": 0.0,
        "Reaction rate constant [mol.m-2.s-1]": (
            exchange_current / (area * THICKNESS) / (FARADAY * HALF)
        ),
        "Reaction rate constant activation energy [J.mol-1]": activation_energy,
    }
