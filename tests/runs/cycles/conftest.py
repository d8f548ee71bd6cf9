"""A cell whose contact resistance grows, cheap enough for hundreds of cycles."""

import numpy as np
import pybamm
import pytest

from pybamm_facets import names
from pybamm_facets.models import FacetSPMe
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.cycling_cell import CyclingCell, Limits
from pybamm_facets.runs.cycles.half_cycle import HalfCycles
from pybamm_facets.runs.integrate.build import Integral, build
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.cell import active_mass, current_1c
from pybamm_facets.sets.start import start_state

SECONDS = "Seconds"


def made(values, protocol, rate, counted, model=None, numerics=None):
    """A cell whose contact resistance grows with cycles, or with time."""
    model = model or FacetSPMe()
    integrals = () if counted else (Integral(SECONDS, pybamm.Scalar(1.0), 1e3),)
    built = build(
        model, values, (names.INITIAL_POSITIVE, names.CONTACT_RESISTANCE), integrals=integrals
    )
    fresh = start_state(values, model.options, "charge")
    contact = values[names.CONTACT_RESISTANCE]
    fresh |= {names.CONTACT_RESISTANCE: contact}
    return CyclingCell(
        HalfCycles(built, numerics or Numerics.default),
        None,
        fresh,
        Limits(2.5, 4.5, current_1c(values)),
        protocol,
        (None,) if counted else (SECONDS,),
        lambda doses: {names.CONTACT_RESISTANCE: contact + rate * float(doses[0])},
    )


@pytest.fixture(scope="module")
def values():
    return li2025("core_shell", cell="cycling")


@pytest.fixture(scope="module")
def grams(values):
    return 1e3 * active_mass(values)


@pytest.fixture(scope="module")
def cycling_protocol():
    return Protocol(charge=0.5, discharge=10, pre_cycles=2)


@pytest.fixture(scope="module")
def ageing(values, cycling_protocol):
    """0.42 Ω a cycle: the knee lies near cycle 450."""
    return made(values, cycling_protocol, 0.42, counted=True)


@pytest.fixture(scope="module")
def still(values, cycling_protocol):
    return made(values, cycling_protocol, 0.0, counted=True)


@pytest.fixture
def no_doses():
    return np.zeros(1)
