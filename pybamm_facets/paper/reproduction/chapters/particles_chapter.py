"""Six simulated particles to six exchange currents: Figs. 2b and 2e to 2g."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pybamm_facets.paper.reproduction.chapter import Desk, Found
from pybamm_facets.paper.simulated_particles import (
    AREA_ERROR,
    NOISE,
    SEED,
    pulls,
    put_in,
    simulated_measurement,
)


def look_at_particles(desk: Desk) -> Found:
    """Spectra with noise, circuit fits, inversion, and three particles held back."""
    done = simulated_measurement(np.random.default_rng(SEED))
    table = done.inversion.table
    fits = pd.concat([done.six.fits, done.unseen.fits])
    slow = table.loc["(003)"]
    shown = table[["j0_mA_cm2", "total_error_mA_cm2", "upper_95_mA_cm2"]].assign(
        put_in_mA_cm2=pd.Series(put_in())
    )
    return Found(
        {
            "fit_error_percent": 100 * float((fits["r_ct_Ohm"] / fits["true_Ohm"] - 1).abs().max()),
            "largest_deviation": float(pulls(done.inversion).abs().max()),
            "slow_facet_deviations_from_zero": float(
                slow["j0_mA_cm2"] / slow["total_error_mA_cm2"]
            ),
            "unseen_percent": 100 * float(done.compared["relative_difference"].abs().max()),
            "condition": float(done.inversion.condition),
        },
        {
            "Exchange currents that came out, and those put in": shown.rename_axis(
                "facet"
            ).reset_index(),
            "Particles held back": done.compared.rename_axis("particle").reset_index(),
        },
        {
            "particles": f"{len(done.six.fits)} and {len(done.unseen.fits)} held back",
            "noise": f"{NOISE:.0%} of |Z|",
            "error of areas": f"{AREA_ERROR:.0%}",
        },
        drawn=done,
    )
