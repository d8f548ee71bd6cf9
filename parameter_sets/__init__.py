"""The installed parameter sets: TOML and CSV files, found by PyBaMM through entry points.

Adding a set is adding a file and a line of entry points: any name that a file registers is a
function of this module, which returns the set's values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def __getattr__(name: str) -> Callable[[], dict[str, Any]]:
    if name.startswith("_"):
        raise AttributeError(name)
    from pybamm_facets.sets.files.installed import registered_names, title_of
    from pybamm_facets.sets.files.loading import load_set

    if name not in registered_names():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}: no file registers it")

    def values() -> dict[str, Any]:
        return dict(load_set(name))

    values.__name__ = values.__qualname__ = name
    values.__doc__ = title_of(name)
    return values
