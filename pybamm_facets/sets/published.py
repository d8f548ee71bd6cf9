"""Published functions that a set's file may name: never code from a file, always with a citation.

Each has the range in which it was measured, where that is known; a run outside it is doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

import numpy as np
import pybamm
from pybamm.input.parameters.lithium_ion import Chen2020 as chen
from pybamm.input.parameters.lithium_ion import ORegan2022 as oregan
from pybamm.input.parameters.lithium_ion import Xu2019 as xu

from pybamm_facets import names
from pybamm_facets.sets.hindered import hindered_shape

Function = Callable[..., Any]


@dataclass(frozen=True)
class Published:
    """A published function, or several that belong together.

    Parameters
    ----------
    values
        PyBaMM parameter name to function or number.
    source
        Where it was published, in a line.
    citations
        Keys that PyBaMM knows.
    temperatures
        Range in which it was measured [K], or None.
    notes
        What else to say of a parameter.
    """

    values: Mapping[str, Any]
    source: str
    citations: tuple[str, ...] = ()
    temperatures: tuple[float, float] | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


OREGAN_REFERENCE = 4e-15
"""Size of O'Regan's diffusivity by which its shape is normalised [m2.s-1]."""


def oregan_shape(sto: Any, T: Any) -> Any:
    """O'Regan et al. 2022's dependence on lithium content and temperature, scaled by a parameter.

    D(x, T) = scale · D_O'Regan(x, T) / 4e-15 m2/s, as PyBaMM has it (DOI
    10.1016/j.electacta.2022.140700); ``Positive particle diffusivity scale [m2.s-1]`` is the scale.
    """
    shape = oregan.nmc_LGM50_diffusivity_ORegan2022(sto, T) / OREGAN_REFERENCE
    return pybamm.Parameter(names.DIFFUSIVITY_SCALE) * shape


def nmc111_ocp(sto: Any) -> Any:
    """Open-circuit potential of NMC111 [V] against its lithium content (number, array, symbol).

    The fit of About:Energy 2022 (BPX example), there used from x = 0.424 (4.29 V) to 0.962. A
    term of the original that does not change between x = 0 and 1 is merged into the constant.
    """
    tanh = pybamm.tanh if isinstance(sto, pybamm.Symbol) else np.tanh
    return (
        5.8021366
        - 3.04420906 * sto
        + 0.65637536 * tanh(4.02134095 * (sto - 0.80063948))
        - 0.3757068 * tanh(59.33067782 * (sto - 0.99784492))
    )


ELECTROLYTES = {
    "Landesfeind2019": Published(
        {
            names.TRANSFERENCE_NUMBER: (
                oregan.electrolyte_transference_number_EC_EMC_3_7_Landesfeind2019
            ),
            names.THERMODYNAMIC_FACTOR: oregan.electrolyte_TDF_EC_EMC_3_7_Landesfeind2019,
            names.ELECTROLYTE_DIFFUSIVITY: (
                oregan.electrolyte_diffusivity_EC_EMC_3_7_Landesfeind2019
            ),
            names.ELECTROLYTE_CONDUCTIVITY: (
                oregan.electrolyte_conductivity_EC_EMC_3_7_Landesfeind2019
            ),
        },
        "1 M LiPF6 EC:EMC 3:7, Landesfeind & Gasteiger 2019 (DOI 10.1149/2.0571912jes), "
        "as in PyBaMM's ORegan2022",
        ("Landesfeind2019",),
        (263.15, 323.15),
    ),
    "Nyman2008": Published(
        {
            names.TRANSFERENCE_NUMBER: 0.2594,
            names.THERMODYNAMIC_FACTOR: 1.0,
            names.ELECTROLYTE_DIFFUSIVITY: chen.electrolyte_diffusivity_Nyman2008,
            names.ELECTROLYTE_CONDUCTIVITY: chen.electrolyte_conductivity_Nyman2008,
        },
        "LiPF6 in EC:EMC 3:7 at 25 °C, Nyman et al. 2008 (DOI 10.1016/j.electacta.2008.04.023), "
        "as in PyBaMM's Chen2020",
        ("Nyman2008",),
        (293.15, 303.15),
    ),
    "Valoen2005": Published(
        {
            names.TRANSFERENCE_NUMBER: 0.38,
            names.THERMODYNAMIC_FACTOR: 1.0,
            names.ELECTROLYTE_DIFFUSIVITY: xu.electrolyte_diffusivity_Valoen2005,
            names.ELECTROLYTE_CONDUCTIVITY: xu.electrolyte_conductivity_Valoen2005,
        },
        "LiPF6 in PC/EC/DMC, Valøen & Reimers 2005 (DOI 10.1149/1.1872737), as in PyBaMM's Xu2019",
        ("Valoen2005",),
        (263.15, 333.15),
    ),
}
"""Transport in electrolytes."""

LITHIUM = {
    "Xu2019": Published(
        {
            "Negative electrode conductivity [S.m-1]": 10776000.0,
            names.LITHIUM_VOLUME: 1.3e-5,
            names.LITHIUM_J0: xu.li_metal_electrolyte_exchange_current_density_Xu2019,
        },
        "PyBaMM's Xu2019 (DOI 10.1149/2.0841914jes)",
        ("Xu2019",),
        notes={names.LITHIUM_J0: ": 7.1 mA/cm² at 1 M"},
    )
}
"""Kinetics and bulk of lithium metal."""

DIFFUSIVITIES = {
    "ORegan2022": Published(
        {names.DIFFUSIVITY: oregan_shape},
        "shape of O'Regan 2022 (DOI 10.1016/j.electacta.2022.140700) times the fitted scale",
        ("ORegan2022",),
        notes={
            names.DIFFUSIVITY_ACTIVATION_ENERGY: (
                "O'Regan's function has a temperature dependence of its own"
            )
        },
    ),
    "hindered": Published(
        {names.DIFFUSIVITY: hindered_shape},
        "constant, but falling near x = 1, so that a discharge does not refill the lattice",
    ),
}
"""Shapes of D_ab(x, T), each times a scale."""

POTENTIALS = {
    "AboutEnergy2022_NMC111": Published(
        {names.POSITIVE_OCP: nmc111_ocp},
        "About:Energy 2022, NMC111|graphite 12.5 Ah pouch cell (BPX example)",
    )
}
"""Open-circuit potentials as formulas; a table is a CSV file instead."""

Some = TypeVar("Some")


def published(registry: Mapping[str, Some], name: str, where: str) -> Some:
    """An entry of a registry; ``ValueError`` with the nearest name otherwise."""
    if name not in registry:
        near = get_close_matches(name, registry, n=1, cutoff=0.3)
        hint = f"did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"{where}: expected one of {', '.join(registry)}; {hint}".rstrip("; "))
    return registry[name]


def measured_temperatures(function: Any) -> tuple[str, tuple[float, float]] | None:
    """Name of the published set that a function is of, and where it was measured [K]."""
    for name, one in ELECTROLYTES.items():
        if one.temperatures is not None and any(value is function for value in one.values.values()):
            return name, one.temperatures
    return None
