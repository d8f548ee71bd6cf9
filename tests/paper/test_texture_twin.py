"""The second calibration point: what a change of texture alone does under each mechanism."""

import pytest

from pybamm_facets.ageing import GrainBoundaryLoss, LithiumSide
from pybamm_facets.paper.texture_twin import PLAIN_KEPT, RATIO, texture_twin


@pytest.mark.slow
def test_only_what_texture_acts_on_tells_the_twins_apart():
    found = texture_twin((LithiumSide(1.0), GrainBoundaryLoss(1.0))).set_index("mechanism")
    assert found["plain_kept"].to_list() == pytest.approx([PLAIN_KEPT] * 2, abs=1e-3)
    assert RATIO == 0.375
    # Blind to texture but for its faster diffusion, which hardly counts at C/2.
    assert found.loc["lithium_per_cycle", "ratio"] == pytest.approx(0.96, abs=0.02)
    # Material is lost in proportion to g²: shell 0.249² against 1.15² of random grains, an eighth
    # of the volume of which the core keeps as much as before; the rest is how capacity follows.
    assert found.loc["grain_boundaries", "ratio"] == pytest.approx(0.33, abs=0.02)
