"""What a column of a spectrum's table holds, by the words over it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

PREFIXES = {"": 1.0, "m": 1e-3, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "μ": 1e-6, "u": 1e-6}
AREAS = {"cm2": 1.0, "m2": 1e4, "mm2": 1e-2}
"""Units of area in cm²."""
SPELLINGS = str.maketrans(
    {mark: "'" for mark in "′’‘´`"}
    | {mark: "''" for mark in '″”“"'}
    | {mark: "-" for mark in "−–—－﹣"}
    | {"º": "°", "˚": "°", "\ufeff": ""}
)
OHM = r"(?:ohms?|Ohms?|OHMS?|Ω)"
UNIT = re.compile(
    r"(?:[\s_/,\[({<:]+(?:in\s+)?)"
    r"(?:(?P<prefix>[mkKMGμu]?)(?P<base>Hz|hz|HZ|" + OHM + r")"
    r"(?:[\s_.*·⋅×x-]*(?P<area>cm|mm|m)[\^_]?2)?"
    r"|(?P<angular>rad(?:ians)?[\s./]*(?:s|sec)(?:\^?-1)?|1/s|s\^?-1)"
    r"|(?P<angle>deg(?:rees?)?|°|rad(?:ians?)?))"
    r"\.?[\])}>]*$"
)
BARE_UNIT = re.compile(r"[\[({<]*\s*(?P<unit>.*?)\s*[\])}>]*")
MINUS = re.compile(
    r"^\s*(?:-\s*1\s*\*|-|neg(?:ative)?(?![a-z])[_ .]*|minus[_ ]*)\s*", re.IGNORECASE
)
LEAD = re.compile(r"^(?:data|measured|meas)\s*[:.]\s*", re.IGNORECASE)
PUNCTUATION = re.compile(r"[\s_()\[\]{}.:,*/-]+")

OF_Z = "(?:ofz|oftheimpedance|ofimpedance|z|impedance)?"
NAMES = {
    "frequency": re.compile(r"f|ν|freq|frequency|frequencies|freqhz|frequencyhz"),
    "angular frequency": re.compile(r"ω|w|omega|2πf|2pif|ang(?:ular)?freq(?:uency)?"),
    "real part": re.compile(
        rf"z'a?|z?(?:re|real)(?:part|component)?{OF_Z}|zr|(?:impedance|z)(?:re|real)(?:part)?"
    ),
    "imaginary part": re.compile(
        rf"z''b?|z?(?:im|img|imag|imaginary)(?:part|component)?{OF_Z}|zi"
        r"|(?:impedance|z)(?:im|img|imag|imaginary)(?:part)?"
    ),
    "modulus": re.compile(
        rf"\|z\||z|impedance|(?:z|impedance)?(?:mod|modulus|mag|magnitude|abs|absolute){OF_Z}"
    ),
    "phase": re.compile(
        rf"(?:z|impedance)?(?:phase|phz|pha|theta|θ|phi|φ|arg|phaseangle|angle)(?:deg)?{OF_Z}"
    ),
}
UNITS = {"frequency": "Hz", "angular frequency": "rad/s"}
EXPECTED = "frequency_Hz, z_real_ohm, z_imag_ohm (or -z_imag_ohm for -Im Z)"
EXPECTED += ", or modulus |Z|/ohm and phase/deg"


@dataclass(frozen=True)
class Column:
    """Where a quantity stands, and by what its numbers are multiplied to give Hz, Ohm or radians.

    `area` is not 0 where the unit is one of Ohm times area: the size of that area's unit in cm².
    """

    place: int
    quantity: str
    title: str
    factor: float = 1.0
    unit: str = ""
    area: float = 0.0

    @property
    def negative(self) -> bool:
        """Whether the negative of the quantity is written."""
        return self.factor < 0


@dataclass(frozen=True)
class Columns:
    """The three columns that make a spectrum: frequency, and two of the impedance."""

    frequency: Column
    first: Column
    second: Column

    @property
    def polar(self) -> bool:
        """Whether the impedance stands as modulus and phase."""
        return self.first.quantity == "modulus"

    @property
    def places(self) -> tuple[int, int, int]:
        """Their places in a row, from 0."""
        return self.frequency.place, self.first.place, self.second.place

    @property
    def unit(self) -> str:
        """Units in words, as read."""
        return f"{self.frequency.unit}, {self.first.unit}"

    @property
    def sign(self) -> str:
        """What stands for the imaginary part, in words."""
        minus = "−" if self.second.negative else ""
        return f"|Z|, {minus}phase" if self.polar else f"{minus}Im Z"


UNNAMED = Columns(
    Column(0, "frequency", "1", unit="Hz"),
    Column(1, "real part", "2", unit="Ω"),
    Column(2, "imaginary part", "3", unit="Ω"),
)
"""Columns of a table without a header."""


def read_titles(titles: Sequence[str]) -> dict[str, list[Column]]:
    """Columns by quantity; those of other things are left out.

    Raises
    ------
    ValueError
        For a unit of a spectrum's column that could be read in two ways, such as ``mohm``.
    """
    found: dict[str, list[Column]] = {name: [] for name in NAMES}
    for place, title in enumerate(titles):
        column = read_title(place, title)
        if column is not None:
            found[column.quantity].append(column)
    return found


def spectrum_columns(titles: Sequence[str]) -> Columns | None:
    """The columns of a spectrum if the titles name each once, else None."""
    found = read_titles(titles)
    frequency = found["frequency"] or found["angular frequency"]
    for pair in (("real part", "imaginary part"), ("modulus", "phase")):
        chosen = [frequency, *(found[name] for name in pair)]
        if all(len(columns) == 1 for columns in chosen):
            return Columns(*(columns[0] for columns in chosen))
    return None


def why_no_spectrum(titles: Sequence[str]) -> str:
    """In words, what the titles lack or have twice; empty if nothing."""
    found = read_titles(titles)
    parts = ("real part", "imaginary part")
    if found["phase"] and not any(found[name] for name in parts):
        parts = ("modulus", "phase")
    counts = {"frequency": len(found["frequency"] or found["angular frequency"])}
    counts |= {name: len(found[name]) for name in parts}
    wrong = next((name for name, count in counts.items() if count != 1), None)
    if wrong is None:
        return ""
    shown = ", ".join(title.strip() for title in titles)[:160]
    return (
        f"{counts[wrong]} columns of the {wrong} in {shown}; expected one each, such as {EXPECTED}"
    )


def read_title(place: int, title: str) -> Column | None:
    """What a title says, None if it is no quantity of a spectrum."""
    text = _plain(title)
    unit = UNIT.search(text)
    name = LEAD.sub("", text[: unit.start()] if unit else text)
    sign = -1.0 if MINUS.match(name) else 1.0
    word = PUNCTUATION.sub("", MINUS.sub("", name).lower())
    quantity = next((q for q, pattern in NAMES.items() if pattern.fullmatch(word)), None)
    if quantity == "frequency" and unit and unit["angular"]:
        quantity = "angular frequency"
    if quantity is None or not _fits(unit, quantity):
        return None
    factor = _factor(title, unit, quantity)
    shown = _shown(unit, quantity)
    area = AREAS[f"{unit['area']}2"] if unit and unit["area"] else 0.0
    return Column(place, quantity, title.strip(), sign * factor, shown, area)


def with_unit(title: str, unit: str) -> str:
    """The title with the unit that stands in the row below, if it has none itself."""
    match = BARE_UNIT.fullmatch(unit.strip())
    bare = match["unit"] if match else ""
    if not bare or UNIT.search(_plain(title)) or not UNIT.search(f" {_plain(bare)}"):
        return title
    return f"{title} [{bare}]"


def is_unit(cell: str) -> bool:
    """Whether a cell holds nothing but a unit that this module knows."""
    match = BARE_UNIT.fullmatch(cell.strip())
    return bool(match and match["unit"] and UNIT.fullmatch(f" {_plain(match['unit'])}"))


def _plain(title: str) -> str:
    text = title.strip()
    for quote in "\"'":
        if len(text) > 2 and text[0] == text[-1] == quote:
            text = text[1:-1]
    return unicodedata.normalize("NFKC", text.translate(SPELLINGS)).strip()


def _fits(unit: re.Match[str] | None, quantity: str) -> bool:
    if unit is None:
        return True
    base = (unit["base"] or "").lower()
    if quantity == "frequency":
        return base == "hz"
    if quantity == "angular frequency":
        return bool(unit["angular"])
    if quantity == "phase":
        return bool(unit["angle"])
    return bool(base) and base != "hz"


def _factor(title: str, unit: re.Match[str] | None, quantity: str) -> float:
    if quantity == "angular frequency":
        return 1 / (2 * math.pi)
    if quantity == "phase":
        radians = unit is not None and unit["angle"].startswith("rad")
        return 1.0 if radians else math.pi / 180
    if unit is None:
        return 1.0
    if unit["prefix"] == "m" and unit["base"].isascii() and unit["base"].islower():
        raise ValueError(
            f"the unit of column {title.strip()!r} may be milli or mega; write mOhm or MOhm, "
            "mHz or MHz"
        )
    return PREFIXES[unit["prefix"]]


def _shown(unit: re.Match[str] | None, quantity: str) -> str:
    if quantity == "phase":
        return "" if unit is None else "rad" if unit["angle"].startswith("rad") else "°"
    if unit is None or not unit["base"]:
        return UNITS.get(quantity, "Ω")
    base = "Hz" if unit["base"].lower() == "hz" else "Ω"
    return f"{unit['prefix']}{base}" + (f"·{unit['area']}²" if unit["area"] else "")
