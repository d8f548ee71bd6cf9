"""NMC111 coin half-cell, for the check against porous electrodes of two exchange currents.

The electrode of Li et al. 2022 (DOI 10.1002/anie.202205394), of which Li et al. 2025 quote two
exchange currents and two capacities at 5C, is not described there. The material is therefore the
NMC111 of a pouch cell that was taken apart and measured (About:Energy 2022, parameter set
"NMC111|graphite 12.5 Ah pouch cell" in the BPX standard's examples), in the coin half-cell of Li et
al. 2025 as an estimate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pybamm
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets._checks import positive
from pybamm_facets.crystal import NMC811_FACETS
from pybamm_facets.kinetics import FacetKinetics, FacetTable
from pybamm_facets.kinetics.exchange_current import arrhenius
from pybamm_facets.parameter_sets.coin_cell import DENSITIES, MASS_FRACTIONS, Coating, disc_area
from pybamm_facets.parameter_sets.records import (
    TEMPERATURE,
    cell_records,
    electrode_records,
    electrolyte_records,
    kinetics_records,
    lithium_records,
)
from pybamm_facets.particle import Agglomerate
from pybamm_facets.sourced import Sourced

BPX = "About:Energy 2022, NMC111|graphite 12.5 Ah pouch cell (BPX example)"
REF_6 = "introduction, about ref. 6 (Li et al. 2022, DOI 10.1002/anie.202205394)"
AS_LI2025 = "not in the text; as in the NMC811 coin cell of Li et al. 2025"

EXCHANGE_CURRENTS = (1.5, 0.6)
"""[mA/cm²] (paper)."""

SPECIFIC_CURRENT_1C = 160.0
"""Current of 1C per mass of active material [A.kg-1]."""

WINDOW = (3.0, 4.3)
"""Voltage window [V]."""

MAXIMUM_CONCENTRATION = 46200.0
"""[mol.m-3]."""

MOLAR_MASS = 96.46e-3
"""Of LiNi1/3Mn1/3Co1/3O2 [kg.mol-1]."""

JUST_BELOW = 1e-3
"""Of the upper cut-off [V], so that a simulation may begin with a rest."""

RADIUS = 4.6e-6
"""[m]."""

DIFFUSIVITY, DIFFUSIVITY_ENERGY, MEASURED_AT = 3.2e-14, 15e3, 298.15
"""[m2.s-1], its activation energy [J.mol-1], and the temperature at which it holds [K]."""


def nmc111(j0_mA_cm2: float = 1.5, *, diffusivity: float | None = None) -> pybamm.ParameterValues:
    """Parameter values of an NMC111 coin half-cell.

    Every facet has the exchange current density that was measured on whole particles, so that how
    the grains lie makes no difference, and the diffusivity is that of a whole particle.

    Parameters
    ----------
    j0_mA_cm2
        Exchange current density of the particles [mA/cm²]; the paper has 1.5 and 0.6.
    diffusivity
        Another diffusivity than the literature's [m2.s-1].

    Raises
    ------
    ValueError
        If a number is not positive.
    """
    positive("j0_mA_cm2", j0_mA_cm2, "mA/cm²")
    if diffusivity is not None:
        positive("diffusivity", diffusivity, "m2.s-1")
    values = {name: record.value for name, record in sourced_values(j0_mA_cm2).items()}
    if diffusivity is not None:
        values[names.DIFFUSIVITY] = diffusivity
    citations = ["Xu2019", "ORegan2022", "Landesfeind2019"]
    return pybamm.ParameterValues({"chemistry": "lithium_ion", "citations": citations} | values)


def known_sets() -> Iterator[tuple[str, dict[str, Sourced]]]:
    """Name and sourced values of both particles, for whoever asks where a number comes from."""
    for j0 in EXCHANGE_CURRENTS:
        yield f"NMC111 ({j0:g} mA/cm²)", sourced_values(j0)


@cache
def sourced_values(j0_mA_cm2: float) -> dict[str, Sourced]:
    """Every parameter with its origin."""
    coating = Coating(6.3, 30e-6)
    cell = _cell(coating) | lithium_records() | electrolyte_records() | _electrode(coating)
    return {
        **{name: _borrowed(record) for name, record in cell.items()},
        **_particle(),
        **_kinetics(j0_mA_cm2),
    }


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


def _borrowed(record: Sourced) -> Sourced:
    """What the paper says of its own cell, said to be so."""
    if record.provenance != "paper":
        return record
    return replace(record, source=f"{record.source}: of Li et al. 2025's own cell, ref. 6 unknown")


def _cell(coating: Coating) -> dict[str, Sourced]:
    capacity = coating.active_mass * disc_area() * SPECIFIC_CURRENT_1C
    records: dict[str, Sourced] = cell_records(coating)
    for name in (names.NOMINAL_CAPACITY, names.CURRENT_FUNCTION):
        low, high = (capacity * c / SPECIFIC_CURRENT_1C for c in (150, 180))
        source = "1C = 160 mA per gram of active material (150 to 180)"
        records[name] = Sourced(capacity, "estimate", source, low, high)
    lower, upper = WINDOW
    for name in (names.LOWER_CUT_OFF, names.EMPTY_VOLTAGE):
        records[name] = Sourced(lower, "estimate", "usual for NMC111", 2.5, 3.0)
    for name in (names.UPPER_CUT_OFF, names.FULL_VOLTAGE):
        source = "the lower of two charge cut-offs of single particles in ref. 6's abstract"
        records[name] = Sourced(upper, "estimate", source, 4.2, 4.4)
    for name in ("Ambient", "Initial", "Reference"):
        name = f"{name} temperature [K]"
        records[name] = Sourced(TEMPERATURE, "estimate", AS_LI2025, 293.15, 303.15)
    return records


def _electrode(coating: Coating) -> dict[str, Sourced]:
    density = MAXIMUM_CONCENTRATION * MOLAR_MASS
    active = coating.volume_fraction("active") * DENSITIES["active"] / density
    others = math.fsum(coating.volume_fraction(c) for c in MASS_FRACTIONS if c != "active")
    solids = f"6.3 mg/cm² in 30 µm, {AS_LI2025}"
    full = _full_stoichiometry()
    electrode: dict[str, Sourced] = electrode_records(coating)
    return electrode | {
        names.POSITIVE_THICKNESS: Sourced(coating.thickness, "estimate", AS_LI2025, 20e-6, 60e-6),
        names.ACTIVE_FRACTION: Sourced(active, "estimate", solids, 0.3, 0.6),
        names.POSITIVE_POROSITY: Sourced(1 - active - others, "estimate", solids, 0.2, 0.6),
        names.POSITIVE_OCP: Sourced(nmc111_ocp, "literature", BPX),
        names.C_MAX: Sourced(MAXIMUM_CONCENTRATION, "literature", BPX),
        names.INITIAL_POSITIVE: Sourced(
            full * MAXIMUM_CONCENTRATION,
            "derived",
            f"full, 1 mV below 4.3 V, so that a rest can start: x = {full:.4f}",
        ),
        names.ACTIVE_MATERIAL_DENSITY: Sourced(
            density, "derived", "maximum concentration times molar mass: one lithium per formula"
        ),
    }


@cache
def _full_stoichiometry() -> float:
    return float(brentq(lambda x: nmc111_ocp(x) - WINDOW[1] + JUST_BELOW, 0.3, 0.6))


def _particle() -> dict[str, Sourced]:
    values = Agglomerate.isotropic(radius=RADIUS).parameters()
    no_matter = "no matter here: all facets are alike"
    whole = "the diffusivity is that of whole particles"
    here = DIFFUSIVITY * float(arrhenius(TEMPERATURE, MEASURED_AT, DIFFUSIVITY_ENERGY))
    return {
        name: Sourced(value, "estimate", no_matter, 0.0, 1.0) for name, value in values.items()
    } | {
        names.PARTICLE_RADIUS: Sourced(RADIUS, "literature", f"{BPX}; ref. 6's is not in the text"),
        names.CORE_RATIO: Sourced(1.0, "derived", whole),
        names.SHELL_RATIO: Sourced(1.0, "derived", whole),
        names.DIFFUSIVITY: Sourced(
            here, "literature", f"{BPX}: 3.2e-14 m²/s at 25 °C, 15 kJ/mol, here at 20 °C"
        ),
        names.DIFFUSIVITY_ACTIVATION_ENERGY: Sourced(DIFFUSIVITY_ENERGY, "literature", BPX),
        names.DIFFUSIVITY_REFERENCE_TEMPERATURE: Sourced(
            TEMPERATURE, "derived", "the temperature at which the diffusivity is given here"
        ),
    }


def _kinetics(j0_mA_cm2: float) -> dict[str, Sourced]:
    rows = [
        FacetKinetics(family.label, 10 * j0_mA_cm2, provenance="paper") for family in NMC811_FACETS
    ]
    records: dict[str, Sourced] = kinetics_records(FacetTable(tuple(rows)))
    for family in NMC811_FACETS:
        name = names.reference_exchange_current_density(family.label)
        records[name] = replace(records[name], source=REF_6)
    records[names.FACET_REFERENCE_STOICHIOMETRY] = Sourced(
        0.5, "estimate", "not in the text; mid-charge as for NMC811", 0.5, 0.9975
    )
    records[names.FACET_REFERENCE_TEMPERATURE] = Sourced(
        TEMPERATURE, "estimate", AS_LI2025, 293.15, 303.15
    )
    records[names.FACET_ACTIVATION_ENERGY] = Sourced(35e3, "literature", BPX)
    return records
