"""Texture factors of sets, for mechanisms of cracks between grains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pybamm

from pybamm_facets.ageing import Mechanism
from pybamm_facets.studies.grain_resolved.check_sets import particle_of
from pybamm_facets.studies.texture_openings import particle_openings

Openings = Mapping[str, tuple[float, float]]
"""Name of a set to the factors of core and shell."""


def openings_of(
    sets: Mapping[str, pybamm.ParameterValues],
    mechanisms: Sequence[Mechanism],
    given: Openings | None = None,
) -> dict[str, tuple[float, float]]:
    """Factors of each set, if a mechanism needs them.

    Parameters
    ----------
    sets
        By name.
    mechanisms
        What is to act on them.
    given
        What is known; of other sets what is stored for their textures, else what cross-sections
        give. Textures follow from the diffusivity ratios of the zones.

    Raises
    ------
    ValueError
        For a name that is no set's, or ratios that no texture has.
    MissingExtraError
        Where factors have to be computed without what that needs.
    """
    given = given or {}
    for name in given:
        if name not in sets:
            raise ValueError(f"openings={name!r}: expected one of {list(sets)}")
    if not any(mechanism.needs_openings for mechanism in mechanisms):
        return dict(given)
    return {
        name: given[name] if name in given else _found(name, values)
        for name, values in sets.items()
    }


def _found(name: str, values: pybamm.ParameterValues) -> tuple[float, float]:
    try:
        particle = particle_of(values)
    except ValueError as error:
        raise ValueError(f"{name}: {error}; give openings={{{name!r}: (core, shell)}}") from None
    return particle_openings(particle)
