"""What ages over 500 cycles: Fig. 4f."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from pybamm_facets.ageing import DEFAULT_HYPOTHESES
from pybamm_facets.paper.cycled_pair import CYCLES, RETENTION, cycled_pair
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC
from pybamm_facets.paper.protocols import CYCLING
from pybamm_facets.paper.reproduction.chapter import Desk, Found
from pybamm_facets.progress import renamed
from pybamm_facets.studies.cycling.hypothesis_test import hypothesis_test

AS_OBSERVED = "as observed"
"""A sign of `sign_verdict`."""


def look_at_cycling(desk: Desk) -> Found:
    """Each mechanism fitted to the one bound of the text; the sign of the other particle."""
    mechanisms = DEFAULT_HYPOTHESES[: desk.effort.mechanisms]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
        test = hypothesis_test(
            cycled_pair(), CORE_SHELL, RETENTION, CYCLES, mechanisms=mechanisms,
            protocol=CYCLING, store=desk.file("cycles"), executor=executor,
            progress=renamed(desk.tell, "mechanisms"),
        )  # fmt: skip
    calibrated = test.table[test.table["rate"].notna()]
    own = calibrated[calibrated["particle"] == CORE_SHELL].set_index("mechanism")
    other = calibrated[calibrated["particle"] == ISOTROPIC].set_index("mechanism")
    less = other["sign"] == AS_OBSERVED
    unaged = test.unaged.set_index("particle")["capacity_mAh_g"]
    return Found(
        {
            "core_shell_kept_percent": 100 * float(own["retention"].mean()),
            "mechanisms_tried": float(len(mechanisms)),
            "mechanisms_calibrated": float(len(own)),
            "isotropic_keeps_less_percent": 100 * float(less.mean()),
            "first_cycle_core_shell_mAh_g": float(unaged[CORE_SHELL]),
            "last_cycle_core_shell_mAh_g": float(own["capacity_mAh_g"].mean()),
        },
        {
            "Capacity kept under each mechanism": test.table[
                ["mechanism", "particle", "role", "rate", "rate_unit", "retention", "low", "high",
                 "sign", "status", "reason"]
            ],
            "What else would tell them apart": test.distances,
        },
        {"mechanisms": f"{len(mechanisms)}", "cycles": f"{CYCLES}", "protocol": CYCLING.name},
        tuple(test.statements),
        drawn=test,
    )  # fmt: skip
