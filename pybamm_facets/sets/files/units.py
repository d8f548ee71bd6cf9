"""Units of a file's keys, and exact conversion to SI: a number in µm is the one typed in m."""

from __future__ import annotations

from decimal import Decimal
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
        return float(value + ZERO_CELSIUS)
    return float(value.scaleb(EXPONENTS[unit]))


def from_si(value: float, unit: str) -> Decimal:
    """An SI number as a file would have it."""
    exact = Decimal(repr(float(value)))
    return exact - ZERO_CELSIUS if unit == CELSIUS else exact.scaleb(-EXPONENTS[unit])


def shown(value: Any) -> str:
    """A value as a message has it: numbers bare, words in quotes."""
    return str(value) if isinstance(value, Decimal) else repr(value)
