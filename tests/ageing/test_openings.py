"""Texture factors that are stored."""

import pytest

from pybamm_facets.ageing import known_openings, openings_table


def test_order_of_zones():
    """A shell of radial layers is pressed shut and its core torn; outward layers tear the rim."""
    core, shell = known_openings(0, -10)
    assert core > 5 * shell
    core, shell = known_openings(2.409, 2.409)
    assert shell > core
    random = known_openings(0, 0)
    assert random[0] == pytest.approx(random[1], rel=0.1)


def test_unknown_textures_have_none():
    assert known_openings(0, -8) is None
    assert known_openings(2.409, 0) is None


@pytest.mark.parametrize("kappa", [float("nan"), None, "random"])
def test_bad_kappas_are_refused(kappa):
    with pytest.raises(ValueError, match="kappa_core="):
        known_openings(kappa, 0)


def test_table_has_errors_and_recipe():
    table = openings_table()
    assert (table[["g_core_error", "g_shell_error"]] > 0).all(axis=None)
    assert (table["seeds"] >= 12).all()
    assert table["recipe"].str.contains("opening normal traction").all()
    table["g_core"] = 0.0
    assert known_openings(0, 0)[0] > 0
