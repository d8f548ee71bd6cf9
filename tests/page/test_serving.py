"""The server listens at one address, lets in one origin, and fetches nothing from elsewhere."""

import asyncio
import re
import socket
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

import pybamm_facets
from pybamm_facets.page.drawn.serving import check_host, start_designer
from pybamm_facets.page.state.preset_sets import preset_sets


@pytest.fixture
def designer(presets):
    asyncio.set_event_loop(asyncio.new_event_loop())
    one = start_designer(presets, port=0, compiled=False)
    yield one
    one.stop()
    one.server.io_loop.run_sync(_nothing)
    one.server.io_loop.close(all_fds=True)
    asyncio.set_event_loop(None)


async def _nothing():
    await asyncio.sleep(0)


def fetch(designer, url, **more):
    async def get():
        return await AsyncHTTPClient().fetch(HTTPRequest(url, request_timeout=60, **more))

    return designer.server.io_loop.run_sync(get)


def test_the_page_comes_from_here_alone(designer):
    assert designer.url.startswith("http://127.0.0.1:")
    html = fetch(designer, designer.url).body.decode()
    assert "Facet designer" in html and 'lang="en"' in html
    sources = re.findall(r'(?:src|href)="(?!data:|#)([^"]+)"', html)
    assert sources and all(one.startswith(("static/", "/static/")) for one in sources)
    assert len(designer.windows) == 1


def test_other_addresses_are_not_served(designer):
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", designer.server.port), timeout=2)


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [("http://127.0.0.1:{port}", True), ("http://localhost:{port}", True),
     ("http://evil.example", False), ("http://127.0.0.1:1", False)],
)  # fmt: skip
def test_only_its_own_origin_gets_a_websocket(designer, origin, let_in):
    port = designer.server.port
    request = HTTPRequest(f"ws://127.0.0.1:{port}/ws", headers={"Origin": origin.format(port=port)})

    async def connect():
        connection = await websocket_connect(request, subprotocols=["bokeh", "no-token"])
        connection.close()

    try:
        designer.server.io_loop.run_sync(connect)
        refused = None
    except HTTPClientError as error:
        refused = error.code
    assert (refused != 403) == let_in


def test_a_taken_port_is_one_error(designer, presets):
    with pytest.raises(ValueError, match=r"port=\d+: expected one that is free"):
        start_designer(presets, port=designer.server.port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org", ""])
def test_a_host_is_one_address(host):
    with pytest.raises(ValueError, match="host="):
        check_host(host)


def test_own_addresses_are_hosts():
    assert check_host("localhost") == check_host("127.0.0.1") == "127.0.0.1"
    assert check_host("192.168.1.2") == "192.168.1.2"


def test_without_a_sound_set_there_is_no_page(tmp_path, presets):
    file = tmp_path / "broken.toml"
    file.write_text("radius = 3\n")
    broken = {"broken": preset_sets([file])["broken"]}
    with pytest.raises(ValueError, match="broken"):
        start_designer(broken, port=0)


def test_bokeh_is_known_where_pages_are_drawn():
    root = Path(pybamm_facets.__file__).parent
    found = {
        path.relative_to(root).parts[:2]
        for path in root.rglob("*.py")
        if re.search(r"^\s*(from|import) bokeh", path.read_text(encoding="utf-8"), re.M)
    }
    assert found == {("page", "drawn"), ("report", "reproduction_page")}
