"""The sections of a BPX file, from the parameters of a half-cell with facets.

Names and meanings of the fields are those of the BPX standard 1.1.1, https://bpxstandard.com.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import FARADAY
from pybamm_facets.sets.bpx_files.averaged_half_cell import ratio_of
from pybamm_facets.sets.bpx_files.evaluated import EDGE, activation_energy, evaluated
from pybamm_facets.sets.bpx_files.lithium_stand_in import THICKNESS, stand_in_section
from pybamm_facets.sets.bpx_files.losses import Loss
from pybamm_facets.sets.bpx_files.straight_lines import straight_lines
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.implied import facets_of, specific_area
from pybamm_facets.sets.start import start_state

HALF_CELL = {"working electrode": "positive"}
MOST_SALT = 3500.0
"""Concentration up to which the electrolyte's tables run [mol.m-3]."""
POTENTIAL_ERROR = 1e-4
"""Of the table's straight lines [V]."""
ENTROPIC_ERROR = 1e-6
"""Of the entropic change's straight lines [V.K-1]."""
ROUNDING = 1e-9
RELATIVE_ERROR = 1e-3
"""Of the other tables' straight lines."""


@dataclass
class Sections:
    """The set being written, and what was lost until now.

    Parameters
    ----------
    values
        The half-cell.
    losses
        Filled by each section.
    """

    values: pybamm.ParameterValues
    losses: list[Loss] = field(default_factory=list)

    def __post_init__(self) -> None:
        options = pybamm.BatteryModelOptions(HALF_CELL)
        c_max = self.number(names.C_MAX)
        self.full, self.empty = (
            start_state(self.values, options, way)[names.INITIAL_POSITIVE] / c_max
            for way in (Direction.DISCHARGE, Direction.CHARGE)
        )

    def number(self, name: str) -> float:
        """A parameter that must be a number."""
        return number(self.values, name)

    @property
    def temperature(self) -> float:
        """At which the file's numbers hold [K]."""
        return self.number(names.REFERENCE_TEMPERATURE)

    @property
    def salt(self) -> float:
        """Initial concentration of the electrolyte [mol.m-3]."""
        return self.number(names.INITIAL_ELECTROLYTE)

    def at(self, name: str, *arguments: Any) -> FloatArray:
        """Values of a parameter."""
        return evaluated(self.values, name, *arguments)

    def lose(self, quantity: str, written_as: str, error: float, unit: str) -> None:
        """Note a loss."""
        self.losses.append(Loss(quantity, written_as, error, unit))


def cell_section(one: Sections) -> dict[str, Any]:
    """The cell as a whole; surface and volume are those of the bare layers."""
    area = one.number(names.ELECTRODE_HEIGHT) * one.number(names.ELECTRODE_WIDTH)
    pairs = one.number(names.PARALLEL_ELECTRODES)
    thickness = one.number(names.SEPARATOR_THICKNESS) + one.number(names.POSITIVE_THICKNESS)
    return {
        "Electrode area [m2]": area,
        "External surface area [m2]": 2 * area,
        "Volume [m3]": area * pairs * (thickness + THICKNESS),
        "Number of electrode pairs connected in parallel to make a cell": round(pairs),
        "Lower voltage cut-off [V]": one.number(names.LOWER_CUT_OFF),
        "Upper voltage cut-off [V]": one.number(names.UPPER_CUT_OFF),
        "Nominal cell capacity [A.h]": one.number(names.NOMINAL_CAPACITY),
        "Reference temperature [K]": one.temperature,
    }


def electrolyte_section(one: Sections) -> dict[str, Any]:
    """Transport as tables against concentration; BPX has one transference number."""
    section: dict[str, Any] = {"Cation transference number": transference(one)}
    for name, alias in (
        (names.ELECTROLYTE_DIFFUSIVITY, "Diffusivity"),
        (names.ELECTROLYTE_CONDUCTIVITY, "Conductivity"),
    ):
        section |= _against_salt(one, name, alias)
    return section


