"""Fresh particles of the installed sets, with texture factors."""

import pytest

from pybamm_facets.ageing import aged_particle, known_openings
from pybamm_facets.paper.coin_cells import li2025

KAPPAS = {"core_shell": (0.0, -10.0), "isotropic": (2.409, 2.409)}


def fresh_particle(name):
    return aged_particle(li2025(name, cell="cycling"), known_openings(*KAPPAS[name]))


@pytest.fixture(params=KAPPAS)
def particle(request):
    return fresh_particle(request.param)


@pytest.fixture
def core_shell():
    return fresh_particle("core_shell")


@pytest.fixture
def isotropic():
    return fresh_particle("isotropic")
