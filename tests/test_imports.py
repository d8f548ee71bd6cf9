"""What importing the package must not bring along."""

import subprocess
import sys

import pytest

import pybamm_facets

HEAVY = ("bokeh", "matplotlib", "skfem", "dask", "distributed", "SALib", "typer", "rich")


STEPS = (
    "import pybamm",
    "import pybamm_facets",
    *(f"pybamm_facets.{wing}" for wing in pybamm_facets.WINGS),
    "import pybamm_facets.report.rate_capability",
)


def imported_by(*statements: str) -> list[set[str]]:
    """Modules there after each statement, run one after the other in one new process."""
    code = "".join(f"{statement}\nprint(' '.join(sys.modules))\n" for statement in statements)
    command = [sys.executable, "-c", f"import sys\n{code}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [set(line.split()) for line in output.splitlines()]


@pytest.fixture(scope="module")
def after():
    return dict(zip(STEPS, imported_by(*STEPS), strict=True))


@pytest.fixture(scope="module")
def by_pybamm(after):
    return after["import pybamm"]


@pytest.fixture(scope="module")
def by_us(after):
    return after["import pybamm_facets"]


@pytest.mark.parametrize("package", HEAVY)
def test_heavy_package_is_not_imported(by_pybamm, by_us, package):
    assert package not in by_us - by_pybamm
    assert package not in by_pybamm  # else the line above proves nothing


def test_this_test_can_fail(after):
    assert "matplotlib" in after["import pybamm_facets.report.rate_capability"]


def test_crystal_knows_nothing_of_pybamm():
    (modules,) = imported_by(
        "sys.modules['pybamm'] = None; import importlib.util as u; "
        "s = u.find_spec('pybamm_facets'); import types; "
        "p = types.ModuleType('pybamm_facets'); p.__path__ = s.submodule_search_locations; "
        "sys.modules['pybamm_facets'] = p; import pybamm_facets.crystal"
    )
    assert "pybamm_facets.crystal.texture" in modules


def test_every_export_resolves():
    for name in pybamm_facets.__all__:
        assert getattr(pybamm_facets, name) is not None
    with pytest.raises(AttributeError, match="no_such"):
        _ = pybamm_facets.no_such


def test_wings_are_imported_at_first_use_only(after, by_us):
    assert pybamm_facets.WINGS
    for wing in pybamm_facets.WINGS:
        assert f"pybamm_facets.{wing}" not in by_us
        assert f"pybamm_facets.{wing}" in after[f"pybamm_facets.{wing}"]
        assert wing in dir(pybamm_facets)
    assert set(pybamm_facets.__all__) <= set(dir(pybamm_facets))


def test_no_wing_brings_an_optional_package_along(after, by_pybamm):
    last_wing = after[f"pybamm_facets.{pybamm_facets.WINGS[-1]}"]
    assert not {"skfem", "impedance", "matplotlib"} & (last_wing - by_pybamm)
