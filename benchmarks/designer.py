"""A slider of the facet designer, from the key to the number on screen, in a real browser.

Presses arrow keys on sliders of the page in headless Chromium, one move after the other, and takes
the time from the key to the second frame after the answer (7 rates, both directions) has come, by
the browser's own clock. Then many moves in a row, for the memory of the server, and a second window
beside the first. Needs the extras page and browser, and Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from harness import run_from_command_line

SLIDERS = ("kappa_shell", "kappa_core", "core_fraction", "radius_um", "contact_ohm_cm2",
           "temperature_C", "j0_(113)")  # fmt: skip
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip
WATCH = """
() => {
  // An answer comes as one message, table, figures and this line together.
  const find = (root) => { for (const el of root.querySelectorAll('*')) {
    if (el.shadowRoot) {
      if (/comput(ed in|ing)/.test(el.shadowRoot.textContent) &&
          ![...el.shadowRoot.querySelectorAll('*')].some((one) => one.shadowRoot))
        return el.shadowRoot;
      const found = find(el.shadowRoot); if (found) return found; } } };
  const root = find(document.querySelector('.bar-tools'));
  window.moves = []; let pressed = null;
  document.addEventListener('keydown', () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (!root.textContent.includes('computed in') || pressed === null) return;
    const from = pressed; pressed = null;
    requestAnimationFrame(() => requestAnimationFrame(
      () => window.moves.push(performance.now() - from)));
  }).observe(root, {childList: true, subtree: true, characterData: true});
}
"""


def run(quick: bool) -> dict[str, Any]:
    """Start a server and a browser, and measure; quick means few moves and nothing compiled."""
    missing = what_is_missing()
    if missing:
        return {"benchmark": "designer", "skipped": missing}
    from playwright.sync_api import sync_playwright

    from pybamm_facets.page.drawn.serving import free_port

    port = free_port("127.0.0.1")
    with subprocess.Popen(server_command(port, quick), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split()[4]
            with sync_playwright() as tools:
                browser = tools.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
                measured = measure(browser, url, server.pid, quick)
                browser.close()
        finally:
            server.terminate()
    return {"benchmark": "designer", **measured}


def server_command(port: int, quick: bool) -> list[str]:
    """A server of its own process, so that the browser's driver does not slow it."""
    start = (
        "from pybamm_facets.page.state.preset_sets import preset_sets\n"
        "from pybamm_facets.page.drawn.serving import start_designer\n"
        f"d = start_designer(preset_sets(), port={port}, compiled={not quick})\n"
        "print('the designer is at', d.url, flush=True)\nd.run()\n"
    )
    return [sys.executable, "-c", start]


def measure(browser: Any, url: str, server: int, quick: bool) -> dict[str, Any]:
    """Times of single moves, many moves in a row, and two windows."""
    page = opened(browser, url)
    warm_up(page, 3 if quick else 12)
    time.sleep(2 if quick else 20)  # the compiler, and the panels that follow later
    rounds = 1 if quick else 12
    found = {name: moves(page, name, rounds) for name in SLIDERS}
    every = np.concatenate(list(found.values()))
    before = memory(server)
    drag(page, 40 if quick else 2000)
    grown = memory(server) - before
    second = opened(browser, url)
    both = np.array([
        one for name in SLIDERS[:2 if quick else 4] for window in (page, second)
        for one in moves(window, name, 1)
    ])  # fmt: skip
    return {
        "moves": len(every),
        "seconds": {
            "median": quantile(every, 0.5),
            "p95": quantile(every, 0.95),
            "by_slider_median": {name: quantile(one, 0.5) for name, one in found.items()},
        },
        "two_windows_median_s": quantile(both, 0.5),
        "server_MB_after": round(memory(server)),
        "grown_MB": round(grown, 1),
        "load": round(os.getloadavg()[0], 1),
    }


def opened(browser: Any, url: str) -> Any:
    """A window of its own, with the watch set."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_selector("text=computed in", timeout=120_000)
    page.wait_for_selector(".noUi-handle[aria-label^='Shell texture']")
    page.evaluate(WATCH)
    return page


def handle(page: Any, name: str) -> Any:
    """The handle of a field's slider."""
    from pybamm_facets.page.state.design_fields import FIELDS

    return page.locator(f".noUi-handle[aria-label^='{FIELDS[name].label}']")


def warm_up(page: Any, count: int) -> None:
    """Moves that are not counted: builds, compiles."""
    moves(page, "kappa_shell", count)


def moves(page: Any, name: str, count: int) -> np.ndarray:
    """Seconds of single moves of a slider, each after the one before is on screen."""
    page.evaluate("() => { window.moves = [] }")
    handle(page, name).focus()
    for done in range(count):
        page.keyboard.press("ArrowLeft" if name == "radius_um" else "ArrowRight")
        page.wait_for_function(
            "(n) => window.moves.length > n", arg=done, timeout=60_000, polling=50
        )
        time.sleep(0.15)
    return np.array(page.evaluate("() => window.moves")) / 1e3


def drag(page: Any, count: int) -> None:
    """Moves as fast as keys come: the page must end where the last one is."""
    handle(page, "kappa_shell").focus()
    for done in range(count):
        page.keyboard.press("ArrowRight" if (done // 20) % 2 == 0 else "ArrowLeft")
    page.wait_for_selector("text=computed in", timeout=60_000)


def memory(process: int) -> float:
    """Resident memory of a process [MB]."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def quantile(values: np.ndarray, share: float) -> float:
    """A quantile, rounded to milliseconds."""
    return round(float(np.quantile(values, share)), 3)


def chromium() -> str | None:
    """Path of Chromium, if it is there."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


def what_is_missing() -> str:
    """What the benchmark needs and is not there; empty if nothing is missing."""
    from importlib.util import find_spec

    for module, extra in (("bokeh", "page"), ("playwright", "browser")):
        if find_spec(module) is None:
            return f"{module} is not installed: pip install 'pybamm-facets[{extra}]'"
    return "" if chromium() else "no Chromium: apt-get install chromium"


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
