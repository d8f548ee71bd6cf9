"""A new file to begin with: every key with its meaning, unit and what is taken from elsewhere."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.files.loading import LoadedSet, loaded
from pybamm_facets.sets.files.schema import PARTS, describe
from pybamm_facets.sets.files.units import shown
from pybamm_facets.sets.files.writing import text_in_quotes

EXAMPLE_LIKE = "Li2025_isotropic"

ACTIVE = {
    ("electrode", "loading_mg_cm2"): "6.3",
    ("electrode", "loading_counts"): '"active"',
    ("electrode", "thickness_um"): "30",
    ("particle", "radius_um"): "5",
    ("particle", "kappa"): "0",
    ("particle", "diffusivity_m2_s"): "5e-15",
}
"""Keys that a new file gives: what a laboratory knows of its electrode, and what it will fit."""

HEAD = """\
# A parameter set of pybamm-facets. Units stand in the keys. What stands behind a # is taken from
# {like}: remove the # to give your own. A value is a number, or a table that says
# where it is from:
#   radius_um = {{ value = 5, origin = "estimate", low = 3, high = 6, source = "SEM, 40 of them" }}
# origin: paper, literature, derived, estimate (with low and high), fitted, theory; a bare number is
# "user". CSV files stand beside this one. To check it: pybamm-facets check {name}

title = "My cathode"
like = {quoted}
"""

EXAMPLE_RATES = """\
# EXAMPLE, NOT MEASURED: the model's own capacities for diffusivity_m2_s = 7e-15 and kappa = 0, with
# 1 mAh/g of noise. Put yours in their place. Optional columns: direction, particle, voltage_V.
c_rate,capacity_mAh_g,error_mAh_g
0.1,229.6,1
0.5,222.5,1
1,210.2,1
2,186.4,1
5,127.9,1
10,83.8,1
"""


def new_texts(path: Path, like: str = EXAMPLE_LIKE) -> dict[Path, str]:
    """Texts of a new set's file and of the example of measured capacities beside it.

    Parameters
    ----------
    path
        The file to be, ``.toml``.
    like
        An installed set that it builds upon.

    Raises
    ------
    ValueError
        For another ending, and a set that is not installed.
    """
    if path.suffix != ".toml":
        raise ValueError(f"file={str(path)!r}: expected a name that ends in .toml")
    base = loaded(like)
    if base.resolved.records is not None:
        raise ValueError(
            f"like={like!r}: expected an installed set; a file of your own may say "
            f"like = {like!r}, and what differs"
        )
    rates = path.with_name(f"{path.stem}_rates.csv")
    head = HEAD.format(like=like, name=path.name, quoted=text_in_quotes(like))
    sections = [_section(base, section, rates.name) for section in PARTS]
    return {path: "\n".join([head, *sections]), rates: EXAMPLE_RATES}


def _section(base: LoadedSet, section: str, rates: str) -> str:
    lines = [f"[{section}]"]
    for key in PARTS[section].model_fields:
        if (section, key) == ("measured", "capacities_csv"):
            lines.append(f"{key} = {text_in_quotes(rates)}  # {describe(section, key)}")
        elif (section, key) in ACTIVE:
            lines.append(f"{key} = {ACTIVE[section, key]}  # {describe(section, key)}")
        else:
            lines.append(f"# {key} = {_example(base, section, key)}  # {describe(section, key)}")
    return "\n".join(lines) + "\n"


def _example(base: LoadedSet, section: str, key: str) -> str:
    """What the set has for a key, or how it could look."""
    given = None if section == "measured" else base.resolved.tree.get((section, key))
    if given is not None and given.entry.value is not None:
        return _written(given)
    if key in ("facet_fractions", "facet_j0_mA_cm2"):
        return '{ "(003)" = 0.2, "(104)" = 0.8 }'
    return '"..."' if key.endswith("_csv") or key in WORDS else "..."


WORDS = ("formula", "ocp", "particle", "diffusivity_shape")


def _written(given: Given) -> str:
    value = given.entry.value
    return shown(value) if isinstance(value, Decimal) else text_in_quotes(str(value))
