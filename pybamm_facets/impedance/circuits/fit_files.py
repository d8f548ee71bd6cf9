"""Several files of spectra, each tested and fitted; one that is bad does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets._units import MOHM
from pybamm_facets.impedance.circuits.circuit import Circuit
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.fitting import fit_circuit
from pybamm_facets.impedance.circuits.named_circuits import RANDLES
from pybamm_facets.impedance.spectra.kramers_kronig import (
    FEWEST_POINTS,
    KramersKronig,
    kramers_kronig,
)
from pybamm_facets.impedance.spectra.spectrum_files import read_spectrum


@dataclass(frozen=True, eq=False)
class FileFit:
    """What became of one file: a fit and a Kramers-Kronig test, or the reason why not."""

    name: str
    path: Path
    fit: CircuitFit | None = None
    test: KramersKronig | None = None
    reason: str = ""


def fit_files(
    paths: Sequence[Path],
    circuit: Circuit = RANDLES,
    *,
    instrument: str | None = None,
    starts: int = 8,
    seed: int = 0,
) -> Iterator[FileFit]:
    """Read, test and fit the files one by one, as they are asked for.

    Parameters
    ----------
    paths
        Files; a result is named after its file, with a number where a name comes again.
    circuit, starts, seed
        Of `fit_circuit`.
    instrument
        Of `read_spectrum`.
    """
    for name, path in zip(names(paths), paths, strict=True):
        try:
            spectrum = read_spectrum(path, instrument)
            test = kramers_kronig(spectrum) if len(spectrum) >= FEWEST_POINTS else None
            fit = fit_circuit(circuit, spectrum, starts=starts, seed=seed)
            yield FileFit(name, path, fit, test)
        except (ValueError, OSError, ImportError, RuntimeError) as error:
            yield FileFit(name, path, reason=str(error))


def names(paths: Sequence[Path]) -> list[str]:
    """A name for each file, its own without ending, each once."""
    taken: list[str] = []
    for path in paths:
        name, number = path.stem, 2
        while name in taken:
            name, number = f"{path.stem}_{number}", number + 1
        taken.append(name)
    return taken


def fit_table(
    files: Sequence[FileFit], temperature: float = 293.15, electrons: int = 1
) -> pd.DataFrame:
    """One row per file, in SI units.

    ``particle``, ``r_ct_ohm``, ``r_ct_error_ohm``, ``i0_A``, ``i0_error_A`` (Eq. 5), ``noise``,
    ``kramers_kronig`` (passes, fails, untested), ``at_bounds``, ``status``, ``reason``, and every
    parameter of the circuit with its error.
    """
    return pd.DataFrame([_row(file, temperature, electrons) for file in files])


def resistance_table(files: Sequence[FileFit]) -> pd.DataFrame:
    """``particle``, ``r_ct_MOhm``, ``r_ct_error_MOhm`` of those fitted, for `read_resistances`."""
    fitted = [(file.name, file.fit) for file in files if file.fit is not None]
    rows = [(name, f.values["R_CT"] / MOHM, f.standard_errors["R_CT"] / MOHM) for name, f in fitted]
    return pd.DataFrame(rows, columns=["particle", "r_ct_MOhm", "r_ct_error_MOhm"])


def _row(file: FileFit, temperature: float, electrons: int) -> dict[str, Any]:
    row: dict[str, Any] = {"particle": file.name}
    if file.fit is None:
        return row | {"status": "failed", "reason": file.reason, "file": str(file.path)}
    fit, errors = file.fit, file.fit.standard_errors
    current = fit.exchange_current(temperature, electrons)
    row |= {
        "r_ct_ohm": fit.values["R_CT"],
        "r_ct_error_ohm": errors["R_CT"],
        "i0_A": float(current.value),
        "i0_error_A": float(current.error),
        "noise": fit.noise,
        "kramers_kronig": _verdict(file.test),
        "at_bounds": ", ".join(fit.at_bounds),
        "status": "ok",
        "reason": "",
        "file": str(file.path),
    }
    for name, value in fit.values.items():
        row |= {str(name): value, f"{name}_error": errors[name]}
    return row


def _verdict(test: KramersKronig | None) -> str:
    if test is None:
        return "untested"
    return "passes" if test.passes else "fails"
