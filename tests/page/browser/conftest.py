"""A server of its own process and a headless Chromium, or the reason why not."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip
WAIT = 90_000
"""Milliseconds: a machine may be busy, and builds at the first answer."""


class Server:
    """The command, as a person starts it."""

    def __init__(self, *arguments):
        self.arguments = arguments
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self):
        command = [sys.executable, "-m", "pybamm_facets", "designer", "--no-show"]
        command += ["--port", str(self.port), *map(str, self.arguments)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        for line in self.process.stdout:
            if "the designer is at" in line:
                return
        raise AssertionError(f"no server: {self.process.wait()}")

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        return self.process.returncode


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no Chromium: apt-get install chromium")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the extra browser is not installed"
    )
    with playwright.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets")
    broken = folder / "broken.toml"
    broken.write_text('like = "Li2025_core_shell"\n[particle]\nradius_um = -1\n')
    one = Server(broken)
    yield one
    one.stop()


class Window:
    """A window of the browser with the page in it."""

    def __init__(self, browser, url, **context):
        context.setdefault("viewport", {"width": 1280, "height": 900})
        self.context = browser.new_context(accept_downloads=True, **context)
        self.page = self.context.new_page()
        self.requests, self.errors = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: m.type == "error" and self.errors.append(m.text))
        self.page.goto(url)

    def ready(self):
        self.page.get_by_text("computed in").wait_for(timeout=WAIT)
        self.page.locator(".noUi-handle[aria-label^='Shell texture']").wait_for(timeout=WAIT)
        return self

    def capacity(self, row=0, column=-1):
        """A number of the table."""
        cells = self.page.locator("table.numbers tbody tr").nth(row).locator("td")
        return float(cells.nth(cells.count() - 1 if column < 0 else column).inner_text())

    def shows(self, expected, row=0, column=-1, within=0.11):
        """Wait until a number of the table is what Python computes."""
        end = time.monotonic() + WAIT / 1e3
        while time.monotonic() < end:
            try:
                if abs(self.capacity(row, column) - expected) <= within:
                    return
            except ValueError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"shows {self.capacity(row, column)}, expected {expected}")

    def type(self, label, text):
        field = self.page.locator(f"input[aria-label='{label}, number']")
        field.fill(text)
        field.press("Enter")

    def close(self):
        self.context.close()


@pytest.fixture
def open_window(chromium, server):
    opened = []

    def open_(query="", **context):
        opened.append(Window(chromium, server.url + query, **context).ready())
        return opened[-1]

    yield open_
    for window in opened:
        window.close()


@pytest.fixture
def new_server():
    started = []

    def start(*arguments):
        started.append(Server(*arguments))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.stop()


@pytest.fixture
def new_window(chromium):
    opened = []

    def open_(url, **context):
        opened.append(Window(chromium, url, **context))
        return opened[-1]

    yield open_
    for window in opened:
        window.close()
