"""What a cell loses on its way through a BPX file: capacities, one approximation after another."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._extras import require
from pybamm_facets._units import MAH
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.sets.bpx_files.averaged_half_cell import averaged
from pybamm_facets.sets.bpx_files.written_file import bpx_content
from pybamm_facets.sets.cell import active_mass, current_1c, longest_time
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.studies.rates import rate_capability

FINE = {"x_n": 5, "x_s": 20, "x_p": 30, "r_n": 5, "r_p": 300}
"""Points on which PyBaMM's own model no longer moves by more than 0.03 mAh/g up to 10C."""
RTOL, ATOL = 1e-6, 1e-8
FUNCTIONS = (
    names.TRANSFERENCE_NUMBER,
    names.THERMODYNAMIC_FACTOR,
    names.ELECTROLYTE_CONDUCTIVITY,
    names.ELECTROLYTE_DIFFUSIVITY,
    names.POSITIVE_OCP,
)
"""Functions of a set that stand in a BPX file as tables or single numbers."""
CONTACT = {"contact resistance": "true"}


def bpx_capacities(
    parameter_values: GivenSet, c_rates: CRate | Iterable[CRate] = (0.1, 1.0, 5.0, 10.0)
) -> pd.DataFrame:
    """Discharge capacity of a half-cell with facets, and of what a BPX file makes of it.

    Parameters
    ----------
    parameter_values
        A half-cell with facets, or the name or file of one.
    c_rates
        Multiples of the 1C current.

    Returns
    -------
    pandas.DataFrame
        One row a rate; columns in mAh/g: ``facets_mAh_g``, the half-cell as it is;
        ``averaged_mAh_g``, with one diffusivity in the particle (what is lost from the former is
        the error of averaging); ``stand_in_mAh_g``, that particle in the file's full cell, but with
        the set's own electrolyte and open-circuit potential (the error of the stand-in for
        lithium); ``bpx_mAh_g``, the file as it is, in PyBaMM's DFN with contact resistance (the
        error of tables and single numbers); ``plain_mAh_g``, the same without contact resistance.

    Raises
    ------
    ValueError
        As `write_bpx`; `pybamm.SolverError` where PyBaMM finds no way.
    """
    require("bpx", "the error of a BPX file")
    rates = read_c_rates(c_rates)
    values = one_set(parameter_values)
    own = rate_capability({"facets": values, "averaged": averaged(values)}, rates).table
    facets, means = (
        own.loc[own["particle"] == name, "capacity_mAh_g"].tolist()
        for name in ("facets", "averaged")
    )
    read = _read(values)
    exact = read.copy()
    exact.update({name: values[name] for name in FUNCTIONS})
    grams = 1e3 * active_mass(values)
    rows = [
        (
            rate,
            facets[number],
            means[number],
            *(
                _charge(cell, options, rate) / grams * MAH
                for cell, options in ((exact, CONTACT), (read, CONTACT), (read, {}))
            ),
        )
        for number, rate in enumerate(rates)
    ]
    columns = ("facets", "averaged", "stand_in", "bpx", "plain")
    return pd.DataFrame(rows, columns=["c_rate", *(f"{name}_mAh_g" for name in columns)])


def _read(values: pybamm.ParameterValues) -> pybamm.ParameterValues:
    """The full cell that PyBaMM reads from the set's file."""
    content = json.loads(json.dumps(bpx_content(values)[0]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # bpx's own calls
        return pybamm.ParameterValues.create_from_bpx_obj(content)


def _charge(cell: pybamm.ParameterValues, options: dict[str, str], c_rate: float) -> float:
    """Charge of a discharge from full to the lower cut-off [C]."""
    simulation = pybamm.Simulation(
        pybamm.lithium_ion.DFN(options),
        parameter_values=cell,
        C_rate=c_rate,
        var_pts=FINE,
        solver=pybamm.IDAKLUSolver(rtol=RTOL, atol=ATOL),
    )
    current = c_rate * current_1c(cell)
    solution = simulation.solve([0, longest_time(cell, current)])
    if "Minimum voltage" not in solution.termination:
        raise ValueError(f"c_rate={c_rate:g}: ended by {solution.termination!r}, not the cut-off")
    return float(current * solution.t[-1])
