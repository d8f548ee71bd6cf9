"""What orientation can give, against linear programs on a grid of the sphere and closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pybamm_facets.crystal import (
    NMC811_FACETS,
    FacetFamily,
    Lattice,
    Texture,
    attainable,
    nearest_facet,
    ratio_range,
    watson_texture,
)
from pybamm_facets.crystal.layer_scheme import host

J0 = {"(003)": 0.06, "(104)": 0.28, "(102)": 0.6741, "(113)": 0.7722, "(101)": 1.1385, "(201)": 1.5}
CURRENTS = np.array(list(J0.values()))
# Columns: d, Watson j0 and κ, fibre and any [mA/cm2], most (003), most (201) as fibre and any.
TABLE = [
    (0.5, 0.610, 0.10, (0.463, 0.836), (0.193, 1.103), 0.527, (0.422, 0.688)),
    (0.7, 0.793, -2.25, (0.609, 1.023), (0.263, 1.317), 0.280, (0.524, 0.855)),
    (0.8, 0.881, -4.25, (0.7055, 1.102), (0.375, 1.407), 0.177, (0.567, 0.926)),
    (0.9, 0.983, -9.34, (0.824, 1.174), (0.585, 1.487), 0.084, (0.606, 0.990)),
    (0.95, 1.055, -19.3, (0.954, 1.208), (0.681, 1.500), 0.041, (0.624, 1.0)),
]


def counted_shares(rows, azimuths=480):
    """Share of each family on cones, by the nearest normal of a grid; a third of the turn."""
    u = (np.arange(rows) + 0.5) / rows
    phi = (np.arange(azimuths) + 0.5) / azimuths * 2 * np.pi / 3
    s = np.sqrt(1 - u**2)[:, None]
    level = np.broadcast_to(u[:, None], (rows, azimuths))
    facets = nearest_facet(np.stack([s * np.cos(phi), s * np.sin(phi), level], axis=-1))
    return u, np.stack([(facets == k).mean(axis=1) for k in range(6)], axis=1)


@pytest.fixture(scope="module")
def sphere():
    return counted_shares(960, 1440)


def brute(objective, along, d, anisotropy=0.01):
    rows = [np.ones_like(along), host(d, anisotropy).excess(along)]
    ends = []
    for sign in (1, -1):
        result = linprog(sign * objective, A_eq=rows, b_eq=[1, 0])
        assert result.status == 0
        ends.append(sign * result.fun)
    return ends


@pytest.mark.parametrize("d", [0.3, 0.5, 0.8, 0.9, 0.95])
def test_ranges_are_those_of_a_grid_of_the_sphere(sphere, d):
    u, shares = sphere
    fibre = attainable(d, tier="fibre", exchange_currents=J0)
    free = attainable(d, tier="any", exchange_currents=J0)
    assert fibre.exchange_current == pytest.approx(brute(shares @ CURRENTS, u**2, d), abs=2e-3)
    row, family = np.nonzero(shares)
    along = u[row] ** 2
    assert free.exchange_current == pytest.approx(brute(CURRENTS[family], along, d), abs=4e-3)
    for k, label in enumerate(J0):
        assert fibre.fractions[label] == pytest.approx(brute(shares[:, k], u**2, d), abs=2e-3)
        shown = brute((family == k).astype(float), along, d)
        assert free.fractions[label] == pytest.approx(shown, abs=4e-3)


@pytest.mark.slow
def test_a_finer_grid_comes_nearer_from_inside():
    exact = attainable(0.8, exchange_currents=J0).exchange_current
    gaps = []
    for rows in (360, 1440, 5760):
        u, shares = counted_shares(rows)
        row, family = np.nonzero(shares)
        low, high = brute(CURRENTS[family], u[row] ** 2, 0.8)
        gaps.append((low - exact[0], exact[1] - high))
    assert np.all(np.array(gaps) > -1e-6)
    assert np.all(np.array(gaps[2]) < 5e-4)
    assert np.all(np.array(gaps[2]) < np.array(gaps[0]))


@pytest.mark.parametrize(("d", "mean", "kappa", "fibre", "free", "basal", "fastest"), TABLE)
def test_the_table_of_a_separate_calculation(d, mean, kappa, fibre, free, basal, fastest):
    found = {t: attainable(d, tier=t, exchange_currents=J0) for t in ("watson", "fibre", "any")}
    assert found["watson"].exchange_current == pytest.approx((mean, mean), abs=1e-3)
    assert watson_texture(d).kappa == pytest.approx(kappa, rel=3e-3, abs=5e-3)
    assert found["fibre"].exchange_current == pytest.approx(fibre, abs=2e-3)
    assert found["any"].exchange_current == pytest.approx(free, abs=2e-3)
    assert found["any"].fractions["(003)"][1] == pytest.approx(basal, abs=1e-3)
    most = [found[t].fractions["(201)"][1] for t in ("fibre", "any")]
    assert most == pytest.approx(fastest, abs=2e-3)


def test_a_perfect_fibre_ends_at_its_closed_form():
    """On the equator of the crystal (201) meets (113) at φ, a share φ / 30° of the turn."""
    cell = Lattice.nmc811()
    fast, flat = (math.sin(math.radians(NMC811_FACETS[k].angle_to_basal_deg(cell))) for k in (5, 3))
    phi = math.degrees(math.atan(2 * fast / flat - math.sqrt(3)))
    assert phi == pytest.approx(19.3, abs=0.05)
    share = phi / 30
    assert share == pytest.approx(0.643, abs=5e-4)
    end = attainable(1 - 1e-9, tier="fibre", exchange_currents=J0)
    assert end.fractions["(201)"] == pytest.approx((share, share), abs=1e-4)
    assert end.fractions["(113)"] == pytest.approx((1 - share, 1 - share), abs=1e-4)
    mean = 1.5 * share + 0.7722 * (1 - share)
    assert end.exchange_current == pytest.approx((mean, mean), abs=1e-4)
    assert mean == pytest.approx(1.240, abs=5e-4)
    assert Texture(-1e7).facet_fractions()["(201)"] == pytest.approx(share, abs=1e-3)


def test_the_fastest_facet_and_the_fastest_diffusivity_go_together():
    assert attainable(0.917, exchange_currents=J0).exchange_current[1] == pytest.approx(1.5)
    assert attainable(0.915, exchange_currents=J0).exchange_current[1] < 1.5 - 1e-5
    assert ratio_range({"(201)": 1.0})[1] == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(("basal", "d"), [(0.05, 0.939), (0.1, 0.882), (0.2, 0.777), (0.4, 0.597)])
def test_basal_planes_and_diffusivity_exclude_each_other(basal, d):
    largest = ratio_range({"(003)": basal})[1]
    assert largest == pytest.approx(d, abs=1e-3)
    # The other way round: at that ratio, that share is the largest.
    assert attainable(largest).fractions["(003)"][1] == pytest.approx(basal, abs=1e-6)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.floats(0.03, 0.97), st.sampled_from([0.0, 0.01, 0.1]))
def test_watson_lies_in_fibre_and_fibre_in_any(share, anisotropy):
    d = anisotropy + (1 - anisotropy) * share
    one, two, three = (
        attainable(d, anisotropy=anisotropy, tier=tier, exchange_currents=J0)
        for tier in ("watson", "fibre", "any")
    )
    for inner, outer in ((one, two), (two, three)):
        pairs = [(inner.fractions[label], outer.fractions[label]) for label in J0]
        for (low, high), (lowest, highest) in [
            *pairs, (inner.exchange_current, outer.exchange_current)
        ]:  # fmt: skip
            assert lowest - 1e-4 <= low <= high <= highest + 1e-4


@settings(max_examples=20)
@given(st.lists(st.floats(0.01, 1), min_size=6, max_size=6))
def test_the_ratios_of_given_facets_are_those_of_their_lowest_and_highest_cones(parts):
    """Every facet on the cone nearest to the equator of the crystal, and to its pole."""
    fractions = dict(zip(J0, np.array(parts) / sum(parts), strict=True))
    low, high = ratio_range(fractions)
    u, shares = counted_shares(400, 120)
    ends = [(u[shares[:, k] > 0].min(), u[shares[:, k] > 0].max()) for k in range(6)]
    weights = np.array(list(fractions.values()))
    for d, side, sign in ((low, 1, 1), (high, 0, -1)):
        along = np.array([end[side] for end in ends]) ** 2
        near = [float(weights @ host(min(max(x, 0.011), 0.999), 0.01).excess(along))
                for x in (d - 0.01, d + 0.01)]  # fmt: skip
        assert near[0] > 0 > near[1], sign


def test_a_mean_that_is_wanted_narrows_the_facets():
    free = attainable(0.9, exchange_currents=J0)
    bound = attainable(0.9, exchange_currents=J0, exchange_current=1.4)
    assert bound.exchange_current == free.exchange_current
    for label in J0:
        assert free.fractions[label][0] - 1e-9 <= bound.fractions[label][0]
        assert bound.fractions[label][1] <= free.fractions[label][1] + 1e-9
    assert bound.fractions["(003)"][1] < 0.9 * free.fractions["(003)"][1]


def test_without_exchange_currents_there_is_no_mean():
    assert attainable(0.7).exchange_current is None


def test_a_watson_texture_has_the_ratio():
    for d in (0.02, 0.3, 0.51, 0.8, 0.99):
        assert watson_texture(d).diffusivity_ratios()[0] == pytest.approx(d, abs=1e-9)
    with pytest.raises(ValueError, match=r"^d=0\.9999999: expected a ratio that"):
        watson_texture(0.9999999)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"d": 1.2}, r"^d=1\.2: expected a number above 0\.01 and below 1"),
        ({"d": 0.005}, r"^d=0\.005"),
        ({"d": 0.5, "anisotropy": 1.0}, r"^anisotropy=1\.0"),
        ({"d": 0.5, "tier": "all"}, r"^tier='all': expected one of watson, fibre, any"),
        ({"d": 0.5, "exchange_currents": {"(003)": 1}}, r"got none for \(104\)"),
        ({"d": 0.5, "exchange_currents": J0 | {"(003)": -1}}, r"\['\(003\)'\]=-1: expected a pos"),
        ({"d": 0.5, "exchange_currents": J0 | {"(9)": 1}}, r"^label='\(9\)'"),
        ({"d": 0.5, "exchange_current": 1.0}, r"^exchange_currents=None"),
        (
            {"d": 0.8, "exchange_current": 1.5, "exchange_currents": J0},
            r"^exchange_current=1\.5: expected 0\.3749 to 1\.407, what grains at d=0\.8",
        ),
        ({"d": 0.5, "families": NMC811_FACETS[:1] * 2}, "^families"),
        (
            {"d": 0.5, "families": (FacetFamily("(110)", (1, 1, 0)),
                                    FacetFamily("(100)", (3, 0, 0)))},
            "^families.*span space",
        ),
    ],
)  # fmt: skip
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        attainable(**arguments)


@pytest.mark.parametrize(
    ("fractions", "tier", "message"),
    [
        ({"(003)": 1.2}, "any", "^fractions=.*sum of at most 1"),
        ({"(003)": -0.1}, "any", r"^fractions\['\(003\)'\]=-0\.1"),
        ({"(201)": 1.0}, "fibre", "^fractions=.*some distribution"),
        ({"(003)": 0.1}, "watson", "^tier='watson'"),
        (0.1, "any", r"^fractions=0\.1"),
    ],
)
def test_bad_fractions_are_named(fractions, tier, message):
    with pytest.raises(ValueError, match=message):
        ratio_range(fractions, tier=tier)
