"""What ``import pybamm_facets`` costs beyond ``import pybamm``."""

from __future__ import annotations

import statistics
import subprocess
import sys
from typing import Any

from harness import run_from_command_line

CODE = "import time, pybamm; t = time.perf_counter(); {}; print(time.perf_counter() - t)"


def run(quick: bool) -> dict[str, Any]:
    """Median over fresh processes."""
    repeats = 2 if quick else 7
    return {
        "benchmark": "import_time",
        "seconds_beyond_pybamm": statistics.median(_seconds() for _ in range(repeats)),
    }


def _seconds() -> float:
    command = [sys.executable, "-c", CODE.format("import pybamm_facets")]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
