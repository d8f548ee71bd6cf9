"""Settings of every test: no telemetry, immutable symbols, no display."""

import os

os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")
os.environ.setdefault("PYBAMM_TEST_FORBID_SYMBOL_MUTATION", "1")
os.environ.setdefault("MPLBACKEND", "Agg")

import pybamm
import pytest
from hypothesis import settings

settings.register_profile("reproducible", derandomize=True, deadline=None, database=None)
settings.load_profile("reproducible")

COARSE = {"r_p": 8, "x_p": 3, "x_s": 5}
"""A mesh on which a cell discharges in milliseconds."""


@pytest.fixture
def coarse():
    return dict(COARSE)


@pytest.fixture
def core_shell():
    return pybamm.ParameterValues("Li2025_core_shell")


@pytest.fixture
def isotropic():
    return pybamm.ParameterValues("Li2025_isotropic")
