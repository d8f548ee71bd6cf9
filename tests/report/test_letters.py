"""Panels are lettered in the order of reading; a panel alone is not."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from pybamm_facets.impedance import RANDLES, Spectrum
from pybamm_facets.report.attribution import END_COLOURS, attribution_figure
from pybamm_facets.report.cycling import hypotheses_figure, signatures_figure
from pybamm_facets.report.impedance import bode_figure
from pybamm_facets.report.style import COLOURS, letter


def letters(figure):
    return [axes.get_title(loc="left") for axes in figure.axes if axes.axison]


@pytest.fixture
def waterfall():
    rows = [
        {"c_rate": rate, "quantity": quantity, "group": "kinetics", "contribution": 5.0,
         "gap": 5.0, "first": 60.0, "second": 65.0}
        for quantity in ("capacity_mAh_g", "mean_voltage_V") for rate in (1.0, 10.0)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture
def tested():
    """Two mechanisms, four cycles, both particles."""
    mechanisms, cycles = ("grain_boundaries", "rock_salt_layer"), (1, 10, 20, 30)
    fades = [(m, p, n, 1 - n / 300) for m in mechanisms for p in COLOURS for n in cycles]
    ends = [(m, p, 0.9, 1e-3, "as observed", 0.95, -0.01, 20.0)
            for m in mechanisms for p in COLOURS]  # fmt: skip
    columns = ["mechanism", "particle", "retention", "rate", "sign", "slow_retention",
               "voltage_change_V", "resistance_Ohm_cm2"]  # fmt: skip
    return SimpleNamespace(
        cycles=pd.DataFrame(fades, columns=["mechanism", "particle", "cycle", "retention"]),
        table=pd.DataFrame(ends, columns=columns),
        check_ups=pd.DataFrame(
            {"particle": list(COLOURS), "cycle": 1, "resistance_10s_Ohm_cm2": 15.0}
        ),
    )


def test_a_panel_alone_has_no_letter():
    for count, expected in ((1, [""]), (3, ["a", "b", "c"])):
        figure = Figure()
        letter(np.atleast_1d(figure.subplots(1, count)))
        assert letters(figure) == expected


def test_rows_of_panels_are_read_from_left_to_right(waterfall):
    assert letters(attribution_figure(waterfall)) == ["a", "b", "c", "d"]


def test_bode_has_letters():
    frequency = np.geomspace(1e4, 1, 20)
    true = {"R_s": 1.0, "Q_CT": 1e-4, "alpha_CT": 0.9, "R_CT": 20.0, "sigma_W": 2.0}
    assert letters(bode_figure(Spectrum(frequency, RANDLES.impedance(frequency, true)))) == [
        "a",
        "b",
    ]


def test_figures_of_ageing_have_letters(tested):
    assert letters(hypotheses_figure(tested, "core-shell", 0.9)) == ["a", "b"]
    assert letters(signatures_figure(tested, "core-shell")) == ["a", "b", "c", "d"]


def test_in_ageing_the_fitted_particle_is_filled_and_the_other_open(tested):
    first = hypotheses_figure(tested, "core-shell", 0.9).axes[0]
    lines = {line.get_label(): line for line in first.lines}
    assert lines["core-shell, simulated, fitted"].get_markerfacecolor() == COLOURS["core-shell"]
    assert lines["isotropic, simulated, predicted"].get_markerfacecolor() == "white"


def ends(figure):
    bars = figure.axes[0].patches
    return bars[0].get_facecolor(), bars[-1].get_facecolor()


def test_other_peoples_sets_are_neither_red_nor_blue(waterfall):
    figure = attribution_figure(waterfall, first="mine", second="yours")
    expected = attribution_figure(waterfall)
    assert not set(ends(figure)) & set(ends(expected))
    assert END_COLOURS[0] not in COLOURS.values()
