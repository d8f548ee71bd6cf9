"""C-rates as a user types them."""

from __future__ import annotations


def parse_rates(text: str) -> tuple[float, ...]:
    """``"0.1,1,10"`` as numbers; ``ValueError`` for anything that is not a positive rate."""
    from pybamm_facets.sweep.case import check_rates

    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        raise ValueError(f"--rates {text!r}: expected numbers separated by commas") from None
    return check_rates(values)
