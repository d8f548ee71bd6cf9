"""Whether a step can be used, and why not in words."""

from __future__ import annotations

from dataclasses import dataclass

from pybamm_facets._arrays import FloatArray
from pybamm_facets.exchange.step_parts import Part

NEAR_V = 0.01
"""Distance from a cut-off at which it is reached [V]."""
FEWEST_POINTS = 3
"""Of a step that can be used."""
WRONG_WAY_V = 0.005
"""A voltage that moves less in the wrong direction does not count [V]."""


@dataclass(frozen=True)
class Ends:
    """Cut-offs [V]; None where one is not known.

    Parameters
    ----------
    lower, upper
        Of discharge and of charge.
    """

    lower: float | None = None
    upper: float | None = None


def verdict(part: Part, voltage: FloatArray, ends: Ends, held: bool = False) -> tuple[str, str]:
    """Status and reason of a part of a step.

    Parameters
    ----------
    part
        Which part.
    voltage
        Of the whole step [V], (points,).
    ends
        Cut-offs.
    held
        Whether a hold follows in the same step.
    """
    if part.kind == "mixed":
        return "mixed", part.reason
    if part.kind not in ("charge", "discharge"):
        return "ok", ""
    points = part.end - part.first
    if points < FEWEST_POINTS:
        return (
            "incomplete",
            f"too few points at its current: {points}, expected {FEWEST_POINTS} or more",
        )
    sign = 1 if part.kind == "charge" else -1
    change = voltage[part.end - 1] - voltage[part.first]
    if sign * change < -WRONG_WAY_V:
        return "reversed", _reversed(part.kind, float(change))
    cut_off = ends.upper if part.kind == "charge" else ends.lower
    if cut_off is not None:
        reached = _reached(part, voltage, sign, held)
        if sign * (cut_off - reached) > NEAR_V:
            end = float(voltage[part.end - 1])
            return "incomplete", f"ends at {end:.3f} V, before the cut-off {cut_off:g} V"
    return "ok", ""


def _reached(part: Part, voltage: FloatArray, sign: int, held: bool) -> float:
    """The voltage that the next point would have had, or had: points are not infinitely dense."""
    last = voltage[part.end - 1]
    if held:
        return float(voltage[part.end])
    return float(last + sign * max(0.0, sign * (last - voltage[max(part.end - 2, part.first)])))


def _reversed(kind: str, change: float) -> str:
    moves, sign = ("rises", "negative") if change > 0 else ("falls", "positive")
    return (
        f"the voltage {moves} by {abs(change):.3f} V while the current is {sign} ({kind}): leads "
        "are swapped, or the file has the other sign convention"
    )
