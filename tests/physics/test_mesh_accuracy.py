"""The default mesh against one refined until the capacity no longer moves, and against volumes."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.particle import RadialElementMesh
from pybamm_facets.studies.rates import rate_capability
from tests.particle.finite_volumes import finite_volume_model

TIGHT = pf.Tolerances(1e-6, 1e-8)
BOTH = ("discharge", "charge")


@pytest.fixture(scope="module")
def sets():
    return {name: pybamm.ParameterValues(f"Li2025_{name}") for name in ("isotropic", "core_shell")}


def capacities(sets, rates=(0.1, 1.0, 10.0), model=None, submeshes=None, **points):
    numerics = pf.Numerics(points, submeshes or {}, tolerances=TIGHT)
    table = rate_capability(sets, rates, directions=BOTH, numerics=numerics, model=model).table
    return table["capacity_mAh_g"].to_numpy()


def elements(**arguments):
    return {"positive particle": pybamm.MeshGenerator(RadialElementMesh, arguments)}


@pytest.fixture(scope="module")
def reference(sets):
    """On two splits into elements that share no node, which agree."""
    one = capacities(sets, r_p=23, x_p=5)
    other = capacities(sets, r_p=34, x_p=5, submeshes=elements(core=10, shell_nodes=9))
    assert np.abs(one - other).max() < 5e-4
    return one


@pytest.mark.slow
def test_default_nodes_of_the_particle_are_within_a_hundredth(sets, reference):
    assert np.abs(capacities(sets, r_p=11, x_p=5) - reference).max() < 0.01


@pytest.mark.slow
def test_four_hundred_volumes_agree(sets, reference):
    fine = capacities(sets, model=finite_volume_model(), r_p=400, x_p=5)
    # Volumes have a smooth core-shell step, which is worth 0.013.
    assert np.abs(fine - reference).max() < 0.03


@pytest.mark.parametrize("points", [3, 8])
def test_the_electrolyte_keeps_its_lithium_on_any_separator(sets, points):
    numerics = pf.Numerics({"x_s": points, "x_p": 3}, tolerances=TIGHT)
    table = rate_capability(sets, (1.0, 10.0), directions=BOTH, numerics=numerics).table
    assert table["electrolyte_lithium_error"].abs().max() < 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("end", [2.5, 3.0])
def test_the_separators_points_do_where_the_run_ends_on_the_slope(sets, end):
    ended = {name: pf.with_window(values, lower=end) for name, values in sets.items()}
    fine = capacities(ended, (10.0,), x_s=40, x_p=10)
    assert np.abs(capacities(ended, (10.0,), x_p=10) - fine).max() < 0.07


@pytest.mark.slow
def test_steep_elements_hold_oregans_diffusivity_at_every_rate():
    sets = {name: pf.li2025(name, diffusivity="oregan") for name in ("isotropic", "core_shell")}
    rates = (0.2, 1.0, 2.0, 5.0, 10.0)
    many = elements(shell_nodes=6, grading=3.0)
    refined = capacities(sets, rates, submeshes=many, r_p=106, x_p=5)
    steep = pf.Numerics.steep
    found = capacities(sets, rates, submeshes=steep.submesh_types, x_p=5, **steep.var_pts)
    assert np.abs(found - refined).max() < 0.03
