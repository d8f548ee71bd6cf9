"""Spectra of two arcs, of spheres and of the paper's circuit, fitted with the paper's circuit.

43 points, 0.5 % noise, other parameters drawn at random: arcs with time constants 10 to 1000 times
apart, each at least 20 % of the resistance; spheres with a radius squared over diffusivity of 0.1
to 3 s. Counts how often each verdict is given.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from harness import run_from_command_line, timed

from pybamm_facets.impedance import RANDLES, Spectrum, fit_circuit, judge, kramers_kronig

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.impedance.circuits.made_spectra import one_arc, sphere, two_arcs

Make = Callable[[np.random.Generator], Spectrum]


def run(quick: bool) -> dict[str, Any]:
    """Judge 200, 200 and 500 spectra; quick means a 20th."""
    share = 20 if quick else 1
    kinds: dict[str, tuple[Make, int]] = {
        "two_arcs": (two_arcs, 200),
        "spheres": (sphere, 200),
        "clean": (one_arc, 500),
    }
    cpu, _, verdicts = timed(
        lambda: {name: counted(make, count // share) for name, (make, count) in kinds.items()}
    )
    total = sum(sum(found.values()) for found in verdicts.values())
    return {
        "benchmark": "spectra_verdicts",
        **verdicts,
        "cpu_ms_a_spectrum": 1e3 * cpu / total,
    }


def counted(make: Make, count: int) -> dict[str, int]:
    """How often each verdict is given."""
    found = Counter(verdict(make(np.random.default_rng(seed))) for seed in range(count))
    return {name: found[name] for name in ("describes", "does not describe", "cannot tell")}


def verdict(spectrum: Spectrum) -> str:
    """Of the paper's circuit."""
    test = kramers_kronig(spectrum)
    return str(judge(fit_circuit(RANDLES, spectrum, test=test), test).description)


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
