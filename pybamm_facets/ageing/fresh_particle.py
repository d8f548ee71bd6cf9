"""What the maps of ageing need to know of the fresh particle and its cell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pybamm_facets import names
from pybamm_facets._checks import between, is_number, non_negative, positive
from pybamm_facets.ageing.assumed_numbers import assumed_value
from pybamm_facets.ageing.fresh_diffusivity import layer_diffusivity
from pybamm_facets.cell_numbers import electrode_area, number
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, Lattice
from pybamm_facets.crystal.lattice import or_pristine

GRAIN_HALF_WIDTH: float = assumed_value("grain half-width")
ANISOTROPY: float = assumed_value("diffusivity anisotropy")


@dataclass(frozen=True)
class FreshFacet:
    """A facet family of the fresh surface.

    Parameters
    ----------
    label
        The paper's.
    fraction
        Area fraction, from 0.
    angle
        To (003), from 0 to π/2 [rad].
    """

    label: str
    fraction: float
    angle: float

    def __post_init__(self) -> None:
        non_negative(f"fraction of {self.label}", self.fraction)
        between(f"angle of {self.label}", self.angle, 0, math.pi / 2, "rad")


@dataclass(frozen=True)
class AgedParticle:
    """The fresh particle and cell, as far as maps of ageing ask; made by `aged_particle`.

    Parameters
    ----------
    area
        Of the current collector [m2].
    layer_diffusivity
        D_ab at half lithium content and its reference temperature [m2.s-1].
    anisotropy
        D_c/D_ab, 0 to 1 (estimate: 0.01, 0 to 0.1).
    facets
        Of the fresh surface; empty where the set has none.
    zone_shares
        Volume shares of core and shell; None where the set has no zones.
    openings
        Texture factors of core and shell, as `known_openings` gives them; None where not known.
    grain_half_width
        [m] (estimate: 0.25 µm, 0.1 to 0.5).
    """

    area: float
    layer_diffusivity: float
    anisotropy: float = ANISOTROPY
    facets: tuple[FreshFacet, ...] = ()
    zone_shares: tuple[float, float] | None = None
    openings: tuple[float, float] | None = None
    grain_half_width: float = GRAIN_HALF_WIDTH

    def __post_init__(self) -> None:
        positive("area", self.area, "m2")
        positive("layer_diffusivity", self.layer_diffusivity, "m2.s-1")
        between("anisotropy", self.anisotropy, 0, 1)
        positive("grain_half_width", self.grain_half_width, "m")
        for name in ("zone_shares", "openings"):
            _check_pair(name, getattr(self, name))
        if self.zone_shares is not None and abs(sum(self.zone_shares) - 1) > 1e-9:
            raise ValueError(f"zone_shares={self.zone_shares!r}: expected shares that add up to 1")

    def need_facets(self, mechanism: str) -> tuple[FreshFacet, ...]:
        """The facets; ``ValueError`` that names the mechanism where there are none."""
        if not self.facets:
            raise ValueError(
                f"{mechanism} needs crystal facets, and the set has none: expected a set of "
                "add_facets(parameter_values, particle)"
            )
        return self.facets

    def need_zones(self, mechanism: str) -> tuple[float, float]:
        """The zones' shares of the volume; ``ValueError`` where there are none."""
        if self.zone_shares is None:
            raise ValueError(
                f"{mechanism} needs a core and a shell, and the set has none: expected "
                f"{names.CORE_RADIUS_FRACTION!r}"
            )
        return self.zone_shares

    def need_openings(self, mechanism: str) -> tuple[float, float]:
        """The texture factors; ``ValueError`` where they are not known."""
        if self.openings is None:
            raise ValueError(
                f"{mechanism} needs the texture factors of core and shell: expected openings="
                "known_openings(kappa_core, kappa_shell), or particle_openings(particle) of "
                "pybamm_facets.studies.texture_openings, which may need the extra mechanics"
            )
        return self.openings


def aged_particle(
    parameter_values: Mapping[str, Any],
    openings: tuple[float, float] | None = None,
    families: Sequence[FacetFamily] = NMC811_FACETS,
    *,
    anisotropy: float = ANISOTROPY,
    grain_half_width: float = GRAIN_HALF_WIDTH,
    lattice: Lattice | None = None,
) -> AgedParticle:
    """Read what maps need from a fresh parameter set.

    Parameters
    ----------
    parameter_values
        The set, with numbers.
    openings
        Texture factors of core and shell, where a mechanism needs them.
    families
        Facet families of the model.
    anisotropy, grain_half_width
        As for `AgedParticle`; no set has them.
    lattice
        For the facets' angles; NMC811's by default.

    Raises
    ------
    ValueError
        For an area or a diffusivity that is no positive number, and for facets of which only some
        have area fractions.

    Examples
    --------
    >>> import pybamm_facets as pf
    >>> particle = aged_particle(pf.li2025())
    >>> particle.zone_shares
    (0.125, 0.875)
    """
    return AgedParticle(
        electrode_area(parameter_values),
        layer_diffusivity(parameter_values),
        anisotropy,
        _fresh_facets(parameter_values, families, or_pristine(lattice)),
        _shares(parameter_values),
        openings,
        grain_half_width,
    )


def _fresh_facets(
    values: Mapping[str, Any], families: Sequence[FacetFamily], lattice: Lattice
) -> tuple[FreshFacet, ...]:
    if not any(names.area_fraction(family.label) in values for family in families):
        return ()
    return tuple(
        FreshFacet(
            family.label,
            number(values, names.area_fraction(family.label)),
            math.radians(family.angle_to_basal_deg(lattice)),
        )
        for family in families
    )


def _shares(values: Mapping[str, Any]) -> tuple[float, float] | None:
    if names.CORE_RADIUS_FRACTION not in values:
        return None
    fraction = number(values, names.CORE_RADIUS_FRACTION)
    core = between(names.CORE_RADIUS_FRACTION, fraction, 0, 1) ** 3
    return core, 1 - core


def _check_pair(name: str, pair: Any) -> None:
    if pair is None:
        return
    if not isinstance(pair, tuple) or len(pair) != 2 or not all(map(is_number, pair)):
        raise ValueError(f"{name}={pair!r}: expected two numbers, of core and shell")
    for zone, value in zip(("core", "shell"), pair, strict=True):
        non_negative(f"{name} of the {zone}", value)
