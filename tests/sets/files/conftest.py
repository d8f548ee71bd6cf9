"""Sets of files are remembered for their origins: those of one test are not another's."""

import pytest

from pybamm_facets.sets.files import loading


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(loading, "_remembered", {})
