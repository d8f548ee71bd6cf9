"""The local server: one address, its own files, no other origin."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bokeh.application import Application
from bokeh.application.handlers.function import FunctionHandler
from bokeh.document import Document
from bokeh.server.server import Server
from bokeh.settings import settings

from pybamm_facets._checks import whole
from pybamm_facets.page.drawn.designer_window import DesignerWindow
from pybamm_facets.page.drawn.markup import template, variables
from pybamm_facets.page.state.preset_sets import Preset

LOCAL = "127.0.0.1"
PORT = 5006
"""Of the page where none is asked for."""
KEEP_MS = 15_000
"""How long a window that is gone is kept, so that a reload does not pile up engines."""


@dataclass
class Designer:
    """A running server and its windows.

    Parameters
    ----------
    server
        Bokeh's.
    windows
        Those that are open.
    """

    server: Server
    windows: list[DesignerWindow] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{_in_url(self.server.address or LOCAL)}:{self.server.port}/"

    def run(self) -> None:
        """Serve until Ctrl-C."""
        self.server.io_loop.start()

    def stop(self) -> None:
        """Stop serving, and end what the windows do."""
        for window in list(self.windows):
            window.close()
        self.server.stop()


def start_designer(
    presets: Mapping[str, Preset], host: str = LOCAL, port: int = PORT, *, compiled: bool = True
) -> Designer:
    """Begin to serve the page, at one address and to that address only.

    Parameters
    ----------
    presets
        Sets by name.
    host
        The address to listen at; an address of this machine.
    port
        0 for any that is free.
    compiled
        As `KeptEngine`.

    Raises
    ------
    ValueError
        For a host that is no single address, a port that is taken, and without a sound set.
    """
    if all(preset.problem for preset in presets.values()):
        raise ValueError(next(preset.problem for preset in presets.values()))
    address = check_host(host)
    whole("port", port, most=65535)
    number = free_port(address, port)
    windows: list[DesignerWindow] = []

    def open_window(document: Document) -> None:
        document.template = template()
        document.template_variables.update(variables())
        window = DesignerWindow(document, presets, _query(document), compiled=compiled)
        windows.append(window)

        def closed(context: Any) -> None:
            window.close()
            windows.remove(window)

        document.on_session_destroyed(closed)

    # A window that closes while an answer is on its way is nothing to warn of.
    logging.getLogger("bokeh.server.views.ws").setLevel(logging.ERROR)
    # Whatever the environment says: nothing is fetched from elsewhere.
    settings.resources = "server"
    server = Server(
        {"/": Application(FunctionHandler(open_window))},
        address=address,
        port=number,
        allow_websocket_origin=_origins(address, number),
        unused_session_lifetime_milliseconds=KEEP_MS,
        check_unused_sessions_milliseconds=KEEP_MS // 3,
    )
    server.start()
    return Designer(server, windows)


def check_host(host: str) -> str:
    """The numeric address of a host; ``ValueError`` for a name or a wildcard of many."""
    if host == "localhost":
        return LOCAL
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise ValueError(f"host={host!r}: expected an IP address of this machine") from None
    if address.is_unspecified:
        raise ValueError(
            f"host={host!r}: expected the one address at which the page is opened, so that no "
            "other origin is let in"
        )
    return host


def _origins(address: str, port: int) -> list[str]:
    own = [f"{_in_url(address)}:{port}"]
    return [*own, f"localhost:{port}"] if ipaddress.ip_address(address).is_loopback else own


def _in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def free_port(address: str, wanted: int = 0) -> int:
    """A port that nobody listens at: the one that is wanted, or any for 0; else ``ValueError``."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind((address, wanted))
            return int(one.getsockname()[1])
    except OSError as error:
        if wanted:
            why = f"port={wanted}: expected one that is free at {address}; {error.strerror}"
            raise ValueError(why) from None
        raise ValueError(
            f"host={address!r}: expected an address of this machine; {error.strerror}"
        ) from None


def _query(document: Document) -> str:
    """The query with which a window was opened."""
    context = document.session_context
    request = None if context is None else context.request
    if request is None:
        return ""
    pairs = [
        (name, value.decode("utf-8", "replace"))
        for name, values in request.arguments.items()
        if not name.startswith("bokeh") and name != "ground"
        for value in values
    ]
    return urlencode(pairs)
