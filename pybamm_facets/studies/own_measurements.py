"""What was measured of a set: as its file says, or as a table that is given beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pybamm_facets.measured import read_capacities
from pybamm_facets.sets.files.csv_tables import beside
from pybamm_facets.sets.files.loading import LoadedSet

RELATIVE_ERROR = 0.01
"""Standard deviation of a capacity that is given without one, of its value: mass and contact."""


def own_measurements(loaded: LoadedSet, name: str) -> pd.DataFrame | None:
    """What a set's file says was measured of it, under a name; None if it says nothing."""
    given = loaded.resolved.tree.get(("measured", "capacities_csv"))
    if given is None:
        return None
    table = read_capacities(beside(given), name)
    chosen = loaded.resolved.tree.get(("measured", "particle"))
    if chosen is not None:
        rows = table[table["particle"] == chosen.word]
        if rows.empty:
            known = ", ".join(sorted(set(table["particle"])))
            raise ValueError(f"{chosen.where}: expected a particle of the file: {known}")
        table = rows
    elif table["particle"].nunique() > 1:
        raise ValueError(
            f"{given.where}: has several particles, expected measured.particle to choose one"
        )
    return table.assign(particle=name).reset_index(drop=True)


def measurements_of(
    sets: Mapping[str, LoadedSet], path: str | Path | None = None
) -> pd.DataFrame | None:
    """What was measured of several sets, by their names in ``particle``.

    Parameters
    ----------
    sets
        Name to set.
    path
        CSV that is given beside them; it takes the place of what the files say of the sets that it
        has rows of. Rows without a name are the first set's.

    Raises
    ------
    ValueError
        For a file of which no row belongs to any of the sets.
    """
    own = {name: own_measurements(loaded, name) for name, loaded in sets.items()}
    if path is not None:
        first = next(iter(sets))
        given = read_capacities(path, first)
        known = set(given["particle"])
        if not known & set(sets):
            if len(sets) == 1 and len(known) == 1:
                given = given.assign(particle=first)
            else:
                raise ValueError(
                    f"{path}: particle {', '.join(sorted(map(repr, known)))}: expected one of "
                    f"{', '.join(map(repr, sets))}"
                )
        for name in sets:
            rows = given[given["particle"] == name]
            if len(rows):
                own[name] = rows
    found = [table for table in own.values() if table is not None]
    return pd.concat(found, ignore_index=True) if found else None


def with_errors(table: pd.DataFrame) -> pd.DataFrame:
    """The table with a standard deviation in every row: 1 % of the value where none is given."""
    assumed = RELATIVE_ERROR * table["capacity_mAh_g"]
    return table.assign(error_mAh_g=table["error_mAh_g"].fillna(assumed))


__all__ = ["measurements_of", "own_measurements", "with_errors"]
