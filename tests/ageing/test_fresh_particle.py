"""What maps read from a set."""

import math

import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.ageing import AgedParticle, FreshFacet, aged_particle
from pybamm_facets.paper.coin_cells import li2025


def test_particle_of_a_set():
    values = li2025("core_shell", cell="cycling")
    particle = aged_particle(values)
    assert particle.area == pytest.approx(math.pi * 6e-3**2, rel=1e-6)
    assert particle.layer_diffusivity == values[names.DIFFUSIVITY]
    assert particle.zone_shares == (0.125, 0.875)
    assert particle.openings is None
    assert (particle.anisotropy, particle.grain_half_width) == (0.01, 0.25e-6)
    degrees = {facet.label: math.degrees(facet.angle) for facet in particle.facets}
    assert degrees == pytest.approx(
        {"(003)": 0, "(104)": 55.0, "(102)": 70.7, "(113)": 73.1, "(101)": 80.1, "(201)": 85.0},
        abs=0.05,
    )
    assert sum(facet.fraction for facet in particle.facets) == pytest.approx(1)


def test_diffusivity_of_a_function_is_that_at_half_content_and_its_temperature():
    def diffusivity(sto, T):
        return 1e-14 * sto**2 * pybamm.exp((T - 300) / 100) * pybamm.Parameter("scale of mine")

    values = li2025()
    values.update({names.DIFFUSIVITY: diffusivity, "scale of mine": 3.0})
    values[names.DIFFUSIVITY_REFERENCE_TEMPERATURE] = 310.0
    expected = 3e-14 * 0.25 * math.exp(0.1)
    assert aged_particle(values).layer_diffusivity == pytest.approx(expected)
    assert aged_particle(li2025(diffusivity="oregan")).layer_diffusivity == pytest.approx(
        4e-15, rel=0.9
    )


def test_parallel_electrodes_add_area():
    values = li2025()
    one = aged_particle(values).area
    values[names.PARALLEL_ELECTRODES] = 3
    assert aged_particle(values).area == pytest.approx(3 * one)


def test_set_without_facets_or_zones_has_none():
    particle = aged_particle(pybamm.ParameterValues("Xu2019"))
    assert particle.facets == ()
    assert particle.zone_shares is None
    with pytest.raises(ValueError, match="blocking needs crystal facets"):
        particle.need_facets("blocking")
    with pytest.raises(ValueError, match="cracking needs a core and a shell"):
        particle.need_zones("cracking")
    with pytest.raises(ValueError, match=r"cracking needs the texture factors.*mechanics"):
        particle.need_openings("cracking")


def test_facet_without_a_fraction_is_refused():
    values = pf.li2025()
    del values[names.area_fraction("(104)")]
    with pytest.raises(ValueError, match=r"\(104\) facet area fraction'=None: expected a number"):
        aged_particle(values)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (names.DIFFUSIVITY, -1e-14),
        (names.DIFFUSIVITY, "[input]"),
        (names.ELECTRODE_WIDTH, "[input]"),
        (names.CORE_RADIUS_FRACTION, 1.5),
    ],
)
def test_bad_sets_are_refused(name, value):
    values = li2025()
    values[name] = value
    with pytest.raises(ValueError, match="expected"):
        aged_particle(values)


@pytest.mark.parametrize("openings", [(1.0,), (1.0, -1.0), [1.0, 1.0], (1.0, None), 1.0])
def test_bad_openings_are_refused(openings):
    with pytest.raises(ValueError, match="openings"):
        aged_particle(li2025(), openings)


@pytest.mark.parametrize(
    "numbers", [{"anisotropy": 2.0}, {"grain_half_width": 0.0}, {"zone_shares": (0.5, 0.6)}]
)
def test_bad_numbers_are_refused(numbers):
    (name,) = numbers
    with pytest.raises(ValueError, match=f"{name}="):
        AgedParticle(**{"area": 1e-4, "layer_diffusivity": 1e-14} | numbers)


def test_bad_facets_are_refused():
    with pytest.raises(ValueError, match=r"fraction of \(104\)=-0.1"):
        FreshFacet("(104)", -0.1, 1.0)
    with pytest.raises(ValueError, match=r"angle of \(104\)=55"):
        FreshFacet("(104)", 0.1, 55)


def test_particle_is_frozen():
    with pytest.raises(AttributeError):
        aged_particle(li2025()).area = 1.0
