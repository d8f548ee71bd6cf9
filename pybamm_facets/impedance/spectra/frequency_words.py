"""Frequencies as a person writes them."""

from __future__ import annotations

UNITS = ((1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz"))


def frequency_text(frequency: float) -> str:
    """A frequency with the unit in which it is easiest read."""
    size, unit = next((u for u in UNITS if frequency >= 0.999 * u[0]), (1e-3, "mHz"))
    return f"{frequency / size:.3g} {unit}"
