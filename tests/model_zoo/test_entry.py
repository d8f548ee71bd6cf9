"""Our entry in PyBaMM's model zoo: found by its registry, and held to its contract."""

import runpy
import shutil
from pathlib import Path

import pybamm_model_zoo as zoo
import pytest
from pybamm_model_zoo.testing import contract

import pybamm_facets as pf
from pybamm_facets import model_zoo
from pybamm_facets.models import LI2025

FOLDER = Path(model_zoo.__path__[0])
CHECKS = contract.checks_in_scope(contract.MODEL)


@pytest.fixture
def entry():
    return zoo.info("FacetDFN")


def test_the_zoo_finds_the_entry_by_the_entry_point(entry):
    assert entry.external
    assert entry.distribution == "pybamm-facets"
    assert entry.path == FOLDER / "facet_dfn"
    assert zoo.load("FacetDFN") is pf.FacetDFN


def test_the_contract_waives_nothing(entry):
    assert len(CHECKS) >= 7
    assert not entry.tests.skip_contract


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_contract(entry, check):
    check.run(entry)


def test_example_shows_that_the_texture_decides(entry, capsys):
    (script,) = (entry.path / "examples").glob("*.py")
    runpy.run_path(str(script), run_name="__main__")
    lines = capsys.readouterr().out.splitlines()
    seconds = [float(line.split(" after ")[1].split(" s,")[0]) for line in lines]
    assert seconds[1] > 1.3 * seconds[0]


def test_the_entry_cites_what_the_model_cites(entry):
    (cited,) = zoo.read_citations(entry.path).values()
    assert cited == LI2025


def test_handed_in_only_the_class_moves(entry, tmp_path):
    folder = tmp_path / "facet_dfn"
    shutil.copytree(entry.path, folder)
    manifest = folder / "model.toml"
    text = manifest.read_text(encoding="utf-8")
    moved = text.replace("pybamm_facets.model_zoo", "pybamm_model_zoo")
    manifest.write_text(moved, encoding="utf-8")
    handed_in = zoo.Registry([tmp_path], external_paths=[])["FacetDFN"]
    for name in ("manifest", "license", "layout"):
        contract.CHECKS[name].run(handed_in)
    assert handed_in.class_path == "pybamm_model_zoo.facet_dfn:FacetDFN"
    assert (folder / "__init__.py").is_file()
