"""A set of a file as an object: equal when loaded twice, and whole after a journey."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.sets.comparable import comparable
from tests.sets.files.laboratory import NAME, whole, write

TABLES = whole("diffusivity_m2_s = 1e-14", 'diffusivity_csv = "diffusivity.csv"')
CONTENTS = np.linspace(0.2, 0.99, 9)


@pytest.fixture
def path(tmp_path):
    return write(tmp_path, {NAME: TABLES})


def rate(values, coarse, **options):
    table = pf.rate_capability(values, [1], numerics=pf.Numerics(coarse), **options).table
    assert list(table["status"]) == ["ok"]
    return table["capacity_mAh_g"].iloc[0]


def test_two_loads_are_equal(path):
    one, other = pf.load_set(path), pf.load_set(path)
    assert one == other
    assert one is not other
    one.update({names.PARTICLE_RADIUS: 1e-6})
    assert pf.load_set(path) == other


def test_a_changed_file_is_read_again(path):
    before = pf.load_set(path)
    write(path.parent, {NAME: TABLES.replace("radius_um = 4.5", "radius_um = 3")})
    assert before[names.PARTICLE_RADIUS] == 4.5e-6
    assert pf.load_set(path)[names.PARTICLE_RADIUS] == 3e-6


def test_pickled(path, coarse):
    values = pf.load_set(path)
    back = pickle.loads(pickle.dumps(values))
    assert list(back) == list(values)
    for name in values:
        assert comparable(back[name]) == comparable(values[name]), name
    assert rate(back, coarse) == rate(values, coarse)


def test_through_json(path, coarse):
    values = pf.load_set(path)
    back = pybamm.ParameterValues.from_json(values.to_json())
    assert set(back) == set(values)
    for name, further in ((names.POSITIVE_OCP, {}), (names.DIFFUSIVITY, {"T": 298.15})):
        for x in CONTENTS:
            symbol = pybamm.FunctionParameter(name, {"sto": x} | further)
            assert back.evaluate(symbol) == pytest.approx(values.evaluate(symbol), rel=1e-12)
    assert rate(back, coarse) == pytest.approx(rate(values, coarse), rel=1e-4)


@pytest.mark.slow
def test_in_another_process(path, coarse):
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = rate(str(path), coarse, executor=pool)
    assert there == rate(pf.load_set(path), coarse)
