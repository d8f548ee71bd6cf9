"""Which of several circuits describes a spectrum best, and what a further element buys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets.impedance.circuits.arc_order import arcs_are_swapped, with_film_first
from pybamm_facets.impedance.circuits.circuit import Circuit
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.fit_verdict import judge
from pybamm_facets.impedance.circuits.fitting import fit_circuit
from pybamm_facets.impedance.circuits.named_circuits import NAMED_CIRCUITS
from pybamm_facets.impedance.circuits.resistance_limit import resistance_limit
from pybamm_facets.impedance.spectra.kramers_kronig import KramersKronig, kramers_kronig
from pybamm_facets.impedance.spectra.spectrum import Spectrum

DEFAULT = "randles"
CLEAR = 10.0
"""Difference of the criterion from which on the lesser circuit has no support (Burnham and
Anderson, doi:10.1177/0049124104268644)."""
LEAST_NOISE = 1e-6
"""Relative noise of a spectrum that was computed."""


@dataclass(frozen=True, eq=False)
class CircuitRanking:
    """Circuits in order of the corrected Akaike criterion.

    Parameters
    ----------
    table
        Indexed by circuit, best first: ``parameters``, ``misfit`` (rms), ``aicc``, ``delta_aicc``,
        ``verdict``, ``r_ct_ohm``, ``r_ct_error_ohm``, ``limit``, ``status``, ``reason``.
    fits
        By circuit.
    noise
        Of the Kramers-Kronig test, which the misfit is measured by.
    reference
        The circuit that the others are compared with.
    """

    table: pd.DataFrame
    fits: Mapping[str, CircuitFit]
    noise: float
    reference: str

    @property
    def best(self) -> str:
        """The circuit with the lowest criterion."""
        return str(self.table.index[0])

    def gain(self) -> str:
        """What the best circuit buys over the reference, in one line."""
        rows = self.table
        if self.best == self.reference:
            return f"no circuit is better than {self.reference}"
        if self.reference not in self.fits:
            return f"{self.best} is best; {self.reference} could not be fitted"
        new, old = rows.loc[self.best], rows.loc[self.reference]
        more = int(new["parameters"] - old["parameters"])
        difference = old["aicc"] - new["aicc"]
        if difference < CLEAR:
            return (f"{self.best} is best, but by {difference:.1f} only: the spectrum does not "
                    f"decide against {self.reference}")  # fmt: skip
        bought = f"{more:+d} parameters" if more else "as many parameters"
        if abs(more) == 1:
            bought = bought.rstrip("s")
        lowers = (
            f"{self.best} instead of {self.reference} ({bought}) lowers the misfit from "
            f"{old['misfit']:.2%} to {new['misfit']:.2%} of |Z| (noise {self.noise:.2%})"
        )
        if new["limit"]:
            told = "does not determine R_CT"
        elif old["limit"]:
            told = f"determines R_CT: {new['r_ct_ohm']:.4g} Ω"
        else:
            told = f"changes R_CT by {new['r_ct_ohm'] / old['r_ct_ohm'] - 1:+.1%}"
        swapped = arcs_are_swapped(self.fits[self.best].values)
        caution = "; R_film is the slower arc, and may be that of charge transfer"
        return f"{lowers} and {told}{caution if swapped else ''}"


def rank_circuits(
    spectrum: Spectrum,
    circuits: Mapping[str, Circuit] = NAMED_CIRCUITS,
    *,
    reference: str = DEFAULT,
    starts: int = 8,
    seed: int = 0,
    test: KramersKronig | None = None,
) -> CircuitRanking:
    r"""Fit circuits to one spectrum and rank them.

    With the noise :math:`\sigma` of the Kramers-Kronig test, N numbers and k parameters, the
    criterion is :math:`\chi^2/\sigma^2 + 2k + 2k(k+1)/(N - k - 1)` (Hurvich and Tsai,
    doi:10.1093/biomet/76.2.297).

    Parameters
    ----------
    spectrum
        What was measured.
    circuits
        By name.
    reference
        The circuit that a better one is compared with.
    starts, seed
        Of `fit_circuit`.
    test
        Of the spectrum, if it was made.

    Raises
    ------
    ValueError
        For fewer than ten points, or if no circuit can be fitted.
    """
    test = test or kramers_kronig(spectrum)
    noise = max(test.rms, LEAST_NOISE)
    fits: dict[str, CircuitFit] = {}
    rows: dict[str, dict[str, Any]] = {}
    for name, circuit in circuits.items():
        try:
            fit = fit_circuit(circuit, spectrum, starts=starts, seed=seed, test=test)
            fits[name] = with_film_first(fit, test)
            rows[name] = _row(fits[name], test, noise)
        except (ValueError, RuntimeError) as error:
            rows[name] = {"parameters": len(circuit.parameters), "status": "failed",
                          "reason": str(error)}  # fmt: skip
    if not fits:
        raise ValueError(f"circuits: none of {', '.join(circuits)} could be fitted")
    table = pd.DataFrame.from_dict(rows, orient="index").sort_values("aicc", kind="stable")
    table.insert(3, "delta_aicc", table["aicc"] - table["aicc"].min())
    return CircuitRanking(table.rename_axis("circuit"), fits, noise, reference)


def _row(fit: CircuitFit, test: KramersKronig, noise: float) -> dict[str, Any]:
    used = np.ones(len(fit.spectrum), bool)
    used[list(test.outliers)] = False
    square = float(np.sum(np.abs(fit.residuals[used]) ** 2))
    numbers, count = 2 * int(used.sum()), len(fit.values)
    limit = resistance_limit(fit, noise)
    verdict = judge(fit, test)
    return {
        "parameters": count,
        "misfit": float(np.sqrt(square / max(numbers - count, 1))),
        "aicc": square / noise**2 + 2 * count + 2 * count * (count + 1) / (numbers - count - 1),
        "verdict": str(verdict.description),
        "r_ct_ohm": fit.values["R_CT"] if limit is None else float("nan"),
        "r_ct_error_ohm": fit.standard_errors["R_CT"] if limit is None else float("nan"),
        "limit": "" if limit is None else str(limit),
        "status": "ok",
        "reason": verdict.reason,
    }
