"""The particle to measure next, against determinants computed outright."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.impedance.inversion.invert import invert_facets
from pybamm_facets.impedance.inversion.next_particle import next_particle

TABLE = pf.FacetTable.nmc811()
J0 = pd.Series(TABLE.j0)
FACETS = list(J0.index)


def particles(count, seed, prefix):
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(6, 0.6), count) * rng.uniform(4e-11, 1e-10, (count, 1))
    return pd.DataFrame(shares, [f"{prefix}{k}" for k in range(count)], FACETS)


def information(areas, r_ct_error=0.01, areas_error=0.0):
    """On j0 itself [m4.A-2], straight from the definition."""
    total = np.zeros((6, 6))
    for row in areas.to_numpy():
        variance = (r_ct_error * row @ J0) ** 2 + np.sum((areas_error * row * J0) ** 2)
        total += np.outer(row, row) / variance
    return total


@pytest.mark.parametrize("errors", [{}, {"r_ct_error": 0.02, "areas_error": 0.05}])
def test_gain_is_the_ratio_of_determinants(errors):
    measured, pool = particles(8, 1, "M"), particles(20, 2, "C")
    table = next_particle(TABLE, measured, pool, **errors)
    before = np.linalg.slogdet(information(measured, **errors))[1]
    for name, row in table.iterrows():
        after = information(pd.concat([measured, pool.loc[[name]]]), **errors)
        assert row["log_det_gain"] == pytest.approx(np.linalg.slogdet(after)[1] - before, rel=1e-9)
        sigma = np.sqrt(np.diag(np.linalg.inv(after))) / 10
        found = [row[f"standard_error_{facet}_mA_cm2"] for facet in FACETS]
        assert found == pytest.approx(sigma, rel=1e-9)
    assert table["log_det_gain"].is_monotonic_decreasing
    assert table["rank"].tolist() == list(range(1, 21))
    assert not table["determines_more"].any()


def test_measuring_never_makes_anything_worse():
    table = next_particle(TABLE, particles(8, 1, "M"), particles(20, 2, "C"))
    for facet, before in table.attrs["before"].items():
        assert (table[f"standard_error_{facet}_mA_cm2"] <= before * (1 + 1e-12)).all()


def test_size_of_the_error_scales_errors_only():
    measured, pool = particles(8, 1, "M"), particles(5, 2, "C")
    fine, coarse = (next_particle(TABLE, measured, pool, r_ct_error=e) for e in (0.01, 0.04))
    assert fine["log_det_gain"].to_numpy() == pytest.approx(coarse["log_det_gain"].to_numpy())
    name = "standard_error_(201)_mA_cm2"
    assert (coarse[name] / fine[name]).to_numpy() == pytest.approx(4)


def test_candidate_that_shows_a_missing_facet_comes_first():
    measured, pool = particles(8, 1, "M"), particles(6, 2, "C")
    measured["(201)"] = 0.0
    pool["(201)"] = [0, 0, 0, 2e-13, 0, 3e-13]
    table = next_particle(TABLE, measured, pool)
    assert set(table.index[table["determines_more"]]) == {"C3", "C5"} == set(table.index[:2])
    assert np.isinf(table.attrs["before"]["(201)"])
    error = table["standard_error_(201)_mA_cm2"]
    assert np.isfinite(error[["C3", "C5"]]).all() and np.isinf(error.iloc[2:]).all()


@pytest.mark.parametrize("count", [1, 3, 5])
def test_order_of_rank_raising_candidates_is_that_of_a_vanishing_prior(count):
    measured, pool = particles(count, 3, "M"), particles(30, 4, "C")
    table = next_particle(TABLE, measured, pool)
    # A weak prior on ln j0, the same for every facet, makes all determinants finite.
    prior = 1e-6 * np.diag(1 / J0**2)
    gains = {
        name: np.linalg.slogdet(prior + information(pd.concat([measured, pool.loc[[name]]])))[1]
        for name in pool.index
    }
    assert table["determines_more"].all()
    assert list(table.index) == sorted(gains, key=gains.get, reverse=True)


def test_equal_candidates_share_their_rank():
    measured, pool = particles(8, 1, "M"), particles(3, 2, "C")
    pool.loc["twin"] = 3 * pool.loc["C1"]  # of another size, which tells the same
    table = next_particle(TABLE, measured, pool)
    assert table.loc["twin", "rank"] == table.loc["C1", "rank"]
    assert sorted(table["rank"]) in ([1, 1, 3, 4], [1, 2, 2, 4], [1, 2, 3, 3])


def test_inversion_and_its_table_rank_alike():
    measured, pool = particles(8, 1, "M"), particles(10, 2, "C")
    voltage = 8.31446261815324 * 293.15 / 96485.33212331
    inversion = invert_facets(measured, voltage / (measured @ J0), r_ct_error=1e-4)
    mine = next_particle(inversion, measured, pool, r_ct_error=1e-4)
    assert list(mine.index) == list(next_particle(TABLE, measured, pool).index)
    assert mine.attrs["before"]["(104)"] == pytest.approx(inversion.standard_error["(104)"] / 10)


def test_facet_at_the_bound_still_counts():
    measured, pool = particles(9, 1, "M"), particles(4, 2, "C")
    voltage = 8.31446261815324 * 293.15 / 96485.33212331
    j0 = J0.copy()
    j0["(003)"] = -0.2
    inversion = invert_facets(measured, voltage / (measured @ j0), r_ct_error=0.01)
    assert inversion.at_bound["(003)"]
    table = next_particle(inversion, measured, pool)
    assert np.isfinite(table["standard_error_(003)_mA_cm2"]).all()


def test_wrong_input_is_refused_in_words():
    measured, pool = particles(8, 1, "M"), particles(3, 2, "C")
    with pytest.raises(ValueError, match="only measured_areas has"):
        next_particle(TABLE, measured, pool.drop(columns="(201)"))
    with pytest.raises(ValueError, match="r_ct_error=0"):
        next_particle(TABLE, measured, pool, r_ct_error=0.0)
    table = pf.FacetTable(TABLE.rows[:5])
    with pytest.raises(ValueError, match=r"kinetics: no j0 for facet \(201\)"):
        next_particle(table, measured, pool)
