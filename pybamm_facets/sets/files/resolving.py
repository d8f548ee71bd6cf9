"""From a file to one variant: what it builds upon, its own values, its overlays, changes."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import pybamm
from pydantic import ValidationError

from pybamm_facets._extras import require
from pybamm_facets.sets.bpx_files.user_section import facets_in
from pybamm_facets.sets.files.alternatives import dropped_by
from pybamm_facets.sets.files.complaints import one_of
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.files.folder import inside
from pybamm_facets.sets.files.installed import content_of, registered_names
from pybamm_facets.sets.files.reading import Content, Tree
from pybamm_facets.sets.files.schema import DIMENSIONS, Like
from pybamm_facets.sets.files.units import cut, shown
from pybamm_facets.sourced import Sourced

Choices = Mapping[str, str]

LONGEST_CHAIN = 20

BPX_PROBLEMS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What a reader that expects another content stumbles over."""

ALIASES = {"core-shell": "core_shell"}
"""Choices as tables write them."""


@dataclass(frozen=True)
class Resolved:
    """One variant of a set, before it becomes PyBaMM parameters.

    Parameters
    ----------
    path
        The set's own file.
    tree
        What is given, its own or taken from elsewhere.
    values
        PyBaMM parameters that it builds upon, or None.
    values_of
        What to call them.
    citations
        Of all files.
    records
        Origins of `values`, where they are a half-cell that we wrote to a BPX file.
    """

    path: Path
    tree: Tree
    values: pybamm.ParameterValues | None
    values_of: str
    citations: tuple[str, ...]
    records: Mapping[str, Sourced] | None = None


def resolve(content: Content, choices: Choices, chain: tuple[Path, ...] = ()) -> Resolved:
    """One variant of a file.

    Parameters
    ----------
    content
        The file.
    choices
        Dimension to choice; a dimension that the file does not have is looked for in what it
        builds upon.
    chain
        Files that build upon this one.

    Raises
    ------
    ValueError
        For a choice that nothing has, files that build upon each other in a circle, and a set that
        does not exist.
    """
    path, parsed = content.path, content.parsed
    here = path.resolve()
    if here in chain or len(chain) > LONGEST_CHAIN:
        what = "a circle" if here in chain else f"a chain of more than {LONGEST_CHAIN} files"
        names = " → ".join(one.name for one in (*chain, here))
        raise ValueError(
            f"{path}: like={shown(_like_text(content))}: expected a set that does not lead back "
            f"here, this is {what}: {names}"
        )
    own = own_choices(content, choices)
    passed_on = {name: choice for name, choice in choices.items() if name not in own}
    for name, known in parsed.variants.items():
        if name in own and own[name] not in known:
            raise ValueError(f"{path}: {name}={shown(own[name])}: expected {one_of(known)}")
    base = _base(content, passed_on, (*chain, here))
    chosen = {str(name): known[0] for name, known in parsed.variants.items()} | own
    tree = dict(base.tree)
    levels = [content.base] + [
        overlay
        for when, overlay in content.overlays
        if all(chosen[name] == choice for name, choice in when.items())
    ]
    for level in levels:
        _put(tree, level)
    citations = dict.fromkeys((*parsed.citations, *base.citations))
    return replace(base, path=path, tree=tree, citations=tuple(citations))


def own_choices(content: Content, choices: Choices) -> dict[str, str]:
    """The choices that a file has variants of, in its own words."""
    return {
        name: ALIASES.get(choice, choice) if choice not in known else choice
        for name, known in ((str(one), known) for one, known in content.parsed.variants.items())
        if (choice := choices.get(name)) is not None
    }


def _put(tree: Tree, level: Tree) -> None:
    """Lay a level over a tree: what it gives, replaces; what that makes untrue, goes."""
    for section in {section for section, _ in level}:
        keys = [key for part, key in level if part == section]
        heads = {key.split(".")[0] for key in keys}
        gone = dropped_by(section, heads) | (heads & {"facet_fractions"})
        for place in [one for one in tree if one[0] == section and one[1].split(".")[0] in gone]:
            del tree[place]
    tree.update(level)


