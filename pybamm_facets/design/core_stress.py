"""How hard a shell pulls at its core when the particle is charged: a closed form, a compass."""

from __future__ import annotations

import math

from pybamm_facets.particle import Agglomerate


def core_tension(particle: Agglomerate) -> float:
    """Mean tension of the core of a charged particle, in units of EΔ.

    EΔ is modulus times the strain by which c outgrows a. A shell whose c axes lie on average more
    across the radius than random ones pulls the core apart: p = (1 - 3⟨u²⟩_shell)/4 ln(1/ρ), the
    core's pressure in `pybamm_facets.cross_section.core_shell_stress` with the shell's mean
    strains. Below zero the rim is pulled instead. Grain-resolved sections (three seeds) have 0.141,
    0.098 and, with κ = -4 in the core, 0.160 where this says 0.147, 0.095 and 0.147 (κ = -10, -3
    and -10, ρ = 0.5); at ρ = 0.3 it is a quarter too high. Judge a design with `check_mechanics`.
    """
    return tension(particle.shell.mean_square, particle.core_fraction)


def tension(mean_square: float, core_fraction: float) -> float:
    """The same from ⟨u²⟩ of the shell and the core fraction."""
    return (1 - 3 * mean_square) / 4 * math.log(1 / core_fraction)


__all__ = ["core_tension", "tension"]