def _against_salt(one: Sections, name: str, alias: str) -> dict[str, Any]:
    """A property of the electrolyte as a table, with its activation energy."""
    table = straight_lines(
        lambda c: one.at(name, c, one.temperature), 1.0, MOST_SALT, RELATIVE_ERROR, relative=True
    )
    energy = activation_energy(lambda T: one.at(name, one.salt, T), one.temperature)
    if np.ptp(table.y):
        words = f"table of {len(table.x)} points at {one.temperature:g} K, {energy:.0f} J/mol"
        one.lose(name, words, table.error, "relative")
    unit = name.split(" ")[-1]
    return {
        f"{alias} {unit}": table.as_bpx(),
        f"{alias} activation energy [J.mol-1]": energy,
    }


def transference(one: Sections) -> float:
    """The transference number at the initial concentration, with what that leaves out."""
    for name in (names.TRANSFERENCE_NUMBER, names.THERMODYNAMIC_FACTOR):
        around = one.at(name, one.salt * np.array([0.5, 1.0, 1.5]), one.temperature)
        if np.ptp(around):
            place = "in User-defined, " if name == names.THERMODYNAMIC_FACTOR else ""
            words = f"one number, {place}{around[1]:.4g} at {one.salt:g} mol/m³"
            one.lose(name, words, float(np.abs(around - around[1]).max()), "0.5 to 1.5 × salt")
    return thermodynamic(one, names.TRANSFERENCE_NUMBER)


def thermodynamic(one: Sections, name: str) -> float:
    """A property of the electrolyte at its initial concentration."""
    return float(one.at(name, one.salt, one.temperature)[0])


def separator_section(one: Sections) -> dict[str, Any]:
    """The separator."""
    porosity = one.number(names.SEPARATOR_POROSITY)
    return {
        "Thickness [m]": one.number(names.SEPARATOR_THICKNESS),
        "Porosity": porosity,
        "Transport efficiency": porosity ** one.number(names.SEPARATOR_EXPONENT),
    }


def positive_section(one: Sections) -> dict[str, Any]:
    """The positive electrode with the averaged particle."""
    porosity = one.number(names.POSITIVE_POROSITY)
    # The stoichiometry comes first where PyBaMM's models ask for it.
    contents = np.array([one.full, (one.full + one.empty) / 2, one.empty])
    conductivities = one.at(names.POSITIVE_CONDUCTIVITY, contents, one.temperature)
    solid = float(conductivities[1])
    if np.ptp(conductivities):
        missed = float(np.abs(conductivities / solid - 1).max())
        one.lose(
            names.POSITIVE_CONDUCTIVITY, f"one number, {solid:.4g}", missed, "relative, over x"
        )
    rate, energy = rate_constant(one)
    return {
        "Thickness [m]": one.number(names.POSITIVE_THICKNESS),
        "Porosity": porosity,
        "Transport efficiency": porosity ** one.number(names.POSITIVE_EXPONENT),
        "Conductivity [S.m-1]": solid
        * (1 - porosity) ** one.number(names.POSITIVE_ELECTRONIC_EXPONENT),
        "Minimum stoichiometry": one.full,
        "Maximum stoichiometry": one.empty,
        "Maximum concentration [mol.m-3]": one.number(names.C_MAX),
        "Particle radius [m]": one.number(names.PARTICLE_RADIUS),
        "Surface area per unit volume [m-1]": specific_area(one.values),
        **_diffusivity(one),
        "OCP [V]": _potential(one),
        "Entropic change coefficient [V.K-1]": _entropic_change(one),
        "Reaction rate constant [mol.m-2.s-1]": rate,
        "Reaction rate constant activation energy [J.mol-1]": energy,
    }


def _potential(one: Sections) -> Any:
    ends = one.at(names.POSITIVE_OCP, np.array([0.0, 1.0]))
    low, high = np.where(np.isfinite(ends), [0.0, 1.0], [EDGE, 1 - EDGE])
    table = straight_lines(
        lambda x: one.at(names.POSITIVE_OCP, x), low, high, POTENTIAL_ERROR, relative=False
    )
    words = f"table of {len(table.x)} points"
    one.lose(names.POSITIVE_OCP, words, table.error, "V")
    return table.as_bpx()


def _entropic_change(one: Sections) -> Any:
    return straight_lines(
        lambda x: one.at(names.ENTROPIC_CHANGE, x), EDGE, 1 - EDGE, ENTROPIC_ERROR, relative=False
    ).as_bpx()


