"""A statement of the paper, and the verdict that a number gives on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from pybamm_facets._checks import finite


class Basis(Enum):
    """What a claim can be held against."""

    TEST = "test"
    FITTED = "fitted"
    UNTESTABLE = "untestable"


class Verdict(Enum):
    """What became of a claim."""

    REPRODUCED = "reproduced"
    NOT_SUPPORTED = "not supported"
    FITTED = "fitted, so no test"
    UNTESTABLE = "cannot be tested"
    NOT_COMPUTED = "not computed"


@dataclass(frozen=True)
class Claim:
    """A statement, and which number decides on it.

    Parameters
    ----------
    id
        Its name.
    exhibit
        The figure, table or passage that it belongs to.
    states
        What the paper says, in our words.
    chapter, number
        Which number of which chapter stands behind the verdict.
    measures
        What that number is.
    why
        A sentence on the verdict: the criterion, or why there is none.
    basis
        Whether the number is a test.
    unit
        Of the number; empty without one.
    form
        How it is written, such as ``.1f``.
    at_least, at_most
        Where it must lie for the claim to be reproduced; only of a test, which has one at least.
    simulated
        Whether measurements were simulated for it.

    Raises
    ------
    ValueError
        For an empty text, bounds without a test, or a test without bounds.
    """

    id: str
    exhibit: str
    states: str
    chapter: str
    number: str
    measures: str
    why: str
    basis: Basis = Basis.TEST
    unit: str = ""
    form: str = ".3g"
    at_least: float | None = None
    at_most: float | None = None
    simulated: bool = False

    def __post_init__(self) -> None:
        for name in ("id", "exhibit", "states", "chapter", "number", "measures", "why"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise ValueError(f"{name}={value!r}: expected a text, in claim {self.id!r}")
        bounds = [b for b in (self.at_least, self.at_most) if b is not None]
        for bound in bounds:
            finite("bound", bound)
        if (self.basis is Basis.TEST) != bool(bounds):
            raise ValueError(
                f"basis={self.basis.value!r}: expected bounds with a test and with nothing else, "
                f"in claim {self.id!r}"
            )
        if len(bounds) == 2 and bounds[0] > bounds[1]:
            raise ValueError(f"at_least={bounds[0]!r}: expected at most {bounds[1]!r}")
        format(1.0, self.form)

    @property
    def expects(self) -> str:
        """Where the number must lie, in words; empty where there is no test."""
        unit = f" {self.unit}" if self.unit else ""
        low, high = (None if b is None else f"{b:g}" for b in (self.at_least, self.at_most))
        if low and high:
            return f"{low} to {high}{unit}"
        if low:
            return f"at least {low}{unit}"
        return f"at most {high}{unit}" if high else ""

    def verdict(self, value: float) -> Verdict:
        """What a number says; a number that is none says nothing."""
        if not math.isfinite(value):
            return Verdict.NOT_COMPUTED
        if self.basis is Basis.FITTED:
            return Verdict.FITTED
        if self.basis is Basis.UNTESTABLE:
            return Verdict.UNTESTABLE
        low = -math.inf if self.at_least is None else self.at_least
        high = math.inf if self.at_most is None else self.at_most
        return Verdict.REPRODUCED if low <= value <= high else Verdict.NOT_SUPPORTED

    def written(self, value: float) -> str:
        """The number with its unit."""
        text = format(value, self.form).replace("-", "−")
        return f"{text} {self.unit}".strip()


@dataclass(frozen=True)
class JudgedClaim:
    """A claim with its verdict.

    Parameters
    ----------
    claim
        The statement.
    value
        The number behind the verdict; NaN where it was not computed.
    verdict
        What it says.
    """

    claim: Claim
    value: float
    verdict: Verdict

    @property
    def written(self) -> str:
        """The number as it is read."""
        return self.claim.written(self.value) if math.isfinite(self.value) else "none"


def judge(claim: Claim, numbers: Mapping[str, Mapping[str, float]]) -> JudgedClaim:
    """Hold a claim against the numbers of its chapter.

    Parameters
    ----------
    claim
        The statement.
    numbers
        Chapter to its numbers; a chapter that did not end is not among them.

    Raises
    ------
    KeyError
        If a chapter that ended lacks the number.
    """
    if claim.chapter not in numbers:
        return JudgedClaim(claim, math.nan, Verdict.NOT_COMPUTED)
    found = numbers[claim.chapter]
    if claim.number not in found:
        raise KeyError(f"claim {claim.id!r}: chapter {claim.chapter!r} has no {claim.number!r}")
    value = float(found[claim.number])
    return JudgedClaim(claim, value, claim.verdict(value))
