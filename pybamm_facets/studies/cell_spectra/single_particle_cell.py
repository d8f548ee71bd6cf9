"""A cell model of one particle, from which its impedance is read (Eqs. 2, 5)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import ComplexArray
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily
from pybamm_facets.impedance.charge_transfer import thermal_voltage
from pybamm_facets.kinetics import particle_exchange_current
from pybamm_facets.models import FacetSPM
from pybamm_facets.particle import Agglomerate, RadialElementMesh
from pybamm_facets.sets.given import DEFAULT_SET, GivenSet, one_set
from pybamm_facets.studies.cell_spectra.faceted_particle import facet_areas

LOSSLESS_THICKNESS = 1e-5
LOSSLESS_FRACTION = 0.05
RADIAL_POINTS = 40

FINE_SURFACE: dict[str, Any] = {
    "positive particle": pybamm.MeshGenerator(RadialElementMesh, {"shell_nodes": 5, "grading": 9.0})
}
"""Elements for high frequencies, at which lithium moves within nanometres of the surface: with 40
nodes 0.006 % from ten times as many elements, from 0.1 Hz to 100 kHz."""


class SingleParticleCell:
    """One particle in a half-cell that loses nothing elsewhere, built once for any particle.

    Electrolyte, lithium and wiring conduct so well that only the particle is left; the electrode is
    as wide as one particle needs, so that impedances are those of the particle [Ohm].

    Parameters
    ----------
    parameter_values
        Set with facets that gives the material: diffusivity D_ab, open-circuit potential, maximum
        concentration and the facets' exchange current densities; or the name of a registered one.
    facets
        Facet families of the set.
    options
        PyBaMM's options of `FacetSPM`, such as the kinetics law.
    radial_points
        Nodes of the radial elements.
    """

    def __init__(
        self,
        parameter_values: GivenSet = DEFAULT_SET,
        facets: tuple[FacetFamily, ...] = NMC811_FACETS,
        options: Mapping[str, Any] | None = None,
        radial_points: int = RADIAL_POINTS,
    ) -> None:
        self.parameter_values = one_set(parameter_values).copy()
        self.facets = facets
        # Without a double layer, which is added outside as a constant phase element.
        own = {"surface form": "algebraic", "contact resistance": "false"}
        model = FacetSPM(dict(options or {}) | own, facets)
        self._simulation = pybamm.EISSimulation(
            model,
            parameter_values=_lossless(self.parameter_values, facets),
            submesh_types=model.default_submesh_types | FINE_SURFACE,
            var_pts={"x_n": 1, "x_s": 3, "x_p": 3, "r_p": radial_points},
        )

    def exchange_current_densities(
        self, stoichiometry: float = 0.5, temperature: float = 293.15
    ) -> dict[str, float]:
        """j0 of each facet at a state, from the functions of the set [A.m-2].

        Without PyBaMM's regularisation, which is felt within 2 % of an empty or full particle.
        """
        check_state(stoichiometry, temperature)
        c_max = self.parameter_values[names.C_MAX]
        arguments = {
            "Electrolyte concentration [mol.m-3]": self.parameter_values[names.INITIAL_ELECTROLYTE],
            "Surface concentration [mol.m-3]": stoichiometry * c_max,
            "Maximum concentration [mol.m-3]": c_max,
            "Temperature [K]": temperature,
        }
        inputs = {name: pybamm.Scalar(value) for name, value in arguments.items()}
        j0 = {}
        for family in self.facets:
            name = names.exchange_current_density(family.label)
            symbol = self.parameter_values.process_symbol(pybamm.FunctionParameter(name, inputs))
            j0[family.label] = float(symbol.evaluate())
        return j0

    def charge_transfer_resistance(
        self, particle: Agglomerate, stoichiometry: float = 0.5, temperature: float = 293.15
    ) -> float:
        """RT/(F Σ S_i j0_i) [Ohm] (Eqs. 2, 5): what a perfect reading of the spectrum gives."""
        j0 = self.exchange_current_densities(stoichiometry, temperature)
        current = particle_exchange_current(facet_areas(particle), j0)
        return thermal_voltage(temperature) / current

    def faradaic_impedance(
        self,
        particle: Agglomerate,
        frequencies: Sequence[float] | npt.NDArray[np.float64],
        stoichiometry: float = 0.5,
        temperature: float = 293.15,
    ) -> ComplexArray:
        """Charge transfer and diffusion of the particle [Ohm], one value a frequency [Hz]."""
        hertz = np.asarray(frequencies, dtype=float)
        if not (np.isfinite(hertz) & (hertz > 0)).all():
            raise ValueError("frequencies: expected positive finite numbers [Hz]")
        densities = self.exchange_current_densities(stoichiometry, temperature)
        c_max = self.parameter_values[names.C_MAX]
        inputs = particle.parameters() | {
            names.INITIAL_POSITIVE: stoichiometry * c_max,
            names.AMBIENT_TEMPERATURE: temperature,
        }
        inputs |= {names.exchange_current_density(f): j0 for f, j0 in densities.items()}
        return np.asarray(self._simulation.solve(hertz, inputs=inputs).impedance)


def check_state(stoichiometry: float, temperature: float) -> None:
    """``ValueError`` unless 0 < stoichiometry < 1 and the temperature is positive [K]."""
    if not 0 < stoichiometry < 1:
        raise ValueError(f"stoichiometry={stoichiometry!r}: expected a lithium content 0 < x < 1")
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError(f"temperature={temperature!r}: expected a positive temperature [K]")


def _lossless(
    values: pybamm.ParameterValues, facets: tuple[FacetFamily, ...]
) -> pybamm.ParameterValues:
    """The set with everything but the particle taken out of the spectrum."""
    radius = pybamm.InputParameter(names.PARTICLE_RADIUS)
    per_volume = 3 * LOSSLESS_FRACTION / radius
    lossless = values.copy()
    lossless.update(
        {
            names.ELECTRODE_HEIGHT: 1.0,
            names.ELECTRODE_WIDTH: 4 * np.pi * radius**2 / (per_volume * LOSSLESS_THICKNESS),
            names.POSITIVE_THICKNESS: LOSSLESS_THICKNESS,
            names.ACTIVE_FRACTION: LOSSLESS_FRACTION,
            names.POSITIVE_POROSITY: 0.9,
            names.SEPARATOR_THICKNESS: 1e-6,
            names.ELECTROLYTE_CONDUCTIVITY: 1e5,
            names.ELECTROLYTE_DIFFUSIVITY: 1e-3,
            names.POSITIVE_CONDUCTIVITY: 1e6,
            names.LITHIUM_J0: 1e9,
            names.PARALLEL_ELECTRODES: 1,
            names.INITIAL_TEMPERATURE: pybamm.InputParameter(names.AMBIENT_TEMPERATURE),
        }
    )
    moved = [*Agglomerate(families=facets).parameters(), names.INITIAL_POSITIVE]
    moved += [names.exchange_current_density(family.label) for family in facets]
    lossless.update(dict.fromkeys([*moved, names.AMBIENT_TEMPERATURE], "[input]"))
    return lossless
