"""How people write down a rate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from pybamm_facets._checks import is_number, positive

CRate: TypeAlias = "float | str"
"""A multiple of 1C: a number, or text such as ``"C/10"`` or ``"2C"``."""

FASTEST = 1000.0
"""C-rate beyond which a number cannot be one: a cell emptied in 4 s."""

_WRITTEN = re.compile(r"\s*(?:C\s*/\s*(?P<hours>[0-9.]+)|(?P<rate>[0-9.eE+-]+)\s*C?)\s*")


def read_c_rates(c_rates: CRate | Iterable[CRate], argument: str = "c_rates") -> tuple[float, ...]:
    """C-rates as numbers.

    Parameters
    ----------
    c_rates
        One rate or several; each a positive number, or text such as ``"C/10"``, ``"0.1"`` or
        ``"2C"``.
    argument
        What to call it in an error.

    Raises
    ------
    ValueError
        Unless there is a rate and all are positive and at most `FASTEST`.

    Examples
    --------
    >>> read_c_rates(["C/10", 1, "2C"])
    (0.1, 1.0, 2.0)
    """
    if isinstance(c_rates, str) or is_number(c_rates):
        c_rates = (c_rates,)
    if not isinstance(c_rates, Iterable) or isinstance(c_rates, bytes | Mapping):
        raise ValueError(f"{argument}={c_rates!r}: expected positive numbers, such as [0.1, 1, 10]")
    rates = tuple(_read_c_rate(rate, argument) for rate in c_rates)
    if not rates:
        raise ValueError(f"{argument}=[]: expected at least one rate")
    return rates


def _read_c_rate(rate: Any, argument: str) -> float:
    if not isinstance(rate, str):
        return _plausible(positive(argument, rate), argument)
    written = _WRITTEN.fullmatch(rate)
    try:
        if written is None:
            raise ValueError
        hours = written["hours"]
        number = positive(argument, float(written["rate"]) if hours is None else 1 / float(hours))
    except (ValueError, ZeroDivisionError):
        raise ValueError(
            f"{argument}={rate!r}: expected a positive rate such as 0.1, '2C' or 'C/10'"
        ) from None
    return _plausible(number, argument)


def _plausible(rate: float, argument: str) -> float:
    if rate > FASTEST:
        raise ValueError(f"{argument}={rate!r}: expected multiples of 1C up to {FASTEST:g}")
    return rate
