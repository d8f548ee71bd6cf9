"""Runs with their outcomes: as a table, one row a run, and as voltage curves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import MAH
from pybamm_facets._versions import versions
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import active_mass, current_1c

if TYPE_CHECKING:
    import xarray as xr

CURVE_POINTS = 101
"""Points of a curve in a dataset, even in capacity."""

PIECE = 2048
"""Rows of the table that are made at a time."""

Bases = dict[tuple[int, int], tuple[float, float]]
"""Identities of a set and its changes to mass [g] and current of 1C [A]."""

CURVE_COLUMNS = ("direction", "c_rate", "time_s", "capacity_mAh_g", "voltage_V")


@dataclass(frozen=True, eq=False)
class Finished:
    """A run with its outcome.

    Parameters
    ----------
    run, outcome
        What was asked, and what came of it.
    """

    run: Run
    outcome: Outcome

    def capacity(self, time: Any) -> Any:
        """Charge passed until a time [s] per gram of positive active material [mAh/g]."""
        values = self.run.values
        grams = 1e3 * active_mass(values)
        return self.run.c_rate * current_1c(values) * time / grams * MAH

    def row(self, bases: Bases | None = None) -> dict[str, Any]:
        """The row of the table; capacity and energy per gram of positive active material.

        Parameters
        ----------
        bases
            Mass and 1C of designs, filled and read: the same for all runs of one.
        """
        run, outcome = self.run, self.outcome
        row = run.key | self._numbers(bases)
        row |= {
            "end_voltage_V": outcome.end_voltage,
            "duration_s": outcome.duration,
            "termination": outcome.termination,
            "status": outcome.status.value,
            "reason": outcome.reason,
            "particle_lithium_error": outcome.particle_lithium_error,
            "electrolyte_lithium_error": outcome.electrolyte_lithium_error,
            "least_electrolyte": outcome.least_electrolyte,
            "mesh": outcome.mesh,
        }
        return row if run.measured is None else row | {"measured_mAh_g": run.measured}

    def _numbers(self, bases: Bases | None) -> dict[str, float]:
        run, outcome = self.run, self.outcome
        if run.problem or outcome.duration != outcome.duration:
            # A design that cannot be meant may not even have a mass.
            return dict.fromkeys(("capacity_mAh_g", "energy_mWh_g", "mean_voltage_V"), float("nan"))
        bases, key = {} if bases is None else bases, (id(run.parameter_values), id(run.changes))
        if key not in bases:
            bases[key] = 1e3 * active_mass(run.values), current_1c(run.values)
        grams, at_1c = bases[key]
        charge = run.c_rate * at_1c * outcome.duration
        energy = abs(outcome.energy)
        return {
            "capacity_mAh_g": charge / grams * MAH,
            "energy_mWh_g": energy / grams * MAH,
            "mean_voltage_V": energy / charge if charge > 0 else float("nan"),
        }

    def curve(self) -> pd.DataFrame | None:
        """The voltage curve in long form; None where there is none."""
        time, voltage = self.outcome.time, self.outcome.voltage
        if time is None or voltage is None:
            return None
        columns = {"time_s": time, "capacity_mAh_g": self.capacity(time), "voltage_V": voltage}
        return pd.DataFrame(self.run.key | columns)


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """Runs with their outcomes; shows as its table.

    Parameters
    ----------
    finished
        Each run with its outcome.
    numerics
        How they were computed.
    """

    finished: tuple[Finished, ...]
    numerics: Numerics = Numerics.default

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a run, in the order asked for.

        The run's labels, ``direction``, ``c_rate``, ``capacity_mAh_g``, ``energy_mWh_g``,
        ``mean_voltage_V``, ``end_voltage_V``, ``duration_s``, ``termination``, ``status`` (see
        `Status`), ``reason``, ``particle_lithium_error``, ``electrolyte_lithium_error`` (relative),
        ``least_electrolyte`` (least salt over the initial), ``mesh`` (points that the run was
        computed on) and, if given, ``measured_mAh_g``. Per gram of positive active material.
        """
        # In pieces: a dictionary a row takes ten times the memory of the table.
        bases: Bases = {}
        pieces = [
            pd.DataFrame([one.row(bases) for one in self.finished[start : start + PIECE]])
            for start in range(0, len(self.finished), PIECE)
        ]
        return pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame()

    @cached_property
    def curves(self) -> pd.DataFrame:
        """Voltage curves in long form: labels, `CURVE_COLUMNS`; empty unless they were kept."""
        frames = [frame for one in self.finished if (frame := one.curve()) is not None]
        if not frames:
            labels = self.finished[0].run.labels if self.finished else {}
            return pd.DataFrame(columns=[*labels, *CURVE_COLUMNS])
        return pd.concat(frames, ignore_index=True)

    @property
    def failures(self) -> pd.DataFrame:
        """Rows of the table that are not ok."""
        return self.table[self.table["status"] != Status.OK.value]

    @cached_property
    def versions(self) -> dict[str, str]:
        """Versions of what the numbers depend on."""
        return versions()

    def dataset(self, label: str) -> xr.Dataset:
        """Voltage curves on an even grid of each run's capacity, for runs that are a full product.

        Parameters
        ----------
        label
            The label that tells particles or designs apart: ``"particle"`` or ``"design"``.

        Returns
        -------
        xarray.Dataset
            ``voltage_V`` and ``capacity_mAh_g`` over `label`, ``direction``, ``c_rate`` and
            ``fraction`` (of the run's capacity, 0 to 1); NaN where there is no result.
        """
        import xarray as xr

        fraction = np.linspace(0, 1, CURVE_POINTS)
        keys = [(o.run.labels[label], o.run.direction.value, o.run.c_rate) for o in self.finished]
        axes = [list(dict.fromkeys(values)) for values in zip(*keys, strict=True)]
        if len(set(keys)) < len(keys) or len(keys) != np.prod([len(axis) for axis in axes]):
            raise ValueError(
                f"label={label!r}: expected one run for each {label}, direction and rate"
            )
        curves: FloatArray = np.full((2, len(keys), CURVE_POINTS), np.nan)
        order = {key: index for index, key in enumerate(product(*axes))}
        for key, one in zip(keys, self.finished, strict=True):
            time, voltage = one.outcome.time, one.outcome.voltage
            if time is not None and voltage is not None and time[-1] > 0:
                grid = fraction * time[-1]
                curves[:, order[key]] = one.capacity(grid), np.interp(grid, time, voltage)
        shape = (2, *(len(axis) for axis in axes), CURVE_POINTS)
        capacity, voltages = curves.reshape(shape)
        dims = (label, "direction", "c_rate", "fraction")
        return xr.Dataset(
            {"voltage_V": (dims, voltages), "capacity_mAh_g": (dims, capacity)},
            coords=dict(zip(dims, (*axes, fraction), strict=True)),
        )

    def __len__(self) -> int:
        return len(self.finished)

    def __iter__(self) -> Iterator[Finished]:
        return iter(self.finished)

    def __repr__(self) -> str:
        return repr(self.table)

    def _repr_html_(self) -> str:
        return str(self.table.to_html(max_rows=60, notebook=True))
