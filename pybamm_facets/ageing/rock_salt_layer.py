"""An even layer over the whole surface that grows ever more slowly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from pybamm_facets import names
from pybamm_facets.ageing.changes import Changes
from pybamm_facets.ageing.doses import Dose, hot_surface
from pybamm_facets.ageing.fresh_particle import AgedParticle
from pybamm_facets.ageing.mechanism import RatedMechanism, checked_damage


@dataclass(frozen=True)
class RockSaltLayer(RatedMechanism):
    r"""Resistance of a layer whose growth is parabolic, :math:`\rho = \sqrt{k D}`.

    It grows while the surface is at a high state of charge. Shell models of Ghosh et al. 2021
    (doi:10.1149/1945-7111/abdc71) and Zhuo et al. 2023 (arXiv:2204.13364), abstracts read.

    Parameters
    ----------
    rate
        k [s.m-2]: the square of the resistance [s.m-1] that a second brings.
    """

    name: ClassVar[str] = "rock_salt_layer"
    damage_unit: ClassVar[str] = "s2.m-2"
    needs_barrier: ClassVar[bool] = True

    @property
    def dose(self) -> Dose:
        """Time that the surface spends at a high state of charge."""
        return hot_surface()

    def inputs(self, particle: AgedParticle) -> tuple[str, ...]:
        """The surface's resistance."""
        del particle
        return (names.SURFACE_RESISTANCE,)

    def changes(self, damage: float, particle: AgedParticle) -> Changes:
        """The resistance of the layer."""
        del particle
        return Changes(added={names.SURFACE_RESISTANCE: math.sqrt(checked_damage(damage))})
