"""Cost of the solvent reorganisation energy of a facet, at 1 meV and at 0.1 meV.

The reference is the same calculation refined three times, whose own error is near 1e-6 eV.
Timed are a facet's double layer and both charge states; the mesh is shared by all, as in use.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from harness import interleaved, run_from_command_line

from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ILLUSTRATIVE_NMC811_FACETS,
    facet_potential,
)
from pybamm_facets.theory.solvent.reorganization import reorganization_energy

REFINEMENTS = {"1e-3 eV": 0.5, "1e-4 eV": 1.0}
REFERENCE = 3.0


def run(quick: bool) -> dict[str, Any]:
    """Time both accuracies over the facets; quick means two facets, once."""
    rows = ILLUSTRATIVE_NMC811_FACETS.rows
    potentials = facet_potential([row.work_function for row in (rows[::5] if quick else rows)])
    sides = {
        name: lambda refinement=refinement: energies(potentials, refinement)
        for name, refinement in REFINEMENTS.items()
    }
    energies(potentials[:1], min(REFINEMENTS.values()))  # imports, and NumPy's first calls
    medians, results = interleaved(sides, 1 if quick else 5)
    reference = energies(potentials, REFERENCE)
    return {
        "benchmark": "reorganization",
        "facets": len(potentials),
        "cpu_s_per_facet": {
            name: median["cpu_s"] / len(potentials) for name, median in medians.items()
        },
        "wall_s_per_facet": {
            name: median["wall_s"] / len(potentials) for name, median in medians.items()
        },
        "largest_error_eV": {
            name: float(np.max(np.abs(result - reference))) for name, result in results.items()
        },
        "energy_eV": dict(
            zip([f"{phi:.1f} V" for phi in potentials], reference.tolist(), strict=True)
        ),
    }


def energies(potentials: np.ndarray, refinement: float) -> np.ndarray:
    """λ of each facet, each on its own."""
    return np.array(
        [
            reorganization_energy(ILLUSTRATIVE_ELECTROLYTE, float(phi), refinement=refinement).value
            for phi in potentials
        ]
    )


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
