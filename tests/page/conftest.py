"""Presets and an engine for tests of the page; nothing is compiled."""

import pytest

from pybamm_facets.page.computed.kept_engine import KeptEngine
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import preset_sets


@pytest.fixture(scope="session")
def presets():
    return preset_sets()


@pytest.fixture(scope="session")
def core_shell_state(presets):
    return DesignState(presets["Li2025_core_shell"])


@pytest.fixture(scope="module")
def engine():
    one = KeptEngine(1, compiled=False)
    yield one
    one.close()
