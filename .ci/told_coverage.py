"""Tell what the tests ran of the package, and fail below the least share of its lines.

Usage: ``python .ci/told_coverage.py coverage.json``, as ``coverage json`` writes it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LEAST = 92.0
"""Lines that the tests have to run [%]."""
WORST = 8
"""Files that are named."""


def share(part: int, whole: int) -> float:
    """Per cent; all of nothing."""
    return 100.0 * part / whole if whole else 100.0


def main(path: Path) -> int:
    """Print lines, branches and the files that the tests run least of."""
    report = json.loads(path.read_text(encoding="utf-8"))
    totals = report["totals"]
    lines = share(totals["covered_lines"], totals["num_statements"])
    branches = share(totals["covered_branches"], totals["num_branches"])
    print(f"lines {lines:.1f} % (at least {LEAST:g}), branches {branches:.1f} %")
    files = {name: file["summary"] for name, file in report["files"].items()}
    missed = sorted(files, key=lambda name: files[name]["missing_lines"], reverse=True)
    for name in missed[:WORST]:
        of = files[name]
        print(f"  {of['missing_lines']:4d} of {of['num_statements']:4d} lines not run: {name}")
    return 0 if lines >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
