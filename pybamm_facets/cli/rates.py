"""C-rates as a user types them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pybamm_facets.runs.cell_protocol import Protocol

ChargedAt = Annotated[
    str | None,
    typer.Option(
        "--charged-at",
        metavar="RATE",
        help="Rate at which the cell was charged before each discharge (and discharged before each "
        "charge), such as 0.5 or C/10; from equilibrium without.",
    ),
]
"""How the cells were charged before."""


def start_after(charged_at: str | None) -> Protocol | tuple[()]:
    """The start of runs after a half-cycle at a rate; nothing for equilibrium."""
    if charged_at is None:
        return ()
    from pybamm_facets.runs.c_rates import read_c_rates
    from pybamm_facets.runs.cell_protocol import Protocol

    (rate,) = read_c_rates([charged_at], "--charged-at")
    return Protocol(charge=rate, discharge=rate, pre_cycles=0)


def parse_rates(text: str) -> tuple[float, ...]:
    """``"C/10,1,10"`` as numbers; ``ValueError`` for anything that is not a positive rate."""
    from pybamm_facets.runs.c_rates import read_c_rates

    return read_c_rates([part for part in text.split(",")], "--rates")
