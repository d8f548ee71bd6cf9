"""Electrolyte in cracks: a particle that is smaller than it looks.

Where electrolyte reaches a share s of the radius, lithium enters and diffuses over R (1 - s): flux
area and diffusion length are those of a particle of that radius, the amount of material stays. The
capacity at one rate cannot tell it from a faster diffusivity; area, charge-transfer resistance,
dependence on particle size and other cut-offs can.
"""

from __future__ import annotations

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number, positive
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.given import GivenSet, one_set

MOST = 0.95
"""Share of the radius up to which a particle is still one."""


def with_cracks(
    parameter_values: GivenSet, share: float, *, exchange_current_factor: float = 1.0
) -> pybamm.ParameterValues:
    """A copy of a set whose particles have electrolyte in cracks.

    Parameters
    ----------
    parameter_values
        A set with facets, or the file or name of one.
    share
        Of the radius that electrolyte reaches, from 0 to 0.95. It is kept as ``Positive particle
        cracked radius share``; a set that is cracked already is cracked anew from its whole radius.
    exchange_current_factor
        Multiplies every facet's exchange current density only: the new surface may be of other
        facets.

    Raises
    ------
    ValueError
        For a share or factor that cannot be meant.

    Examples
    --------
    >>> radius = with_cracks("Li2025_isotropic", 0.4)["Positive particle radius [m]"]
    >>> print(f"{radius:.1e}")
    3.0e-06
    """
    if not is_number(share) or not 0 <= share <= MOST:
        raise ValueError(f"share={share!r}: expected a number from 0 to {MOST:g}")
    positive("exchange_current_factor", exchange_current_factor)
    values = one_set(parameter_values).copy()
    before = number(values, names.CRACKED_SHARE) if names.CRACKED_SHARE in values else 0.0
    whole = number(values, names.PARTICLE_RADIUS) / (1 - before)
    values.update({names.CRACKED_SHARE: share, names.PARTICLE_RADIUS: whole * (1 - share)})
    faster = {
        name: value * exchange_current_factor
        for name, value in values.items()
        if name.endswith(names.REFERENCE_J0_ENDING) and is_number(value)
    }
    values.update(faster)
    return values
