"""What a BPX file cannot say, each with a number where there is one."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

import pandas as pd


@dataclass(frozen=True)
class Loss:
    """One thing that another tool will read differently from what the set says.

    Parameters
    ----------
    quantity
        Of the set.
    written_as
        What stands in the file.
    error
        Largest difference, NaN where it has none.
    unit
        Of the error.
    """

    quantity: str
    written_as: str
    error: float
    unit: str


def loss_table(losses: list[Loss]) -> pd.DataFrame:
    """One row a loss."""
    return pd.DataFrame(
        [astuple(one) for one in losses], columns=[one.name for one in fields(Loss)]
    )
