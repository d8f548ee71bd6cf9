"""Several files of spectra, each tested, fitted and judged; a bad one does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets._units import MOHM
from pybamm_facets.impedance.circuits.arc_order import arcs_are_swapped, with_film_first
from pybamm_facets.impedance.circuits.circuit import Circuit
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.fit_verdict import Description, Verdict, judge
from pybamm_facets.impedance.circuits.fitting import fit_circuit
from pybamm_facets.impedance.circuits.named_circuits import RANDLES
from pybamm_facets.impedance.circuits.resistance_limit import ResistanceLimit, resistance_limit
from pybamm_facets.impedance.spectra.kramers_kronig import (
    FEWEST_POINTS,
    KramersKronig,
    kramers_kronig,
)
from pybamm_facets.impedance.spectra.reading_options import NamedSweep, Reading, read_files
from pybamm_facets.impedance.spectra.spectrum_sweeps import Sweep

UNKNOWN = float("nan")


@dataclass(frozen=True, eq=False)
class FileFit:
    """What became of one sweep of a file: a fit and what is to be thought of it, or why there is
    none.

    Parameters
    ----------
    name, path
        Of the particle, and of the file.
    fit, test, verdict
        The fit, the Kramers-Kronig test (None for too few points), and whether the circuit
        describes the spectrum.
    limit
        Of R_CT, where the spectrum does not determine it.
    sweep
        What was read.
    reason
        Why there is no fit.
    """

    name: str
    path: Path
    fit: CircuitFit | None = None
    test: KramersKronig | None = None
    reason: str = ""
    verdict: Verdict | None = None
    limit: ResistanceLimit | None = None
    sweep: Sweep | None = None

    @property
    def outlying(self) -> list[float]:
        """Frequencies of the points that were left out [Hz]."""
        if self.fit is None:
            return []
        return [float(self.fit.spectrum.frequency[k]) for k in self.fit.outliers]

    @property
    def doubts(self) -> list[str]:
        """What speaks against the numbers, in words; empty if nothing."""
        if self.fit is None:
            return []
        doubts = []
        unsteady = self.test is not None and not self.test.passes
        verdict = self.verdict
        if verdict is not None and verdict.description != Description.DESCRIBES:
            told = unsteady and verdict.description == Description.CANNOT_TELL
            doubts += [] if told else [_doubt(verdict)]
        if self.limit is not None:
            known = f": {self.limit}" if self.limit.known else ""
            doubts.append(f"the spectrum does not determine R_CT{known}")
        elif "R_CT" in self.fit.at_bounds:
            doubts.append("R_CT ended at a bound")
        if arcs_are_swapped(self.fit.values):
            doubts.append("the arc of R_film is slower than that of R_CT, which may be the film's")
        if self.test is not None and unsteady:
            doubts.append(f"Kramers–Kronig test {self.test.verdict()}")
        return doubts


def fit_files(
    paths: Sequence[Path],
    circuit: Circuit = RANDLES,
    *,
    reading: Reading | None = None,
    starts: int = 8,
    seed: int = 0,
) -> Iterator[FileFit]:
    """Read, test, fit and judge every sweep of the files, one by one, as they are asked for.

    Parameters
    ----------
    paths
        Files; a result is named after its file, with a number where a name comes again.
    circuit, starts, seed
        Of `fit_circuit`.
    reading
        How files are read; by default each as it says, and all of it.
    """
    found = read_files(paths, reading or Reading())
    return fit_sweeps(found, circuit, starts=starts, seed=seed)


def fit_sweeps(
    sweeps: Iterable[NamedSweep], circuit: Circuit = RANDLES, *, starts: int = 8, seed: int = 0
) -> Iterator[FileFit]:
    """Test, fit and judge what `read_files` has read; arguments are those of `fit_files`."""
    for named in sweeps:
        if named.sweep is None:
            yield FileFit(named.name, named.path, reason=named.reason)
            continue
        try:
            yield _fitted(named, named.sweep, circuit, starts, seed)
        except (ValueError, RuntimeError) as error:
            reason = f"{named.path}: {error}"
            yield FileFit(named.name, named.path, reason=reason, sweep=named.sweep)


def fit_table(
    files: Sequence[FileFit], temperature: float = 293.15, electrons: int = 1
) -> pd.DataFrame:
    """One row per sweep, in SI units.

    ``particle``, ``r_ct_ohm``, ``r_ct_error_ohm``, ``i0_A``, ``i0_error_A`` (Eq. 5), where R_CT is
    not determined ``r_ct_above_ohm`` or ``r_ct_below_ohm`` instead, ``noise`` (of the fit),
    ``kramers_kronig`` (passes, fails, untested) with its noise, ``verdict``, ``outliers_Hz``,
    ``at_bounds``, ``status`` (ok; doubtful: ``reason`` says why; failed), and every parameter of
    the circuit with its error.
    """
    return pd.DataFrame([_row(file, temperature, electrons) for file in files])


def resistance_table(files: Sequence[FileFit]) -> pd.DataFrame:
    """``particle``, ``r_ct_MOhm``, ``r_ct_error_MOhm`` of those fitted, for `read_resistances`.

    If one is not determined, also ``r_ct_above_MOhm`` and ``r_ct_below_MOhm``.
    """
    names = ["r_ct", "r_ct_error"]
    names += ["r_ct_above", "r_ct_below"] if any(file.limit for file in files) else []
    rows = [
        {"particle": file.name} | {f"{name}_MOhm": value / MOHM for name, value in
                                   _resistance(file, file.fit).items() if name in names}
        for file in files if file.fit is not None
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["particle", *(f"{name}_MOhm" for name in names)])


def _fitted(named: NamedSweep, sweep: Sweep, circuit: Circuit, starts: int, seed: int) -> FileFit:
    spectrum = sweep.spectrum
    test = kramers_kronig(spectrum) if len(spectrum) >= FEWEST_POINTS else None
    fit = fit_circuit(circuit, spectrum, starts=starts, seed=seed, test=test)
    fit = with_film_first(fit, test)
    limit = resistance_limit(fit, test.rms if test else None) if "R_CT" in fit.values else None
    verdict = judge(fit, test)
    return FileFit(named.name, named.path, fit, test, "", verdict, limit, sweep)


def _doubt(verdict: Verdict) -> str:
    if verdict.description == Description.DOES_NOT:
        return f"the circuit {verdict}"
    return f"cannot tell whether the circuit describes it: {verdict.reason}"


def _resistance(file: FileFit, fit: CircuitFit) -> dict[str, float]:
    """R_CT and its error, or its limit [Ohm]."""
    if file.limit is None:
        known = fit.values["R_CT"], fit.standard_errors["R_CT"]
        return dict(zip(("r_ct", "r_ct_error", "r_ct_above", "r_ct_below"),
                        (*known, UNKNOWN, UNKNOWN), strict=True))  # fmt: skip
    above = file.limit.above or UNKNOWN
    below = file.limit.below if np.isfinite(file.limit.below) else UNKNOWN
    return {"r_ct": UNKNOWN, "r_ct_error": UNKNOWN, "r_ct_above": above, "r_ct_below": below}


def _row(file: FileFit, temperature: float, electrons: int) -> dict[str, Any]:
    row: dict[str, Any] = {"particle": file.name}
    if file.fit is None:
        return row | {"status": "failed", "reason": file.reason, "file": str(file.path)}
    fit, errors = file.fit, file.fit.standard_errors
    current = fit.exchange_current(temperature, electrons)
    row |= {f"{name}_ohm": value for name, value in _resistance(file, fit).items()}
    row |= {
        "i0_A": float(current.value) if file.limit is None else UNKNOWN,
        "i0_error_A": float(current.error) if file.limit is None else UNKNOWN,
        "noise": fit.noise,
        "kramers_kronig": _tested(file.test),
        "kramers_kronig_noise": file.test.rms if file.test else UNKNOWN,
        "verdict": str(file.verdict.description) if file.verdict else "",
        "outliers_Hz": " ".join(f"{f:.6g}" for f in file.outlying),
        "at_bounds": ", ".join(fit.at_bounds),
        "status": "doubtful" if file.doubts else "ok",
        "reason": "; ".join(file.doubts),
        "file": str(file.path),
        "sweep": file.sweep.number if file.sweep else 1,
    }
    for name, value in fit.values.items():
        row |= {str(name): value, f"{name}_error": errors[name]}
    return row


def _tested(test: KramersKronig | None) -> str:
    if test is None:
        return "untested"
    return "passes" if test.passes else "fails"
