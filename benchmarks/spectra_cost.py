"""Time of the Kramers-Kronig test of long spectra, and of a folder of files that is fitted.

The folder has 100 files of 61 points, every fifth with a bad point and one of them no spectrum.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from harness import run_from_command_line, timed

from pybamm_facets.impedance import RANDLES, fit_files, kramers_kronig

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.impedance.circuits.made_spectra import TRUE, noisy


def run(quick: bool) -> dict[str, Any]:
    """Time both; quick takes fewer points and files."""
    kramers_kronig(made(60, 0))  # imports what it needs
    points = (60, 240) if quick else (60, 120, 240, 640)
    seconds = {}
    for count in points:
        cpu, wall, test = timed(lambda count=count: kramers_kronig(made(count, 3)))
        seconds[str(count)] = {"cpu_s": cpu, "wall_s": wall, "noise": test.rms}
    return {"benchmark": "spectra_cost", "kramers_kronig": seconds, "folder": folder(quick)}


def made(points: int, seed: int):
    """A noisy spectrum of the paper's circuit."""
    frequency = np.geomspace(1e5, 0.1, points)
    rng = np.random.default_rng(seed)
    return noisy(RANDLES.impedance(frequency, TRUE), rng, 0.01, frequency)


def folder(quick: bool) -> dict[str, float]:
    """A folder of files, one of them bad."""
    count = 10 if quick else 100
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"particle_{k}.csv" for k in range(count)]
        for k, path in enumerate(paths):
            frame = made(61, k).to_frame()
            if k % 5 == 0:
                frame.loc[(7 * k) % 61, ["z_real_ohm", "z_imag_ohm"]] *= 0.1
            frame.to_csv(path, index=False)
        paths[1].write_text("frequency_Hz,z_real_ohm,z_imag_ohm\n1,2\n")
        cpu, wall, fits = timed(lambda: list(fit_files(paths)))
    failed = sum(fit.fit is None for fit in fits)
    return {"files": count, "failed": failed, "cpu_s": cpu, "wall_s": wall}


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
