"""Circuits composed of elements: in series by ``+``, in parallel by ``|``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from pybamm_facets._arrays import ComplexArray, FloatArray

Values: TypeAlias = Mapping[str, float] | pd.Series | Sequence[float] | FloatArray
"""Parameter values, by name or in the order of `Circuit.parameters`."""


@dataclass(frozen=True)
class Quantity:
    """A parameter of a circuit: its name, the symbol in the formula, unit and largest value."""

    name: str
    symbol: str
    unit: str
    largest: float = np.inf

    @property
    def is_exponent(self) -> bool:
        """Whether it is an exponent, bounded, rather than a positive quantity of any size."""
        return bool(np.isfinite(self.largest))


class Circuit(ABC):
    """An element, or several in series or in parallel.

    Examples
    --------
    >>> from pybamm_facets.impedance import CPE, R
    >>> circuit = R("R_s") + (R("R_CT") | CPE("CT"))
    >>> circuit.parameters
    ('R_s', 'R_CT', 'Q_CT', 'alpha_CT')
    >>> circuit.impedance([1e9], {"R_s": 1, "R_CT": 20, "Q_CT": 1, "alpha_CT": 1}).real
    array([1.])
    """

    @property
    @abstractmethod
    def quantities(self) -> tuple[Quantity, ...]:
        """What the circuit depends on, in order."""

    @abstractmethod
    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        """Impedance (points,) and its derivatives (parameters, points); neither is checked."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, in order."""
        return tuple(quantity.name for quantity in self.quantities)

    def impedance(self, frequency: npt.ArrayLike, values: Values) -> ComplexArray:
        """Complex impedance [Ohm], (points,).

        Parameters
        ----------
        frequency
            [Hz], (points,), positive.
        values
            By name, or in the order of `parameters`.

        Raises
        ------
        ValueError
            For a missing or unknown name, a value that is not positive, or an exponent above 1.
        """
        return self.response(jomega(frequency), self.vector(values))[0]

    def jacobian(self, frequency: npt.ArrayLike, values: Values) -> ComplexArray:
        """Derivatives of the impedance with respect to the parameters, (points, parameters).

        Arguments and errors are those of `impedance`.
        """
        return self.response(jomega(frequency), self.vector(values))[1].T

    def vector(self, values: Values) -> FloatArray:
        """The values in the order of `parameters`, checked."""
        if isinstance(values, Mapping | pd.Series):
            values = [float(values[name]) for name in self._known(list(values.keys()))]
        vector = np.asarray(values, dtype=float)
        if vector.shape != (len(self.parameters),):
            raise ValueError(
                f"values have shape {vector.shape}, expected one for each of "
                + ", ".join(self.parameters)
            )
        for value, quantity in zip(vector, self.quantities, strict=True):
            if not 0 < value <= quantity.largest or np.isinf(value):
                top = f" up to {quantity.largest:g}" if np.isfinite(quantity.largest) else ""
                raise ValueError(f"{quantity.name}={value:g}: expected a positive number{top}")
        return vector

    def _known(self, names: list[str]) -> tuple[str, ...]:
        missing = [name for name in self.parameters if name not in names]
        unknown = [name for name in names if name not in self.parameters]
        if missing or unknown:
            raise ValueError(
                f"values: {', '.join(missing + unknown)} "
                + ("missing" if missing else "unknown")
                + f", expected {', '.join(self.parameters)}"
            )
        return self.parameters

    def __add__(self, other: Circuit) -> Circuit:
        return Series((*_parts(self, Series), *_parts(other, Series)))

    def __or__(self, other: Circuit) -> Circuit:
        return Parallel((*_parts(self, Parallel), *_parts(other, Parallel)))


@dataclass(frozen=True)
class _Composed(Circuit):
    parts: tuple[Circuit, ...]

    def __post_init__(self) -> None:
        twice = [name for name, count in Counter(self.parameters).items() if count > 1]
        if twice:
            raise ValueError(f"parameter {', '.join(twice)} appears twice in the circuit")

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(quantity for part in self.parts for quantity in part.quantities)

    def _responses(
        self, jomega: ComplexArray, values: FloatArray
    ) -> list[tuple[ComplexArray, ComplexArray]]:
        responses, first = [], 0
        for part in self.parts:
            last = first + len(part.quantities)
            responses.append(part.response(jomega, values[first:last]))
            first = last
        return responses


@dataclass(frozen=True)
class Series(_Composed):
    """Parts in series: impedances add."""

    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        impedances, slopes = zip(*self._responses(jomega, values), strict=True)
        return np.sum(impedances, axis=0), np.concatenate(slopes)


@dataclass(frozen=True)
class Parallel(_Composed):
    """Parts in parallel: admittances add."""

    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        impedances, slopes = zip(*self._responses(jomega, values), strict=True)
        total = 1 / np.sum([1 / part for part in impedances], axis=0)
        # dZ = (Z / Z_k)^2 dZ_k
        parts = zip(impedances, slopes, strict=True)
        return total, np.concatenate([(total / part) ** 2 * slope for part, slope in parts])


def jomega(frequency: npt.ArrayLike) -> ComplexArray:
    """Imaginary unit times angular frequency [rad.s-1]."""
    frequency = np.atleast_1d(np.asarray(frequency, dtype=float))
    if frequency.ndim != 1 or not (np.isfinite(frequency) & (frequency > 0)).all():
        raise ValueError("frequency: expected one row of positive finite numbers [Hz]")
    return 2j * np.pi * frequency


def _parts(circuit: Circuit, kind: type[_Composed]) -> tuple[Circuit, ...]:
    if not isinstance(circuit, Circuit):
        raise TypeError(f"{circuit!r} is no circuit; compose elements such as R, CPE, Warburg")
    return circuit.parts if isinstance(circuit, kind) else (circuit,)
