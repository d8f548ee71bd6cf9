"""Parameter values as things that can be compared and shown."""

from __future__ import annotations

from functools import partial
from typing import Any


def comparable(value: Any) -> Any:
    """The value, or what identifies it: two partials of one function with equal arguments match."""
    if isinstance(value, partial):
        return value.func, value.args, tuple(sorted(value.keywords.items()))
    return value


def plain(value: Any) -> Any:
    """A number as it is, anything else by its name."""
    if isinstance(value, int | float):
        return value
    if isinstance(value, partial) and "points" in value.keywords:
        return str(value.keywords["points"].name)
    function = value.func if isinstance(value, partial) else value
    return getattr(function, "__name__", str(value))
