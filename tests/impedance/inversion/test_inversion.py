"""From resistances of particles to j0 of facets: recovery, errors, predictions, refusals."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.impedance.inversion.errors_in_variables import most_likely
from pybamm_facets.impedance.inversion.invert import invert_facets, upper_limit
from pybamm_facets.impedance.inversion.leave_one_out import leave_one_out

FACETS = [family.label for family in pf.NMC811_FACETS]
J0 = pd.Series(pf.FacetTable.nmc811().j0)
VOLTAGE = 8.31446261815324 * 293.15 / 96485.33212331
TRIALS = 500


def particles(count, seed=0, facets=FACETS):
    """Areas of particles of some 5 µm, each showing a few of the facets well."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(len(facets), 0.5), count)
    surface = rng.uniform(4e-11, 1.2e-10, (count, 1))
    names = [f"P{number}" for number in range(1, count + 1)]
    return pd.DataFrame(shares * surface, names, facets)


def resistances(areas, j0=J0, voltage=VOLTAGE):
    return voltage / (areas @ j0[areas.columns])


def standard_normal(rng, table):
    return rng.standard_normal(table.shape)


@pytest.mark.parametrize("count", [6, 9])
@pytest.mark.parametrize("errors", [{}, {"r_ct_error": 0.01}, {"areas_error": 0.05}])
def test_exact_data_are_recovered(count, errors):
    areas = particles(count)
    inversion = invert_facets(areas, resistances(areas), **errors)
    assert inversion.rank == 6
    assert np.max(np.abs(inversion.j0 / J0 - 1)) < 1e-8


def test_temperature_and_electrons_enter_as_in_eq_5():
    areas = particles(6)
    measured = resistances(areas, voltage=8.31446261815324 * 313.15 / (2 * 96485.33212331))
    inversion = invert_facets(areas, measured, temperature=313.15, electrons=2)
    assert np.max(np.abs(inversion.j0 / J0 - 1)) < 1e-8
    assert np.max(np.abs(inversion.predict(areas).r_ct / measured - 1)) < 1e-8


def test_order_of_names_does_not_matter():
    areas = particles(7)
    measured = resistances(areas) * (1 + 0.02 * np.sin(np.arange(7)))
    inversion = invert_facets(areas, measured, r_ct_error=0.02)
    shuffled = invert_facets(areas.iloc[::-1, ::-1], measured.sample(frac=1, random_state=1),
                             r_ct_error=0.02)  # fmt: skip
    assert shuffled.j0[FACETS].to_numpy() == pytest.approx(inversion.j0.to_numpy(), rel=1e-9)


def test_splitting_a_facet_in_fixed_shares_is_refused_but_summing_changes_nothing():
    areas = particles(8)
    inversion = invert_facets(areas, resistances(areas))
    split = areas.assign(**{"(104)": 0.5 * areas["(104)"], "(108)": 0.5 * areas["(104)"]})
    with pytest.raises(ValueError, match=r"\(104\) is 1 times that of \(108\)"):
        invert_facets(split, resistances(areas))
    merged = split.assign(**{"(104)": split["(104)"] + split["(108)"]}).drop(columns="(108)")
    again = invert_facets(merged, resistances(areas))
    assert again.j0.to_numpy() == pytest.approx(inversion.j0.to_numpy(), rel=1e-12)


def test_errors_scale_with_those_of_the_resistances():
    areas = particles(9)
    small, large = (
        invert_facets(areas, resistances(areas), r_ct_error=error).standard_error
        for error in (0.0001, 0.001)
    )
    assert (large / small).to_numpy() == pytest.approx(10, rel=1e-6)


def test_two_facets_alone_have_the_errors_of_their_particles():
    areas = pd.DataFrame({"(003)": [8e-11, 0.0], "(201)": [0.0, 9e-11]}, ["A", "B"])
    table = invert_facets(
        areas, resistances(areas), r_ct_error=0.03, areas_error=0.04
    ).table  # fmt: skip
    relative = table["standard_error_mA_cm2"] / table["j0_mA_cm2"]
    assert relative.to_numpy() == pytest.approx(0.05, rel=1e-9)
    assert table["variance_inflation"].to_numpy() == pytest.approx(1)


def test_absolute_errors_equal_relative_ones():
    areas = particles(9)
    measured = resistances(areas)
    relative = invert_facets(areas, measured, areas_error=0.03, r_ct_error=0.01)
    absolute = invert_facets(areas, measured, areas_error=0.03 * areas, r_ct_error=0.01 * measured)
    assert np.allclose(relative.covariance, absolute.covariance, rtol=1e-12, atol=0)


