"""Two sets explained from each other: the paper's numbers, and sets of one's own."""

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.studies.inference.pair_draws import priors_of
from pybamm_facets.studies.inference.pair_explanation import explain_pair
from pybamm_facets.studies.inference.pair_target import shared_target
from pybamm_facets.studies.own_measurements import measurements_of

pytestmark = pytest.mark.slow

COARSE = pf.Numerics({"r_p": 12, "x_p": 3, "x_s": 5})
ISOTROPIC, CORE_SHELL = "isotropic", "core_shell"


@pytest.fixture(scope="module")
def blind_sets():
    """The paper's particles with random grains, of which D_ab alone is fitted."""
    return {name: loaded(f"Li2025_{name}", {"fit": "blind"}) for name in (ISOTROPIC, CORE_SHELL)}


@pytest.fixture(scope="module")
def found(blind_sets):
    measured = measurements_of(blind_sets)
    return explain_pair(blind_sets, measured, [10.0], draws=8, seed=1)


def test_it_finds_what_the_papers_own_explanation_finds(found):
    """D_ab 5.29e-15 and a prediction of 102.2; κ = 2.41 and D_ab = 9.57e-15 from both."""
    blind, inferred = found.fits.loc["blind"], found.fits.loc["inferred"]
    assert blind["diffusivity_m2_s"] == pytest.approx(5.29e-15, rel=2e-3)
    assert blind["second_mAh_g"] == pytest.approx(102.2, abs=0.2)
    assert inferred["diffusivity_m2_s"] == pytest.approx(9.57e-15, rel=3e-3)
    assert inferred["kappa_first"] == pytest.approx(2.41, abs=0.02)
    assert inferred["first_mAh_g"] == pytest.approx(67, abs=0.05)
    assert inferred["second_mAh_g"] == pytest.approx(144, abs=0.05)


def test_a_prediction_is_beside_what_was_measured(found):
    row = found.predictions.iloc[0]
    assert row["measured_mAh_g"] == 144
    assert row["miss_mAh_g"] == pytest.approx(row["capacity_mAh_g"] - 144)
    text = " ".join(found.statements["1 blind prediction"])
    assert "(predicted); measured 144.0, -41.8" in text and "not blind" not in text


def test_draws_fit_the_first_each_time_and_say_how_many_lie_below(found):
    good = found.draws[found.draws["status"] == "ok"]
    assert len(good) == 8
    assert good["first_mAh_g"].to_numpy() == pytest.approx(np.full(8, 67.0), abs=0.05)
    assert found.band[0.05] <= found.band[0.5] <= found.band[0.95]
    assert found.band[0.5] < 144
    below = 100 * (good["second_mAh_g"] < 144).mean()
    words = found.statements["how sure the blind prediction is"]
    assert f"lies above {below:.0f} % of them" in words[1]


def test_parts_sum_to_the_gap(found):
    rows = found.attribution[found.attribution["quantity"] == "capacity_mAh_g"]
    assert rows["contribution"].sum() == pytest.approx(rows["gap"].iloc[0], abs=1e-9)


def test_a_fitted_number_is_never_called_blind():
    sets = {name: loaded(f"Li2025_{name}") for name in (ISOTROPIC, CORE_SHELL)}
    result = explain_pair(sets, measurements_of(sets), [10.0], draws=2, numerics=COARSE)
    text = " ".join(result.statements["1 blind prediction"])
    assert "not blind in particle.kappa of isotropic: its file says fitted" in text


def test_estimates_that_both_files_share_are_drawn_once(blind_sets):
    priors = {prior.name: prior for prior in priors_of(blind_sets)}
    assert priors["radius_m"].particles == ()
    assert priors["kappa of isotropic"].particles == (ISOTROPIC,)
    assert priors["kappa_shell of core_shell"].particles == (CORE_SHELL,)
    assert "j0_(104)_mA_cm2" in priors and priors["j0_(104)_mA_cm2"].log
    assert len({prior.name for prior in priors.values()}) == len(priors)


def test_without_a_common_rate_nothing_is_inferred(tmp_path, blind_sets):
    path = tmp_path / "mine.toml"
    path.write_text(
        'like = "Li2025_isotropic"\n[particle]\nkappa = 0\ndiffusivity_m2_s = 5e-15\n',
        encoding="utf-8",
    )
    rates = tmp_path / "rates.csv"
    rates.write_text("c_rate,capacity_mAh_g\n5,120\n1,190\n", encoding="utf-8")
    sets = {"mine": loaded(path), CORE_SHELL: blind_sets[CORE_SHELL]}
    measured = measurements_of(sets, rates)
    assert shared_target(measured, "mine", CORE_SHELL).c_rate == 5
    found = explain_pair(sets, measured, [5.0], draws=2, numerics=COARSE)
    assert found.fits.index.tolist() == ["blind"]
    assert found.fits.loc["blind", "first_mAh_g"] == pytest.approx(120, abs=0.05)
    assert found.statements["2 inferred texture"] == [
        "not inferred: nothing was measured of core_shell at 5C"
    ]
    assert set(found.predictions["c_rate"]) == {5.0, 10.0}


def test_a_set_that_states_its_diffusivity_has_no_texture_to_infer():
    sets = {"nmc111": loaded("nmc111"), "slow": loaded("nmc111", {"particle": "slow"})}
    result = explain_pair(sets, measurements_of(sets), [5.0], draws=2, numerics=COARSE)
    assert "no texture decides it" in result.statements["2 inferred texture"][0]
    assert result.predictions["miss_mAh_g"].notna().all()


def test_bad_pairs_are_refused(blind_sets, tmp_path):
    measured = measurements_of(blind_sets)
    with pytest.raises(ValueError, match="expected two different ones"):
        explain_pair({ISOTROPIC: blind_sets[ISOTROPIC]}, measured)
    others = measured[measured["particle"] == CORE_SHELL]
    with pytest.raises(ValueError, match="no discharge capacity of 'isotropic'"):
        explain_pair(blind_sets, others)
    path = tmp_path / "full.toml"
    path.write_text(
        'like = "Chen2020"\n[particle]\nkappa = 0\n[material]\ndensity_g_cm3 = 4.8\n',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="two half-cells, or two full cells"):
        explain_pair({"full": loaded(path), ISOTROPIC: blind_sets[ISOTROPIC]}, measured)
