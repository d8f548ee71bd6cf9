"""Compiled models lie where nobody but the user can put anything."""

import os
import stat

import pytest

from pybamm_facets import _cache
from pybamm_facets._cache import cache_folder

posix = pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv(_cache.SETTING, raising=False)
    return tmp_path


def inside(folder, parent):
    return parent in folder.parents


@posix
def test_the_folder_is_the_users_own_and_closed_to_others(home):
    folder = cache_folder()
    assert inside(folder, home / "xdg" / "pybamm-facets")
    for part in (folder, folder.parent):
        assert stat.S_IMODE(part.stat().st_mode) == 0o700
    assert cache_folder() == folder


@posix
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o755])
def test_a_folder_that_others_may_use_is_not_used(home, mode, caplog):
    made = home / "xdg" / "pybamm-facets"
    made.mkdir(parents=True)
    made.chmod(mode)
    folder = cache_folder()
    assert not inside(folder, made)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "others may use it" in caplog.text


@posix
def test_a_link_is_not_followed(home, caplog):
    (home / "elsewhere").mkdir(mode=0o700)
    (home / "xdg").mkdir()
    (home / "xdg" / "pybamm-facets").symlink_to(home / "elsewhere")
    assert not inside(cache_folder(), home)
    assert "link" in caplog.text


@posix
def test_a_folder_of_another_user_is_not_used(home, monkeypatch, caplog):
    cache_folder()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert not inside(cache_folder(), home)
    assert "another user" in caplog.text


def test_it_can_be_elsewhere_and_off(home, monkeypatch):
    monkeypatch.setenv(_cache.SETTING, str(home / "mine"))
    assert inside(cache_folder(), home / "mine")
    monkeypatch.setenv(_cache.SETTING, "off")
    assert not inside(cache_folder(), home)
    assert not list(home.glob("off"))


def test_compiled_functions_are_loaded_from_there(home):
    import casadi

    from pybamm_facets import _compat

    x = casadi.SX.sym("x")
    (double,) = _compat.compile_functions([casadi.Function("double", [x], [2 * x])])
    assert float(double(21)) == 42
    if double.class_name() == "External":  # there is a compiler
        assert [path.suffix for path in cache_folder().iterdir()] == [".so"]
