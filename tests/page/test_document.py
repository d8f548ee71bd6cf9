"""The page without a browser: what a person does, and what the document then says."""

import json

import pytest
from bokeh.document import Document

from pybamm_facets.page.computed.answers import answer_of
from pybamm_facets.page.computed.kept_engine import KEPT
from pybamm_facets.page.drawn.designer_window import DesignerWindow
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.preset_sets import preset_sets
from pybamm_facets.page.state.url_query import from_query


def settle(window):
    """Let the quick lane finish, and do what it asked the document to do."""
    for _ in range(3):
        window.quick.join()
        for callback in list(window.document.session_callbacks):
            window.document.remove_next_tick_callback(callback)
            callback.callback()
    window.late.cancel()


@pytest.fixture(scope="module")
def window(presets):
    one = DesignerWindow(Document(), presets, compiled=False)
    settle(one)
    yield one
    one.close()


@pytest.fixture(autouse=True)
def afresh(window):
    yield
    if window.history.past or window.history.future:
        window.choose("Li2025_core_shell")
        window.go((window.state, ()))
        settle(window)


def ten_c(window):
    return window.parts.cell.capacity[0]["discharge"].data["capacity"][-1]


def test_it_opens_with_the_paper_s_particle(window):
    assert window.state.preset.name == "Li2025_core_shell"
    assert ten_c(window) == pytest.approx(144, abs=0.2)
    assert (
        f"{ten_c(window):.1f}" in window.parts.numbers.text
        and "0.676" in window.parts.particle_words.text
    )
    assert window.parts.tools.status.text.startswith("computed in")
    assert "fitted" in window.parts.measured_words.text
    assert window.parts.cell.measured.data["fill"] == [1.0]


def test_a_slider_moves_what_is_shown(window, engine):
    slider = window.parts.controls["radius_um"].slider
    slider.value = 4.0
    settle(window)
    expected = answer_of(window.state, engine).table["capacity_mAh_g"][6]
    assert window.state["radius_um"] == 4.0
    assert ten_c(window) == pytest.approx(expected, abs=1e-3)
    assert window.parts.controls["radius_um"].text.value == "4"
    assert "radius_um=4" in window.parts.wires.query.text
    assert window.parts.cell.measured.data["fill"] == [0.0]  # no longer the set that was fitted


def test_textures_move_section_sphere_and_shares(window):
    before = dict(window.parts.particle.grains.data), dict(window.parts.particle.shares.data)
    window.parts.controls["kappa_shell"].text.value = "5"
    settle(window)
    assert (before[0]["angle"] != window.parts.particle.grains.data["angle"]).any()
    assert window.parts.particle.shares.data["share"][0] > 0.5 > before[1]["share"][0]


@pytest.mark.parametrize("name", ["radius_um", "core_fraction", "j0_(104)", "temperature_C"])
def test_a_bad_number_is_refused_beside_its_field(window, name):
    control, before = window.parts.controls[name], window.state
    control.text.value = "-400"
    assert control.refused and "expected a number from" in control.note.text
    assert window.state == before
    control.text.value = str(before[name])
    assert not control.refused


def test_numbers_that_make_no_cell_are_told_beside_the_last_one(window):
    window.parts.controls["loading_mg_cm2"].text.value = "25"
    settle(window)
    assert "porosity" in window.parts.controls["loading_mg_cm2"].note.text
    window.parts.controls["loading_mg_cm2"].text.value = "5"
    settle(window)
    assert not window.parts.controls["loading_mg_cm2"].refused
    assert window.parts.tools.status.text.startswith("computed in")


def test_a_gap_is_in_the_table_and_says_why(window):
    for name, value in (("lower_voltage_V", "3.5"), ("upper_voltage_V", "4"),
                        ("contact_ohm_cm2", "400")):  # fmt: skip
        window.parts.controls[name].text.value = value
    settle(window)
    assert "–" in window.parts.numbers.text and "cut-off" in window.parts.gaps.text
    assert window.parts.cell.gaps.data["rate"]


def test_a_drag_is_one_step_back(window):
    slider = window.parts.controls["kappa_core"].slider
    for at in (0.2, 0.4, 0.6):
        slider.value = at
    slider.trigger("value_throttled", 0.0, 0.6)
    settle(window)
    assert window.state["kappa_core"] != 0
    window.tool("undo")
    settle(window)
    assert window.state["kappa_core"] == 0
    window.tool("redo")
    assert window.state["kappa_core"] != 0


def test_pins_are_shown_beside_the_design(window):
    window.tool("pin")
    window.parts.controls["radius_um"].text.value = "4"
    window.tool("pin")
    settle(window)
    assert len(window.pins) == 2 and window.parts.numbers.text.count("<tr>") == 7
    assert window.parts.cell.capacity[1]["discharge"].data["capacity"][-1] == pytest.approx(
        144, abs=0.2
    )
    assert window.parts.cell.capacity[2]["discharge"].data["capacity"] == pytest.approx(
        window.parts.cell.capacity[0]["discharge"].data["capacity"]
    )
    again = from_query(window.parts.wires.query.text, window.presets)
    assert (again.state, again.pins) == window.history.now
    window.tool("open 1")
    assert window.state["radius_um"] == 5
    window.tool("unpin 1")
    settle(window)
    assert len(window.pins) == 1


def test_another_set(window):
    window.choose("Li2025_isotropic")
    settle(window)
    assert ten_c(window) == pytest.approx(67, abs=0.2)


def test_downloads_are_files(window):
    for kind in ("capacities", "curves", "toml", "script", "svg"):
        window.tool(f"download {kind}")
        assert json.loads(window.parts.wires.file.text)["content"]


def test_a_wrong_question_is_told(window):
    window.desk.panel.wanted.value = "much"
    window.desk.ask("target")
    assert "expected a positive number" in window.desk.panel.said.text
    window.desk.panel.wanted.value = "150"
    window.desk.ask("why")
    assert "expected another design" in window.desk.panel.said.text


def test_a_question_can_be_cancelled(window):
    window.parts.controls["radius_um"].text.value = "4.5"
    window.desk.ask("target")
    assert not window.desk.panel.cancel.disabled
    window.desk.ask("cancel")
    settle(window)
    assert window.desk.panel.cancel.disabled and "cancelled" in window.desk.panel.said.text


def test_a_broken_file_is_told_in_the_page(tmp_path):
    file = tmp_path / "broken.toml"
    file.write_text("[particle]\nradius = 3\n")
    one = DesignerWindow(Document(), preset_sets([file]), "set=broken&radius_um=4", compiled=False)
    try:
        assert "broken.toml" in one.parts.problems.text
        assert one.state.preset.name == "Li2025_core_shell" and one.state["radius_um"] == 4
        one.choose("broken")
        assert (
            "broken.toml" in one.parts.problems.text
            and one.parts.tools.preset.value == "Li2025_core_shell"
        )
    finally:
        one.close()


def test_every_field_has_a_slider_with_a_name(window):
    assert set(window.parts.controls) == set(FIELDS)
    for control in window.parts.controls.values():
        assert control.slider.title and control.text.tags
    for figure in [*window.parts.particle.figures, *window.parts.cell.figures]:
        assert figure.tags[0]


def test_moves_leave_nothing_behind(window):
    for k in range(40):
        window.parts.controls["kappa_shell"].slider.value = -1 - 0.02 * k
    settle(window)
    models = len(window.document.models)
    for k in range(40):
        window.parts.controls["kappa_shell"].slider.value = -2 - 0.02 * k
    settle(window)
    assert len(window.document.models) == models
    assert not window.document.session_callbacks
    assert window.engine.structures <= KEPT
