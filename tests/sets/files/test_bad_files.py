"""Bad files of a set: one error of one line that says what is wrong, and nothing else happens."""

import pytest

import pybamm_facets as pf
from pybamm_facets._extras import MissingExtraError
from tests.sets.files.bad_files import BAD
from tests.sets.files.laboratory import LIKE, NAME, write

LONGEST = 700
"""Characters of a message: a line that somebody reads."""


@pytest.mark.parametrize("name", BAD)
def test_one_line_that_says_it(name, tmp_path):
    bad = BAD[name]
    folder = tmp_path / "laboratory"
    folder.mkdir()
    path = write(folder, bad.files)
    if bad.prepare is not None:
        bad.prepare(folder)
    before = sorted(folder.rglob("*"))
    with pytest.raises(ValueError) as caught:
        pf.load_set(path, **bad.choices)
    message = str(caught.value)
    assert type(caught.value) is ValueError
    assert len(message.splitlines()) == 1
    assert len(message.replace(str(folder), "")) < LONGEST
    assert "expected" in message.lower() or "did you mean" in message
    for said in bad.says:
        assert said in message, message
    assert sorted(folder.rglob("*")) == before


def test_enough_of_them():
    assert len(BAD) >= 55


def test_no_file(tmp_path):
    with pytest.raises(ValueError, match=r"no\.toml: no such file; expected a \.toml file"):
        pf.load_set(tmp_path / "no.toml")


def test_bpx_without_its_package(tmp_path, monkeypatch):
    monkeypatch.setattr("pybamm_facets._extras.find_spec", lambda _: None)
    path = write(tmp_path, {NAME: 'like = "cell.json"', "cell.json": "{}"})
    with pytest.raises(MissingExtraError, match=r"my\.toml: like='cell\.json'.*facets\[bpx\]"):
        pf.load_set(path)


@pytest.mark.parametrize(
    "problem",
    [
        KeyError("Parameterisation"),
        OverflowError("cannot convert float infinity to integer"),
        ValueError("Expecting value:\nline 1"),
        RecursionError("maximum recursion depth exceeded"),
    ],
)
def test_broken_bpx(problem, tmp_path, monkeypatch):
    """Whatever PyBaMM's reader says of a JSON file that it cannot read."""

    def refuse(path):
        raise problem

    monkeypatch.setattr("pybamm.ParameterValues.create_from_bpx", refuse)
    path = write(tmp_path, {NAME: 'like = "cell.json"', "cell.json": "{"})
    with pytest.raises(ValueError, match=r"my\.toml: like='cell\.json': expected a BPX") as caught:
        pf.load_set(path)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_of_any_editor(encoding, tmp_path):
    """A mark in front, and UTF-16, are what editors write: read, not refused."""
    text = LIKE + 'title = "Größe"\r\n'
    path = write(tmp_path, {NAME: text.encode(encoding), "plain.toml": LIKE})
    assert pf.load_set(path) == pf.load_set(tmp_path / "plain.toml")
