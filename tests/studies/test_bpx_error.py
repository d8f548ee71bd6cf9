"""What a cell loses on its way through a BPX file, one approximation after another."""

import re
from pathlib import Path

import pandas as pd
import pytest

import pybamm_facets as pf

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PAGE = Path(__file__).parents[2] / "docs" / "how_to" / "interop.md"
COLUMNS = [f"{one}_mAh_g" for one in ("facets", "averaged", "stand_in", "bpx", "plain")]
ROW = re.compile(r"^\| `(\w+)` \|((?: [\d.]+ \|){6})$", re.M)


def stated():
    """The documentation's table: set to a frame by rate."""
    rows = [
        (name, *(float(one) for one in cells.split("|")[:-1]))
        for name, cells in ROW.findall(PAGE.read_text(encoding="utf-8"))
    ]
    frame = pd.DataFrame(rows, columns=["set", "c_rate", *COLUMNS])
    return {name: part.set_index("c_rate")[COLUMNS] for name, part in frame.groupby("set")}


def test_the_documentation_states_three_sets():
    assert set(stated()) == {"Li2025_core_shell", "Li2025_isotropic", "NCA_half_cell"}
    assert all(list(one.index) == [0.1, 1, 5, 10] for one in stated().values())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(stated()))
def test_capacities_are_those_of_the_documentation(name):
    expected = stated()[name]
    found = pf.bpx_capacities(name, list(expected.index)).set_index("c_rate")[COLUMNS]
    pd.testing.assert_frame_equal(found, expected, atol=0.03, rtol=0)
    averaging = found["facets_mAh_g"] - found["averaged_mAh_g"]
    stand_in = (found["stand_in_mAh_g"] - found["averaged_mAh_g"]).abs()
    assert stand_in.loc[:5].max() < 0.02 and stand_in.loc[10] < 0.6
    assert (found["plain_mAh_g"] > found["bpx_mAh_g"] - 1e-3).all()
    if name == "Li2025_core_shell":
        assert 0.1 < averaging.loc[5] < 0.25 and 1 < averaging.loc[10] < 1.6
    else:
        assert averaging.abs().max() < 1e-6


@pytest.mark.slow
def test_it_is_the_facets_own_capacity_at_a_low_rate():
    table = pf.bpx_capacities("Li2025_isotropic", 0.2)
    own = pf.rate_capability("Li2025_isotropic", 0.2).table["capacity_mAh_g"].item()
    assert table["facets_mAh_g"].item() == own
    assert table["bpx_mAh_g"].item() == pytest.approx(own, abs=0.05)
