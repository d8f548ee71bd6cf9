"""Units of a file's keys, and exact conversion to SI: a number in µm is the one typed in m."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any

EXPONENTS = {
    "": 0,
    "%": -2,
    "mm": -3,
    "µm": -6,
    "Å": -10,
    "cm²": -4,
    "mg/cm²": -2,
    "g/cm³": 3,
    "g/mol": -3,
    "mol/L": 3,
    "mol/m³": 0,
    "mA/g": 0,
    "mA": -3,
    "mA/cm²": 1,
    "V": 0,
    "mV/K": -3,
    "eV": 0,
    "Ω·cm²": -4,
    "S/m": 0,
    "F/m²": 0,
    "m²/s": 0,
    "kJ/mol": 3,
    "GPa": 9,
}
"""Unit to the power of ten that takes it to SI units (mass in kg, currents of 1C in A/kg)."""

EXACT = Context(prec=60, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
"""Far more digits than a number of a file has, whatever the caller's own context is."""

CELSIUS = "°C"
ZERO_CELSIUS = Decimal("273.15")

SUFFIXES = {
    "percent": "%",
    "mm": "mm",
    "um": "µm",
    "angstrom": "Å",
    "cm2": "cm²",
    "mg_cm2": "mg/cm²",
    "g_cm3": "g/cm³",
    "g_mol": "g/mol",
    "mol_L": "mol/L",
    "mol_m3": "mol/m³",
    "mA_g": "mA/g",
    "mA": "mA",
    "mA_cm2": "mA/cm²",
    "V": "V",
    "mV_K": "mV/K",
    "eV": "eV",
    "ohm_cm2": "Ω·cm²",
    "S_m": "S/m",
    "F_m2": "F/m²",
    "m2_s": "m²/s",
    "kJ_mol": "kJ/mol",
    "GPa": "GPa",
    "C": CELSIUS,
}
"""How a key ends, and the unit that this means."""


def unit_of(key: str) -> str:
    """The unit in which a key's number is, by how the key ends; empty for a pure number."""
    endings = (suffix for suffix in SUFFIXES if key.endswith(f"_{suffix}"))
    longest = max(endings, key=len, default="")
    return SUFFIXES.get(longest, "")


def to_si(value: Decimal, unit: str) -> float:
    """A number in SI units, correctly rounded."""
    if unit == CELSIUS:
        return float(EXACT.add(value, ZERO_CELSIUS))
    return float(EXACT.scaleb(value, EXPONENTS[unit]))


def from_si(value: float, unit: str) -> Decimal:
    """An SI number as a file would have it."""
    exact = Decimal(repr(float(value)))
    if unit == CELSIUS:
        return EXACT.subtract(exact, ZERO_CELSIUS)
    return EXACT.scaleb(exact, -EXPONENTS[unit])


LONGEST = 80
"""Characters of a value in a message."""


def shown(value: Any) -> str:
    """A value as a message has it: as the file would, in one line, cut off where it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal | date | datetime | time):
        return cut(str(value))
    try:
        return cut(repr(value))
    except (ValueError, RecursionError):  # an integer of thousands of digits, tables in tables
        return f"{type(value).__name__} too large to be shown"


def cut(text: str) -> str:
    """A text in one line, cut off where it is long."""
    line = "".join(one if one.isprintable() else " " for one in text[: LONGEST + 1])
    return line if len(text) <= LONGEST else f"{line[: LONGEST - 3]}..."
