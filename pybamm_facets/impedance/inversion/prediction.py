"""Charge-transfer resistance predicted for particles, and how it compares with what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pybamm_facets.impedance.inversion.facet_areas import checked_resistances

ACCEPTED_FRACTION = 0.2
"""Largest relative difference that counts as agreement, by convention: 20 % of the measured."""


@dataclass(frozen=True)
class Prediction:
    """Predicted charge-transfer resistances.

    Parameters
    ----------
    table
        Indexed by particle: ``i0_A``, ``r_ct_Ohm`` and ``standard_error_Ohm``.
    """

    table: pd.DataFrame

    @property
    def r_ct(self) -> pd.Series:
        """Charge-transfer resistance [Ohm] by particle."""
        return self.table["r_ct_Ohm"]

    @property
    def standard_error(self) -> pd.Series:
        """Standard error of `r_ct` [Ohm], the measurement's own not included."""
        return self.table["standard_error_Ohm"]

    def within(
        self, measured: pd.Series | Mapping[str, float], fraction: float = ACCEPTED_FRACTION
    ) -> pd.DataFrame:
        """Compare with measured resistances.

        Parameters
        ----------
        measured
            [Ohm] by particle; particles that were not predicted are an error.
        fraction
            Largest relative difference that counts as agreement.

        Returns
        -------
        pandas.DataFrame
            Indexed by particle: ``measured_Ohm``, ``predicted_Ohm``, ``standard_error_Ohm``,
            ``relative_difference`` (predicted − measured over measured) and ``within``.
        """
        if not 0 < fraction < 1:
            raise ValueError(f"fraction={fraction!r}: expected between 0 and 1")
        series = checked_resistances(measured, "measured")
        unknown = [str(particle) for particle in series.index if particle not in self.table.index]
        if unknown:
            raise ValueError(f"measured: no prediction for particle {', '.join(unknown)}")
        table = self.table.loc[series.index]
        difference = table["r_ct_Ohm"] / series - 1
        return pd.DataFrame(
            {
                "measured_Ohm": series,
                "predicted_Ohm": table["r_ct_Ohm"],
                "standard_error_Ohm": table["standard_error_Ohm"],
                "relative_difference": difference,
                "within": difference.abs() <= fraction,
            }
        )
