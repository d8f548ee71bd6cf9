"""The numbers of a design that the page moves: what each is called, its unit, where it may go."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from pybamm_facets._checks import between
from pybamm_facets.crystal import NMC811_FACETS
from pybamm_facets.sets.cracks import MOST as MOST_CRACKED
from pybamm_facets.sets.files.schema import limits

J0_PREFIX = "j0_"


class Scale(StrEnum):
    """In which coordinate a slider is even."""

    LINEAR = "linear"
    LOG = "log"
    ASINH = "asinh"

    def to(self, value: float) -> float:
        """The slider's coordinate of a value."""
        if self is Scale.LOG:
            return math.log10(value)
        return math.asinh(value) if self is Scale.ASINH else value

    def back(self, at: float) -> float:
        """The value at a coordinate; inverse of `to`."""
        if self is Scale.LOG:
            return math.pow(10.0, at)
        return math.sinh(at) if self is Scale.ASINH else at


@dataclass(frozen=True)
class DesignField:
    """A number that the page moves.

    Parameters
    ----------
    name
        In URLs and tables.
    label, unit
        As a person reads them.
    group
        Heading under which it stands.
    section, key
        Where a set's file has it; an empty section for what a file has no key for.
    low, high
        Ends of its slider; a number that is typed in may go further, to `allowed`.
    digits
        Significant digits that it is rounded to, so that URLs stay short.
    scale
        In which its slider is even.
    steps
        Of its slider.
    """

    name: str
    label: str
    unit: str
    group: str
    section: str
    key: str
    low: float
    high: float
    digits: int = 4
    scale: Scale = Scale.LINEAR
    steps: int = 200

    @property
    def place(self) -> str:
        """``section.key`` of a set's file."""
        return f"{self.section}.{self.key}"

    @property
    def allowed(self) -> tuple[float, float]:
        """What may be typed in: the limits of a set's file."""
        if not self.section:
            return 0.0, MOST_CRACKED
        found = limits(self.section, self.key.split(".")[0])
        return (self.low, self.high) if found is None else found

    def checked(self, value: float) -> float:
        """The value rounded to its digits.

        Raises
        ------
        ValueError
            With what was expected, for a number that is none or beyond `allowed`.
        """
        low, high = self.allowed
        return float(f"{between(self.name, value, low, high, self.unit):.{self.digits}g}")

    def read(self, text: str) -> float:
        """A value that was typed in; ``ValueError`` with what was expected."""
        low, high = self.allowed
        unit = f" [{self.unit}]" if self.unit else ""
        try:
            number = float(text.strip().replace(",", ".").replace("−", "-"))
        except ValueError:
            raise ValueError(
                f"{self.name}={text!r}: expected a number from {low:g} to {high:g}{unit}"
            ) from None
        return self.checked(number)


PARTICLE, CELL, FACETS = "Particle", "Cell", "Exchange current of facets"


def _facet(label: str) -> DesignField:
    name = f"{J0_PREFIX}{label}"
    key = f"facet_j0_mA_cm2.{label}"
    return DesignField(
        name, f"j0 {label}", "mA/cm²", FACETS, "material", key, 0.01, 10.0, 4, Scale.LOG
    )


FIELDS: dict[str, DesignField] = {
    field.name: field
    for field in (
        DesignField("kappa_shell", "Shell texture κ", "", PARTICLE, "particle", "kappa_shell",
                    -60, 20, scale=Scale.ASINH),
        DesignField("kappa_core", "Core texture κ", "", PARTICLE, "particle", "kappa_core",
                    -60, 20, scale=Scale.ASINH),
        DesignField("core_fraction", "Core radius / radius", "", PARTICLE, "particle",
                    "core_fraction", 0.05, 0.95, steps=90),
        DesignField("radius_um", "Particle radius", "µm", PARTICLE, "particle", "radius_um",
                    1.0, 10.0, steps=180),
        DesignField("diffusivity_m2_s", "D_ab", "m²/s", PARTICLE, "particle", "diffusivity_m2_s",
                    1e-15, 1e-13, scale=Scale.LOG),
        DesignField("diffusivity_anisotropy", "D_c / D_ab", "", PARTICLE, "particle",
                    "diffusivity_anisotropy", 0.0, 0.2, steps=100),
        DesignField("cracked_share", "Electrolyte in cracks, share of radius", "", PARTICLE, "",
                    "", 0.0, 0.8, steps=80),
        DesignField("thickness_um", "Electrode thickness", "µm", CELL, "electrode",
                    "thickness_um", 10, 100, steps=90),
        DesignField("loading_mg_cm2", "Loading", "mg/cm²", CELL, "electrode", "loading_mg_cm2",
                    1, 20, steps=190),
        DesignField("contact_ohm_cm2", "Contact resistance", "Ω·cm²", CELL, "cell",
                    "contact_resistance_ohm_cm2", 0, 100),
        DesignField("temperature_C", "Temperature", "°C", CELL, "cell", "temperature_C",
                    -10, 50, steps=60),
        DesignField("lower_voltage_V", "Lower cut-off", "V", CELL, "cell", "lower_voltage_V",
                    2.5, 3.6, steps=110),
        DesignField("upper_voltage_V", "Upper cut-off", "V", CELL, "cell", "upper_voltage_V",
                    3.8, 4.5, steps=70),
        *(_facet(family.label) for family in NMC811_FACETS),
    )
}  # fmt: skip
"""Name to field, in the order of the page."""

TEXTURE_FIELDS = ("kappa_core", "kappa_shell")
"""Given together in a file."""


def field_of(name: str) -> DesignField:
    """A field by its name; ``ValueError`` for one that the page does not have."""
    if name not in FIELDS:
        raise ValueError(f"field={name!r}: expected one of {', '.join(FIELDS)}")
    return FIELDS[name]
