"""The rate that was meant, from the one that was measured."""

from __future__ import annotations

RATES = (0.01, 0.02, 1 / 30, 0.05, 0.1, 0.2, 1 / 3, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0,
         10.0, 15.0, 20.0, 30.0, 50.0)  # fmt: skip
"""C-rates that tests are made at."""
NEAR = 0.05
"""Relative distance at which one of `RATES` is recognised."""


def nominal_rate(c_rate: float) -> float:
    """The nearest of `RATES` if it is within 5 %, else the rate itself to three digits.

    Examples
    --------
    >>> nominal_rate(0.0983), nominal_rate(0.70123)
    (0.1, 0.701)
    """
    nearest = min(RATES, key=lambda rate: abs(c_rate / rate - 1))
    return nearest if abs(c_rate / nearest - 1) <= NEAR else float(f"{c_rate:.3g}")
