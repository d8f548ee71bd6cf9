"""Take the pictures of the designer that the documentation shows: light, dark, and on a phone.

Needs the extras ``page`` and ``browser`` and Chromium: ``python docs/take_screenshots.py``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

PORT = 5017
QUERY = (
    "?set=Li2025_core_shell&kappa_shell=-4&lower_voltage_V=3"
    "&pin=Li2025_isotropic!&pin=Li2025_core_shell!radius_um:4"
)
FOLDER = Path(__file__).parent / "_static"
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "device_scale_factor": 1.25}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
SHOTS: dict[str, tuple[dict[str, Any], bool]] = {
    "designer_light": (WIDE, False),
    "designer_dark": (WIDE, True),
    "designer_phone": (PHONE, False),
}
"""Window, and whether it is dark."""
COLOURS = 192
"""Of a picture: what a page has is flat, and files stay small."""
ANSWERED = 15_000
"""Milliseconds after the first answer, for losses and the payoff map."""


def take(browser: Any, name: str, window: dict[str, Any], dark: bool) -> None:
    """One picture, when everything on the page is computed."""
    context = browser.new_context(**window)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{PORT}/{QUERY}")
    page.get_by_text("computed in").wait_for(timeout=90_000)
    if dark:
        page.get_by_role("button", name="Dark").click()
    page.wait_for_timeout(ANSWERED)
    shot = page.screenshot(full_page=window is WIDE)
    Image.open(BytesIO(shot)).quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
    context.close()


def main() -> None:
    """Serve the page, take the pictures, stop."""
    command = [sys.executable, "-m", "pybamm_facets", "designer", "--no-show", "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        for line in server.stdout:
            if "the designer is at" in line:
                break
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        with sync_playwright() as tools:
            browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, (window, dark) in SHOTS.items():
                take(browser, name, window, dark)
                print(FOLDER / f"{name}.png")
            browser.close()
        server.terminate()


if __name__ == "__main__":
    main()
