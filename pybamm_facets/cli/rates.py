"""C-rates as a user types them."""

from __future__ import annotations


def parse_rates(text: str) -> tuple[float, ...]:
    """``"C/10,1,10"`` as numbers; ``ValueError`` for anything that is not a positive rate."""
    from pybamm_facets.runs.c_rates import read_c_rates

    return read_c_rates([part for part in text.split(",")], "--rates")