def coverage(design, count, r_ct_error, areas_error, trials=TRIALS):
    """Share of facets away from zero within one standard error, over seeded trials."""
    hits = []
    for seed in range(trials):
        rng = np.random.default_rng(seed)
        true_areas = design(count, seed)
        areas = true_areas * (1 + areas_error * standard_normal(rng, true_areas))
        measured = resistances(true_areas) * (1 + r_ct_error * rng.standard_normal(count))
        inversion = invert_facets(
            areas, measured, r_ct_error=r_ct_error, areas_error=areas_error or None
        )
        away = inversion.standard_error < J0 / 3  # false at the bound
        hits.append((np.abs(inversion.j0 - J0) < inversion.standard_error)[away])
    hits = pd.concat(hits)
    assert len(hits) > 2 * trials
    return hits.mean()


def one_design(count, seed):
    return particles(count, seed=3)


def test_one_standard_error_covers_the_truth():
    assert 0.60 < coverage(one_design, 9, 0.01, 0.03, trials=120) < 0.76


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "r_ct_error", "areas_error"),
    [(6, 0.01, 0.0), (6, 0.03, 0.0), (6, 0.02, 0.05), (12, 0.01, 0.0), (12, 0.01, 0.02)],
)
def test_one_standard_error_covers_the_truth_whatever_the_particles(count, r_ct_error, areas_error):
    # With six particles many designs hardly see (003): only that it is not negative.
    assert 0.60 < coverage(particles, count, r_ct_error, areas_error) < 0.76


@pytest.mark.slow
def test_error_estimated_from_residuals_covers_the_truth():
    areas = particles(16, seed=3)
    hits = []
    for seed in range(TRIALS):
        rng = np.random.default_rng(seed)
        measured = resistances(areas) * (1 + 0.02 * rng.standard_normal(16))
        inversion = invert_facets(areas, measured)
        hits.append(np.abs(inversion.j0 - J0) < inversion.standard_error)
    assert 0.60 < pd.concat(hits).mean() < 0.76


@pytest.mark.slow
def test_area_errors_do_not_bias_j0():
    true_areas = particles(60, seed=4, facets=FACETS[:3])
    measured = resistances(true_areas)
    ratios, weighted = [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        areas = (true_areas * (1 + 0.2 * standard_normal(rng, true_areas))).clip(lower=0)
        inversion = invert_facets(areas, measured, areas_error=0.2 * true_areas, r_ct_error=0.01)
        ratios.append(inversion.j0 / J0[FACETS[:3]])
        weighted.append(invert_facets(areas, measured, r_ct_error=0.01).j0 / J0[FACETS[:3]])
    strongest = FACETS[2]
    assert abs(pd.DataFrame(ratios)[strongest].mean() - 1) < 0.02
    # Without the areas' errors in the likelihood the strongest facet is biased: this test can fail.
    assert abs(pd.DataFrame(weighted)[strongest].mean() - 1) > 0.02


@pytest.mark.slow
def test_upper_limit_holds_for_a_facet_that_cannot_be_seen():
    areas = particles(9, seed=3)
    j0 = J0.copy()
    j0["(003)"] = 0.02
    below, at_bound = [], []
    for seed in range(TRIALS):
        rng = np.random.default_rng(seed)
        measured = resistances(areas, j0) * (1 + 0.02 * rng.standard_normal(9))
        inversion = invert_facets(areas, measured, r_ct_error=0.02)
        below.append(inversion.upper_95["(003)"] > j0["(003)"])
        at_bound.append(inversion.at_bound["(003)"])
    assert np.mean(below) >= 0.95
    assert 0.2 < np.mean(at_bound) < 0.6


def test_upper_limit_is_gaussian_far_from_zero_and_positive_below_it():
    one = np.ones(1)
    assert upper_limit(50 * one, one) == pytest.approx(50 + 1.6448536)
    assert upper_limit(0 * one, one) == pytest.approx(1.9599640)
    assert 0 < upper_limit(-8 * one, one).item() < 0.5
    assert upper_limit(-100 * one, one).item() == pytest.approx(0.03, rel=0.01)
    assert upper_limit(2 * one, 0 * one) == 2


def test_facet_at_the_bound_is_reported_without_standard_error():
    areas = particles(9)
    j0 = J0.copy()
    j0["(003)"] = -0.3
    inversion = invert_facets(areas, resistances(areas, j0), r_ct_error=0.01)
    row = inversion.table.loc["(003)"]
    assert row["at_bound"] and row["j0_mA_cm2"] == 0
    assert np.isnan(row["standard_error_mA_cm2"]) and 0 < row["upper_95_mA_cm2"] < 0.2
    assert not inversion.table["at_bound"].drop("(003)").any()
    with pytest.raises(ValueError, match=r"\(003\) is zero within its error.*floor"):
        inversion.facet_table(0.5)
    table = inversion.facet_table(0.5, floor=0.1)
    assert table.j0["(003)"] == 0.1
    (row,) = (row for row in table.rows if row.facet == "(003)")
    assert row.lower == row.j0 <= row.upper


def test_without_errors_and_without_spare_particles_no_error_is_stated():
    areas = particles(6)
    inversion = invert_facets(areas, resistances(areas))
    assert inversion.degrees_of_freedom == 0
    assert inversion.table["standard_error_mA_cm2"].isna().all()
    assert inversion.facet_table(0.5).j0 == pytest.approx(J0.to_dict())


def test_chi_square_is_that_of_the_stated_errors():
    areas = particles(30)
    values = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        measured = resistances(areas) * (1 + 0.02 * rng.standard_normal(30))
        values.append(invert_facets(areas, measured, r_ct_error=0.02).chi_square)
    assert np.mean(values) == pytest.approx(24, abs=2)


def test_two_area_methods_give_the_papers_error_bars():
    projected = particles(6)
    roughness = pd.Series([1.0, 1.1, 1.2, 1.05, 1.3, 1.15], FACETS)
    measured = resistances(projected)
    inversion = invert_facets(projected, measured, other_areas=projected * roughness)
    assert inversion.j0.to_numpy() == pytest.approx((J0 * 2 / (1 + roughness)).to_numpy())
    expected = J0 * (1 - 1 / roughness) / 2
    assert inversion.method_error.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-12)
    # A particle measured by both methods is predicted exactly: the roughness cancels.
    others = particles(3, seed=8)
    prediction = inversion.predict(others, other_areas=others * roughness)
    assert np.max(np.abs(prediction.r_ct / resistances(others) - 1)) < 1e-9
    with pytest.raises(ValueError, match=r"areas by 1 method\(s\), but j0 was found with 2"):
        inversion.predict(others)


