"""Versions of what numbers depend on."""

from __future__ import annotations

import platform
from importlib.metadata import version

PACKAGES = ("pybamm-facets", "pybamm", "pybammsolvers", "casadi", "numpy", "scipy", "pandas")


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that numbers depend on."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
