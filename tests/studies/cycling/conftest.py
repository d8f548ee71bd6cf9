"""The paper's two particles in the cell that was cycled."""

import pytest

from pybamm_facets.paper.cycled_pair import cycled_pair


@pytest.fixture(scope="module")
def pair():
    return cycled_pair()
