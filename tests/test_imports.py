"""What importing the package must not bring along."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("matplotlib", "skfem", "dask", "distributed", "SALib", "typer", "rich")


def imported_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    command = [sys.executable, "-c", code]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return set(output.split())


@pytest.fixture(scope="module")
def by_pybamm():
    return imported_by("import pybamm")


@pytest.fixture(scope="module")
def by_us():
    return imported_by("import pybamm_facets")


@pytest.mark.parametrize("package", HEAVY)
def test_heavy_package_is_not_imported(by_pybamm, by_us, package):
    assert package not in by_us - by_pybamm
    assert package not in by_pybamm  # else the line above proves nothing


def test_this_test_can_fail():
    assert "matplotlib" in imported_by("import pybamm_facets.report.rate_capability")


def test_crystal_knows_nothing_of_pybamm():
    modules = imported_by(
        "sys.modules['pybamm'] = None; import importlib.util as u; "
        "s = u.find_spec('pybamm_facets'); import types; "
        "p = types.ModuleType('pybamm_facets'); p.__path__ = s.submodule_search_locations; "
        "sys.modules['pybamm_facets'] = p; import pybamm_facets.crystal"
    )
    assert "pybamm_facets.crystal.texture" in modules


def test_every_export_resolves():
    import pybamm_facets

    for name in pybamm_facets.__all__:
        assert getattr(pybamm_facets, name) is not None
    with pytest.raises(AttributeError, match="no_such"):
        _ = pybamm_facets.no_such


def test_wings_are_imported_at_first_use_only(by_us):
    import pybamm_facets

    assert pybamm_facets.WINGS
    for wing in pybamm_facets.WINGS:
        assert f"pybamm_facets.{wing}" not in by_us
        assert wing in dir(pybamm_facets)
        assert f"pybamm_facets.{wing}" in imported_by(f"import pybamm_facets; pybamm_facets.{wing}")
    assert set(pybamm_facets.__all__) <= set(dir(pybamm_facets))


@pytest.mark.parametrize("wing", ["cross_section", "impedance", "theory"])
def test_wings_know_nothing_of_cells(wing):
    files = list((Path(__file__).parents[1] / "pybamm_facets" / wing).glob("*.py"))
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    found = set(re.findall(r"^\s*(?:from|import) (pybamm(?:_facets\.\w+)?)\b", source, re.M))
    assert f"pybamm_facets.{wing}" in found
    assert found <= {f"pybamm_facets.{name}" for name in (wing, "crystal", "kinetics")}
