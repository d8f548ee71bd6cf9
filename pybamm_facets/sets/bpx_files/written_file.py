"""``write_bpx``: a half-cell with facets as a file that any reader of BPX takes."""

from __future__ import annotations

import json
import os
import warnings
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets import names
from pybamm_facets._extras import require
from pybamm_facets.sets.bpx_files.losses import loss_table
from pybamm_facets.sets.bpx_files.user_section import (
    KEY,
    USER_DEFINED,
    check_sum,
    user_section,
)
from pybamm_facets.sets.bpx_files.written_sections import (
    Sections,
    cell_section,
    electrolyte_section,
    negative_section,
    positive_section,
    separator_section,
    state_section,
    thermodynamic,
)
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.sets.files.writing import write_new
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sets.half_cell import missing_lithium
from pybamm_facets.sets.implied import facets_of
from pybamm_facets.sets.origins import NO_SET, provenance

BPX_VERSION = "1.1.1"
DESCRIPTION = (
    "A positive electrode against lithium metal. BPX knows full cells of porous electrodes only: "
    "the negative electrode is a thin stand-in for lithium, and the positive particle one sphere "
    "in place of textured core and shell. The cell itself, with its crystal facets and the origin "
    "of every number, is in User-defined."
)


def write_bpx(parameter_values: GivenSet, path: str | os.PathLike[str]) -> pd.DataFrame:
    """Write a half-cell with facets as a BPX file (Battery Parameter eXchange, version 1.1.1).

    PyBaMM's ``ParameterValues.create_from_bpx`` makes an ordinary full cell of it, in which a thin
    electrode stands in for lithium metal and one homogeneous sphere for the particle;
    `pybamm_facets.load_set` gives back the half-cell, with its facets and the origin of each value.

    Parameters
    ----------
    parameter_values
        A half-cell with facets, or the name or file of one.
    path
        A new file's name, ``.json``.

    Returns
    -------
    pandas.DataFrame
        What the file's standard sections cannot say, one row a loss: ``quantity``, ``written_as``,
        ``error``, ``unit``.

    Raises
    ------
    ValueError
        For a set without facets or lithium metal, a function that no file can hold, another ending,
        and a file that exists.
    MissingExtraError
        If the extra ``bpx`` is not installed.

    Examples
    --------
    >>> losses = write_bpx("Li2025_core_shell", "cell.bpx.json")  # doctest: +SKIP
    """
    target = Path(path)
    if target.suffix != ".json":
        raise ValueError(f"path={str(target)!r}: expected a name that ends in .json")
    require("bpx", f"{target}: a BPX file")
    content, losses = bpx_content(parameter_values)
    write_new(target, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    return losses


def bpx_content(parameter_values: GivenSet) -> tuple[dict[str, Any], pd.DataFrame]:
    """Content of the file that `write_bpx` writes, and its losses."""
    values = one_set(parameter_values)
    _check(values)
    one = Sections(values)
    origins = provenance(values)
    known = origins.attrs["set"]
    title = "" if known == NO_SET else str(known)
    own = user_section(values, title, origins, one.losses)
    parameterisation: dict[str, Any] = {
        "Cell": cell_section(one),
        "Electrolyte": electrolyte_section(one),
        "Negative electrode": negative_section(one),
        "Positive electrode": positive_section(one),
        "Separator": separator_section(one),
    }
    content: dict[str, Any] = {
        "Header": {
            "BPX": BPX_VERSION,
            "Title": f"Half-cell with crystal facets{f': {title}' if title else ''}",
            "Description": f"{DESCRIPTION} Written by pybamm-facets {version('pybamm-facets')}.",
            "References": "; ".join(str(one) for one in values.get("citations", ())),
            "Model": "DFN",
        },
        "Parameterisation": parameterisation,
        "State": state_section(one),
    }
    own["sum"] = check_sum(content)
    parameterisation[USER_DEFINED] = {
        names.THERMODYNAMIC_FACTOR: thermodynamic(one, names.THERMODYNAMIC_FACTOR),
        names.CONTACT_RESISTANCE: one.number(names.CONTACT_RESISTANCE),
        names.EMPTY_VOLTAGE: one.number(names.EMPTY_VOLTAGE),
        names.FULL_VOLTAGE: one.number(names.FULL_VOLTAGE),
        KEY: own,
    }
    one.lose(names.CONTACT_RESISTANCE, f"in {USER_DEFINED} only", float("nan"), "")
    _validate(content)
    return content, loss_table(one.losses)


def _check(values: Any) -> None:
    facets = facets_of(values)
    if not facets:
        raise ValueError(
            "parameter_values: the set has no facets; expected one that add_facets gave some"
        )
    missing = missing_lithium(values)
    if missing:
        raise ValueError(
            f"parameter_values: the set has no lithium-metal electrode (no {missing[0]!r}): "
            "expected a half-cell, such as with_lithium(parameter_values)"
        )
    check_parameter_values(values, facets)
    if values.get(names.CELLS_IN_SERIES, 1) != 1:
        raise ValueError(
            f"{names.CELLS_IN_SERIES!r}={values[names.CELLS_IN_SERIES]:g}: expected 1, BPX "
            "describes one cell"
        )


def _validate(content: dict[str, Any]) -> None:
    """Let the standard's own package look at the content, which it must not change."""
    with warnings.catch_warnings():
        # Calls of pyparsing and pydantic by bpx 1.1.1 that are deprecated there.
        warnings.simplefilter("ignore", DeprecationWarning)
        import_module("bpx").parse_bpx_obj(json.loads(json.dumps(content)))
