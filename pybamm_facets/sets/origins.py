"""Where every number of a parameter set comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.sets.comparable import comparable, plain
from pybamm_facets.sets.files.loading import known_sets, remembered_sets
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sourced import Sourced

IGNORED = ("citations", "chemistry")

LENDING_SHARE = 0.5
"""More than this share of a set's values must be a registered set's own before that set lends its
records: equal numbers (20 °C, one cell in series) say nothing of where a number comes from."""

NO_SET = "no registered set"


def provenance(parameter_values: GivenSet) -> pd.DataFrame:
    """Origin of every parameter of a set.

    The set is compared with this package's registered sets and all their variants, and with those
    of PyBaMM's sets that it cites. The closest one lends its records if more than half of the
    values really are that set's; a value that differs from it is the user's.

    Parameters
    ----------
    parameter_values
        Any parameter set, or the name of a registered one.

    Returns
    -------
    pandas.DataFrame
        Indexed by parameter name; columns ``value`` (a number, or the name of a function),
        ``provenance`` (see `pybamm_facets.sourced.PROVENANCES`), ``source``, ``lower``, ``upper``.
        ``attrs["set"]`` is the name of the set that lends its records, or "no registered set".
    """
    given = one_set(parameter_values)
    values = {name: value for name, value in given.items() if name not in IGNORED}
    name, records = _lender(values, given.get("citations", ()))
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


def _lender(values: Mapping[str, Any], citations: Any) -> tuple[str, Mapping[str, Sourced]]:
    """The registered set that most of the values are, and its records; else an empty one."""
    # Where two fit equally well the first is meant: a user's set may be another one, renamed.
    known = [*known_sets(), *_cited_sets(citations), *remembered_sets()]
    name, records = max(known, key=lambda one: _matches(values, one[1]))
    if _matches(values, records) <= LENDING_SHARE * len(values):
        return NO_SET, {}
    return name, records


def _cited_sets(citations: Any) -> Iterator[tuple[str, Mapping[str, Sourced]]]:
    """PyBaMM's sets of the names that a set cites: what they hold is from the literature."""
    for name in (str(citation) for citation in citations):
        if name in pybamm.parameter_sets:
            source = f"PyBaMM's parameter set {name}; see its citation"
            values = pybamm.ParameterValues(name).items()
            yield name, {key: Sourced(value, "literature", source) for key, value in values}


def _matches(values: Mapping[str, Any], records: Mapping[str, Sourced]) -> int:
    return sum(
        name in values and bool(comparable(values[name]) == comparable(record.value))
        for name, record in records.items()
    )
