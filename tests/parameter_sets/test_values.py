"""Every parameter of every installed variant, to the last bit, with origin, source and bounds.

``values.json`` was written by the Python modules that held these sets before they became files:
numbers as hexadecimal floats, functions by name, the open-circuit potential at 61 contents. What a
texture gives was summed in another order then: shares and ratios agree to rounding. Since then the
fits were derived again on spectral elements: three diffusivities moved by 2 to 7 parts in 10,000,
and one κ from 2.908 to 2.910. `ADDED` came later.
"""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from pybamm_facets import names
from pybamm_facets.crystal import NMC811_FACETS
from pybamm_facets.sets.files.loading import known_sets

BEFORE = json.loads((Path(__file__).parent / "values.json").read_text(encoding="utf-8"))
OF_TEXTURES = {names.CORE_RATIO, names.SHELL_RATIO} | {
    names.area_fraction(family.label) for family in NMC811_FACETS
}
ROUNDING = 2e-15
"""Of shares of order 1, which are sums of thousands of terms, by another NumPy (8.6e-16 by 2.0)."""
ADDED = {names.SURFACE_RESISTANCE: 0.0}
CONTENTS = np.array([float.fromhex(x) for x in BEFORE["contents"]])
NOW = {label: records for label, records in known_sets()}


def written(name, value):
    if name == names.POSITIVE_OCP:
        return [float(volts).hex() for volts in value(CONTENTS)]
    if isinstance(value, int | float):
        return float(value).hex()
    if isinstance(value, partial):
        return f"{value.func.__name__}{dict(value.keywords)}"
    return value.__name__


def in_hex(bound):
    return None if bound is None else float(bound).hex()


@pytest.mark.parametrize("label", BEFORE["sets"])
def test_nothing_changed_when_sets_became_files(label):
    before = {row[0]: row for row in (BEFORE["records"][k] for k in BEFORE["sets"][label])}
    now = {
        name: [
            name,
            written(name, one.value),
            one.provenance,
            one.source,
            in_hex(one.lower),
            in_hex(one.upper),
        ]
        for name, one in NOW[label].items()
        if name not in ADDED
    }
    assert {name: NOW[label][name].value for name in ADDED} == ADDED
    for name in OF_TEXTURES & before.keys():
        was, is_ = (float.fromhex(rows[name][1]) for rows in (before, now))
        assert abs(is_ - was) <= ROUNDING, name
        now[name][1] = before[name][1]
    assert now == before


def test_all_variants_are_compared():
    assert len(BEFORE["sets"]) == 2**5 + 2
    before = {label for label in NOW if label.startswith(("Li2025", "NMC111"))}
    assert {label for label in before if "hindered" not in label} == set(BEFORE["sets"])
    assert len({label for label in before if "hindered" in label}) == 2**4
