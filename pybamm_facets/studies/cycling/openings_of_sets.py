"""Texture factors of sets: stored for known textures, else computed on cross-sections."""

from __future__ import annotations

from collections.abc import Mapping

from pybamm_facets.ageing import known_openings

Openings = Mapping[str, tuple[float, float]]


def openings_of(sets, mechanisms, given):
    if given:
        return given
    out = {}
    for n in sets:
        out[n] = {
            "core-shell": known_openings(0, -10),
            "isotropic": known_openings(2.409, 2.409),
        }.get(n)
    return out
