"""A cell that discharges in milliseconds."""

import pybamm
import pytest

COARSE = {"r_p": 8, "x_p": 3, "x_s": 5}


@pytest.fixture
def coarse():
    return COARSE


@pytest.fixture
def core_shell():
    return pybamm.ParameterValues("Li2025_core_shell")


@pytest.fixture
def isotropic():
    return pybamm.ParameterValues("Li2025_isotropic")
