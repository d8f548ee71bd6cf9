"""The comparison keeps bases apart, and says where the paper's particles stand in it."""

import matplotlib
import pandas as pd
import pytest

from pybamm_facets.measured import literature_rate_series, literature_retention_series
from pybamm_facets.paper.blind_predictions import DEFAULT, RECIPES
from pybamm_facets.paper.literature_comparison import (
    compare_with_literature,
    group_name,
    paper_series,
)


def test_the_papers_particles_are_in_their_own_window():
    rows = paper_series()
    assert rows["capacity_mAh_g"].tolist() == [144, 67]
    names = {group_name(row) for row in rows.to_dict("records")}
    assert names == {"4.5 to 2.5 V, 1C = 180 mA/g, 20 °C"}
    assert list(rows.columns) == list(literature_rate_series().columns)


def test_no_two_bases_share_a_group():
    rows = literature_rate_series().to_dict("records")
    by_group = {}
    for row in rows:
        key = tuple(row[name] for name in ("upper_voltage_V", "lower_voltage_V", "one_c_mA_g"))
        if all(value == value for value in key) and "full cell" not in row["cell"]:
            by_group.setdefault(group_name(row), set()).add(key)
    assert len(by_group) == 3 and all(len(bases) == 1 for bases in by_group.values())


def test_own_series_may_not_take_a_published_name():
    own = literature_rate_series().head(1)
    with pytest.raises(ValueError, match="rates='NMC111-bare': expected a series that is not"):
        compare_with_literature(own)
    retention = literature_retention_series().head(1)
    with pytest.raises(ValueError, match=r"retention='NCM811-pouch-4\.2': expected a series"):
        compare_with_literature(None, retention)


@pytest.mark.slow
def test_whole_comparison_with_a_series_of_ones_own(tmp_path):
    from pybamm_facets.report.compare import write_comparison

    matplotlib.use("Agg")
    table = literature_rate_series()
    own = table[table["series"] == "NMC811-commercial-like"].assign(series="mine", doi="")
    result = compare_with_literature(own.assign(note="my cell"))
    points = result.points
    absolute = points[(points["reading"] == "absolute") & (points["set"] == DEFAULT)]
    known = absolute.set_index(["series", "c_rate"])["d_over_r2_per_s"]
    assert known["mine", 6.0] == known["NMC811-commercial-like", 6.0]
    # A polycrystal that nobody fitted: one D/R² over three rates, near the core-shell particle's.
    fast = [known["NMC811-commercial-like", rate] for rate in (4.0, 5.0, 6.0)]
    assert max(fast) / min(fast) < 1.1
    assert fast[0] == pytest.approx(known["Li2025 core-shell", 10.0], rel=0.15)
    default = points[(points["set"] == DEFAULT) & (points["reading"] != "ratio")]
    assert len(default) == 58 + 2 + 4
    assert default["reason"].ne("").sum() + default["d_over_r2_per_s"].notna().sum() == 64
    assert set(result.blind["test"]) == set(RECIPES)
    paths = write_comparison(tmp_path, result, {})
    assert [path.name for path in paths] == ["compare.csv", "compare.json", "compare.png"]
    assert len(pd.read_csv(paths[0])) == len(points)
