"""The shipped band is one of quantiles, of the fit that it says, about the blind prediction."""

import numpy as np
import pytest

from pybamm_facets.paper import li2025_pair, li2025_priors, measured_capacities
from pybamm_facets.paper.blind_band import SHIPPED, blind_band
from pybamm_facets.paper.fits import blind
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.studies.inference.uncertainty import rate_band, uncertainty
from pybamm_facets.studies.rates import DEFAULT_RATES


@pytest.fixture
def band():
    return blind_band()


def test_quantiles_rise_and_capacities_fall_with_the_rate(band):
    quantiles = band.drop(columns=["particle", "c_rate"])
    assert np.all(np.diff(quantiles.sort_index(axis=1), axis=1) >= 0)
    for _, rows in band.groupby("particle"):
        assert tuple(rows["c_rate"]) == DEFAULT_RATES
        assert np.all(np.diff(rows[0.5]) < 0)


def test_every_draw_was_fitted_to_the_isotropic_particle(band):
    at_10c = band[(band["particle"] == "isotropic") & (band["c_rate"] == 10)]
    ends = at_10c[[0.05, 0.95]].to_numpy().ravel()
    assert ends == pytest.approx(measured_capacities()["isotropic"], abs=0.1)


def test_the_blind_prediction_lies_inside(band):
    (row,) = band[(band["particle"] == "core-shell") & (band["c_rate"] == 10)].to_dict("records")
    assert row[0.05] < blind(numerics=Numerics.default).prediction < row[0.95]


@pytest.mark.slow
def test_fewer_draws_anew_give_the_same_band(band):
    pair = li2025_pair()
    result = uncertainty(pair, li2025_priors(pair.sets[pair.first]), n=8, numerics=Numerics.default)
    anew = rate_band(result, [1, 10], draws=48).set_index(["particle", "c_rate"])
    shipped = band.set_index(["particle", "c_rate"]).loc[anew.index]
    spread = shipped[0.95] - shipped[0.05]
    assert np.all(np.abs(anew[0.5] - shipped[0.5]) < 0.5 * spread + 0.1)


def test_bad_files_are_refused(tmp_path):
    with pytest.raises(ValueError, match="expected a CSV that explain wrote"):
        blind_band(tmp_path / "none.csv")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("particle,c_rate\ncore-shell,1\n")
    with pytest.raises(ValueError, match="expected columns"):
        blind_band(wrong)


def test_a_file_says_how_it_was_made():
    assert "seed 0" in SHIPPED.read_text(encoding="utf-8").split("particle,c_rate")[0]
