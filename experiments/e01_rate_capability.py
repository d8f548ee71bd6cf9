"""Rate capability of both particles
=================================

The paper's Fig. 4g and h.

Runs alone: ``python experiments/e01_rate_capability.py [--out DIR] [--quick]``; the last line that
it prints is one JSON object with its figures.

.. image:: /_static/rate_capability.png
   :alt: Discharge capacity over C-rate of the isotropic and the core-shell particle in both
      fits, and their voltage curves at 10C
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/rate_capability.png"
import argparse
import json
from pathlib import Path
from typing import Any

from pybamm_facets.paper.blind_band import blind_band
from pybamm_facets.paper.estimates import CORE_SHELL, measured_capacities
from pybamm_facets.paper.main_job import li2025_rate_capability
from pybamm_facets.report.rate_capability import rate_capability_figure
from pybamm_facets.report.style import save_figure
from pybamm_facets.studies.rates import DEFAULT_RATES

QUICK_RATES = (0.1, 10.0)


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its table and figure, return its figures."""
    job = li2025_rate_capability(QUICK_RATES if quick else DEFAULT_RATES)
    out.mkdir(parents=True, exist_ok=True)
    job.table.to_csv(out / "e01_rate_capability.csv", index=False)
    job.variants.to_csv(out / "e01_variants.csv", index=False)
    save_figure(
        out / "e01_rate_capability.png",
        rate_capability_figure(job.table, job.curves, starts=job.starts, band=blind_band()),
    )
    discharge = job.table[job.table["direction"] == "discharge"]
    capacity = discharge.set_index(["fit", "particle", "c_rate"])["capacity_mAh_g"]
    return {
        "experiment": "e01_rate_capability",
        "capacity_mAh_g": {f"{f} {p} {c:g}C": round(q, 3) for (f, p, c), q in capacity.items()},
        "blind_shortfall_mAh_g": round(
            measured_capacities()[CORE_SHELL] - capacity["blind", CORE_SHELL, 10.0], 3
        ),
        "failed": int((job.table["status"] != "ok").sum()),
        "largest_particle_lithium_error": float(job.table["particle_lithium_error"].abs().max()),
        "largest_electrolyte_lithium_error": float(
            job.table["electrolyte_lithium_error"].abs().max()
        ),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for the files")
    parser.add_argument("--quick", action="store_true", help="0.1C and 10C only")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.out, arguments.quick)))


if __name__ == "__main__":
    main()
