"""What ageing has done to a parameter set: numbers added and factors, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pybamm_facets._checks import finite, non_negative


@dataclass(frozen=True)
class Changes:
    """Changes of a fresh parameter set; several mechanisms' combine.

    Parameters
    ----------
    added
        PyBaMM parameter name to the number added, in the parameter's unit.
    factors
        PyBaMM parameter name to the factor on the fresh value.

    Raises
    ------
    ValueError
        For a number that is not finite, or a negative factor.

    Examples
    --------
    >>> Changes(added={"x": 1.0}, factors={"x": 0.5, "y": 2.0}).on({"x": 4.0, "y": 1.0, "z": 7.0})
    {'x': 3.0, 'y': 2.0}
    """

    added: Mapping[str, float] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        added = {name: finite(f"added[{name!r}]", one) for name, one in self.added.items()}
        factors = {
            name: non_negative(f"factors[{name!r}]", one) for name, one in self.factors.items()
        }
        object.__setattr__(self, "added", MappingProxyType(added))
        object.__setattr__(self, "factors", MappingProxyType(factors))

    def __reduce__(self) -> tuple[Any, ...]:
        return Changes, (dict(self.added), dict(self.factors))  # a proxy of a dict cannot pickle

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters that change, each once."""
        return tuple(dict.fromkeys([*self.factors, *self.added]))

    def on(self, fresh: Mapping[str, float]) -> dict[str, float]:
        """Aged values of the parameters that change: fresh value times factor plus what is added.

        Parameters
        ----------
        fresh
            Has at least the names that change; others do not appear in what is returned.

        Raises
        ------
        ValueError
            For a name whose fresh value is missing or no finite number.
        """
        return {
            name: finite(f"fresh[{name!r}]", fresh.get(name)) * self.factors.get(name, 1.0)
            + self.added.get(name, 0.0)
            for name in self.names
        }


def combined(changes: Iterable[Changes]) -> Changes:
    """Changes of several mechanisms together: what is added adds up, factors multiply.

    Parameters
    ----------
    changes
        In any order; without any nothing changes.
    """
    parts = tuple(changes)
    added = {name: [p.added[name] for p in parts if name in p.added] for name in _all_names(parts)}
    factors = {
        name: [p.factors[name] for p in parts if name in p.factors] for name in _all_names(parts)
    }
    return Changes(
        {name: math.fsum(values) for name, values in added.items() if values},
        {name: math.prod(values) for name, values in factors.items() if values},
    )


def _all_names(parts: tuple[Changes, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.names))
