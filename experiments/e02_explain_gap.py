"""Where the 77 mAh/g come from
============================

Blind prediction, texture, attribution and uncertainty at 10C.

Runs alone: ``python experiments/e02_explain_gap.py [--out DIR] [--quick]``; the last line that it
prints is one JSON object with its figures. Finished draws are kept in DIR: a second run goes on.

.. image:: /_static/uncertainty.png
   :alt: Uncertainty of the blind prediction: what each estimate adds to its spread
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/uncertainty.png"
import argparse
import json
from pathlib import Path
from typing import Any

from pybamm_facets.paper.explanation import Extent, explain
from pybamm_facets.report.explain import write_explanation

RATES = (0.1, 1.0, 5.0, 10.0)


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and figures, return its figures."""
    out.mkdir(parents=True, exist_ok=True)
    rates = RATES[-1:] if quick else RATES
    result = explain(
        rates, extent=Extent.quick if quick else Extent.full, store=out / "e02_explain.db"
    )
    write_explanation(out, result, {"quick": quick})
    capacity = result.attribution[
        (result.attribution["quantity"] == "capacity_mAh_g")
        & (result.attribution["c_rate"] == 10.0)
        & (result.attribution["scenario"] == "as it is")
    ].set_index("group")["contribution"]
    first = next(iter(result.uncertainties.values()))
    return {
        "experiment": "e02_explain_gap",
        "blind_core_shell_mAh_g": round(result.fits["core_shell_mAh_g"]["blind"], 2),
        "kappa_isotropic": round(result.fits["kappa_isotropic"]["texture"], 3),
        "basal_share": round(result.fits["basal_share"]["texture"], 4),
        "attribution_10C_mAh_g": {group: round(part, 4) for group, part in capacity.items()},
        "prediction_quantiles_mAh_g": {f"{q:g}": round(v, 2) for q, v in first.quantiles.items()},
        "percentile_of_measured": first.percentile,
        "draws_without_result": int((first.samples["status"] != "ok").sum()),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for the files")
    parser.add_argument("--quick", action="store_true", help="few draws on a coarse mesh")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.out, arguments.quick)))


if __name__ == "__main__":
    main()
