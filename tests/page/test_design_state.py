"""A design: what may be typed in, what is refused and how, URLs, undo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pybamm_facets.page.state.design_fields import FIELDS, Scale
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import Preset, preset_sets
from pybamm_facets.page.state.undo_history import DEPTH, UndoHistory
from pybamm_facets.page.state.url_query import MOST_PINS, from_query, to_query

PRESETS = preset_sets()
CORE_SHELL = DesignState(PRESETS["Li2025_core_shell"])
numbers = st.fixed_dictionaries(
    {}, optional={name: st.floats(one.low, one.high) for name, one in FIELDS.items()}
)


def test_a_set_s_own_numbers_are_no_changes():
    own = CORE_SHELL.preset.defaults
    assert own["kappa_shell"] == -10 and own["loading_mg_cm2"] == 6.3
    assert own["contact_ohm_cm2"] == 20 and own["j0_(003)"] == pytest.approx(0.06)
    assert not DesignState(CORE_SHELL.preset, own).changes
    assert CORE_SHELL.moved(radius_um=4).moved(radius_um=5) == CORE_SHELL


def test_bounds_are_the_set_s_estimates():
    bounds = CORE_SHELL.preset.bounds
    assert bounds["radius_um"] == (3, 6)
    assert bounds["contact_ohm_cm2"] == (10, 25)
    assert bounds["j0_(113)"] == (pytest.approx(0.28), pytest.approx(1.5))


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_refuses_with_what_was_expected(name):
    one = FIELDS[name]
    low, high = one.allowed
    for text in ("x", "", "nan", "inf", f"{high + 1}", f"{low - 1}"):
        with pytest.raises(ValueError, match=rf"{name.split('(')[0]}.*expected a number from"):
            one.read(text)
    middle = one.scale.back((one.scale.to(one.low) + one.scale.to(one.high)) / 2)
    assert one.read(f"{middle:.8g}") == pytest.approx(middle, rel=1e-2, abs=1e-12)
    assert low <= one.low < one.high <= high


def test_numbers_may_be_typed_as_people_type_them():
    assert FIELDS["kappa_shell"].read(" −4,5 ") == -4.5


@pytest.mark.parametrize("scale", Scale)
@given(at=st.floats(-3, 3))
def test_scales_go_back(scale, at):
    assert scale.to(scale.back(at)) == pytest.approx(at, abs=1e-9)


@given(one=numbers, other=numbers)
def test_a_url_brings_back_design_and_pins(one, other):
    state, pin = (
        DesignState(CORE_SHELL.preset, one),
        DesignState(PRESETS["Li2025_isotropic"], other),
    )
    found = from_query(to_query(state, [pin]), PRESETS)
    assert found.state == state and found.pins == (pin,) and not found.problems


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("set=nothing", "expected one of Li2025_core_shell"),
        ("radius_um=-1", "expected a number from 0.001 to 1000"),
        ("radius_um=wide", "expected a number"),
        ("colour=red", "expected one of kappa_shell"),
        ("pin=nothing!radius_um:4", "expected one of Li2025_core_shell"),
        ("pin=Li2025_core_shell!radius_um:x", "expected a number"),
    ],
)
def test_a_bad_url_is_told_and_the_rest_holds(query, problem):
    found = from_query(f"{query}&kappa_shell=-7", PRESETS)
    assert problem in found.problems[0]
    assert found.state["kappa_shell"] == -7


def test_a_url_names_no_file_and_few_pins(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text('like = "Li2025_core_shell"\n')
    assert "expected one of" in from_query(f"set={file}", PRESETS).problems[0]
    assert len(from_query("&".join(["pin=Li2025_core_shell!"] * 9), PRESETS).pins) == MOST_PINS


def test_a_set_that_gives_its_diffusivities_has_no_textures():
    state = DesignState(PRESETS["NCA_half_cell"])
    assert "kappa_shell" not in state.numbers and "diffusivity_anisotropy" not in state.numbers
    with pytest.raises(ValueError, match=r"kappa_shell: .* has no such number"):
        state.moved(kappa_shell=1)


def test_undo_and_redo():
    views = [(CORE_SHELL.moved(radius_um=r), ()) for r in (5, 4, 3)]
    history = UndoHistory(views[0]).done(views[1]).done(views[2])
    assert history.undone().now == views[1] and history.undone().undone().undone().now == views[0]
    assert history.undone().redone() == history
    assert history.redone() == history
    assert not history.undone().done(views[0]).future
    assert history.done(views[2]) is history
    for k in range(2 * DEPTH):
        history = history.done((CORE_SHELL.moved(radius_um=2 + k / 100), ()))
    assert len(history.past) == DEPTH


def test_a_broken_file_is_a_preset_with_its_problem(tmp_path):
    file = tmp_path / "broken.toml"
    file.write_text('like = "Li2025_core_shell"\n[particle]\nradius_um = "wide"\n')
    found = preset_sets([file, tmp_path / "missing.toml"])
    assert "broken.toml" in found["broken"].problem and "radius_um" in found["broken"].problem
    assert "missing.toml" in found["missing"].problem
    assert not found["Li2025_core_shell"].problem
    with pytest.raises(ValueError, match="broken"):
        _ = found["broken"].loaded
    state = from_query("", found).state
    assert state.preset.name == "Li2025_core_shell"
    assert "broken" in from_query("set=broken", found).problems[0]


def test_a_file_of_the_user_is_the_first_preset(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('like = "Li2025_core_shell"\n[particle]\nradius_um = 3.5\n')
    found = preset_sets([file])
    assert from_query("", found).state["radius_um"] == 3.5
    assert next(iter(found)) == "mine"


def test_a_set_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "full.toml"
    file.write_text('like = "Chen2020"\n')
    assert Preset.of(file).problem
