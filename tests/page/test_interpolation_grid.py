"""Between the nodes of a grid: exact for polynomials, and as good as it says for cells."""

import numpy as np
import pytest

from pybamm_facets.page.computed.interpolation_grid import LABELS, GridAxis, computed_grid
from pybamm_facets.page.drawn.static_page import write_page


def test_shares_reproduce_polynomials_and_nodes():
    axis = GridAxis("radius_um", 3, 6, 5)
    x = np.linspace(3, 6, 17)
    found = [axis.shares(at) @ axis.nodes**4 for at in x]
    np.testing.assert_allclose(found, x**4, rtol=1e-12)
    for k, node in enumerate(axis.nodes):
        assert axis.shares(node)[k] == 1 and axis.shares(node).sum() == 1
    assert axis.nodes[0] == pytest.approx(3) and axis.nodes[-1] == pytest.approx(6)


def test_nodes_are_even_in_the_slider_s_coordinate():
    axis = GridAxis("kappa_shell", -30, 6, 3)
    assert np.sinh(axis.nodes)[[0, 2]] == pytest.approx([-30, 6])


@pytest.fixture(scope="module")
def grid(presets):
    axes = (GridAxis("kappa_shell", -8, -3, 3), GridAxis("core_fraction", 0.4, 0.6, 2),
            GridAxis("radius_um", 4.5, 5.5, 3))  # fmt: skip
    return computed_grid(presets["Li2025_core_shell"], axes, held_out=2, compiled=False)


@pytest.mark.slow
def test_a_small_box_is_interpolated_well(grid):
    assert grid.numbers.shape == (3, 2, 3, len(LABELS))
    assert np.abs(grid.errors).max() < 0.5
    assert not grid.missing
    assert "largest" in grid.error_words and "2 designs" in grid.error_words


@pytest.mark.slow
def test_nodes_give_back_what_was_computed(grid):
    design = {"kappa_shell": -8.0, "core_fraction": 0.6, "radius_um": 4.5}
    np.testing.assert_allclose(grid.at(design), grid.numbers[0, 1, 0], rtol=1e-9)
    assert grid.at(design)[-6:].sum() == pytest.approx(1)


def test_a_page_that_cannot_be_written_is_refused_at_once(presets, tmp_path):
    preset = presets["Li2025_core_shell"]
    with pytest.raises(ValueError, match="export="):
        write_page(tmp_path / "no" / "page.html", preset)
    with pytest.raises(ValueError, match="no textures"):
        write_page(tmp_path / "page.html", presets["NMC111"])
