"""The default mesh against one refined until the capacity no longer moves."""

from dataclasses import replace

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.particle import SteepDiffusion
from pybamm_facets.studies.rates import rate_capability

REFINED = {"r_p": 120, "x_p": 10, "x_s": 40}
DOUBLED = {"r_p": 240, "x_p": 20, "x_s": 60}


@pytest.fixture(scope="module")
def sets():
    return {name: pybamm.ParameterValues(f"Li2025_{name}") for name in ("isotropic", "core_shell")}


def capacities(sets, var_pts=None, rates=(0.1, 10.0)):
    table = rate_capability(
        sets, rates, directions="discharge", numerics=pf.Numerics(var_pts or {})
    ).table
    return table["capacity_mAh_g"].to_numpy()


@pytest.mark.slow
def test_default_mesh_is_within_a_fifth_of_a_mah(sets):
    refined = capacities(sets, REFINED)
    assert np.abs(capacities(sets, DOUBLED) - refined).max() < 0.02
    assert np.abs(capacities(sets) - refined).max() < 0.2


@pytest.mark.slow
def test_electrolyte_lithium_error_falls_with_separator_points(sets):
    # The half-cell's flux at the lithium is first-order on the mesh's first cell.
    def error(points):
        table = rate_capability(
            sets, (10.0,), directions="discharge", numerics=pf.Numerics({"x_s": points})
        ).table
        return table["electrolyte_lithium_error"].abs().max()

    coarse, fine = error(8), error(32)
    assert fine < coarse / 4


@pytest.mark.slow
def test_steep_mesh_holds_oregans_diffusivity_at_every_rate():
    sets = {name: pf.li2025(name, diffusivity="oregan") for name in ("isotropic", "core_shell")}
    model = pf.FacetDFN(diffusion=SteepDiffusion)
    both = {"model": model, "directions": ("discharge", "charge")}
    refined = rate_capability(sets, numerics=pf.Numerics({"r_p": 240}), **both).table
    steep = rate_capability(sets, numerics=pf.Numerics.steep, **both).table
    few = replace(pf.Numerics.steep, var_pts={"r_p": 30})
    fewer = rate_capability(sets, numerics=few, **both).table
    error, coarse_error = (
        (table["capacity_mAh_g"] - refined["capacity_mAh_g"]).abs() for table in (steep, fewer)
    )
    assert error.max() < 0.2
    assert coarse_error[refined["direction"] == "discharge"].max() < 0.2
