"""Files of laboratories, made in every dialect that a reader claims: read, or refused by name.

The generator is that of the tests. A file of one sweep counts as read if frequency and impedance
are those that were written, one of several if all of them are; a file that cannot be meant, if it
is refused with its name and the reason.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from harness import run_from_command_line

from pybamm_facets.impedance import read_sweeps

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.impedance.spectra import laboratory_files as files


def run(quick: bool) -> dict[str, Any]:
    """Write and read all files; quick takes every fourth."""
    step = 4 if quick else 1
    with tempfile.TemporaryDirectory() as folder:
        one = {n: is_read(Path(folder) / n, files.FILES[n], 1) for n in list(files.FILES)[::step]}
        several = {
            n: is_read(Path(folder) / n, *files.SEVERAL[n]) for n in list(files.SEVERAL)[::step]
        }
        refused = {
            n: is_refused(Path(folder) / n, *files.REFUSED[n]) for n in list(files.REFUSED)[::step]
        }
    groups = {"one_sweep": one, "several_sweeps": several, "refused_by_name": refused}
    return {
        "benchmark": "spectra_formats",
        **{name: f"{sum(found.values())} of {len(found)}" for name, found in groups.items()},
        "not_as_wanted": [n for found in groups.values() for n, good in found.items() if not good],
    }


def is_read(path: Path, write: files.Write, count: int) -> bool:
    """Whether all sweeps are read, to ten digits."""
    write(path)
    sweeps = read_sweeps(path)
    return len(sweeps) == count and all(
        np.allclose(sweep.spectrum.frequency, files.FREQUENCY, rtol=1e-9, atol=0)
        and np.allclose(sweep.spectrum.impedance, k * files.Z, rtol=1e-9, atol=0)
        for k, sweep in enumerate(sweeps, 1)
    )


def is_refused(path: Path, write: files.Write, message: str) -> bool:
    """Whether the file is refused, with its name and the reason."""
    write(path)
    try:
        read_sweeps(path)
    except ValueError as error:
        return path.name in str(error) and message in str(error)
    return False


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