def _diffusivity(one: Sections) -> dict[str, Any]:
    """The averaged particle's, at the file's temperature and with its dependence on it."""
    ratio = ratio_of(one.values)
    own = one.number(names.DIFFUSIVITY_ACTIVATION_ENERGY)
    shift = (
        1 / one.number(names.DIFFUSIVITY_REFERENCE_TEMPERATURE) - 1 / one.temperature
    ) / pybamm.constants.R.value
    scale = ratio * np.exp(own * shift)
    table = straight_lines(
        lambda x: scale * one.at(names.DIFFUSIVITY, x, one.temperature),
        EDGE,
        1 - EDGE,
        RELATIVE_ERROR,
        relative=True,
    )
    if np.ptp(table.y):
        words = f"table of {len(table.x)} points"
        one.lose(names.DIFFUSIVITY, words, table.error, "relative")
    core, shell = one.number(names.CORE_RATIO), one.number(names.SHELL_RATIO)
    if core != shell:
        words = f"one sphere of {ratio:.4g} D_ab for core {core:.4g} and shell {shell:.4g}"
        one.lose("core and shell", words, abs(1 - ratio / shell), "relative, at short times")
    energy = own + activation_energy(lambda T: one.at(names.DIFFUSIVITY, 0.5, T), one.temperature)
    return {
        "Diffusivity [m2.s-1]": table.as_bpx(),
        "Diffusivity activation energy [J.mol-1]": energy,
    }


def rate_constant(one: Sections) -> tuple[float, float]:
    """K of BPX, in j0 = F K √(c_e/c_e0 · x (1 - x)), and its activation energy."""
    x_ref, c_max = one.number(names.FACET_REFERENCE_STOICHIOMETRY), one.number(names.C_MAX)
    facets = facets_of(one.values)

    def mean(x: Any, T: float) -> FloatArray:
        parts = [
            one.number(names.area_fraction(facet))
            * one.at(names.exchange_current_density(facet), one.salt, x * c_max, c_max, T)
            for facet in facets
        ]
        total: FloatArray = np.sum(parts, axis=0)
        return total

    def shape(x: Any) -> Any:
        return FARADAY * np.sqrt(x * (1 - x))

    rate = float(mean(x_ref, one.temperature)[0] / shape(x_ref))
    x = np.linspace(max(one.full, 0.05), min(one.empty, 0.95), 101)
    missed = float(np.abs(rate * shape(x) / mean(x, one.temperature) - 1).max())
    if missed > ROUNDING:
        words = f"Σ f j0 of {len(facets)} facets as one rate constant"
        one.lose("facet exchange-current densities", words, missed, "relative, over x")
    return rate, activation_energy(lambda T: mean(x_ref, T), one.temperature)


def negative_section(one: Sections) -> dict[str, Any]:
    """The stand-in for lithium metal."""
    loading = (
        one.number(names.C_MAX)
        * one.number(names.ACTIVE_FRACTION)
        * one.number(names.POSITIVE_THICKNESS)
    )

    def j0(c_e: Any, T: float) -> FloatArray:
        return one.at(names.LITHIUM_J0, c_e, 1 / one.number(names.LITHIUM_VOLUME), T)

    here = float(j0(one.salt, one.temperature)[0])
    salt = np.array([0.5, 1.5])
    missed = np.abs(np.sqrt(salt) * here / j0(one.salt * salt, one.temperature) - 1)
    words = f"thin electrode with its {here:.4g} A/m² and √c_e"
    one.lose(names.LITHIUM_J0, words, float(missed.max()), "relative, 0.5 to 1.5 × salt")
    energy = activation_energy(lambda T: j0(one.salt, T), one.temperature)
    return stand_in_section(loading, one.empty - one.full, here, energy)


def state_section(one: Sections) -> dict[str, Any]:
    """Full, at the set's temperatures and salt."""
    return {
        "Initial conditions": {
            "Initial state-of-charge": 1,
            "Initial temperature [K]": one.number(names.INITIAL_TEMPERATURE),
            "Initial electrolyte concentration [mol.m-3]": one.salt,
        },
        "Thermal environment": {
            "Ambient temperature [K]": one.number(names.AMBIENT_TEMPERATURE),
        },
    }
