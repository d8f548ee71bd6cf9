"""Blocking of facets: shares at a constant dose rate, and what the cell model makes of them."""

import math
from dataclasses import replace

import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.ageing import (
    FacetBlocking,
    FacetPassivation,
    FreshFacet,
    conducting_share,
    selectivity,
)
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.particle import SurfaceBarrier

RATE, DOSE_RATE = 2e-6, 0.2
WEIGHTED = "Positive electrode facet-weighted exchange current density [A.m-2]"


@pytest.mark.parametrize("order", ["stable_003", "even", "first_003"])
@pytest.mark.parametrize("time", [1e3, 1e6, 5e6])
def test_shares_at_a_constant_dose_rate_fall_exponentially(core_shell, order, time):
    blocking = FacetBlocking(RATE, order)
    factors = blocking.changes(blocking.rate * DOSE_RATE * time, core_shell).factors
    selective = {"stable_003": math.sin, "first_003": math.cos}
    for facet in core_shell.facets:
        s = selective[order](facet.angle) ** 2 if order in selective else 1.0
        expected = math.exp(-RATE * s * DOSE_RATE * time)
        assert factors[names.area_fraction(facet.label)] == pytest.approx(expected, rel=1e-14)


def test_selectivities():
    assert [selectivity(o, 0.0) for o in ("stable_003", "even", "first_003")] == [0, 1, 1]
    assert selectivity("stable_003", 1.0) + selectivity("first_003", 1.0) == pytest.approx(1)


def test_spared_facets_stay(particle):
    basal = replace(particle, facets=(FreshFacet("(003)", 1.0, 0.0),))
    changes = FacetBlocking(1, "stable_003").changes(5.0, basal)
    assert changes.factors == {names.area_fraction("(003)"): 1.0}
    assert changes.added == {names.SURFACE_RESISTANCE: 0.0}


@pytest.mark.parametrize("order", ["stable_003", "even", "first_003"])
def test_a_facet_split_in_two_changes_nothing(core_shell, order):
    whole = FacetBlocking(1, order).changes(1.3, core_shell)
    halves = tuple(
        FreshFacet(f"{facet.label}{half}", facet.fraction / 2, facet.angle)
        for facet in core_shell.facets
        for half in "ab"
    )
    split = FacetBlocking(1, order).changes(1.3, replace(core_shell, facets=halves))
    resistance = names.SURFACE_RESISTANCE
    assert split.added[resistance] == pytest.approx(whole.added[resistance], rel=1e-12)
    for facet in core_shell.facets:
        factor = whole.factors[names.area_fraction(facet.label)]
        assert {split.factors[names.area_fraction(f"{facet.label}{h}")] for h in "ab"} == {factor}


def test_open_share_is_weighted_with_what_conducts():
    facets = (FreshFacet("(003)", 0.5, 0.0), FreshFacet("(110)", 0.5, math.pi / 2))
    shares = {"(003)": 0.2, "(110)": 0.8}
    assert conducting_share(facets, shares, 0.0) == pytest.approx(0.8)
    assert conducting_share(facets, shares, 1.0) == pytest.approx(0.5)
    assert conducting_share(facets, shares, 0.5) == pytest.approx((0.1 + 0.8) / 1.5)


def test_surface_that_nothing_passes_is_refused(particle):
    shut = replace(particle, facets=(FreshFacet("(003)", 1.0, 0.0),), anisotropy=0.0)
    with pytest.raises(ValueError, match=r"anisotropy=0.0: expected a fresh surface"):
        FacetBlocking(1).changes(1.0, shut)


@pytest.mark.parametrize("kind", [FacetBlocking, FacetPassivation])
def test_basal_facets_first_needs_some(kind, particle):
    others = replace(particle, facets=particle.facets[1:])
    with pytest.raises(ValueError, match=r"order='first_003': expected facets with \(003\)"):
        kind(1, "first_003").inputs(others)
    assert kind(1, "stable_003").inputs(others)


def test_passivation_leaves_some_spots_open(particle):
    factors = FacetPassivation(1).changes(100.0, particle).factors
    assert set(factors.values()) == {0.01}


@pytest.mark.parametrize("order", ["stable_003", "even", "first_003"])
def test_model_weighs_what_is_open(isotropic, order):
    """Σ f o j0 is the model's facet-weighted exchange current density."""
    values = li2025("isotropic", cell="cycling")
    mechanism = FacetBlocking(1, order)
    changes = mechanism.changes(0.8, isotropic)
    aged = values.copy()
    aged.update(dict.fromkeys(mechanism.inputs(isotropic), "[input]"))
    simulation = pybamm.Simulation(
        pf.FacetSPMe(diffusion=SurfaceBarrier), parameter_values=aged, C_rate=1
    )
    solution = simulation.solve([0, 300], inputs=changes.on(dict(values)))
    weighted = solution[WEIGHTED].entries
    expected = sum(
        facet.fraction
        * changes.factors[names.area_fraction(facet.label)]
        * solution[
            f"Positive electrode {facet.label} facet exchange current density [A.m-2]"
        ].entries
        for facet in isotropic.facets
    )
    assert weighted == pytest.approx(expected, rel=1e-12)
