"""The folder for compiled models: the user's own, that nobody else can write to.

What lies there runs as the user, so that a folder which somebody else has made, or may write to, is
not used.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import platform
import shutil
import stat
import tempfile
from functools import cache
from pathlib import Path

SETTING = "PYBAMM_FACETS_CACHE"
"""Environment variable: a folder, or ``off`` for one that is removed when the process ends."""

PRIVATE = 0o700

logger = logging.getLogger(__name__)


def cache_folder() -> Path:
    """The folder for compiled models, made on first use with mode 0700.

    ``$PYBAMM_FACETS_CACHE``, else ``$XDG_CACHE_HOME/pybamm-facets`` (``~/.cache/pybamm-facets``),
    in it one folder a machine: compiled code is for one kind of processor. Where that cannot be
    used, and with ``off``, a temporary folder of this process.
    """
    setting = os.environ.get(SETTING, "")
    if setting.lower() == "off":
        return _temporary()
    # Of every machine its own: home folders are shared by machines with different processors.
    machine = hashlib.sha256(f"{platform.node()} {platform.machine()}".encode()).hexdigest()[:12]
    folder = (Path(setting) if setting else _default()) / machine
    try:
        folder.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
        _check_private(folder.parent)
        folder.mkdir(PRIVATE, exist_ok=True)
        _check_private(folder)
    except OSError as error:
        logger.warning("compiled models are not kept: %s", error)
        return _temporary()
    return folder


def _default() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "pybamm-facets"


def _check_private(folder: Path) -> None:
    """`PermissionError` unless a folder is this user's, no link, and closed to all others."""
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode):
        raise PermissionError(f"{folder}: not a folder of its own but a link or a file")
    if hasattr(os, "geteuid") and state.st_uid != os.geteuid():
        raise PermissionError(f"{folder}: belongs to another user")
    if os.name == "posix" and state.st_mode & 0o077:
        mode = stat.S_IMODE(state.st_mode)
        raise PermissionError(f"{folder}: others may use it (mode {mode:04o}, expected 0700)")


@cache
def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pybamm-facets-"))
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: Path, owner: int) -> None:
    # A forked process inherits the promise to tidy up, and not the folder.
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
