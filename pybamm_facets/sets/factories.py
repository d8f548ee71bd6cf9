"""Parameter-set factories, reached by entry point so that no folder layout is assumed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

GROUP = "pybamm_facets.factories"


@cache
def _entry_point(name: str) -> EntryPoint:
    found = entry_points(group=GROUP, name=name)
    if not found:
        raise ImportError(
            f"the parameter-set factory {name!r} is not installed: pip install pybamm-facets"
        )
    return next(iter(found))


def factory(name: str) -> Callable[..., Any]:
    """The factory function registered under `name` in the group ``pybamm_facets.factories``."""
    loaded: Callable[..., Any] = _entry_point(name).load()
    return loaded


def factory_modules() -> list[ModuleType]:
    """Modules of all registered factories, which may list their ``known_sets()``."""
    return [import_module(entry.module) for entry in entry_points(group=GROUP)]
