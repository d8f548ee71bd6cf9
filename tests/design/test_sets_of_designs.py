"""Profiles, fronts, tolerances and the payoff map against reference numbers."""

from functools import partial

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets import design
from pybamm_facets.cross_section import core_shell_stress, generate_microstructure, stress_ensemble
from pybamm_facets.design.payoff import own_point
from pybamm_facets.design.tolerances import read_tolerance
from pybamm_facets.design.variable_profiles import interval
from tests.design.diffusion import sphere_capacity

BOX = {"core_fraction": (0.1, 0.9), "kappa_core": (-20, 10), "kappa_shell": (-300, 10)}
TARGETS = (design.Target("discharge", 10, 150),)


@pytest.fixture(scope="module")
def values():
    return pf.li2025()


@pytest.mark.slow
def test_a_front_over_the_capacity(values):
    """R = 5 µm: the ε-constraint front of the reference, ±2 %; monotone."""
    reference = {109: 0.0050, 117: 0.0337, 125: 0.0998, 133: 0.227, 141: 0.477, 149: 1.245}
    table = design.front(
        values, TARGETS, design.Space(radius_m=5e-6, **BOX), along=0, values=list(reference)
    )
    assert table["met"].all() and table["ordering"].is_monotonic_increasing
    for row, wanted in zip(table.itertuples(), reference.values(), strict=True):
        assert row.ordering == pytest.approx(wanted, rel=0.02)
    # The paper's core-shell particle lies above it.
    paper = design.front(
        values, TARGETS, design.Space(radius_m=5e-6, **BOX), along=0, values=[143.9]
    )
    assert paper["ordering"].item() == pytest.approx(0.64, abs=0.01)


@pytest.mark.slow
def test_a_front_over_the_radius(values):
    reference = {3.75e-6: 0.0067, 4.0e-6: 0.049, 4.75e-6: 0.586, 4.9e-6: 0.943}
    space = design.Space(radius_m=(3.5e-6, 5e-6), **BOX)
    table = design.front(values, TARGETS, space, along="radius_m", values=list(reference))
    assert table["ordering"].to_numpy() == pytest.approx(
        list(reference.values()), rel=0.01, abs=1e-3
    )


@pytest.mark.slow
def test_profiles_name_what_is_nearly_free(values):
    found = design.easiest(values, TARGETS, design.Space(radius_m=4.5e-6, **BOX))
    table = design.profiles(found, 3)
    assert set(table["variable"]) == set(BOX)
    assert (table.loc[table["met"], "ordering"] >= found.ordering - 1e-3).all()
    low, high = interval(table, "core_fraction", found.ordering, 10)
    assert low <= found.variables["core_fraction"] <= high
    assert len(design.profile_words(table, found.ordering)) == 3


@pytest.mark.slow
def test_what_the_papers_particle_tolerates(values):
    """κ -10, random core, ρ 0.5, 5 µm at 143.9 mAh/g, one at a time to -5 %."""
    space = design.Space(radius_m=5e-6, core_fraction=0.5, kappa_core=0, kappa_shell=(-10.0, 10.0))
    target = design.Target("discharge", 10, 143.8)
    found = design.easiest(values, [target], space, start={"kappa_shell": -9.9})
    assert found.variables["kappa_shell"] == pytest.approx(-9.9, abs=0.2)
    table = design.tolerance(found).set_index("variable")
    assert table.index[0] == "radius_m"
    assert table.loc["radius_m", "high_percent"] == pytest.approx(5.3, abs=0.2)
    assert table.loc["diffusivity_m2_s", "low_percent"] == pytest.approx(-9.8, abs=0.3)
    assert table.loc["kappa_shell", "high"] == pytest.approx(-4.75, abs=0.1)
    assert table.loc["core_fraction", "high"] == pytest.approx(0.778, abs=0.005)
    assert np.isnan(table.loc["kappa_core", ["low", "high"]].astype(float)).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("radius", "nominal", "wanted"), [(4e-6, 0.049, 0.226), (4.5e-6, 0.298, 0.743)]
)
def test_a_robust_design_meets_its_targets_at_every_corner(values, radius, nominal, wanted):
    tolerances = {"radius_m": "5%", "kappa_shell": "30%", "kappa_core": 1.0, "core_fraction": 0.05}
    found = design.robust(values, TARGETS, design.Space(radius_m=radius, **BOX), tolerances)
    assert found.ordering == pytest.approx(wanted, rel=0.02)
    assert found.ordering > nominal
    rng = np.random.default_rng(3)
    designs = []
    for _ in range(20):
        moved = dict(found.variables)
        for name, given in tolerances.items():
            by = read_tolerance(name, given, found.variables[name])
            moved[name] += by * rng.uniform(-1, 1)
        designs.append(moved)
    plain = design.easiest(
        values, TARGETS, design.Space(radius_m=radius, **BOX), start=found.variables
    )
    assert (plain.responses.runs(designs)["reached"] >= 150 - 0.1).all()


