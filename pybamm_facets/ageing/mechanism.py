"""What a mechanism of ageing is: a dose, and a map from damage to parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Protocol, Self, runtime_checkable

from pybamm_facets._checks import non_negative
from pybamm_facets.ageing.changes import Changes
from pybamm_facets.ageing.doses import Dose
from pybamm_facets.ageing.fresh_particle import AgedParticle

LEAST_SHARE = 1e-3
"""Of what is lost a thousandth stays, so that a model can be solved; such a particle is dead."""


@runtime_checkable
class Mechanism(Protocol):
    """A hypothesis of what ages: ``damage = rate * dose`` changes parameters.

    `changes` is a function of the damage altogether, so nothing depends on how it came about.
    """

    @property
    def name(self) -> str:
        """Short, for tables: ``surface_stress``."""
        ...

    @property
    def rate(self) -> float:
        """k, from 0; 0 is no ageing, to the last bit."""
        ...

    @property
    def dose(self) -> Dose:
        """What adds up over a cycle."""
        ...

    @property
    def damage_unit(self) -> str:
        """Of ``rate * dose``; empty for a share."""
        ...

    @property
    def needs_barrier(self) -> bool:
        """Whether the model's particle must be a `SurfaceBarrier`."""
        ...

    @property
    def needs_openings(self) -> bool:
        """Whether the particle's texture factors must be known."""
        ...

    def inputs(self, particle: AgedParticle) -> tuple[str, ...]:
        """Names of the PyBaMM parameters that change."""
        ...

    def changes(self, damage: float, particle: AgedParticle) -> Changes:
        """What a damage, ``rate * dose``, has done to the fresh set."""
        ...

    def variants(self) -> tuple[Mechanism, ...]:
        """The same with other plausible numbers beside the rate: a prediction's range is theirs."""
        ...

    def with_rate(self, rate: float) -> Mechanism:
        """The same with another rate."""
        ...


@dataclass(frozen=True)
class RatedMechanism:
    """What mechanisms share; derive a frozen dataclass with a name, a dose, inputs and changes.

    Parameters
    ----------
    rate
        k, finite and from 0.
    """

    rate: float

    damage_unit: ClassVar[str] = ""
    needs_barrier: ClassVar[bool] = False
    needs_openings: ClassVar[bool] = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", non_negative("rate", self.rate))

    def variants(self) -> tuple[Self, ...]:
        """None: nothing beside the rate decides a prediction."""
        return ()

    def with_rate(self, rate: float) -> Self:
        """The same with another rate.

        Raises
        ------
        ValueError
            For a rate below 0 or not finite.
        """
        return replace(self, rate=rate)


def checked_damage(damage: float) -> float:
    """A damage from 0, else ``ValueError``."""
    return non_negative("damage", damage)
