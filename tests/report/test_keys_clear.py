"""A key stands clear of the data, whatever the rate of the curves."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import pybamm_facets as pf
from pybamm_facets.paper.blind_band import blind_band
from pybamm_facets.report.explain import band_figure
from pybamm_facets.report.rate_capability import rate_capability_figure


def covered(figure):
    """Labels of lines that run under the key of their panel."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    found = []
    for axes in figure.axes:
        key = axes.get_legend()
        if key is None:
            continue
        box = key.get_window_extent(canvas.get_renderer())
        for line in axes.lines:
            points = axes.transData.transform(np.column_stack(line.get_data()).astype(float))
            path = [np.linspace(*ends, 20) for ends in pairwise(points)] or [points]
            x, y = np.concatenate(path).T
            if np.any((x > box.x0) & (x < box.x1) & (y > box.y0) & (y < box.y1)):
                found.append(line.get_label())
    return found


def test_this_test_sees_a_covered_line():
    figure = band_figure(blind_band())
    figure.axes[0].legend(loc="upper left")
    assert covered(figure)


def test_key_of_the_band():
    assert not covered(band_figure(blind_band()))


@pytest.mark.parametrize("c_rate", [0.1, 10.0])
def test_key_of_the_curves(core_shell, coarse, c_rate):
    results = pf.rate_capability(
        {"mine": core_shell},
        [c_rate],
        directions=("discharge", "charge"),
        curves=True,
        numerics=pf.Numerics(coarse),
    )
    assert not covered(rate_capability_figure(results.table, results.curves, c_rate))
