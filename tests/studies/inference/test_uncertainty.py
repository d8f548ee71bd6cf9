"""Draws, their fit to the isotropic capacity, and what the band is made of."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.paper.estimates import li2025_pair, li2025_priors
from pybamm_facets.studies.inference.priors import Prior
from pybamm_facets.studies.inference.uncertainty import QUANTILES, Uncertainty, uncertainty

SHELL = Prior("kappa_shell", -20.0, -5.0, "κ of the shell", particles=("core-shell",))
RESISTANCE = Prior("Contact resistance [Ohm]", 9.0, 22.0, "contact resistance [Ω]")


def test_priors_are_the_estimates_of_the_set_within_its_bounds():
    priors = {prior.name: prior for prior in li2025_priors(pf.li2025(fit="blind"))}
    assert len(priors) == 10
    assert (priors["radius_m"].low, priors["radius_m"].high) == (3e-6, 6e-6)
    assert priors["j0_(104)_mA_cm2"].low == pytest.approx(0.28)
    assert priors["j0_(104)_mA_cm2"].high == pytest.approx(1.5)
    assert priors["Facet reference stoichiometry"].high == 0.9975
    area = np.pi * 0.006**2
    assert priors["Contact resistance [Ohm]"].low == pytest.approx(10e-4 / area)


def test_a_logarithmic_prior_is_even_in_the_logarithm():
    prior = Prior("x", 0.1, 10.0, "x", log=True)
    assert prior.values(np.array([0.0, 0.5, 1.0])) == pytest.approx([0.1, 1.0, 10.0])


@pytest.mark.parametrize(("low", "high", "log"), [(1, 1, False), (0, 1, True), (0, np.inf, False)])
def test_bad_priors_are_refused_by_name(low, high, log):
    with pytest.raises(ValueError, match="prior 'x'"):
        Prior("x", low, high, "x", log)


@pytest.mark.parametrize("n", [0, 1, 3, 2.0, True])
def test_a_size_that_is_no_power_of_two_is_refused(n):
    with pytest.raises(ValueError, match="expected a power of two"):
        uncertainty(li2025_pair(), [SHELL], n)


def indices(total, error=0.1):
    columns = ["first", "first_error", "total", "total_error"]
    rows = [[share, error, share, error] for share in total]
    return pd.DataFrame(rows, ["kappa_shell"], columns)


def test_an_index_that_is_not_settled_is_said_and_not_shown():
    samples = pd.DataFrame({"matrix": ["A"], "core_shell_mAh_g": [100.0], "status": ["ok"]})
    quantiles = pd.Series([100.0] * 5, QUANTILES)
    made = [
        Uncertainty(samples, indices([8.0], error), quantiles, 0.0, li2025_pair(), (SHELL,))
        for error in (0.5, 3.0)
    ]
    assert len(made[0].settled_indices) == 1 and "(8.00)" in made[0].statements[2]
    assert made[1].settled_indices.empty
    assert "8.00" not in " ".join(made[1].statements)
    assert "1 draws do not settle where" in made[1].statements[2]


def test_quantiles_and_percentile_are_of_independent_draws_only():
    samples = pd.DataFrame(
        {
            "matrix": ["A", "AB", "B", "B"],
            "core_shell_mAh_g": [100.0, 500.0, 150.0, np.nan],
            "status": ["ok", "ok", "ok", "failed"],
        }
    )
    result = Uncertainty(
        samples,
        indices(total=[1.0]),
        pd.Series([1.0] * 5, QUANTILES),
        50.0,
        li2025_pair(),
        (SHELL,),
    )
    assert result.draws["core_shell_mAh_g"].tolist() == [100.0, 150.0]
    assert result.statements[-1] == "1 of 4 draws gave no result"


@pytest.mark.slow
def test_every_draw_is_fitted_and_a_second_call_computes_nothing(tmp_path):
    """The shell's texture decides: contact resistance cannot move a transport-limited capacity."""
    told = []
    question = (li2025_pair(), [SHELL, RESISTANCE], 4)
    options = dict(store=tmp_path / "draws.db", numerics=pf.Numerics.coarse)
    result = uncertainty(*question, progress=told.append, **options)
    assert {state.what for state in told} >= {"fit", "isotropic particle", "core-shell particle"}
    assert (result.samples["status"] == "ok").all()
    assert len(result.samples) == 4 * (2 + 2)
    assert result.samples["isotropic_mAh_g"].to_numpy() == pytest.approx(67, abs=0.03)
    # The isotropic particle has no shell: its fit must not depend on it.
    assert (
        result.samples["diffusivity_m2_s"].std() < 2e-3 * result.samples["diffusivity_m2_s"].mean()
    )
    assert result.indices["total"]["kappa_shell"] > 100 * result.indices["total"][RESISTANCE.name]
    ranked = result.samples.sort_values("kappa_shell")["core_shell_mAh_g"].round(1)
    assert ranked.is_monotonic_decreasing
    size = (tmp_path / "draws.db").stat().st_size
    again = uncertainty(*question, **options)
    pd.testing.assert_frame_equal(again.samples, result.samples)
    assert (tmp_path / "draws.db").stat().st_size == size
