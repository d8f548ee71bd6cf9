"""A set in the cell of a series has the series' window, 1C, temperature, loading and radius."""

import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.measured import literature_rate_series
from pybamm_facets.sets.cell import active_mass, current_1c, electrode_area
from pybamm_facets.studies.published_series.placed_cell import (
    missing,
    one_diffusivity,
    placed,
    warming,
)

SERIES = {name: rows.iloc[0].to_dict() for name, rows in literature_rate_series().groupby("series")}


def test_what_is_stated_is_taken_over():
    values = placed(pf.li2025(), SERIES["NMC111-carbon"])
    assert values[names.LOWER_CUT_OFF] == values[names.EMPTY_VOLTAGE] == 2.5
    assert values[names.UPPER_CUT_OFF] == values[names.FULL_VOLTAGE] == 4.5
    assert values[names.AMBIENT_TEMPERATURE] == values[names.INITIAL_TEMPERATURE] == 303.15
    assert values[names.PARTICLE_RADIUS] == pytest.approx(75e-9)
    assert active_mass(values) / electrode_area(values) == pytest.approx(5e-2)
    assert current_1c(values) / active_mass(values) == pytest.approx(170)


def test_what_is_not_stated_stays():
    before = pf.li2025()
    after = placed(before, SERIES["NMC811-gC3N4-ref"])
    for name in (names.AMBIENT_TEMPERATURE, names.POSITIVE_THICKNESS):
        assert after[name] == before[name]
    assert before[names.UPPER_CUT_OFF] == 4.5 and after[names.UPPER_CUT_OFF] == 4.2


@pytest.mark.parametrize(
    ("series", "why"),
    [
        ("NMC811-commercial-like", ""),
        ("NMC111-NR0", "1C is not stated"),
        ("NMC811-hollow-Nd", "window is not stated, nor the 1C"),
        ("LNMO-facets", "not against lithium"),
    ],
)
def test_what_is_missing_is_said_and_refused(series, why):
    found = missing(SERIES[series])
    assert why in found and bool(found) == bool(why)
    if why:
        with pytest.raises(ValueError, match="expected window and 1C"):
            placed(pf.li2025(), SERIES[series])


def test_one_diffusivity_is_the_sets_d_in_both_zones():
    values = one_diffusivity(pf.li2025())
    assert values[names.CORE_RATIO] == values[names.SHELL_RATIO] == 1.0
    assert pf.li2025()[names.CORE_RATIO] < 1


def test_warming_is_the_arrhenius_factor():
    values = pf.li2025()
    assert warming(values) == 1.0
    values.update({names.AMBIENT_TEMPERATURE: 303.15})
    assert warming(values) == pytest.approx(1.177, abs=0.002)  # 12.05 kJ/mol, 20 to 30 °C
