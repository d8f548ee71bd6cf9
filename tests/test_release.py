"""One version and one day, wherever they are told."""

import re
import tomllib
from pathlib import Path

import pybamm_facets as pf

ROOT = Path(__file__).parents[1]


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_version_and_day_are_told_alike():
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    newest = re.search(r"^## \[([\d.]+)\] - (\S+)$", text("CHANGELOG.md"), re.M)
    citation = text("CITATION.cff")
    assert newest[1] == version
    assert f"\nversion: {version}\n" in citation
    assert f"\ndate-released: {newest[2]}\n" in citation


def test_the_installed_version_is_that_of_the_tree():
    assert pf.__version__ == tomllib.loads(text("pyproject.toml"))["project"]["version"]
