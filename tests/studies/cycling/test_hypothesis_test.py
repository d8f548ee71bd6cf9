"""The test of hypotheses: signs, calibrations that hold, distances, statements, a ranking."""

import math

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.ageing import (
    CYCLES,
    DEFAULT_HYPOTHESES,
    FacetPassivation,
    GrainBoundaryLoss,
    LithiumSide,
    RockSaltLayer,
    SurfaceStressLoss,
)
from pybamm_facets.paper import CYCLING
from pybamm_facets.paper.cycled_pair import CYCLES as COUNT
from pybamm_facets.paper.cycled_pair import RETENTION
from pybamm_facets.studies.cycling.sign_verdicts import sign_verdict
from pybamm_facets.studies.cycling.signatures import KINDS, signature_distances

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def few(pair):
    return pf.hypothesis_test(
        pair, "core-shell", 0.9, 100, protocol=CYCLING,
        mechanisms=(GrainBoundaryLoss(1.0), RockSaltLayer(1.0), FacetPassivation(1.0)),
    )  # fmt: skip


def test_the_fitted_rate_gives_the_share_again(pair, few):
    for mechanism in (GrainBoundaryLoss(1.0), RockSaltLayer(1.0)):
        rows = few.table[few.table["mechanism"] == mechanism.name].set_index("particle")
        rate = rows["rate"].iloc[0]
        run = pf.cycle(pair, mechanism.with_rate(rate), protocol=CYCLING, cycles=100)
        assert run.retention("core-shell", 100) == pytest.approx(0.9, abs=1e-3)
        for name in pair:
            assert run.retention(name, 100) == pytest.approx(rows["retention"][name], abs=2e-4)
        assert rows["role"].to_dict() == {"core-shell": "fitted", "isotropic": "predicted"}
        assert (
            rows["low"]["isotropic"] <= rows["retention"]["isotropic"] <= rows["high"]["isotropic"]
        )


def test_what_cannot_be_calibrated_is_a_row(few):
    rows = few.table[few.table["mechanism"] == FacetPassivation(1.0).name].set_index("particle")
    assert rows["rate"].isna().all()
    assert rows["sign"]["isotropic"] == "cannot be calibrated"
    # Kinetics alone: 0.939 of the 10C capacity is left with a hundredth of the surface open.
    assert rows["retention"]["core-shell"] == pytest.approx(0.939, abs=0.003)
    assert any("cannot be calibrated" in line for line in few.statements)


def test_verdicts():
    assert sign_verdict(0.8, 0.77) == "as observed"
    assert sign_verdict(0.8, 0.771) == sign_verdict(0.8, 0.829) == "too close to call"
    assert sign_verdict(0.8, 0.83) == "contradicted"
    assert sign_verdict(math.nan, 0.5) == "cannot be calibrated"
    assert sign_verdict(0.8, math.nan) == "no prediction"


def test_distances_are_euclidean_by_kind():
    columns = pd.MultiIndex.from_tuples([("curve", 1), ("curve", 9), ("slow_capacity", 9)])
    columns.names = ("kind", "cycle")
    measured = pd.DataFrame([[0.0, 0, 0], [3, 4, 12]], index=["a", "b"], columns=columns)
    row = signature_distances(measured).iloc[0]
    assert (row["first"], row["second"]) == ("a", "b")
    assert (row["curve"], row["slow_capacity"], row["all"]) == (5, 12, 13)
    assert set(KINDS) < set(signature_distances(measured))


def test_processes_give_the_same(pair, few):
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        again = pf.hypothesis_test(
            pair, "core-shell", 0.9, 100, protocol=CYCLING,
            mechanisms=(GrainBoundaryLoss(1.0),), executor=executor,
        )  # fmt: skip
    own = few.table[few.table["mechanism"] == GrainBoundaryLoss(1.0).name]
    pd.testing.assert_frame_equal(again.table, own.reset_index(drop=True))


EXPECTED = {
    "lithium_per_cycle": (0.680, 0.015, "as observed"),
    "lithium_per_charge": (0.986, 0.01, "contradicted"),
    "lithium_per_second": (0.986, 0.01, "contradicted"),
    "surface_stress": (0.502, 0.01, "as observed"),
    "grain_boundaries": (0.164, 0.01, "as observed"),
    "dry_cracking": (0.081, 0.02, "as observed"),
    "blocking_stable_003": (0.846, 0.01, "contradicted"),
    "blocking_even": (0.797, 0.01, "too close to call"),
    "blocking_first_003": (0.456, 0.01, "as observed"),
    "rock_salt_layer": (0.779, 0.01, "too close to call"),
}
"""What the isotropic particle keeps, tolerance, verdict: computed before on an earlier mesh of 30
finite volumes with the DFN, its retentions over the fresh cell's capacity."""


