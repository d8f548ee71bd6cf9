"""Where numbers come from: the vocabulary, and a value that carries its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PROVENANCES = ("paper", "literature", "derived", "estimate", "fitted", "theory", "user")
"""Words allowed for the origin of a number.

``paper``: in the text of Li et al. 2025 (DOI 10.1038/s41467-025-65068-5); ``literature``: from
another cited source; ``derived``: computed from the former; ``estimate``: a stated assumption, with
bounds; ``fitted``: adjusted to a measurement, never a prediction; ``theory``: from a calculation of
this package; ``user``: set by whoever runs it.
"""


def check_provenance(word: str, argument: str = "provenance") -> str:
    """Return `word` if it is one of `PROVENANCES`, else raise ``ValueError``."""
    if word not in PROVENANCES:
        raise ValueError(f"{argument}={word!r}: expected one of {', '.join(PROVENANCES)}")
    return word


@dataclass(frozen=True)
class Sourced:
    """A parameter value with its origin.

    Parameters
    ----------
    value
        A number, or a function as PyBaMM's parameter values take it.
    provenance
        One of `PROVENANCES`.
    source
        What was read, measured or computed, in a line.
    lower, upper
        Bounds of an estimate, in the unit of the value; ``None`` where there are none.
    """

    value: Any
    provenance: str
    source: str
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        check_provenance(self.provenance)
        if self.provenance == "estimate" and (self.lower is None or self.upper is None):
            raise ValueError(f"an estimate needs bounds, got {self!r}")
