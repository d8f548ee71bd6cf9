"""Every public name has its page in the reference, and nothing else has one."""

import ast
import importlib
import inspect
import sys

import pybamm_facets as pf
from tests.docs.pages import PAGES, ROOT, steps

sys.path.append(str(ROOT / "docs" / "_extensions"))
from reference_names import links_of, listed_names, page_names

ROOMS = (*pf.WINGS, "exchange", "kinetics", "measured", "particle", "runs", "sets")
LISTED = listed_names(ROOT / "docs" / "reference" / "api")
RESULTS = ("runs.cycles.", "sourced.", "studies.")
"""Where the types are that public functions give back and nobody makes."""


def object_of(full):
    room, _, name = full.rpartition(".")
    return getattr(importlib.import_module(room), name)


def public():
    """Full name of each public object; the shortest, where it has two."""
    names = [f"pybamm_facets.{name}" for name in pf.__all__]
    found = {id(object_of(name)): name for name in names if not inspect.ismodule(object_of(name))}
    for room in ROOMS:
        path = f"pybamm_facets.{room}"
        for name in importlib.import_module(path).__all__:
            found.setdefault(id(object_of(f"{path}.{name}")), f"{path}.{name}")
    return set(found.values())


def test_every_public_name_is_listed_once():
    assert len(LISTED) == len(set(LISTED))
    assert not public() - set(LISTED)


def test_what_else_is_listed_is_a_figure_or_the_type_of_a_result():
    for full in set(LISTED) - public():
        room = full.removeprefix("pybamm_facets.")
        if not room.startswith(("report.", "paper.reproduction.")):
            assert room.startswith(RESULTS), full
            assert inspect.isclass(object_of(full)), full


def test_listed_names_exist_and_say_what_they_are():
    for full in LISTED:
        thing = object_of(full)
        assert not callable(thing) or inspect.getdoc(thing), full


def test_pages_can_be_told_apart_where_case_is_not():
    pages = [page_names(LISTED).get(full, full).lower() for full in LISTED]
    assert len(set(pages)) == len(pages)


def test_what_the_pages_import_is_listed():
    for page in PAGES:
        for step in steps(page):
            if step.kind != "python":
                continue
            for node in ast.walk(ast.parse(step.source)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pybamm_f"):
                    for alias in node.names:
                        full = f"{node.module}.{alias.name}"
                        known = full in LISTED or f"pybamm_facets.{alias.name}" in LISTED
                        is_module = inspect.ismodule(object_of(full))
                        assert known or is_module or node.module.endswith(".names"), (page, full)


def test_code_is_linked_to_the_one_name_it_can_be():
    links = links_of(["pybamm_facets.Texture", "pybamm_facets.cycle", "pybamm_facets.impedance.R",
                      "pybamm_facets.a.front_of", "pybamm_facets.b.front_of"])  # fmt: skip
    assert links["Texture"] == links["pf.Texture"] == "pybamm_facets.Texture"
    assert links["pf.cycle"] == "pybamm_facets.cycle"
    assert links["pf.impedance.R"] == "pybamm_facets.impedance.R"
    assert not {"cycle", "R", "front_of"} & set(links)
