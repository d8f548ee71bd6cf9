"""What each experiment is about, as numbers that a run with --quick has to give.

A number without a derivation here is the one that README or the experiment's page tells.
"""

import math

from pytest import approx


def e01_rate_capability(figures):
    """The texture fit meets the measured 144; the blind prediction misses it by 42."""
    assert figures["capacity_mAh_g"]["texture core-shell 10C"] == approx(144, abs=0.2)
    assert figures["blind_shortfall_mAh_g"] == approx(41.8, abs=0.5)


def e02_explain_gap(figures):
    """Transport explains the gap between the particles at 10C, exchange currents next to none."""
    gap = figures["attribution_10C_mAh_g"]
    assert sum(gap.values()) == approx(144 - 67, abs=0.3)
    assert gap["solid transport"] / sum(gap.values()) > 0.999
    assert figures["blind_core_shell_mAh_g"] == approx(144 - 41.8, abs=0.5)
    assert figures["kappa_isotropic"] == approx(2.41, abs=0.02)
    assert figures["basal_share"] == approx(0.403, abs=0.003)
    assert figures["percentile_of_measured"] == 100
    assert figures["draws_without_result"] == 0


def e03_facet_inversion(figures):
    """What was put in comes out, within its error bars; new particles are predicted."""
    assert figures["r_ct_fit_error"] < 0.01
    six = figures["six_particles"]
    assert six["largest_deviation_in_standard_errors"] < 2
    assert list(six["j0_mA_cm2"].values()) == sorted(six["j0_mA_cm2"].values())
    assert figures["unseen_within_20_percent"] == 3
    assert figures["unseen_largest_difference"] < 0.05


def e04_activation(figures):
    """The facets' order follows, the paper's slopes do not; a work function is not enough."""
    holds = {name for name, answer in figures["statements"].items() if answer == "holds"}
    assert "order of the facets as measured, fixed work" in holds
    assert "order of the facets as measured, double layer work" in holds
    assert not any("slope" in name for name in holds)
    # A ratio of 25 in exchange current is an energy of kT ln 25.
    spread = figures["thermal_energy_eV"] * math.log(25)
    assert figures["implied_spread_eV"] == approx(spread, abs=1e-5)
    assert sum("none" in statement for statement in figures["required"]) == 2


def e05_stress(figures):
    """The core bears more than the shell; 0.03 % only by readings other than the lattice's."""
    ratio = figures["von_mises_core_over_shell"]
    assert ratio["core-shell"] == approx(1.44, abs=0.05)
    assert ratio["core-shell"] > ratio["isotropic"]
    assert figures["p99_strain_percent_mol_L_third"] == approx(0.0148, rel=0.05)
    assert all(value == 0 for f in figures["x_1"].values() for value in f.values())
    for particle in figures["x_0.15"].values():
        assert particle["p99_strain_percent"] / 0.03 == approx(30, abs=3)


def e06_grain_resolved(figures):
    """Averaging over grains costs little in space; without anisotropy texture is no matter."""
    assert figures["capacity_10C_mAh_g"]["core-shell"] == approx(148.8, abs=0.5)
    assert figures["capacity_10C_mAh_g"]["isotropic"] == approx(74.0, abs=0.5)
    assert figures["largest_averaging_error_in_space"] < 0.04
    assert figures["largest_lithium_error"] < 1e-10
    used = figures["utilisation_by_anisotropy"]
    alike = [value for name, value in used.items() if name.endswith(", 1")]
    assert len(alike) == 4
    assert max(alike) - min(alike) < 0.001
    assert used["isotropic, in plane, 100"] == approx(0.327, abs=0.01)
    assert used["core-shell, in space, 100"] == approx(0.656, abs=0.01)


def e07_design(figures):
    """The ordering that a target needs, and what facets bring where they may be chosen."""
    assert figures["ordering_over_radius_um"]["4.5"] == approx(0.296, abs=0.003)
    assert figures["ordering_over_capacity_mAh_g"]["125"] == approx(0.0998, rel=0.02)
    any_grains = {"0.5": (0.193, 1.103), "0.7": (0.263, 1.317), "0.8": (0.375, 1.407),
                  "0.9": (0.585, 1.487), "0.95": (0.681, 1.5)}  # fmt: skip
    for d, span in any_grains.items():
        assert figures["mean_current_of_any"][d] == approx(span, abs=0.002)
    choice = figures["ordering_by_choice"]
    assert choice["10C discharge to 3.2 V, texture"] == approx(0.752, rel=0.02)
    assert choice["10C discharge to 3.2 V, any"] == approx(0.701, rel=0.02)
    assert figures["share_of_facets"] == approx([0.0, 0.121], abs=0.005)


def e08_cycling(figures):
    """Grain boundaries age the isotropic particle as observed."""
    assert figures["unaged_mAh_g"]["core-shell"] == approx(139.2, abs=0.1)
    assert figures["unaged_mAh_g"]["isotropic"] == approx(62.3, abs=0.1)
    assert figures["isotropic_retention"]["grain_boundaries"] == approx(0.164, abs=0.01)
    assert figures["isotropic_retention"]["rock_salt_layer"] == approx(0.779, abs=0.01)
    assert figures["sign"]["grain_boundaries"] == "as observed"


def e09_compare(figures):
    """A polycrystal that nobody fitted needs the D/R² of the paper's core-shell particle."""
    d = figures["d_over_r2_per_s"]
    for rate in ("4C", "5C", "6C"):
        needed = d[f"NMC811-commercial-like {rate}"]
        assert needed == approx(d["Li2025 core-shell 10C"], rel=0.1)
    assert figures["blind_mAh_g"] == approx({"5C": 162.3, "6C": 154.9}, abs=0.5)
    assert figures["nearer"] == ["cycle"]


def e10_pybamm_experiment(figures):
    """An experiment of PyBaMM gives what a run of ours gives."""
    assert max(figures["largest_difference_mAh_g"].values()) < 0.05
