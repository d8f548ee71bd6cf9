"""Why facets differ
=================

The paper's Fig. 3b to e, and where its reading holds.

Runs alone: ``python experiments/e04_activation.py [--out DIR] [--quick]``; the last line that it
prints is one JSON object with its figures. The work functions and Δ_0 are placeholders.

.. image:: /_static/activation.png
   :alt: Activation energies of the facets by their contributions
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/activation.png"
import argparse
import json
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets.paper.activation_claims import (
    DISTANCES,
    ELECTROLYTE,
    REFERENCE,
    SURFACES,
    ActivationFindings,
    activation_findings,
)
from pybamm_facets.report.style import save_figure
from pybamm_facets.report.theory import activation_figure, double_layer_figure
from pybamm_facets.theory import (
    ComputedReorganization,
    implied_energy_spread,
    required_difference,
)
from pybamm_facets.theory.double_layer.planar_layer import ELECTRODE_POTENTIAL
from pybamm_facets.theory.solvent.reorganization import ION_DISTANCE


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and figures, return its figures."""
    out.mkdir(parents=True, exist_ok=True)
    refinement = 0.5 if quick else 1.0
    found = activation_findings(refinement, DISTANCES[:1] if quick else DISTANCES)
    study, measured = found.study, found.measured
    table = pd.concat(r.to_frame().assign(work=work) for work, r in study.both.items())
    table.to_csv(out / "e04_activation.csv", index=False)
    save_figure(out / "e04_activation.png", activation_figure(measured, study, REFERENCE))
    layers = double_layer_figure(SURFACES, ELECTROLYTE, ELECTRODE_POTENTIAL, ION_DISTANCE)
    save_figure(out / "e04_double_layers.png", layers)
    ratio = measured.j0["(201)"] / measured.j0[REFERENCE]
    model = ComputedReorganization(refinement=refinement)
    answers = required_difference(ratio, SURFACES[REFERENCE], ELECTROLYTE, reorganization=model)
    spread = implied_energy_spread(ratio, 1.0, ELECTROLYTE.temperature)
    return {
        "experiment": "e04_activation",
        "illustrative_inputs": list(study.interaction_only.illustrative_inputs),
        "slopes_eV": {name: round(value, 5) for name, value in found.slopes.items()},
        "thermal_energy_eV": round(ELECTROLYTE.thermal_voltage, 6),
        "implied_spread_eV": round(float(spread), 6),
        "work_function_trend_eV": _rounded(found),
        "statements": {
            name: "holds" if truth else "does not hold" for name, truth in found.statements.items()
        },
        "required": [answer.statement for answer in answers],
    }


def _rounded(found: ActivationFindings) -> dict[str, float]:
    """The trends at each distance, after that of a fixed work."""
    named = {f"{1e9 * d:g} nm": v for d, v in found.trends.items()}
    return {n: round(v, 5) for n, v in ({"fixed work": found.fixed_trend} | named).items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for the files")
    parser.add_argument("--quick", action="store_true", help="coarse mesh, one distance")
    arguments = parser.parse_args()
    result = run(arguments.out, arguments.quick)
    print("The paper's statements, with illustrative inputs:")
    for name, answer in result["statements"].items():
        print(f"  {answer:>13}: {name}")
    for statement in result["required"]:
        print(f"  {statement}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
