"""The plan of the house: imports run one way, no function hides a module, no two share a name."""

import ast
import importlib
import pkgutil
import sys
from collections import Counter
from pathlib import Path

import pytest

import pybamm_facets

ROOT = Path(pybamm_facets.__file__).parent
FOUNDATION = {
    "cell_numbers",
    "names",
    "sourced",
    "progress",
    "tables",
    "_arrays",
    "_blas",
    "_cache",
    "_checks",
    "_extras",
    "_units",
    "_versions",
}
WINGS = {"cross_section", "impedance", "theory"}
LIBRARY = {"sets", "runs", "studies"}

LAYERS = (
    FOUNDATION,
    {"crystal"},
    {"_compat"},
    {"kinetics"},
    {"particle"},
    {"through_cell"},
    {"models", "measured", "exchange", "ageing", *WINGS},
    {"sets"},
    {"model_zoo"},
    {"runs"},
    {"studies"},
    {"design"},
    {"paper"},
    {"report"},
    {"page"},
    {"cli"},
)
"""A room may import what stands above it in this list, and itself; a wing no other wing."""


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


FILES = [
    path for path in sorted(ROOT.rglob("*.py")) if room_of(path) not in ("__init__", "__main__")
]


def level(room: str) -> int:
    return next(k for k, rooms in enumerate(LAYERS) if room in rooms)


def imported_rooms(path: Path) -> set[str]:
    """Rooms that a file imports at run time, in its functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "pybamm_facets":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    own = {
        name.removeprefix("pybamm_facets.") for name in found if name.startswith("pybamm_facets.")
    }
    own |= {name for name in found if (ROOT / f"{name}.py").exists() and "." not in name}
    return {name.split(".")[0] for name in own}


def test_every_room_has_its_level():
    assert {room_of(path) for path in FILES} == set().union(*LAYERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path):
    room = room_of(path)
    for other in imported_rooms(path) - {room}:
        assert level(other) < level(room) or {room, other} <= FOUNDATION, f"{room} imports {other}"


@pytest.mark.parametrize("wing", sorted(WINGS))
def test_wings_know_nothing_of_cells(wing):
    for path in (ROOT / wing).rglob("*.py"):
        assert imported_rooms(path) <= FOUNDATION | {wing, "crystal", "kinetics", "particle"}
        assert "import pybamm\n" not in path.read_text(encoding="utf-8")


def test_ageing_solves_no_cell():
    for path in (ROOT / "ageing").rglob("*.py"):
        assert imported_rooms(path) <= FOUNDATION | {"ageing", "crystal", "kinetics", "particle"}
        assert "pybamm.Simulation" not in path.read_text(encoding="utf-8")


def test_this_test_reads_imports():
    assert {"runs", "sets"} <= imported_rooms(ROOT / "studies" / "rates.py")
    assert "names" in imported_rooms(ROOT / "sets" / "cell.py")
    assert "runs" not in imported_rooms(ROOT / "_compat.py")  # for type checkers only


def test_no_function_hides_a_module():
    for name in pybamm_facets.__all__:
        getattr(pybamm_facets, name)
    infos = pkgutil.walk_packages(pybamm_facets.__path__, "pybamm_facets.")
    modules = [info.name for info in infos if not info.name.endswith("__main__")]
    assert len(modules) > 150
    for name in modules:
        importlib.import_module(name)
    for name in modules:
        parent, _, child = name.rpartition(".")
        assert getattr(sys.modules[parent], child) is sys.modules[name], name


def test_no_two_rooms_share_a_name():
    stems = [
        path.stem
        for path in FILES
        if path.stem != "__init__" and room_of(path) not in ("report", "cli")
    ]
    stems += [path.name for path in ROOT.rglob("*") if (path / "__init__.py").exists()]
    shared = {name for name, count in Counter(stems).items() if count > 1}
    assert not shared - {"cli", "report"}


def test_no_room_holds_more_than_about_a_dozen_files():
    for folder in (path for path in ROOT.rglob("*") if (path / "__init__.py").exists()):
        files = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(files) <= 24, f"{folder.name}: {len(files)}"


def test_dir_is_clean():
    assert dir(pybamm_facets) == sorted(pybamm_facets.__all__)
