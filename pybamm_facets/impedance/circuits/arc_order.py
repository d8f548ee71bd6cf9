"""Which of two arcs is the film's: that at the higher frequency."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.fitting import fit_circuit
from pybamm_facets.impedance.spectra.kramers_kronig import KramersKronig

AS_GOOD = 1.05
"""Factor of misfit up to which the other order is as good."""
PAIRS = [(f"{symbol}_film", f"{symbol}_CT") for symbol in ("R", "Q", "alpha")]


def arcs_are_swapped(values: pd.Series) -> bool:
    """Whether a fit of two arcs has that of the film at the lower frequency.

    The circuit does not know which arc is which: then R_film and R_CT may be the other way round.
    """
    if "R_film" not in values:
        return False
    film, transfer = (
        np.log(values[f"R_{name}"] * values[f"Q_{name}"]) / values[f"alpha_{name}"]
        for name in ("film", "CT")
    )
    return bool(film > transfer)


def with_film_first(fit: CircuitFit, test: KramersKronig | None = None) -> CircuitFit:
    """The fit, or that from the arcs the other way round if it is as good.

    Parameters
    ----------
    fit
        Of any circuit.
    test
        Of its spectrum, if it was made.
    """
    if not arcs_are_swapped(fit.values):
        return fit
    start = fit.values.copy()
    for film, transfer in PAIRS:
        start[film], start[transfer] = fit.values[transfer], fit.values[film]
    try:
        other = fit_circuit(fit.circuit, fit.spectrum, start=start, starts=1, test=test)
    except RuntimeError:
        return fit
    good = other.noise <= AS_GOOD * fit.noise + 1e-9 and not arcs_are_swapped(other.values)
    return other if good else fit
