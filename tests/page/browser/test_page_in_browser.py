"""The page in a browser: what a person moves is what Python computes."""

import re
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.page.computed.answers import answer_of
from pybamm_facets.page.computed.interpolation_grid import GridAxis, computed_grid
from pybamm_facets.page.computed.kept_engine import KeptEngine
from pybamm_facets.page.drawn.static_page import static_html
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import preset_sets
from pybamm_facets.page.state.url_query import from_query

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.filterwarnings("default")]
PRESETS = preset_sets()


@pytest.fixture(scope="module")
def local():
    one = KeptEngine(1, compiled=False)
    yield one
    one.close()


def ten_c(state, engine):
    table = answer_of(state, engine).table
    rows = table[(table["direction"] == "discharge") & (table["c_rate"] == 10)]
    return float(rows["capacity_mAh_g"].iloc[0])


def state_of(window, name=""):
    """The design as the URL has it, once that stands still and has a field."""
    seen, end = "", time.monotonic() + 60
    while time.monotonic() < end:
        query = window.page.evaluate("() => location.search.slice(1)")
        idle = window.page.get_by_text("computed in").is_visible()
        if query == seen and idle and name in parse_qs(query).keys() | {""}:
            break
        seen = query
        time.sleep(0.3)
    return from_query(seen, PRESETS).state


def test_nothing_is_fetched_from_elsewhere_and_nothing_goes_wrong(open_window, server):
    window = open_window()
    window.shows(144, within=0.2)
    assert {urlsplit(one).netloc for one in window.requests} == {f"127.0.0.1:{server.port}"}
    assert not window.errors


@pytest.mark.parametrize("name", FIELDS)
def test_every_slider_moves_the_number_to_what_python_computes(moving_window, local, name):
    window, before = moving_window
    handle = window.page.locator(f".noUi-handle[aria-label^='{FIELDS[name].label}']").first
    handle.focus()
    up = name not in ("upper_voltage_V", "loading_mg_cm2", "radius_um")
    for _ in range(6):
        handle.press("ArrowRight" if up else "ArrowLeft")
    state = state_of(window, name)
    assert name in state.changes and state[name] != before[name]
    table = answer_of(state, local).table
    for row, way in enumerate(("discharge", "charge")):
        rows = table[table["direction"] == way]
        window.shows(float(rows["capacity_mAh_g"].iloc[-1]), row=row)
        window.shows(float(rows["capacity_mAh_g"].iloc[3]), row=row, column=3)
    assert handle.get_attribute("aria-valuetext")
    window.page.get_by_role("button", name="Reset to set").click()
    window.page.wait_for_function("() => !location.search.includes('&')")
    window.shows(144, within=0.2)


@pytest.fixture(scope="module")
def moving_window(chromium, server):
    from tests.page.browser.conftest import Window

    window = Window(chromium, server.url).ready()
    window.shows(144, within=0.2)
    yield window, DesignState(PRESETS["Li2025_core_shell"])
    window.close()


def test_a_bad_number_is_refused_beside_its_field(open_window):
    window = open_window()
    window.type("Particle radius [µm]", "-3")
    window.page.get_by_role("alert").filter(has_text="expected a number from").wait_for()
    window.shows(144, within=0.2)
    window.type("Loading [mg/cm²]", "40")
    window.page.get_by_role("alert").filter(has_text="porosity").wait_for()
    window.type("Loading [mg/cm²]", "5")
    window.page.get_by_text("computed in").wait_for()


def test_pins_undo_and_reload(open_window, local):
    window = open_window("?set=Li2025_core_shell&kappa_shell=-5")
    window.page.get_by_role("button", name="Pin this design").click()
    pinned = ten_c(state_of(window), local)
    window.type("Particle radius [µm]", "4")
    moved = ten_c(DesignState(PRESETS["Li2025_core_shell"], {"kappa_shell": -5, "radius_um": 4}),
                  local)  # fmt: skip
    window.shows(moved)
    window.shows(pinned, row=2)
    window.page.get_by_text("computed in").wait_for()
    window.page.reload()
    window.ready()
    window.shows(moved)
    window.shows(pinned, row=2)
    window.page.get_by_role("button", name="Pin 1").click()
    window.shows(pinned)
    window.page.locator("h1").click()
    window.page.keyboard.press("Control+z")
    window.shows(moved)
    window.page.keyboard.press("Control+Shift+Z")
    window.shows(pinned)
    window.page.get_by_role("button", name="remove pin 1").or_(
        window.page.get_by_role("button", name="×")
    ).first.click()
    window.page.wait_for_function("() => document.location.search.indexOf('pin') < 0")


