"""What README and documentation tell people to run runs, and prints what they say it prints."""

import contextlib
import io
import os
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, mismatch, steps

RUNNABLE = [page for page in PAGES if steps(page)]
WIDTH = "120"


def shell(command: str, folder: Path) -> str:
    """What a command prints; the package's own command is that of this interpreter."""
    first, *rest = shlex.split(command)
    assert first in ("pybamm-facets", "cat"), f"a page must not ask a test to run {first!r}"
    if first == "cat":
        return (folder / rest[0]).read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pybamm_facets", *rest],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env=os.environ | {"COLUMNS": WIDTH, "PYTHONIOENCODING": "utf-8"},
    )
    return done.stdout


def python(source: str, names: dict, label: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, label, "exec"), names)
    return printed.getvalue()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_runs_and_prints_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"__name__": page.name}
    files = page.with_suffix("")  # what a page shows with cat lies in a folder of its name
    for file in files.glob("*") if files.is_dir() else ():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for step in steps(page):
        label = f"{page.name}:{step.line}"
        if step.kind == "python":
            printed = python(step.source, names, label)
        else:
            printed = shell(step.source, tmp_path)
        if step.expected is not None:
            wrong = mismatch(step.expected, printed)
            assert not wrong, f"{label}\n{wrong}\nwhole output:\n{textwrap.indent(printed, '  ')}"


def test_pages_with_code_are_found():
    assert {"README.md", "getting_started.md", "cli.md"} <= {page.name for page in RUNNABLE}


def test_a_page_that_lies_is_caught():
    assert mismatch("capacity 67.1 mAh/g", "capacity 67.0 mAh/g")
    assert mismatch("one\n…\nthree", "one\ntwo\nfour")
    assert mismatch("one", "one\ntwo")
    assert not mismatch("one\n…\nthree", "one\ntwo\nthree")
    assert not mismatch("capacity  67.0 mAh/g", "capacity 67.029 mAh/g")
    assert mismatch("capacity 67.0 mAh/g", "capacity 67.08 mAh/g")