PAYOFF = [  # by 23 radial nodes and 8 + 9 across the cell, at tolerances of 1e-6 and 1e-8
    (10, "discharge", None, 0.138, 0.696, (103.55, 103.56, 150.61, 150.61), 0.000),
    (10, "discharge", 3.0, 0.138, 0.696, (94.94, 100.37, 139.48, 146.45), 0.120),
    (10, "charge", 4.5, 0.138, 0.696, (53.09, 56.28, 83.08, 87.57), 0.111),
    (10, "discharge", 3.0, 0.5, 0.3, (163.19, 175.81, 185.76, 198.35), 0.3585),
    (10, "discharge", 3.0, 3, 0.3, (202.15, 214.58, 205.96, 218.31), 0.767),
    (10, "charge", 4.5, 0.5, 0.5, (109.42, 115.96, 131.19, 137.89), 0.233),
    (1, "charge", 4.3, 1, 1, (181.69, 185.13, 193.10, 196.54), 0.232),
]


@pytest.mark.parametrize(("rate", "way", "end", "fourier", "lam", "corners", "share"), PAYOFF)
def test_when_facets_pay(values, rate, way, end, fourier, lam, corners, share):
    row = design.payoff_at(values, rate, way, fourier=fourier, lam=lam, end_voltage=end)
    names = ("random_mAh_g", "facets_mAh_g", "diffusivity_mAh_g", "both_mAh_g")
    assert [row[name] for name in names] == pytest.approx(corners, abs=0.1)
    assert row["share"] == pytest.approx(share, abs=0.003)
    total = row["by_facets_mAh_g"] + row["by_diffusivity_mAh_g"]
    assert total == pytest.approx(row["both_mAh_g"] - row["random_mAh_g"])


@pytest.mark.slow
def test_the_map_agrees_with_direct_runs_and_knows_the_sets_point(values):
    found = design.payoff_map(values, 10, "discharge", end_voltage=3.0, points=(11, 9))
    assert found.own == pytest.approx((0.138, 0.696), abs=1e-3)
    assert found.own == own_point(values, 10)
    for k in (20, 45, 70):
        row = found.table.iloc[k]
        direct = design.payoff_at(
            values, 10, fourier=row["fourier"], lam=row["lambda"], end_voltage=3.0
        )
        assert row["both_mAh_g"] == pytest.approx(direct["both_mAh_g"], abs=0.8)


def test_at_the_papers_cut_off_facets_never_pay(values):
    found = design.payoff_map(values, 10, "discharge", points=(9, 7))
    share = found.table["share"].dropna()
    slow = found.table["lambda"] > 0.2
    assert share[slow.reindex(share.index)].abs().max() < 0.05
    # A diffusion-limited corner, by the independent calculation.
    row = found.table.iloc[30]
    diffusivity = row["fourier"] * 25e-12 / 360 * 0.99
    wanted = sphere_capacity(10, 5e-6, diffusivity)
    if row["lambda"] > 0.5:
        assert row["both_mAh_g"] == pytest.approx(wanted, abs=1.0)


@pytest.mark.slow
def test_a_sample_says_which_designs_meet_the_targets(values):
    space = design.Space(
        radius_m=(3e-6, 6e-6), core_fraction=(0.3, 0.8), kappa_shell=(-20, 5), kappa_core=0
    )
    table = design.sample(values, TARGETS, space, 40, seed=2)
    assert len(table) == 40 and table["meets"].any() and not table["meets"].all()
    assert (table["meets"] == (table["10C discharge"] >= 150)).all()
    assert (table["kappa_core"] == 0).all() and table["radius_m"].between(3e-6, 6e-6).all()
    again = design.sample(values, TARGETS, space, 40, seed=2)
    assert (again["kappa_shell"] == table["kappa_shell"]).all()
    # Both directions at a rate say the same where diffusion limits both.
    both = [*TARGETS, design.Target("charge", 10, 50)]
    pairs = design.correlated(design.sample(values, both, space, 64, seed=2))
    assert pairs[["first", "second"]].to_numpy().tolist() == [["10C discharge", "10C charge"]]
    assert pairs["correlation"].item() > 0.98
    # Nothing that meets the targets is easier than the easiest at its radius.
    best = table[table["meets"]].sort_values("radius_m").iloc[-1]
    held = design.Space(radius_m=float(best["radius_m"]), core_fraction=(0.3, 0.8),
                        kappa_shell=(-20, 5), kappa_core=0)  # fmt: skip
    assert design.easiest(values, TARGETS, held).ordering <= best["ordering"] + 1e-3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("core", "shell", "rho", "off"),
    [(0, -10, 0.5, 0.1), (0, -3, 0.5, 0.1), (-4, -10, 0.5, 0.12), (0, -10, 0.3, 0.35)],
)
def test_the_cores_tension_is_a_compass_of_grain_resolved_sections(core, shell, rho, off):
    """Mean of radial and hoop stress over the core of three sections, linear elastic grains."""
    pytest.importorskip("skfem")
    draw = partial(
        generate_microstructure, "core_shell", core=pf.Texture(core), shell=pf.Texture(shell),
        core_fraction=rho,
    )  # fmt: skip
    zones = stress_ensemble(draw, range(3), poissons_ratio=0.3).zones.xs("core", level="zone")
    sections = 1.5 * float(zones[("hydrostatic", "mean")].mean())
    tension = design.core_tension(pf.Agglomerate(core, shell, core_fraction=rho))
    assert tension == pytest.approx(sections, rel=off)