def _base(content: Content, passed_on: Choices, chain: tuple[Path, ...]) -> Resolved:
    """What the file builds upon, or nothing."""
    like = content.parsed.like
    if like is None:
        _no_choices(content, passed_on, "it")
        return Resolved(content.path, {}, None, "", ())
    name = like.file if isinstance(like, Like) else like
    chosen = {}
    if isinstance(like, Like):
        chosen = {k: v for k in DIMENSIONS if (v := getattr(like, k)) is not None}
    chosen |= passed_on
    if name in registered_names():
        path, fixed = registered_names()[name]
        return _taken(resolve(content_of(path), {**fixed, **chosen}, chain), name)
    if name.endswith(".toml"):
        path, _ = _inside(content, name)
        return _taken(resolve(content_of(path), chosen, chain), name)
    _no_choices(content, chosen, repr(name))
    if name.endswith(".json"):
        return bpx_base(*_inside(content, name), name)
    if name not in pybamm.parameter_sets:
        raise ValueError(f"{content.path}: like={shown(name)}: {_no_set(name)}")
    return Resolved(content.path, {}, pybamm.ParameterValues(name), name, ())


def _no_choices(content: Content, choices: Choices, what: str) -> None:
    for name, choice in choices.items():
        raise ValueError(
            f"{content.path}: {name}={shown(choice)}: expected none, {what} has no variants of "
            f"{name!r}"
        )


def bpx_base(path: Path, where: str, name: str) -> Resolved:
    """What a BPX file gives to build upon: our half-cell with its origins, or what PyBaMM reads.

    Parameters
    ----------
    path
        The file.
    where
        How messages begin.
    name
        What its values are said to be as in; nothing if they are the set's own.
    """
    own = facets_in(path, where)
    if own is None:
        return Resolved(path, {}, read_bpx(path, where), name, ())
    return Resolved(path, {}, own.parameter_values, name, own.citations, own.records)


def read_bpx(path: Path, where: str) -> pybamm.ParameterValues:
    """A BPX file through PyBaMM's reader; ``ValueError`` that begins with `where` if it is none."""
    require("bpx", f"{where}: a BPX file")
    try:
        with warnings.catch_warnings():
            # What counts as empty and full is then the cut-offs, as everywhere here.
            warnings.filterwarnings("ignore", message=".*not found in BPX file. Using")
            return pybamm.ParameterValues.create_from_bpx(str(path))
    except BPX_PROBLEMS as error:
        text = f"{type(error).__name__}: {error}"
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            text = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise ValueError(f"{where}: expected a BPX file that PyBaMM reads; {cut(text)}") from None


def _taken(base: Resolved, name: str) -> Resolved:
    """A set as another takes it over: said so, without where its simulations start."""
    tree = {
        place: given.taken_from(name)
        for place, given in base.tree.items()
        if place != ("material", "initial_stoichiometry") and place[0] != "measured"
    }
    return replace(base, tree=tree)


def _inside(content: Content, name: str) -> tuple[Path, str]:
    """A file that is built upon, and how a message of it begins."""
    where = f"{content.path}: like={shown(name)}"
    return inside(content.path.parent, name, where, Path(name).suffix), where


def _no_set(name: str) -> str:
    known = [*registered_names(), *pybamm.parameter_sets]
    near = get_close_matches(name, known, n=1, cutoff=0.3)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"expected a .toml or .json file of the folder, or a registered set{hint}"


def _like_text(content: Content) -> str:
    like = content.parsed.like
    return like.file if isinstance(like, Like) else str(like)


def changed(resolved: Resolved, changes: Mapping[tuple[str, str], Given]) -> Resolved:
    """A variant with some values changed, as an argument of a function may."""
    tree = dict(resolved.tree)
    _put(tree, dict(changes))
    return replace(resolved, tree=tree)
