"""What a parameter set says about the cell as a whole: masses, currents, states of charge."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pybamm
from scipy.optimize import brentq

from pybamm_facets.particle import ACTIVE_MATERIAL_DENSITY

FARADAY = float(pybamm.constants.F.value)

CONCENTRATIONS = {
    "positive": "Initial concentration in positive electrode [mol.m-3]",
    "negative": "Initial concentration in negative electrode [mol.m-3]",
}


def number(parameter_values: pybamm.ParameterValues, name: str) -> float:
    """A parameter as a number; ``ValueError`` if it is missing or not a plain number."""
    value = parameter_values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise ValueError(f"parameter {name!r}={value!r}: expected a number")
    return float(value)


def electrode_area(parameter_values: pybamm.ParameterValues) -> float:
    """Projected electrode area of the cell [m2]."""
    return math.prod(
        number(parameter_values, name)
        for name in (
            "Electrode height [m]",
            "Electrode width [m]",
            "Number of electrodes connected in parallel to make a cell",
        )
    )


def active_volume(parameter_values: pybamm.ParameterValues) -> float:
    """Volume of positive active material [m3]."""
    return (
        electrode_area(parameter_values)
        * number(parameter_values, "Positive electrode thickness [m]")
        * number(parameter_values, "Positive electrode active material volume fraction")
    )


def active_mass(parameter_values: pybamm.ParameterValues) -> float:
    """Mass of positive active material [kg]: the basis of mAh/g."""
    return active_volume(parameter_values) * number(parameter_values, ACTIVE_MATERIAL_DENSITY)


def current_1c(parameter_values: pybamm.ParameterValues) -> float:
    """Current of 1C [A]: the nominal capacity in one hour."""
    return number(parameter_values, "Nominal cell capacity [A.h]")


def longest_time(parameter_values: pybamm.ParameterValues, current: float) -> float:
    """Time in which a current passes all the lithium that the positive electrode could hold [s]."""
    c_max = number(parameter_values, "Maximum concentration in positive electrode [mol.m-3]")
    return FARADAY * c_max * active_volume(parameter_values) / abs(current)


def start_state(
    parameter_values: pybamm.ParameterValues, options: Any, direction: str
) -> dict[str, float]:
    """Initial concentrations of an equilibrated cell: full for discharge, empty for charge.

    Full and empty are the open-circuit voltages at 100 % and 0 % SOC of the set.

    Returns
    -------
    dict
        Parameter name to concentration [mol.m-3].
    """
    soc = {"discharge": "100%", "charge": "0%"}[direction]
    voltage = number(parameter_values, f"Open-circuit voltage at {soc} SOC [V]")
    if options["working electrode"] == "positive":
        c_max = number(parameter_values, "Maximum concentration in positive electrode [mol.m-3]")
        x = stoichiometry_at(parameter_values, options, voltage)
        return {CONCENTRATIONS["positive"]: x * c_max}
    started = parameter_values.copy()
    started.set_initial_state(1.0 if direction == "discharge" else 0.0, options=options)
    return {name: number(started, name) for name in CONCENTRATIONS.values()}


def stoichiometry_at(
    parameter_values: pybamm.ParameterValues, options: Any, voltage: float
) -> float:
    """Stoichiometry of the positive electrode at an open-circuit potential [V].

    Raises
    ------
    ValueError
        If the potential is not reached between x = 0 and x = 1.
    """
    param = pybamm.LithiumIonParameters(options)
    x = pybamm.InputParameter("x")
    potential = parameter_values.process_symbol(param.p.prim.U(x, param.T_init))

    def excess(value: float) -> float:
        return float(np.squeeze(potential.evaluate(inputs={"x": value}))) - voltage

    low, high = 1e-9, 1 - 1e-9
    if not excess(low) > 0 > excess(high):
        raise ValueError(
            f"open-circuit voltage {voltage!r} V: the positive electrode's potential runs from "
            f"{excess(low) + voltage:.3f} to {excess(high) + voltage:.3f} V only"
        )
    return float(brentq(excess, low, high, xtol=1e-12))
