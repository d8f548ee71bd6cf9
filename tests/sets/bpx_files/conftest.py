"""What a test loaded from files is no lender of origins in the next."""

import pytest

from pybamm_facets.sets.files import loading


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(loading, "_remembered", {})
