"""What the figures of an inversion show."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.impedance import Spectrum, invert_facets, leave_one_out
from pybamm_facets.report.facet_experiment import facet_experiment_figure
from pybamm_facets.report.facet_inversion import facet_inversion_figure

J0 = pd.Series(pf.FacetTable.nmc811().j0)
VOLTAGE = 8.31446261815324 * 293.15 / 96485.33212331


@pytest.fixture
def inversion():
    """(003) is at the bound, and there are two particles to spare."""
    rng = np.random.default_rng(1)
    areas = pd.DataFrame(rng.dirichlet(np.full(6, 0.6), 8) * 8e-11, columns=J0.index)
    j0 = J0.copy()
    j0["(003)"] = -0.3
    return invert_facets(areas, VOLTAGE / (areas @ j0), r_ct_error=0.02)


def test_every_facet_and_particle_is_shown_and_the_bound_as_a_limit(inversion):
    comparison = leave_one_out(inversion).assign(kind="left out")
    truth = (J0 / 10).to_dict()
    left, right = facet_inversion_figure(inversion.table, comparison, truth).axes
    assert [tick.get_text() for tick in left.get_xticklabels()] == list(J0.index)
    labels = [text.get_text() for text in left.get_legend().get_texts()]
    assert set(labels) == {"from the particles, ±1σ", "zero; 95 % upper limit", "put in"}
    (bar,) = left.containers
    assert len(bar.lines[0].get_xdata()) == 5
    (limit,) = (line for line in left.lines if line.get_marker() == "v")
    assert limit.get_ydata() == pytest.approx([inversion.upper_95["(003)"] / 10])
    (bar,) = right.containers
    measured, predicted = (np.asarray(numbers, float) for numbers in bar.lines[0].get_data())
    assert len(measured) == 8
    assert measured == pytest.approx(comparison["measured_Ohm"].to_numpy() / 1e6)
    assert predicted == pytest.approx(comparison["predicted_Ohm"].to_numpy() / 1e6)


def test_nothing_to_compare_is_said(inversion):
    comparison = leave_one_out(inversion).assign(kind="left out", predicted_Ohm=np.nan)
    _, right = facet_inversion_figure(inversion.table, comparison).axes
    assert "nothing to compare" in right.texts[0].get_text()


def test_nyquist_has_equal_scales_and_capacitive_half_plane_up(inversion):
    spectrum = Spectrum([10.0, 1.0], [2e7 - 1e7j, 4e7 - 0.5e7j])
    comparison = leave_one_out(inversion).assign(kind="left out")
    left = facet_experiment_figure({"P1": spectrum}, inversion.table, comparison).axes[0]
    assert left.get_aspect() == 1
    assert left.lines[0].get_ydata() == pytest.approx([10, 5])
