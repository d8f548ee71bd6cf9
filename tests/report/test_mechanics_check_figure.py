"""Figure of the chemo-mechanical check: a reported strain is drawn where there is one."""

import pandas as pd
import pytest

from pybamm_facets.report.mechanics_check import mechanics_check_figure


@pytest.fixture
def table():
    rows = [
        {
            "particle": "one",
            "run": "discharge",
            "law": "lattice",
            "seed": 0,
            "time_s": time,
            "zone": zone,
            "strain_p99_percent": 1.0,
            "traction_p99_MPa": 500.0,
        }
        for time in (0.0, 1.0)
        for zone in ("core", "shell")
    ]
    return pd.DataFrame(rows)


def labels(figure):
    return [[text.get_text() for text in axes.texts] for axes in figure.axes]


def test_reported_strain_is_drawn_only_if_given(table):
    assert labels(mechanics_check_figure(table)) == [[], ["strength"]]
    figure = mechanics_check_figure(table, 3e-4)
    assert labels(figure) == [["reported: 0.03 %"], ["strength"]]
    assert figure.axes[0].lines[-1].get_ydata() == pytest.approx([0.03, 0.03])