def test_ten_hypotheses_and_one_that_cannot_be(pair):
    found = pf.hypothesis_test(pair, "core-shell", RETENTION, COUNT, protocol=CYCLING)
    isotropic = found.table[found.table["particle"] == "isotropic"].set_index("mechanism")
    for name, (kept, tolerance, sign) in EXPECTED.items():
        assert isotropic.loc[name, "retention"] == pytest.approx(kept, abs=tolerance), name
        assert isotropic.loc[name, "sign"] == sign
    reference = found.table[found.table["particle"] == "core-shell"].set_index("mechanism")
    assert list(reference.index) == [one.name for one in DEFAULT_HYPOTHESES]
    calibrated = reference.loc[list(EXPECTED)]
    assert np.abs(calibrated["retention"] - RETENTION).max() < 1e-3
    assert reference.loc["facet_kinetics", "retention"] == pytest.approx(0.939, abs=0.003)
    # Material that is lost shows at 0.1C, a resistance in the voltage, nothing in one retention.
    assert (calibrated.loc[["surface_stress", "grain_boundaries"], "slow_retention"] < 0.88).all()
    assert calibrated.loc["lithium_per_cycle", "voltage_change_V"] == pytest.approx(
        -0.853, abs=0.01
    )
    assert calibrated.loc["surface_stress", "voltage_change_V"] == pytest.approx(-0.010, abs=0.002)
    closest = found.distances.iloc[0]
    assert {closest["first"], closest["second"]} == {"lithium_per_charge", "lithium_per_second"}


def test_a_ranking_finds_the_mechanism_that_made_the_data(pair):
    reference = {"core-shell": pair["core-shell"]}
    true = GrainBoundaryLoss(4e-3)
    stops = (1, 20, 40, 60, 80, 100)
    made = pf.cycle(reference, true, protocol=CYCLING, cycles=100, check_ups=stops)
    rng = np.random.default_rng(0)
    data = pd.DataFrame({"cycle": stops})
    kept = [made.retention("core-shell", cycle) for cycle in stops]
    data["retention"] = kept + rng.normal(0, 0.003, len(stops))
    data["error"] = 0.003
    found = pf.rank_mechanisms(
        reference, data, protocol=CYCLING,
        mechanisms=(LithiumSide(1.0, CYCLES), SurfaceStressLoss(1.0), GrainBoundaryLoss(1.0)),
    )  # fmt: skip
    best = found.table.iloc[0]
    assert best["mechanism"] == true.name
    assert best["rate"] == pytest.approx(true.rate, rel=0.05)
    assert best["misfit"] < 2
    assert found.table["behind"].iloc[-1] > 10
    assert "likeliest of 3" in found.statements[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reference": "mine"}, r"reference='mine': expected one of core-shell, isotropic"),
        ({"retention": 1.0}, r"retention=1\.0: expected a number above 0 and below 1"),
        ({"cycles": 1}, r"cycles=1: expected at least 2"),
        ({"mechanisms": ()}, "expected at least one"),
    ],
)
def test_bad_questions_are_refused(pair, change, message):
    ask = {"reference": "core-shell", "retention": 0.8, "cycles": 10} | change
    with pytest.raises(ValueError, match=message):
        pf.hypothesis_test(pair, **ask)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"cycle": [1]}, "no column 'retention'"),
        ({"cycle": [], "retention": []}, "expected at least one row"),
        ({"cycle": [1], "retention": [0.9]}, "no column 'particle'"),
        ({"cycle": [1], "retention": [-1], "particle": ["core-shell"]}, "retention=-1"),
        ({"cycle": [0], "retention": [0.9], "particle": ["core-shell"]}, "cycles=0"),
        ({"cycle": [1], "retention": [0.9], "particle": ["mine"]}, "particle='mine'"),
    ],
)
def test_bad_measurements_are_refused(pair, data, message):
    with pytest.raises(ValueError, match=message):
        pf.rank_mechanisms(pair, pd.DataFrame(data), protocol=CYCLING)
