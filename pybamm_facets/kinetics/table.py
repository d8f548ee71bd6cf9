"""The facet table: exchange current density per facet, with bounds and provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets import names
from pybamm_facets._checks import inside, positive
from pybamm_facets._units import MA_CM2
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, facet_family
from pybamm_facets.kinetics.exchange_current import (
    arrhenius,
    exchange_current_function,
    stoichiometry_factor,
)
from pybamm_facets.sourced import check_provenance
from pybamm_facets.tables import read_text_table

ACTIVATION_ENERGY = 24e3
"""Activation energy of NMC811 exchange current [J.mol-1] (O'Regan 2022,
DOI 10.1016/j.electacta.2022.140700)."""

COLUMNS = {
    "facet": "facet",
    "j0_mA_cm2": "j0",
    "lower_mA_cm2": "lower",
    "upper_mA_cm2": "upper",
    "provenance": "provenance",
    "reference_stoichiometry": "stoichiometry",
    "temperature_K": "temperature",
    "source": "source",
}


@dataclass(frozen=True)
class FacetKinetics:
    """Exchange current density of one facet at a stated condition.

    Parameters
    ----------
    facet
        Label of the facet; either labelling is understood, the paper's is kept.
    j0, lower, upper
        Value and bounds [A.m-2]; bounds default to the value.
    provenance
        One of `pybamm_facets.sourced.PROVENANCES`.
    stoichiometry
        Lithium content x at which j0 holds, 0 < x < 1.
    temperature
        Temperature at which j0 holds [K].
    source
        What was read, measured or assumed, in a line.
    """

    facet: str
    j0: float
    lower: float | None = None
    upper: float | None = None
    provenance: str = "user"
    stoichiometry: float = 0.5
    temperature: float = 293.15
    source: str = ""

    def __post_init__(self) -> None:
        lower = self.j0 if self.lower is None else self.lower
        upper = self.j0 if self.upper is None else self.upper
        object.__setattr__(self, "lower", lower)
        object.__setattr__(self, "upper", upper)
        for name in ("j0", "lower", "upper", "temperature"):
            positive(f"{self.facet} {name}", getattr(self, name))
        if not lower <= self.j0 <= upper:
            raise ValueError(
                f"{self.facet} j0={self.j0!r}: expected within its bounds [{lower!r}, {upper!r}]"
            )
        inside(f"{self.facet} reference_stoichiometry", self.stoichiometry, 0, 1)
        check_provenance(self.provenance, f"{self.facet} provenance")

    def at(
        self,
        stoichiometry: float,
        temperature: float,
        anodic: float = 0.5,
        activation_energy: float = ACTIVATION_ENERGY,
    ) -> FacetKinetics:
        """The same facet referred to another lithium content and temperature.

        Uses the default dependence on state, with the `anodic` charge-transfer coefficient and an
        activation energy [J.mol-1].
        """
        moved = replace(self, stoichiometry=stoichiometry, temperature=temperature)
        here, there = (stoichiometry_factor(row.stoichiometry, anodic) for row in (self, moved))
        g = there / here
        factor = float(g * arrhenius(temperature, self.temperature, activation_energy))
        if factor == 1.0:
            return self
        assert self.lower is not None and self.upper is not None
        return replace(
            moved, j0=self.j0 * factor, lower=self.lower * factor, upper=self.upper * factor
        )


@dataclass(frozen=True)
class FacetTable:
    """Exchange current densities of the facets of a material.

    Parameters
    ----------
    rows
        One `FacetKinetics` a facet, each facet once.
    families
        The facet families that labels may name.

    Examples
    --------
    >>> table = FacetTable.nmc811()
    >>> table.j0["(201)"] / table.j0["(003)"]
    25.0
    """

    rows: tuple[FacetKinetics, ...]
    families: tuple[FacetFamily, ...] = NMC811_FACETS

    def __post_init__(self) -> None:
        rows = tuple(
            replace(row, facet=facet_family(row.facet, self.families).label) for row in self.rows
        )
        labels = [row.facet for row in rows]
        if not rows:
            raise ValueError("rows: expected at least one facet, got none")
        if len(set(labels)) < len(labels):
            raise ValueError(f"rows: expected each facet once, got {', '.join(labels)}")
        object.__setattr__(self, "rows", rows)

    @classmethod
    def nmc811(cls) -> FacetTable:
        """The table of NMC811: (003) and (201) measured, the other four estimates.

        Those of (003) and (201) are in the text of Li et al. 2025. Of the others it only gives a
        lowest value and that they rise with the angle to (003): here they are log-linear in that
        angle between the lowest value at (104) and that of (201), which are their bounds too.
        """
        with (files("pybamm_facets.parameter_sets") / "nmc811_facets.csv").open() as file:
            return cls.from_frame(pd.read_csv(file))

    @classmethod
    def from_csv(
        cls, path: str | Path, families: tuple[FacetFamily, ...] = NMC811_FACETS
    ) -> FacetTable:
        """Read a table from a CSV file.

        Parameters
        ----------
        path
            File with the columns of `from_frame`.
        families
            The facet families that labels may name.

        Raises
        ------
        ValueError
            As of `from_frame`, and for a file that cannot be read as a table; names the file.
        """
        table = read_text_table(path)
        text = ("facet", "provenance", "source")
        optional = [column for column in COLUMNS if column not in ("facet", "j0_mA_cm2")]
        try:
            return cls.from_frame(table.numbers(text, optional), families)
        except ValueError as error:
            named = str(error) if str(path) in str(error) else f"{path}: {error}"
            raise ValueError(named) from None

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, families: tuple[FacetFamily, ...] = NMC811_FACETS
    ) -> FacetTable:
        """Build a table from a DataFrame.

        Parameters
        ----------
        frame
            Columns ``facet`` and ``j0_mA_cm2``, and optionally ``lower_mA_cm2``, ``upper_mA_cm2``,
            ``provenance``, ``reference_stoichiometry``, ``temperature_K`` and ``source``.
        families
            The facet families that labels may name.

        Raises
        ------
        ValueError
            For unknown or missing columns, and values that `FacetKinetics` refuses.
        """
        unknown = [str(column) for column in frame.columns if column not in COLUMNS]
        missing = [column for column in ("facet", "j0_mA_cm2") if column not in frame.columns]
        if unknown or missing:
            raise ValueError(
                f"frame.columns={list(map(str, frame.columns))}: expected {', '.join(COLUMNS)}; "
                f"unknown {unknown}, missing {missing}"
            )
        return cls(tuple(_read_row(record) for record in frame.to_dict("records")), families)

    def to_frame(self) -> pd.DataFrame:
        """The table as `from_frame` reads it."""
        records = []
        for row in self.rows:
            record = {column: getattr(row, field) for column, field in COLUMNS.items()}
            for column in COLUMNS:
                if column.endswith("mA_cm2"):
                    record[column] = record[column] / MA_CM2
            records.append(record)
        return pd.DataFrame(records)

    @cached_property
    def j0(self) -> dict[str, float]:
        """Facet label to exchange current density [A.m-2], each at its own reference state."""
        return {row.facet: row.j0 for row in self.rows}

    def replaced(self, other: FacetTable) -> FacetTable:
        """This table with the rows of `other` replacing or extending its own."""
        own = {row.facet: row for row in self.rows}
        own.update({row.facet: row for row in other.rows})
        new = tuple(family for family in other.families if family not in self.families)
        return FacetTable(tuple(own.values()), self.families + new)

    def parameters(
        self,
        *,
        stoichiometry: float = 0.5,
        temperature: float = 293.15,
        charge_transfer_coefficient: float = 0.5,
        reorganization_energy: float = 1.0,
        activation_energy: float = ACTIVATION_ENERGY,
    ) -> dict[str, Any]:
        """PyBaMM parameters of every facet, referred to one lithium content and temperature.

        Parameters
        ----------
        stoichiometry, temperature
            State at which the numbers are stated; rows measured elsewhere are converted.
        charge_transfer_coefficient
            Anodic coefficient given to every facet.
        reorganization_energy
            [eV], given to every facet; used by Marcus and Marcus-Hush-Chidsey only.
        activation_energy
            Of every facet's j0 [J.mol-1].
        """
        values: dict[str, Any] = {
            names.FACET_REFERENCE_STOICHIOMETRY: stoichiometry,
            names.FACET_REFERENCE_TEMPERATURE: temperature,
            names.FACET_ACTIVATION_ENERGY: activation_energy,
        }
        for row in self.rows:
            here = row.at(
                stoichiometry, temperature, charge_transfer_coefficient, activation_energy
            )
            values[names.exchange_current_density(row.facet)] = exchange_current_function(row.facet)
            values[names.reference_exchange_current_density(row.facet)] = here.j0
            values[names.charge_transfer_coefficient(row.facet)] = charge_transfer_coefficient
            values[names.reorganization_energy(row.facet)] = reorganization_energy
        return values


def _read_row(record: Mapping[Any, Any]) -> FacetKinetics:
    fields = {
        field: record[column]
        for column, field in COLUMNS.items()
        if column in record and not pd.isna(record[column])
    }
    for column, field in COLUMNS.items():
        if field in fields and field not in ("facet", "provenance", "source"):
            try:
                fields[field] = float(fields[field])
            except ValueError:
                raise ValueError(f"{column}={fields[field]!r}: expected a number") from None
            if column.endswith("mA_cm2"):
                fields[field] *= MA_CM2
    if "facet" not in fields or "j0" not in fields:
        raise ValueError(f"row={dict(record)!r}: expected facet and j0_mA_cm2, which are required")
    return FacetKinetics(**fields)
