"""What the main job must say about the two particles of the paper."""

import numpy as np
import pytest

from pybamm_facets.studies.rates import DEFAULT_RATES


@pytest.fixture(scope="session")
def discharge(main_job):
    table = main_job.table[main_job.table["direction"] == "discharge"]
    return table.set_index(["fit", "particle", "c_rate"])["capacity_mAh_g"]


def test_every_run_ends_at_its_cut_off(main_job):
    assert (main_job.table["status"] == "ok").all()
    assert (main_job.table["termination"] == "cut-off voltage").all()
    cut_off = main_job.table["direction"].map({"discharge": 2.5, "charge": 4.5})
    np.testing.assert_allclose(main_job.table["end_voltage_V"], cut_off, atol=2e-3)


def test_every_fit_particle_direction_and_rate_has_one_row(main_job):
    keys = main_job.table[["fit", "particle", "direction", "c_rate"]]
    assert len(keys) == 2 * 2 * 2 * len(DEFAULT_RATES)
    assert not keys.duplicated().any()


def test_lithium_is_conserved_in_every_run(main_job):
    for table in (main_job.table, main_job.variants):
        assert table["particle_lithium_error"].abs().max() < 1e-8
        assert table["electrolyte_lithium_error"].abs().max() < 5e-3


def test_fitted_sets_meet_the_measured_capacities(discharge):
    assert discharge["texture", "isotropic", 10.0] == pytest.approx(67, abs=0.2)
    assert discharge["texture", "core-shell", 10.0] == pytest.approx(144, abs=0.2)
    assert discharge["blind", "isotropic", 10.0] == pytest.approx(67, abs=0.2)


def test_blind_prediction_falls_short_of_the_core_shell(discharge):
    # Random to aligned grains raise the radial diffusivity of the shell by a factor below two,
    # the two measured capacities need a factor above three: 102 mAh/g instead of 144.
    assert discharge["blind", "core-shell", 10.0] == pytest.approx(102.2, abs=0.5)


def test_particles_agree_at_low_rate(discharge):
    slow = discharge.xs(0.1, level="c_rate")
    assert slow.max() - slow.min() < 3


def test_capacity_falls_with_rate(main_job):
    for _, rows in main_job.table.groupby(["fit", "particle", "direction"]):
        assert rows.sort_values("c_rate")["capacity_mAh_g"].is_monotonic_decreasing


def test_measured_capacities_are_told_as_fitted_or_predicted(main_job):
    measured = main_job.table.dropna(subset="measured_mAh_g")
    roles = measured.set_index(["fit", "particle"])["role"].to_dict()
    assert roles == {
        ("texture", "isotropic"): "fitted",
        ("texture", "core-shell"): "fitted",
        ("blind", "isotropic"): "fitted",
        ("blind", "core-shell"): "predicted",
    }
    assert (main_job.table[main_job.table["measured_mAh_g"].isna()]["role"] == "").all()
    assert any("blind, core-shell" in line and "predicted" in line for line in main_job.statements)


def test_variants_cover_both_cells_and_readings_and_hardly_differ(main_job):
    # The 10C discharge ends when the particle's surface is full, whatever the electrode around it.
    variants = main_job.variants
    assert len(variants) == 2 * 2 * 2 * 2
    spread = variants.groupby(["fit", "particle"])["capacity_mAh_g"].agg(np.ptp)
    assert spread.max() < 0.3
    untuned = variants[(variants["cell"] != "rate") | (variants["reading"] != "active")]
    assert (untuned["role"] == "as it falls").all()


def test_curves_end_where_the_table_says(main_job):
    keys = ["fit", "particle", "direction", "c_rate"]
    ends = main_job.curves.groupby(keys)["capacity_mAh_g"].max()
    table = main_job.table.set_index(keys)["capacity_mAh_g"]
    np.testing.assert_allclose(ends.reindex(table.index), table, rtol=1e-9)


def test_energy_is_the_integral_of_the_curve(main_job):
    keys = ["fit", "particle", "direction", "c_rate"]
    table = main_job.table.set_index(keys)["energy_mWh_g"]
    for key, curve in main_job.curves.groupby(keys):
        energy = np.trapezoid(curve["voltage_V"], curve["capacity_mAh_g"])
        assert table[key] == pytest.approx(energy, rel=2e-3)
