"""Optional dependencies: asked for before any work, reported with the line that installs them."""

from __future__ import annotations

from importlib.util import find_spec

PACKAGES = {
    "bpx": "bpx",
    "dask": "distributed",
    "cycler": "NewareNDA",
    "eis": "openpyxl",
    "mechanics": "skfem",
    "page": "bokeh",
    "parquet": "pyarrow",
    "report": "bokeh",  # which needs Jinja2 itself
    "theory": "skfem",
    "uq": "SALib",
}
"""Extra of this package to the module that it brings."""


class MissingExtraError(ImportError):
    """An optional dependency is not installed; the message has the line that installs it."""


def require(extra: str, purpose: str) -> None:
    """Raise `MissingExtraError` if an extra is not installed.

    Parameters
    ----------
    extra
        Of `PACKAGES`.
    purpose
        What needs it, to begin the message with: ``"Parquet"``, ``"the stress of grains"``.
    """
    if find_spec(PACKAGES[extra]) is None:
        raise MissingExtraError(
            f'{purpose} needs {PACKAGES[extra]}: pip install "pybamm-facets[{extra}]"'
        )