def test_a_target_moves_the_sliders(open_window, local):
    window = open_window("?radius_um=4.5")
    window.page.get_by_role("button", name="Reach this target").click()
    said = window.page.get_by_text("nat per grain", exact=False).filter(has_text="of 150 mAh/g")
    said.wait_for(timeout=120_000)
    assert float(re.search(r"Ω = ([\d.]+)", said.inner_text())[1]) == pytest.approx(0.298, abs=4e-3)
    window.shows(150, within=0.25)
    assert state_of(window)["kappa_shell"] == pytest.approx(-4.92, abs=0.2)


def test_two_windows_do_not_disturb_each_other(open_window):
    one, other = open_window(), open_window("?set=Li2025_isotropic")
    other.shows(67, within=0.2)
    one.type("Particle radius [µm]", "4")
    one.shows(172.5, within=3)
    other.shows(67, within=0.2)
    assert "radius_um" not in other.page.url


def test_downloads_and_what_they_hold(open_window, tmp_path):
    window = open_window("?kappa_shell=-5")
    found = {}
    for item in ("Capacities (CSV)", "Figure (PNG)", "Figure (SVG)", "Set file (TOML)",
                 "Python script"):  # fmt: skip
        with window.page.expect_download() as waiting:
            window.page.get_by_role("button", name="Download").click()
            window.page.get_by_text(item, exact=True).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        found[item] = path
    table = pd.read_csv(found["Capacities (CSV)"])
    assert table["capacity_mAh_g"].iloc[6] == pytest.approx(window.capacity(), abs=0.06)
    assert found["Figure (PNG)"].read_bytes().startswith(b"\x89PNG")
    assert pf.load_set(found["Set file (TOML)"])["Positive particle radius [m]"] == 5e-6
    assert "pf.load_set" in found["Python script"].read_text()


def test_a_broken_set_file_is_told_in_the_page(open_window):
    window = open_window()
    window.page.get_by_role("alert").filter(has_text="broken.toml").wait_for()
    window.page.get_by_label("set that the design starts from").select_option(
        label="broken (broken)"
    )
    window.shows(144, within=0.2)


def test_dark_light_and_a_phone(open_window):
    for ground in ("dark", "light"):
        window = open_window(color_scheme=ground, viewport={"width": 400, "height": 800})
        paint = window.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        level = np.mean([int(n) for n in re.findall(r"\d+", paint)[:3]])
        assert (level < 60) == (ground == "dark")
        width = window.page.evaluate("() => document.documentElement.scrollWidth")
        assert width <= 400


def test_everything_that_can_be_reached_has_a_name(open_window):
    window = open_window()
    nameless = window.page.evaluate("""() => {
      const found = [];
      const walk = (root) => { for (const el of root.querySelectorAll('*')) {
        if (el.matches('input, select, .noUi-handle') && !el.closest('[hidden]')
            && !el.getAttribute('aria-label') && !(el.labels && el.labels.length)
            && !el.closest('label'))
          found.push(el.outerHTML.slice(0, 120));
        if (el.shadowRoot) walk(el.shadowRoot); } };
      walk(document); return found; }""")
    assert not nameless
    figures = window.page.locator("[role=img][aria-label]")
    assert figures.count() >= 9


def test_the_server_may_be_killed_and_started_again(new_server, new_window):
    server = new_server()
    window = new_window(server.url + "?radius_um=4").ready()
    window.page.get_by_text("computed in").wait_for()
    before = window.capacity()
    server.process.kill()
    server.process.communicate()
    server.start()
    window.page.reload()
    window.ready()
    window.shows(before)
    assert server.stop() == 0  # Ctrl-C is a good end


def test_the_static_page_works_offline_and_agrees_with_python(new_window, tmp_path):
    axes = (GridAxis("kappa_shell", -12, 2, 3), GridAxis("core_fraction", 0.3, 0.7, 3),
            GridAxis("radius_um", 4, 6, 3))  # fmt: skip
    grid = computed_grid(PRESETS["Li2025_core_shell"], axes, held_out=2, compiled=False)
    file = Path(tmp_path / "page.html")
    file.write_text(static_html(grid), encoding="utf-8")
    window = new_window(file.as_uri(), offline=True)
    handle = window.page.locator(".noUi-handle[aria-label^='Particle radius']")
    handle.wait_for()
    for _ in range(25):
        handle.press("ArrowLeft")
    window.page.wait_for_function("() => document.documentElement.dataset.ready")
    time.sleep(1)  # names for screen readers follow the slider
    radius = float(handle.get_attribute("aria-valuetext"))
    assert radius < 4.9
    own = DesignState(PRESETS["Li2025_core_shell"]).moved(radius_um=radius)
    window.shows(grid.at(own.numbers)[6], within=0.06)
    assert "interpolation error" in window.page.inner_text("body")
    assert not window.errors and window.requests == [file.as_uri()]
