"""The particle of a design: radius, zones, and how the grains of each zone lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pybamm_facets import names
from pybamm_facets._checks import between, is_number, positive
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, Lattice, Texture
from pybamm_facets.crystal.grain_texture import GivenTexture, GrainTexture, as_texture
from pybamm_facets.particle.diffusion import CORE_FRACTION_RANGE
from pybamm_facets.particle.fractions import check_fractions

RADIUS, CORE_FRACTION, ANISOTROPY = 5e-6, 0.5, 0.01
"""Estimates: the radius [m] (3 to 6 µm), the radius ratio of the core, and D_c/D_ab (0 to 0.1)."""

ALIGNED = Texture(kappa=-10.0)
"""Layers that run radially, as in the paper's shell."""


@dataclass(frozen=True)
class Agglomerate:
    """A secondary particle with a core and a shell of differently oriented grains.

    Parameters
    ----------
    core, shell
        Texture of each zone (a `Texture`, an `OrderedTexture` or another `GrainTexture`), or its κ.
        The shell's decides which facets meet the electrolyte.
    radius
        [m]. The default 5 µm is an estimate (3 to 6 µm).
    core_fraction
        Radius ratio of core to particle, 0.05 to 0.95 (0.5 is one eighth of the volume).
    diffusivity_anisotropy
        D_c/D_ab of a grain, 0 to 1; the default 0.01 is an estimate (0 to 0.1).
    families
        Facet families that grains may expose.
    measured_fractions
        Facet area fractions (label to fraction) to use in place of the shell texture's: measured
        areas, a Wulff shape, or anything else.
    lattice
        Of the grains, full of lithium; that of NMC811 by default. It sets the angles of the facets.

    Examples
    --------
    >>> particle = Agglomerate.core_shell(shell=Texture(kappa=-10))
    >>> round(particle.facet_fractions["(003)"], 2)
    0.0
    """

    core: GrainTexture = field(default_factory=Texture)
    shell: GrainTexture = field(default_factory=Texture)
    radius: float = RADIUS
    core_fraction: float = CORE_FRACTION
    diffusivity_anisotropy: float = ANISOTROPY
    families: tuple[FacetFamily, ...] = NMC811_FACETS
    measured_fractions: Mapping[str, float] | None = None
    lattice: Lattice | None = None

    def __post_init__(self) -> None:
        for zone in ("core", "shell"):
            object.__setattr__(self, zone, as_texture(getattr(self, zone), zone))
        positive("radius", self.radius, "m")
        low, high = CORE_FRACTION_RANGE
        if not is_number(self.core_fraction) or not low <= self.core_fraction <= high:
            raise ValueError(
                f"core_fraction={self.core_fraction!r}: expected a radius ratio from {low} to "
                f"{high}; nearer to centre or surface the zones' smooth boundary would reach it"
            )
        between("diffusivity_anisotropy", self.diffusivity_anisotropy, 0, 1)
        if self.measured_fractions is not None:
            check_fractions(self.measured_fractions, self.families, "measured_fractions")

    @classmethod
    def isotropic(
        cls,
        texture: GivenTexture | None = None,
        *,
        radius: float = RADIUS,
        core_fraction: float = CORE_FRACTION,
        diffusivity_anisotropy: float = ANISOTROPY,
        families: tuple[FacetFamily, ...] = NMC811_FACETS,
        measured_fractions: Mapping[str, float] | None = None,
    ) -> Agglomerate:
        """One texture from centre to surface; random grains unless given otherwise.

        Parameters
        ----------
        texture
            Of both zones, or its κ.
        radius, core_fraction, diffusivity_anisotropy, families, measured_fractions
            As for `Agglomerate`.
        """
        one = as_texture(Texture() if texture is None else texture, "texture")
        return cls(
            one, one, radius, core_fraction, diffusivity_anisotropy, families, measured_fractions
        )

    @classmethod
    def core_shell(
        cls,
        shell: GivenTexture | None = None,
        core: GivenTexture | None = None,
        *,
        radius: float = RADIUS,
        core_fraction: float = CORE_FRACTION,
        diffusivity_anisotropy: float = ANISOTROPY,
        families: tuple[FacetFamily, ...] = NMC811_FACETS,
        measured_fractions: Mapping[str, float] | None = None,
    ) -> Agglomerate:
        """Random core and a shell whose layers run radially (κ = -10), unless given otherwise.

        Parameters
        ----------
        shell, core
            Texture of each zone, or its κ.
        radius, core_fraction, diffusivity_anisotropy, families, measured_fractions
            As for `Agglomerate`.
        """
        return cls(
            as_texture(Texture() if core is None else core, "core"),
            as_texture(ALIGNED if shell is None else shell, "shell"),
            radius,
            core_fraction,
            diffusivity_anisotropy,
            families,
            measured_fractions,
        )

    @cached_property
    def facet_fractions(self) -> dict[str, float]:
        """Area fraction of every facet family at the particle's surface; sums to 1."""
        if self.measured_fractions is not None:
            return check_fractions(self.measured_fractions, self.families, "measured_fractions")
        return self.shell.facet_fractions(self.families, self.lattice)

    @cached_property
    def diffusivity_ratios(self) -> tuple[float, float]:
        """Radial diffusivity over D_ab, (core, shell)."""
        return (
            self.core.diffusivity_ratios(self.diffusivity_anisotropy)[0],
            self.shell.diffusivity_ratios(self.diffusivity_anisotropy)[0],
        )

    def parameters(self) -> dict[str, float]:
        """PyBaMM parameters of the particle: pass them to ``ParameterValues.update``."""
        core, shell = self.diffusivity_ratios
        return {
            names.PARTICLE_RADIUS: self.radius,
            names.CORE_RADIUS_FRACTION: self.core_fraction,
            names.CORE_RATIO: core,
            names.SHELL_RATIO: shell,
        } | {
            names.area_fraction(facet): fraction for facet, fraction in self.facet_fractions.items()
        }