def test_the_cores_tension_is_the_closed_form_of_a_shell():
    """Against the field of a core in a shell with the mean strains of the texture."""
    mean = pf.Texture(-10).mean_square
    difference = (1 - 3 * mean) / 2  # of the hoop and radial strain, in units of the contrast
    radial, hoop = core_shell_stress(np.array([0.1]), 0.5, 1.0, difference)
    tension = design.core_tension(pf.Agglomerate(0.0, -10.0, core_fraction=0.5))
    assert tension == pytest.approx(float(radial[0]), rel=1e-12)
    assert float(radial[0]) == pytest.approx(float(hoop[0]), rel=1e-12)
    assert design.core_tension(pf.Agglomerate(0.0, 5.0, core_fraction=0.5)) < 0


@pytest.mark.slow
def test_a_batch_is_the_mean_of_its_particles(values):
    """The paper's core-shell particle: at most 9 % of particles like its isotropic one."""
    space = design.Space(radius_m=5e-6, core_fraction=0.5, kappa_core=0, kappa_shell=(-10.0, 10.0))
    found = design.easiest(
        values, [design.Target("discharge", 10, 143.8)], space, start={"kappa_shell": -9.9}
    )
    one = design.batch(found, misoriented=0.1, misoriented_kappa=2.409).iloc[0]
    assert one["mean"] == pytest.approx(136.7, abs=0.6)
    assert one["misoriented_at_most"] == pytest.approx(0.0935, abs=0.002)
    for sigma, wanted in ((0.1, 144.08), (0.2, 143.22), (0.3, 141.96)):
        row = design.batch(found, radius_sigma=sigma).iloc[0]
        # The reference's own sphere starts 0.4 higher.
        assert row["mean"] == pytest.approx(wanted - 0.4, abs=0.3)
        assert row["p05"] < row["p50"] < row["p95"]
        assert row["p50"] == pytest.approx(row["nominal"], abs=0.01)
    with pytest.raises(ValueError, match="misoriented=2"):
        design.batch(found, misoriented=2)
    with pytest.raises(ValueError, match="radius_sigma"):
        design.batch(found, radius_sigma=-0.1)


@pytest.mark.slow
def test_the_plane_agrees_with_the_linear_programs_and_with_runs(values):
    space = design.Space(radius_m=4.5e-6, kappa_shell=(-100, 5), kappa_core=0, core_fraction=0.5)
    found = design.easiest(values, TARGETS, space)
    plane = design.orientation_plane(found)
    near = plane.ranges.assign(off=(plane.ranges["d"] - 0.9).abs()).sort_values("off")
    for tier, least, most in (("fibre", 0.824, 1.174), ("any", 0.585, 1.487)):
        row = near[near["tier"] == tier].iloc[0]
        assert row[["least", "most"]].tolist() == pytest.approx([least, most], abs=0.05)
    inside = plane.prices[plane.prices["ordering"] < 1]
    assert inside["ordering"].min() < 0.02 and len(inside) > 100
    # Contour of the target through the design itself.
    grid = plane.reached.pivot(index="exchange_current", columns="d", values="reached")
    row = grid.loc[(grid.index.to_series() - found.shell.exchange_current).abs().idxmin()]
    assert np.interp(found.shell.d, row.index, row) == pytest.approx(150, abs=1.0)


@pytest.mark.slow
def test_fronts_about_a_design_go_from_random_grains_to_the_last_that_can_be_had(values):
    space = design.Space(radius_m=4.5e-6, kappa_shell=(-300, 5), kappa_core=0, core_fraction=0.5)
    found = design.easiest(values, TARGETS, space)
    fronts = design.fronts_about(found, {"radius_m": "3%"}, points=4)
    target = fronts["target"]
    assert target["met"].all() and target["ordering"].is_monotonic_increasing
    assert target["ordering"].iloc[0] == pytest.approx(0, abs=1e-3)
    assert target["value"].iloc[-1] > 155
    robust, plain = fronts["robust"], fronts["radius"].iloc[::2]
    assert (robust["ordering"].to_numpy() >= plain["ordering"].to_numpy() - 1e-3).all()
