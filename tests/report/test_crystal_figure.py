"""The figure of grains, facets and textures: what is drawn is what is computed."""

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from pybamm_facets.crystal import NMC811_FACETS, Texture
from pybamm_facets.report.crystal_pictures import crystal_figure
from pybamm_facets.report.style import FACET_COLOURS, PAGE


@pytest.fixture(scope="module")
def figure():
    return crystal_figure()


def test_panels_have_letters_and_a_journals_width(figure):
    assert [axes.get_title(loc="left") for axes in figure.axes] == list("abcdef")
    assert figure.get_size_inches()[0] == pytest.approx(PAGE)
    assert "simulated" in figure.axes[0].get_title()
    assert "simulated" in figure.axes[1].get_title()


def test_one_ordered_palette_from_slow_to_fast():
    assert list(FACET_COLOURS) == [family.label for family in NMC811_FACETS]
    channels = [[int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in FACET_COLOURS.values()]
    light = np.array(channels) @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(light) > 0).all()


def test_shares_are_those_of_the_texture(figure):
    bands = [c for c in figure.axes[4].collections if isinstance(c, PolyCollection)]
    assert len(bands) == len(NMC811_FACETS)
    at = -10.0
    heights = []
    for band in bands:
        points = band.get_paths()[0].vertices
        here = points[np.isclose(points[:, 0], at)][:, 1]
        heights.append(np.ptp(here))
    expected = [100 * share for share in Texture(at).facet_fractions().values()]
    assert heights == pytest.approx(expected, abs=1e-9)


def test_the_ratio_is_the_effective_mediums(figure):
    line = figure.axes[5].lines[0]
    kappa, ratio = line.get_data()
    assert ratio[np.argmin(abs(kappa))] == pytest.approx(0.510, abs=0.002)
    assert (np.diff(ratio) < 0).all()


def test_the_wulff_shape_is_seen_from_one_side(figure):
    (faces,) = (c for c in figure.axes[3].collections if isinstance(c, PolyCollection))
    assert 6 <= len(faces.get_paths()) < sum(family.multiplicity for family in NMC811_FACETS)
