"""A quick look at long studies: few draws on a coarse mesh, good to a few mAh/g."""

from __future__ import annotations

from typing import Any

COARSE = {"r_p": 14, "x_p": 3, "x_s": 6}

QUICK: dict[str, Any] = {
    "n": 4,
    "scenarios": (("rate", "active"),),
    "var_pts": COARSE,
}
"""Arguments of `pybamm_facets.studies.explain.explain`."""
