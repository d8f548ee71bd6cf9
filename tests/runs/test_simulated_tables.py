"""Computed runs as tables of cyclers."""

import pytest

import pybamm_facets as pf
from pybamm_facets.exchange import rate_table, read_cycler, steps_of, write_bdf, write_pyprobe
from pybamm_facets.sets.measurable import measured_as


@pytest.fixture(scope="module")
def results():
    return pf.rate_capability(
        "Li2025_core_shell", [1, 5], directions=("discharge", "charge"), curves=True
    )


def test_signs_names_and_origin(results):
    frames = pf.cycler_frames(results)
    assert list(frames) == [
        f"simulated_Li2025_core_shell_{row.direction}_{row.c_rate:g}C"
        for row in results.table.itertuples()
    ]
    one_c = pf.load_set("Li2025_core_shell")["Nominal cell capacity [A.h]"]
    out = frames["simulated_Li2025_core_shell_discharge_5C"]
    into = frames["simulated_Li2025_core_shell_charge_1C"]
    assert (out["current_A"] == -5 * one_c).all() and out["voltage_V"].diff().iloc[1:].max() < 0
    assert (into["current_A"] == one_c).all() and into["voltage_V"].iloc[-1] > 4.4
    assert out.attrs["origin"] == "simulated" and out.attrs["particle"] == "Li2025_core_shell"
    assert out.attrs["versions"]["pybamm-facets"] == pf.__version__


@pytest.mark.parametrize("ending", [".bdf.csv", ".csv", ".parquet"])
def test_the_road_of_measured_files_gives_the_capacity_that_was_computed(ending, results, tmp_path):
    own = measured_as(pf.load_set("Li2025_core_shell"))
    write = write_bdf if ending == ".bdf.csv" else write_pyprobe
    computed = results.table["capacity_mAh_g"].tolist()
    for (name, frame), capacity in zip(pf.cycler_frames(results).items(), computed, strict=True):
        write(frame, tmp_path / f"{name}{ending}")
        read = read_cycler(tmp_path / f"{name}{ending}")
        assert read.attrs == frame.attrs
        steps = steps_of(
            read,
            mass_g=own.mass_mg / 1e3,
            one_c_mA_g=own.one_c_mA_g,
            lower_V=own.lower_V,
            upper_V=own.upper_V,
        )
        assert steps["status"].tolist() == ["ok"]
        assert rate_table(steps, "a")["capacity_mAh_g"].item() == pytest.approx(capacity, abs=1e-6)


def test_runs_of_one_name_are_numbered(results):
    twice = pf.cycler_frames(pf.Results((*results.finished, *results.finished[:1] * 2)))
    name = "simulated_Li2025_core_shell_discharge_1C"
    assert [one for one in twice if one.startswith(name)] == [name, f"{name}_no2", f"{name}_no3"]


def test_runs_without_curves():
    with pytest.raises(ValueError, match="expected runs with curves"):
        pf.cycler_frames(pf.rate_capability("Li2025_isotropic", 5))
