"""The waterfall ends where the second particle is, whatever the steps."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.report.attribution import attribution_figure
from pybamm_facets.report.style import save_figure

STEPS = {
    ("capacity_mAh_g", 1.0): (200.0, {"kinetics": 1.0, "solid transport": 25.0, "rest": 0.0}),
    ("capacity_mAh_g", 10.0): (60.0, {"kinetics": 8.0, "solid transport": -20.0, "rest": 0.0}),
    ("mean_voltage_V", 1.0): (3.8, {"kinetics": 0.01, "solid transport": 0.03, "rest": 0.0}),
    ("mean_voltage_V", 10.0): (3.2, {"kinetics": 0.04, "solid transport": -0.06, "rest": 0.0}),
}


@pytest.fixture
def table():
    rows = []
    for (quantity, rate), (first, parts) in STEPS.items():
        gap = sum(parts.values())
        for group, part in parts.items():
            row = {"c_rate": rate, "quantity": quantity, "group": group, "contribution": part}
            rows.append(row | {"gap": gap, "first": first, "second": first + gap})
    return pd.DataFrame(rows)


def bars(axes):
    return [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in axes.patches]


def test_steps_lead_from_the_first_particle_to_the_second(table):
    figure = attribution_figure(table)
    for axes, (first, parts) in zip(figure.axes, STEPS.values(), strict=True):
        start, *steps, end = bars(axes)
        assert len(steps) == 2  # what contributes nothing anywhere has no bar
        factor = 1e3 if first < 10 else 1.0
        assert start == (0, pytest.approx(0.0 if first < 10 else first))
        np.testing.assert_allclose(
            [high - low for low, high in steps], factor * np.array(list(parts.values())[:2])
        )
        assert steps[0][0] == pytest.approx(start[1]) and steps[1][0] == pytest.approx(steps[0][1])
        assert end[1] == pytest.approx(steps[1][1])
        low, high = axes.get_ylim()
        assert low <= min(end[1], 0) and high > max(top for _, top in (start, *steps, end))


def test_chosen_rates_and_quantities(table, tmp_path):
    figure = attribution_figure(table, c_rates=[10], quantities=["capacity_mAh_g"])
    assert [axes.get_title() for axes in figure.axes] == ["10C"]
    save_figure(tmp_path / "figure.png", figure)
    assert (tmp_path / "figure.png").stat().st_size > 5000


def test_a_rate_without_a_result_says_so(table):
    table.loc[table["c_rate"] == 10.0, "contribution"] = np.nan
    texts = [text.get_text() for axes in attribution_figure(table).axes for text in axes.texts]
    assert texts.count("no result") == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"c_rates": [3]}, r"c_rate \[3.0\]"),
        ({"quantities": ["energy_mWh_g"]}, "quantity .*energy_mWh_g"),
        ({"quantities": []}, "quantity at all"),
    ],
)
def test_what_is_not_in_the_table_is_refused(table, arguments, message):
    with pytest.raises(ValueError, match=message):
        attribution_figure(table, **arguments)


def test_several_scenarios_are_refused(table):
    table["scenario"] = ["a"] * 6 + ["b"] * 6
    with pytest.raises(ValueError, match="several scenarios"):
        attribution_figure(table)
