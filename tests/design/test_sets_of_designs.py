"""Profiles, fronts, tolerances and the payoff map against reference numbers."""

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets import design
from pybamm_facets.cross_section.stress.mean_field import texture_mean_field
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
    assert (plain.responses.runs(designs)["capacity_mAh_g"] >= 150 - 0.1).all()


PAYOFF = [  # ends on the slope: 0.1 to 0.2 below 20 points across the electrode
    (10, "discharge", None, 0.138, 0.696, (103.55, 103.56, 150.61, 150.61), 0.000),
    (10, "discharge", 3.0, 0.138, 0.696, (94.78, 100.28, 139.27, 146.35), 0.122),
    (10, "charge", 4.5, 0.138, 0.696, (52.97, 56.17, 82.91, 87.41), 0.112),
    (10, "discharge", 3.0, 0.5, 0.3, (162.88, 175.61, 185.46, 198.16), 0.360),
    (10, "discharge", 3.0, 3, 0.3, (201.84, 214.41, 205.65, 218.15), 0.768),
    (10, "charge", 4.5, 0.5, 0.5, (109.22, 115.80, 130.99, 137.70), 0.233),
    (1, "charge", 4.3, 1, 1, (181.68, 185.13, 193.09, 196.54), 0.232),
]


@pytest.mark.parametrize(("rate", "way", "end", "fourier", "lam", "corners", "share"), PAYOFF)
def test_when_facets_pay(values, rate, way, end, fourier, lam, corners, share):
    row = design.payoff_at(values, rate, way, fourier=fourier, lam=lam, end_voltage=end)
    names = ("random_mAh_g", "facets_mAh_g", "diffusivity_mAh_g", "both_mAh_g")
    assert [row[name] for name in names] == pytest.approx(corners, abs=0.2)
    assert row["share"] == pytest.approx(share, abs=0.005)
    total = row["by_facets_mAh_g"] + row["by_diffusivity_mAh_g"]
    assert total == pytest.approx(row["both_mAh_g"] - row["random_mAh_g"])


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
    # Nothing that meets the targets is easier than the easiest at its radius.
    best = table[table["meets"]].sort_values("radius_m").iloc[-1]
    held = design.Space(radius_m=float(best["radius_m"]), core_fraction=(0.3, 0.8),
                        kappa_shell=(-20, 5), kappa_core=0)  # fmt: skip
    assert design.easiest(values, TARGETS, held).ordering <= best["ordering"] + 1e-3


@pytest.mark.parametrize(
    ("core", "shell", "rho"), [(0, -10, 0.5), (0, -3, 0.5), (0, -30, 0.3), (0, 4, 0.7)]
)
def test_the_cores_tension_is_that_of_a_layered_disk(core, shell, rho):
    """Against the mean over the core of the field of 400 rings."""
    variables = {"core_fraction": rho, "kappa_core": core, "kappa_shell": shell, "radius_m": 5e-6}
    tension = design.core_tension(variables)
    field = texture_mean_field(core, shell, rho)
    inside = field.r_over_R < rho
    mean = np.average(0.5 * (field.radial + field.hoop)[inside], weights=field.r_over_R[inside])
    assert tension == pytest.approx(mean, abs=1e-4)
    basal = design.core_tension(variables | {"kappa_shell": 5.0})
    assert basal < 0
