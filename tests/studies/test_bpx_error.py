"""What a cell loses on its way through a BPX file, one approximation after another."""

import pytest

import pybamm_facets as pf
from pybamm_facets.studies.bpx_error import bpx_capacities

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

AVERAGING = {
    "Li2025_core_shell": [(0.1, 0.01), (1, 0.01), (5, 0.25), (10, 1.6)],
    "Li2025_isotropic": [(0.1, 0.0), (1, 0.0), (5, 0.0), (10, 0.0)],
    "NCA_half_cell": [(0.1, 0.0), (1, 0.0), (5, 0.0), (10, 0.0)],
}
"""Rate to the error of averaging that the documentation states at most [mAh/g]."""


@pytest.mark.slow
@pytest.mark.parametrize("name", AVERAGING)
def test_each_approximation_is_as_small_as_is_said(name):
    table = bpx_capacities(name).set_index("c_rate")
    averaging = table["facets_mAh_g"] - table["averaged_mAh_g"]
    stand_in = table["stand_in_mAh_g"] - table["averaged_mAh_g"]
    tables = table["bpx_mAh_g"] - table["stand_in_mAh_g"]
    for rate, most in AVERAGING[name]:
        assert averaging[rate] == pytest.approx(0, abs=most + 1e-6)
    assert stand_in[:5].abs().max() < 0.05 and abs(stand_in[10]) < 0.6
    assert tables[:5].abs().max() < 0.1
    assert (table["plain_mAh_g"] >= table["bpx_mAh_g"] - 1e-3).all()
    if name == "Li2025_core_shell":
        assert averaging[10] > 1


def test_it_is_the_facets_own_capacity_at_a_low_rate():
    table = bpx_capacities("Li2025_isotropic", 0.2)
    own = pf.rate_capability("Li2025_isotropic", 0.2).table["capacity_mAh_g"].item()
    assert table["facets_mAh_g"].item() == own
    assert table["bpx_mAh_g"].item() == pytest.approx(own, abs=0.05)
