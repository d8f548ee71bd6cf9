"""A second calibration point, from elsewhere: fade with and without a texture, all else equal.

Boron in LiNi0.90Co0.05Mn0.05O2 lines the grains up and, by its authors, changes little else. In
100 cycles at 55 °C to 4.3 V the plain material lost 24 % of its capacity and the textured one 9 %,
0.375 of it (Park et al. 2018, doi:10.1002/aenm.201801202, abstract; the textured one kept 91 %, 15
points more than the plain one). Another material, temperature and window: what can be compared is
that one ratio, and what each mechanism says of a change of texture alone.

Here the plain particle has random grains, the textured one radial layers outside a random core;
both have the diffusivity of the core-shell fit. Rates are not in the abstract: C/2 both ways is an
estimate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from pybamm_facets import names
from pybamm_facets.ageing import DEFAULT_HYPOTHESES, Mechanism
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL
from pybamm_facets.particle import Agglomerate
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.sets.window import with_window
from pybamm_facets.studies.cycling.hypothesis_test import hypothesis_test

PLAIN, TEXTURED = "plain", "textured"
CYCLES, PLAIN_KEPT, TEXTURED_KEPT, UPPER = 100, 0.76, 0.91, 4.3
PROTOCOL = Protocol(charge=0.5, discharge=0.5, pre_cycles=1)
RATIO = round((1 - TEXTURED_KEPT) / (1 - PLAIN_KEPT), 3)
"""Loss with texture over loss without, as published."""


def texture_twin(mechanisms: Sequence[Mechanism] = DEFAULT_HYPOTHESES) -> pd.DataFrame:
    """What each mechanism, fitted to the plain particle, says of the textured one.

    Parameters
    ----------
    mechanisms
        The hypotheses.

    Returns
    -------
    pandas.DataFrame
        ``mechanism``, ``plain_kept`` (fitted), ``textured_kept`` (predicted), ``ratio`` of the
        losses, ``published_ratio``, ``reason`` where there is none.
    """
    textured = with_window(li2025(CORE_SHELL, cell="cycling"), upper=UPPER)
    plain = textured.copy()
    random = Agglomerate.isotropic().parameters()
    plain.update({name: value for name, value in random.items() if name != names.PARTICLE_RADIUS})
    found = hypothesis_test(
        {PLAIN: plain, TEXTURED: textured},
        PLAIN,
        PLAIN_KEPT,
        CYCLES,
        mechanisms=mechanisms,
        protocol=PROTOCOL,
    ).table
    rows = []
    for mechanism, own in found.groupby("mechanism", sort=False):
        kept = own.set_index("particle")["retention"]
        calibrated = own["rate"].notna().all()
        rows.append(
            {
                "mechanism": mechanism,
                "plain_kept": kept[PLAIN],
                "textured_kept": kept[TEXTURED],
                "ratio": (1 - kept[TEXTURED]) / (1 - kept[PLAIN]) if calibrated else math.nan,
                "published_ratio": RATIO,
                "reason": own["reason"].iloc[0],
            }
        )
    return pd.DataFrame(rows)
