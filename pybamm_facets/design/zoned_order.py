"""From a design's variables to what its cell sees, and to the price of its order, with slopes.

A texture's price is its relative entropy to random grains, K = ∫ p ln(p/p_random) [nat a grain]; a
particle's is the mean over the volume of its zones. A cell sees radius, core fraction, the radial
diffusivity of both zones, and the mean exchange current of the surface: textures with the same are
one design to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import MA_CM2
from pybamm_facets.crystal import FacetFamily, GrainTexture, Lattice, OrderedTexture, Texture
from pybamm_facets.crystal.tilted_grains import GrainTilt, grain_tilt
from pybamm_facets.design.core_stress import tension
from pybamm_facets.design.space import Space
from pybamm_facets.kinetics.exchange_current import exchange_current_function
from pybamm_facets.particle import Agglomerate
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.implied import stated_lattice

Variables = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class ZonedOrder:
    """Grains of the designs of a space in a set.

    Parameters
    ----------
    space
        Which textures are meant.
    families
        The facets that grains can show.
    currents
        (n_families,). Their exchange current density [mA/cm²].
    lattice
        Of the grains; NMC811's if None.
    """

    space: Space
    families: tuple[FacetFamily, ...]
    currents: FloatArray
    lattice: Lattice | None

    @classmethod
    def of(
        cls, values: pybamm.ParameterValues, space: Space, families: tuple[FacetFamily, ...]
    ) -> ZonedOrder:
        """Those of a set with these facets."""
        currents = [
            number(values, names.reference_exchange_current_density(one.label)) / MA_CM2
            for one in families
        ]
        return cls(space, families, np.array(currents), stated_lattice(values))

    def tilt(self, kappa: float, selection: float = 0.0) -> GrainTilt:
        """A zone's grains."""
        return grain_tilt(
            kappa,
            selection,
            self.currents,
            tier="any" if self.space.facets == "any" else "fibre",
            anisotropy=self.space.diffusivity_anisotropy,
            families=self.families,
            lattice=self.lattice,
        )

    def core(self, variables: Variables) -> GrainTilt:
        """The core's grains, of which only the diffusivity is seen."""
        return self.tilt(variables["kappa_core"])

    def shell(self, variables: Variables) -> GrainTilt:
        """The shell's grains."""
        return self.tilt(variables["kappa_shell"], variables.get("selection", 0.0))

    def ordering(self, variables: Variables) -> float:
        """Ω of a particle, (1 - ρ³) K_shell + ρ³ K_core [nat per grain of the particle]."""
        share = variables["core_fraction"] ** 3
        shell, core = self.shell(variables).ordering, self.core(variables).ordering
        return (1 - share) * shell + share * core

    def ordering_gradient(self, variables: Variables) -> dict[str, float]:
        """Derivatives of Ω by each variable."""
        rho = variables["core_fraction"]
        core, shell = self.core(variables), self.shell(variables)
        by = {
            "radius_m": 0.0,
            "core_fraction": 3 * rho**2 * (core.ordering - shell.ordering),
            "kappa_core": rho**3 * float(core.slopes[2, 0]),
            "kappa_shell": (1 - rho**3) * float(shell.slopes[2, 0]),
            "selection": (1 - rho**3) * float(shell.slopes[2, 1]),
        }
        return {name: by[name] for name in variables}

    def core_tension(self, variables: Variables) -> float:
        """`core_stress.core_tension` of a design."""
        return tension(self.shell(variables).mean_square, variables["core_fraction"])

    def core_tension_gradient(self, variables: Variables) -> dict[str, float]:
        """Its derivatives by each variable."""
        shell, rho = self.shell(variables), variables["core_fraction"]
        by_mean_square = -3 / 4 * math.log(1 / rho)
        by = {
            "core_fraction": -(1 - 3 * shell.mean_square) / (4 * rho),
            "kappa_shell": by_mean_square * float(shell.slopes[3, 0]),
            "selection": by_mean_square * float(shell.slopes[3, 1]),
        }
        return {name: by.get(name, 0.0) for name in variables}

    def multipliers(self, variables: Variables) -> tuple[float, ...]:
        """λ of each facet [nat], as `OrderedTexture` takes them."""
        span = float(np.ptp(self.currents)) or 1.0
        found = variables.get("selection", 0.0) * self.currents / span
        return tuple(found.tolist())

    def shell_texture(self, variables: Variables) -> GrainTexture:
        """The texture of the shell."""
        kappa = variables["kappa_shell"]
        if not variables.get("selection"):
            return Texture(kappa)
        return OrderedTexture(
            kappa=kappa,
            facet_multipliers=self.multipliers(variables),
            anisotropy=self.space.diffusivity_anisotropy,
            d=(1 + self.space.diffusivity_anisotropy) / 2,
            families=self.families,
            lattice=self.lattice,
            tier="any" if self.space.facets == "any" else "fibre",
        )

    def particle(self, variables: Variables) -> Agglomerate:
        """The particle of a design."""
        return Agglomerate(
            Texture(variables["kappa_core"]),
            self.shell_texture(variables),
            radius=variables["radius_m"],
            core_fraction=variables["core_fraction"],
            diffusivity_anisotropy=self.space.diffusivity_anisotropy,
            families=self.families,
            lattice=self.lattice,
        )

    @property
    def mean_current_name(self) -> str:
        """Parameter that holds the mean exchange current where one facet stands for all."""
        return names.reference_exchange_current_density(self.families[0].label)

    def cell_numbers(self, variables: Variables) -> dict[str, float]:
        """The numbers that a cell sees, as PyBaMM parameters: one facet stands for all."""
        shell = self.shell(variables)
        return {
            names.PARTICLE_RADIUS: variables["radius_m"],
            names.CORE_RADIUS_FRACTION: variables["core_fraction"],
            names.CORE_RATIO: self.core(variables).d,
            **self.shell_numbers(shell.d, shell.exchange_current),
        }

    def shell_numbers(self, d: float, exchange_current: float) -> dict[str, float]:
        """Those of a shell: radial diffusivity over D_ab, mean exchange current [mA/cm²]."""
        return {names.SHELL_RATIO: d, self.mean_current_name: exchange_current * MA_CM2}

    def one_facet(self) -> dict[str, float]:
        """Fractions with which one facet stands for all."""
        shares = {names.area_fraction(one.label): 0.0 for one in self.families}
        return shares | {names.area_fraction(self.families[0].label): 1.0}

    def slopes(self, variables: Variables) -> dict[str, dict[str, float]]:
        """Derivatives of `cell_numbers` by each variable, without zeros."""
        core, shell = self.core(variables), self.shell(variables)
        current = MA_CM2 * shell.slopes[1]
        by = {
            "radius_m": {names.PARTICLE_RADIUS: 1.0},
            "core_fraction": {names.CORE_RADIUS_FRACTION: 1.0},
            "kappa_core": {names.CORE_RATIO: float(core.slopes[0, 0])},
        }
        for k, name in enumerate(("kappa_shell", "selection")):
            by[name] = {
                names.SHELL_RATIO: float(shell.slopes[0, k]),
                self.mean_current_name: float(current[k]),
            }
        return {name: by[name] for name in variables}


def facets_differ_only_in_size(
    values: pybamm.ParameterValues, families: tuple[FacetFamily, ...]
) -> bool:
    """Whether all facets follow one law, so that their mean exchange current is all that counts."""
    transfer = {values.get(names.charge_transfer_coefficient(family.label)) for family in families}
    default = all(
        values.get(names.exchange_current_density(family.label))
        == exchange_current_function(family.label)
        for family in families
    )
    return default and len(transfer) == 1
