"""500 cycles as a test of what ages
=================================

The paper's Fig. 4f.

The text gives one bound (the core-shell keeps more than 80 %) and one sign (the isotropic particle
keeps less). Each of eleven hypotheses gets its one rate from the bound and predicts the isotropic
particle. Runs alone: ``python experiments/e08_cycling.py [--out DIR] [--quick]``; the last line
that it prints is one JSON object with its figures.

.. image:: /_static/cycling.png
   :alt: Capacity kept over 500 cycles by both particles under ten mechanisms of ageing
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/cycling.png"
import argparse
import json
from pathlib import Path
from typing import Any

import pybamm_facets as pf
from pybamm_facets.ageing import DEFAULT_HYPOTHESES
from pybamm_facets.paper import CYCLING
from pybamm_facets.paper.cycled_pair import CYCLES, RETENTION, cycled_pair
from pybamm_facets.paper.texture_twin import texture_twin
from pybamm_facets.report.cycling import write_hypotheses

REFERENCE = "core-shell"
QUICK = ("grain_boundaries", "rock_salt_layer")


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and figures, return its figures."""
    out.mkdir(parents=True, exist_ok=True)
    sets = cycled_pair()
    chosen = [one for one in DEFAULT_HYPOTHESES if not quick or one.name in QUICK]
    test = pf.hypothesis_test(
        sets, REFERENCE, RETENTION, CYCLES, mechanisms=chosen, protocol=CYCLING
    )
    write_hypotheses(out, test, REFERENCE, RETENTION, sets, {"quick": quick})
    twin = texture_twin(mechanisms=chosen)
    twin.to_csv(out / "e08_texture_twin.csv", index=False)
    for line in test.statements:
        print(line)
    isotropic = test.table[test.table["particle"] != REFERENCE].set_index("mechanism")
    unaged = test.unaged
    return {
        "experiment": "e08_cycling",
        "unaged_mAh_g": dict(zip(unaged["particle"], unaged["capacity_mAh_g"], strict=True)),
        "isotropic_retention": isotropic["retention"].dropna().to_dict(),
        "sign": isotropic["sign"].to_dict(),
        "texture_twin_ratio": twin.set_index("mechanism")["ratio"].dropna().to_dict(),
    }


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("results"))
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.out, arguments.quick)))


if __name__ == "__main__":
    main()