@pytest.mark.slow
def test_prediction_errors_cover_unseen_particles():
    areas, unseen = particles(9, seed=3), particles(3, seed=5)
    truth = resistances(unseen)
    hits = []
    for seed in range(TRIALS):
        rng = np.random.default_rng(seed)
        measured = resistances(areas) * (1 + 0.01 * rng.standard_normal(9))
        seen = unseen * (1 + 0.02 * standard_normal(rng, unseen))
        inversion = invert_facets(areas, measured, r_ct_error=0.01)
        prediction = inversion.predict(seen, areas_error=0.02)
        hits.append(np.abs(prediction.r_ct - truth) < prediction.standard_error)
    assert 0.60 < pd.concat(hits).mean() < 0.76


def test_criterion_of_the_paper():
    areas, unseen = particles(6), particles(3, seed=5)
    inversion = invert_facets(areas, resistances(areas), r_ct_error=0.01)
    measured = resistances(unseen) * [1.0, 1 / 1.19, 1 / 1.21]
    table = inversion.predict(unseen).within(measured)
    assert table["within"].tolist() == [True, True, False]
    assert table["relative_difference"].to_numpy() == pytest.approx([0, 0.19, 0.21])
    assert inversion.predict(unseen).within(measured, 0.25)["within"].all()
    with pytest.raises(ValueError, match="no prediction for particle X"):
        inversion.predict(unseen).within({"X": 1e7})


def test_leave_one_out_predicts_each_particle_from_the_others():
    areas = particles(9)
    measured = resistances(areas)
    measured["P4"] *= 1.5
    table = leave_one_out(invert_facets(areas, measured, r_ct_error=0.01, other_areas=areas))
    assert (table["status"] == "ok").all()
    # Only when P4 is left out does nothing wrong enter.
    assert table.loc["P4", "relative_difference"] == pytest.approx(1 / 1.5 - 1)
    alone = invert_facets(areas.drop("P2"), measured.drop("P2"), r_ct_error=0.01)
    assert table.loc["P2", "predicted_Ohm"] == pytest.approx(alone.predict(areas).r_ct["P2"])


def test_leave_one_out_says_when_the_others_do_not_suffice():
    areas = particles(6)
    table = leave_one_out(invert_facets(areas, resistances(areas)))
    assert (table["status"] == "undetermined").all()
    assert table["predicted_Ohm"].isna().all()
    assert "5 particles for 6 facets" in table["reason"].iloc[0]


def test_facet_table_enters_the_cell_model():
    areas = particles(9)
    inversion = invert_facets(areas, resistances(areas), r_ct_error=0.01)
    values = pf.li2025(facet_table=inversion.facet_table(0.5))
    name = "Positive electrode (201) facet reference exchange-current density [A.m-2]"
    assert values[name] == pytest.approx(15.0)
    (row,) = (row for row in inversion.facet_table(0.5).rows if row.facet == "(201)")
    error = inversion.standard_error["(201)"]
    assert row.upper - row.j0 == pytest.approx(1.96 * error, rel=0.1)
    assert row.provenance == "fitted"


