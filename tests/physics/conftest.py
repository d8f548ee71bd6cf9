"""The main job, run once for all tests that look at it."""

import pytest

from pybamm_facets.paper.main_job import MainJob, li2025_rate_capability


@pytest.fixture(scope="session")
def main_job() -> MainJob:
    return li2025_rate_capability()
