"""The null hypothesis: what ages is the lithium side, whatever the particle's texture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pybamm_facets import names
from pybamm_facets.ageing.changes import Changes
from pybamm_facets.ageing.doses import CHARGE, CYCLES, SECONDS, Dose
from pybamm_facets.ageing.fresh_particle import AgedParticle
from pybamm_facets.ageing.mechanism import RatedMechanism, checked_damage

CLOCKS = {CYCLES: "cycle", CHARGE: "charge", SECONDS: "second"}
"""What may count, and the word for it."""


@dataclass(frozen=True)
class LithiumSide(RatedMechanism):
    """A cell resistance that grows, linear in the dose.

    Lithium cells are known to die of growing polarisation (Niu et al. 2021,
    doi:10.1038/s41560-021-00852-3). The clock is the hypothesis: particles that pass less charge or
    take less time age less by two of the three.

    Parameters
    ----------
    rate
        k [Ohm.m2 per cycle, mAh.g-1 or s].
    clock
        `CYCLES`, `CHARGE` or `SECONDS`.
    """

    clock: Dose = CYCLES

    damage_unit: ClassVar[str] = "Ohm.m2"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.clock not in CLOCKS:
            raise ValueError(f"clock={self.clock!r}: expected CYCLES, CHARGE or SECONDS")

    @property
    def name(self) -> str:
        """``lithium_per_cycle``, ``lithium_per_charge`` or ``lithium_per_second``."""
        return f"lithium_per_{CLOCKS[self.clock]}"

    @property
    def dose(self) -> Dose:
        """The clock."""
        return self.clock

    def inputs(self, particle: AgedParticle) -> tuple[str, ...]:
        """The contact resistance, of which the lithium side's is a part."""
        del particle
        return (names.CONTACT_RESISTANCE,)

    def changes(self, damage: float, particle: AgedParticle) -> Changes:
        """A resistance added: the damage over the current collector's area."""
        return Changes(added={names.CONTACT_RESISTANCE: checked_damage(damage) / particle.area})
