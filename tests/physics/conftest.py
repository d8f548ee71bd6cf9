"""The main job, run once for all tests that look at it."""

import pytest

from pybamm_facets.studies.li2025 import MainJob, li2025_rate_capability


@pytest.fixture(scope="session")
def main_job() -> MainJob:
    return li2025_rate_capability()