def test_combination_is_named_from_the_null_space():
    areas = particles(8)
    areas["(101)"] = 2 * areas["(104)"] + 0.5 * areas["(113)"]
    with pytest.raises(ValueError, match="cannot be told apart") as caught:
        invert_facets(areas, resistances(areas))
    message = str(caught.value)
    assert all(f"S{facet}" in message for facet in ("(104)", "(113)", "(101)"))
    assert not any(f"S{facet}" in message for facet in ("(003)", "(102)", "(201)"))
    assert "rank 5 for 6 facets" in message


def spoiled(change):
    areas = particles(7)
    measured = resistances(areas)
    return change(areas, measured)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a, r: (a.assign(**{"(102)": 0.0}), r), r"no particle exposes \(102\)"),
        (
            lambda a, r: (a.assign(**{"(113)": 3 * a["(104)"]}), r),
            r"\(104\) is 0.333333 times that of \(113\)",
        ),
        (lambda a, r: (a.iloc[:5], r.iloc[:5]), "5 particles for 6 facets"),
        (lambda a, r: (a, r.drop("P3")), "different particles: only areas has P3"),
        (lambda a, r: (a, r.rename({"P3": "Q"})), "only r_ct has Q; only areas has P3"),
        (
            lambda a, r: (a.replace(a.iloc[2, 1], np.nan), r),
            r"nan for facet \(104\) of particle P3",
        ),
        (lambda a, r: (a.replace(a.iloc[2, 1], -1e-12), r), r"-1e-12 for facet \(104\)"),
        (lambda a, r: (a.mul(a.index != "P2", axis=0), r), "particle P2 exposes no facet"),
        (lambda a, r: (a, r.replace(r.iloc[1], -2e7)), r"r_ct\['P2'\]=-20000000.0"),
        (lambda a, r: (a, r.replace(r.iloc[1], np.nan)), r"r_ct\['P2'\]=nan"),
        (lambda a, r: (pd.concat([a, a.iloc[:1]]), r), "particle P1 appears more than once"),
        (lambda a, r: (a.astype(str) + " m2", r), "expected numbers"),
        (lambda a, r: (a.to_numpy(), r), "expected a DataFrame"),
    ],
)
def test_bad_data_are_refused_in_words(change, message):
    areas, measured = spoiled(change)
    with pytest.raises(ValueError, match=message):
        invert_facets(areas, measured)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"r_ct_error": 2e5}, "r_ct_error=200000.0: expected a fraction"),
        ({"r_ct_error": 0.0}, "r_ct_error=0.0"),
        ({"areas_error": -0.1}, "areas_error=-0.1"),
        ({"areas_error": particles(7).rename({"P1": "Q"})}, "areas_error and areas name different"),
        ({"other_areas": particles(7).drop(columns="(201)")}, "only areas has .*201"),
        ({"temperature": -1.0}, "temperature=-1.0"),
        ({"electrons": 0}, "electrons=0"),
    ],
)
def test_bad_arguments_are_refused_in_words(arguments, message):
    areas = particles(7)
    with pytest.raises(ValueError, match=message):
        invert_facets(areas, resistances(areas), **arguments)


def test_prediction_needs_the_same_facets():
    areas = particles(7)
    inversion = invert_facets(areas, resistances(areas))
    with pytest.raises(ValueError, match=r"only the inversion has \(201\)"):
        inversion.predict(areas.drop(columns="(201)"))


def test_most_likely_is_a_minimum_of_the_stated_misfit():
    rng = np.random.default_rng(2)
    A, b = rng.uniform(0, 1, (9, 3)), rng.uniform(1, 2, 9)
    var_A, var_b = rng.uniform(0, 0.02, (9, 3)), rng.uniform(0.001, 0.02, 9)

    def misfit(x, target):
        return np.sum((target - A @ x) ** 2 / (var_b + var_A @ x**2))

    for target in (b, b * [3, 0.1, 1, 1, 0.1, 1, 1, 1, 0.1]):  # within, and at a bound
        estimate = most_likely(A, target, var_A, var_b)
        assert estimate.misfit == pytest.approx(misfit(estimate.x, target), rel=1e-9)
        for direction in rng.standard_normal((50, 3)):
            moved = np.maximum(estimate.x + 1e-3 * direction, 0)
            assert misfit(moved, target) > estimate.misfit
    assert (estimate.x == 0).any() and (estimate.x > 0).any()


def test_no_convergence_is_reported_in_words(monkeypatch):
    areas = particles(9)
    measured = resistances(areas) * (1 + 0.1 * np.sin(np.arange(9)))
    monkeypatch.setattr("pybamm_facets.impedance.inversion.errors_in_variables.ITERATIONS", 1)
    with pytest.raises(ValueError, match=r"areas_error: no most likely j0.*condition"):
        invert_facets(areas, measured, areas_error=0.5)
