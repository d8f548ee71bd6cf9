"""What a parameter set implies, as people check it first: areas, exchange current, capacities."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._units import FARADAY, MA_CM2, MAH
from pybamm_facets.crystal import Lattice
from pybamm_facets.sets.cell import (
    active_mass,
    active_volume,
    current_1c,
    electrode_area,
    number,
)
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sets.start import start_state

CM2 = 1e-4
Row = tuple[str, float, str, str]
PREFIX, SUFFIX = "Positive electrode ", " facet area fraction"


def derived(parameter_values: GivenSet) -> pd.DataFrame:
    """Quantities that follow from a set with facets.

    Parameters
    ----------
    parameter_values
        A half-cell or full-cell set with facets, or the name of a registered one.

    Returns
    -------
    pandas.DataFrame
        Columns ``quantity``, ``value``, ``unit``, ``how``.

    Raises
    ------
    ValueError
        If the set has no facets or a number that cannot be meant.
    """
    values = one_set(parameter_values)
    facets = facets_of(values)
    if not facets:
        raise ValueError(
            "parameter_values: the set has no facets; expected one that add_facets gave some"
        )
    check_parameter_values(values, facets)
    rows = [
        *_electrode_rows(values),
        *_capacity_rows(values),
        *_exchange_current_rows(values, facets),
        *_transport_rows(values),
    ]
    return pd.DataFrame(rows, columns=["quantity", "value", "unit", "how"])


def facets_of(parameter_values: pybamm.ParameterValues) -> tuple[str, ...]:
    """Labels of the facets that a set gives fractions for."""
    return tuple(
        name.removeprefix(PREFIX).removesuffix(SUFFIX)
        for name in parameter_values
        if name.startswith(PREFIX) and name.endswith(SUFFIX)
    )


def stated_lattice(values: Mapping[str, object]) -> Lattice | None:
    """The lattice that a set states, which it does where it is not NMC811's; else None."""
    if names.LATTICE_A not in values or names.LATTICE_C not in values:
        return None
    return Lattice(number(values, names.LATTICE_A), number(values, names.LATTICE_C))


def specific_area(values: pybamm.ParameterValues) -> float:
    """Particle surface per electrode volume, a = 3 ε/R [m-1]."""
    fraction = number(values, names.ACTIVE_FRACTION)
    return 3 * fraction / number(values, names.PARTICLE_RADIUS)


def mean_exchange_current_density(values: pybamm.ParameterValues, facets: tuple[str, ...]) -> float:
    """Mean over the particle's surface at the table's state, Σ f_i j0_i (Eq. 2) [A.m-2]."""
    return sum(
        number(values, names.area_fraction(facet))
        * number(values, names.reference_exchange_current_density(facet))
        for facet in facets
    )


def _electrode_rows(values: pybamm.ParameterValues) -> list[Row]:
    area, mass = electrode_area(values), active_mass(values)
    thickness = number(values, names.POSITIVE_THICKNESS)
    return [
        ("electrode area", area / CM2, "cm²", "height × width"),
        ("coating thickness", thickness * 1e6, "µm", "set"),
        ("active mass", mass * 1e6, "mg", "A · L · ε · density"),
        ("active loading", mass * 1e6 / (area / CM2), "mg/cm²", "active mass / area"),
        (
            "active volume fraction",
            number(values, names.ACTIVE_FRACTION),
            "",
            "set",
        ),
        ("porosity", number(values, names.POSITIVE_POROSITY), "", "set"),
        ("particle radius", number(values, names.PARTICLE_RADIUS) * 1e6, "µm", "set"),
        ("specific surface a", specific_area(values) * 1e-6, "m²/cm³", "3 ε / R"),
        (
            "particle surface per electrode area",
            specific_area(values) * thickness,
            "m²/m²",
            "a · L",
        ),
    ]


def _capacity_rows(values: pybamm.ParameterValues) -> list[Row]:
    grams = active_mass(values) * 1e3
    c_max = number(values, names.C_MAX)
    moles = c_max * active_volume(values)
    one_c = current_1c(values)
    rows = [
        ("1C current", one_c * 1e3, "mA", "nominal capacity in one hour"),
        ("1C current density", one_c * 1e3 / (electrode_area(values) / CM2), "mA/cm²", ""),
        ("1C specific current", one_c * 1e3 / grams, "mA/g", ""),
        ("theoretical capacity", moles * FARADAY * MAH / grams, "mAh/g", "c_max · F / density"),
    ]
    options = {"working electrode": "positive"}
    if "Negative particle radius [m]" not in values:
        empty, full = (
            next(iter(start_state(values, pybamm.BatteryModelOptions(options), way).values()))
            for way in (Direction.CHARGE, Direction.DISCHARGE)
        )
        share = (empty - full) / c_max
        how = f"x = {full / c_max:.4f} to {empty / c_max:.5f}"
        rows.append(
            ("capacity of the voltage window", share * moles * FARADAY * MAH / grams, "mAh/g", how)
        )
    return rows


def _exchange_current_rows(values: pybamm.ParameterValues, facets: tuple[str, ...]) -> list[Row]:
    mean = mean_exchange_current_density(values, facets)
    thickness = number(values, names.POSITIVE_THICKNESS)
    state = f"at x = {number(values, names.FACET_REFERENCE_STOICHIOMETRY):g}"
    rows = [
        (f"{facet} share of the surface", number(values, names.area_fraction(facet)), "", "")
        for facet in facets
    ]
    return [
        *rows,
        ("mean exchange current density", mean / MA_CM2, "mA/cm²", f"Σ f j0, Eq. 2, {state}"),
        (
            "electrode exchange current density",
            specific_area(values) * thickness * mean / MA_CM2,
            "mA/cm²",
            f"a · L · Σ f j0, Eq. 1, {state}",
        ),
    ]


def _transport_rows(values: pybamm.ParameterValues) -> list[Row]:
    name = names.DIFFUSIVITY
    scale = names.DIFFUSIVITY_SCALE
    in_plane = number(values, scale if scale in values else name)
    rows = [("diffusivity along the layers D_ab", in_plane, "m²/s", "set")]
    for zone, ratio in (("core", names.CORE_RATIO), ("shell", names.SHELL_RATIO)):
        radial = in_plane * number(values, ratio)
        rows.append((f"radial diffusivity of the {zone}", radial, "m²/s", "D_ab × texture's ratio"))
    return rows
