"""Where every number of a parameter set comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.factories import factory_modules
from pybamm_facets.sourced import Sourced
from pybamm_facets.values import comparable, plain

IGNORED = ("citations", "chemistry")


def provenance(parameter_values: pybamm.ParameterValues) -> pd.DataFrame:
    """Origin of every parameter of a set.

    The set is compared with the registered sets and all their variants; the closest one lends its
    records. A value that differs from it is the user's.

    Parameters
    ----------
    parameter_values
        Any parameter set.

    Returns
    -------
    pandas.DataFrame
        Indexed by parameter name; columns ``value`` (a number, or the name of a function),
        ``provenance`` (see `pybamm_facets.sourced.PROVENANCES`), ``source``, ``lower``, ``upper``.
        ``attrs["set"]`` is the name of the closest registered set.
    """
    values = {name: value for name, value in parameter_values.items() if name not in IGNORED}
    name, records = max(_known_sets(), key=lambda known: _matches(values, known[1]))
    rows = []
    for parameter in sorted(values):
        value, record = values[parameter], records.get(parameter)
        if record is None or comparable(record.value) != comparable(value):
            row: tuple[Any, ...] = ("user", "set by the user", None, None)
        else:
            row = (record.provenance, record.source, record.lower, record.upper)
        rows.append((parameter, plain(value), *row))
    columns = ["parameter", "value", "provenance", "source", "lower", "upper"]
    table = pd.DataFrame(rows, columns=columns).set_index("parameter")
    table.attrs["set"] = name
    return table


def _known_sets() -> Iterator[tuple[str, dict[str, Sourced]]]:
    for module in factory_modules():
        yield from module.known_sets()


def _matches(values: dict[str, Any], records: dict[str, Sourced]) -> int:
    return sum(
        comparable(values.get(name)) == comparable(record.value) for name, record in records.items()
    )
