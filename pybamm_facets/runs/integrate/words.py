"""What a solver says of a failure, in words that say something to whoever runs it."""

from __future__ import annotations

import logging
import re

logger = logging.getLogger(__name__)

WORDS = {
    "CONV": "its equations could not be solved however small the step",
    "ERR_FAIL": "the error stayed above the tolerances however small the step",
    "TOO_MUCH_WORK": "it needed too many steps",
    "TOO_MUCH_ACC": "the tolerances are smaller than the machine's precision",
    "RES": "its equations gave no number",
    "LSETUP": "its linear equations have no solution",
    "LSOLVE": "its linear equations have no solution",
}
"""Cause by a part of the name of SUNDIALS' return flags."""

_FLAG = re.compile(r"\bIDA_[A-Z_]+")


def in_words(message: str) -> str:
    """A solver's message in words; empty where it tells nothing that its reader could use."""
    logger.debug("the solver said: %s", message)
    flag = _FLAG.search(message)
    if flag is None:
        return ""
    return next((words for part, words in WORDS.items() if part in flag.group()), "")
