"""Held against other people's measurements
========================================

The counterpart of the paper's Fig. 4i.

Runs alone: ``python experiments/e09_compare.py [--out DIR] [--quick]``; the last line that it
prints is one JSON object with its figures.

.. image:: /_static/compared.png
   :alt: Published capacities over rate and retentions over cycles beside the paper's two particles
      and the model
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/compared.png"
import argparse
import json
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt

from pybamm_facets.measured import blind_tests, literature_rate_series, literature_retention_series
from pybamm_facets.paper.blind_predictions import DEFAULT, RECIPES, sets_on
from pybamm_facets.paper.literature_comparison import compare_with_literature, paper_series
from pybamm_facets.report.compare import write_comparison
from pybamm_facets.report.style import save_figure
from pybamm_facets.studies.published_series.fades import fade_pairs, fade_table
from pybamm_facets.studies.published_series.needed_diffusion import needed_diffusion

POLYCRYSTAL, CORE_SHELL = "NMC811-commercial-like", "Li2025 core-shell"
BLIND = "11.7 µm NMC811"


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and figure, return its figures."""
    out.mkdir(parents=True, exist_ok=True)
    found = _quick(out) if quick else _full(out)
    return {"experiment": "e09_compare", **found}


def _quick(out: Path) -> dict[str, Any]:
    """One polycrystal, the paper's particles, one blind test and the fades."""
    table = literature_rate_series()
    sets = sets_on(DEFAULT)
    needed = [
        needed_diffusion(rows, sets).table
        for rows in (table[table["series"] == POLYCRYSTAL], paper_series())
    ]
    d = {
        f"{row.series} {row.c_rate:g}C": row.d_over_r2_per_s
        for rows in needed
        for row in rows[rows["reading"] == "absolute"].itertuples()
    }
    figure, axes = plt.subplots(layout="constrained")
    for rows in needed:
        some = rows[rows["reading"] == "absolute"]
        axes.loglog(some["c_rate"], some["d_over_r2_per_s"], "o", label=some["series"].iloc[0])
    axes.set(xlabel="C-rate of its own 1C", ylabel="radial D/R² [1/s]")
    axes.legend(frameon=False)
    save_figure(out / "e09_compare.png", figure)
    (blind,) = RECIPES[BLIND](blind_tests()[BLIND], DEFAULT, None)
    pairs = fade_pairs(fade_table(literature_retention_series()))
    return {
        "d_over_r2_per_s": {key: float(f"{value:.4g}") for key, value in d.items()},
        "blind_mAh_g": {f"{rate:g}C": round(q, 2) for (_, rate), q in blind.values.items()},
        "nearer": sorted(set(pairs["nearer"]) - {""}),
    }


def _full(out: Path) -> dict[str, Any]:
    result = compare_with_literature()
    write_comparison(out, result, {})
    known = result.points[
        (result.points["set"] == DEFAULT) & (result.points["reading"] == "absolute")
    ].dropna(subset="d_over_r2_per_s")
    blind = result.blind[(result.blind["set"] == DEFAULT) & (result.blind["test"] == BLIND)]
    return {
        "d_over_r2_per_s": {
            f"{row.series} {row.c_rate:g}C": float(f"{row.d_over_r2_per_s:.4g}")
            for row in known.itertuples()
        },
        "blind_mAh_g": {f"{row.c_rate:g}C": round(row.predicted, 2) for row in blind.itertuples()},
        "nearer": sorted(set(result.pairs["nearer"]) - {""}),
        "statements": result.statements,
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for the files")
    parser.add_argument("--quick", action="store_true", help="one polycrystal and one blind test")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.out, arguments.quick)))


if __name__ == "__main__":
    main()
