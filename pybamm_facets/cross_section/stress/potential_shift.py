"""What stress does to the open-circuit potential and so to diffusion."""

from __future__ import annotations

import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import FARADAY
from pybamm_facets.cross_section.stress.area_statistics import weighted_statistics
from pybamm_facets.cross_section.stress.eigenstrain import Eigenstrain
from pybamm_facets.cross_section.stress.stress_field import StressField
from pybamm_facets.crystal import Lattice, maximum_concentration

_FULL = maximum_concentration(Lattice.nmc811())


def open_circuit_shift(
    field: StressField, strain: Eigenstrain, full_concentration: float = _FULL
) -> FloatArray:
    """Change of the open-circuit potential by stress at every point, (Nt, nq) [V].

    Lithium that swells a grain by dε*/ds does the work σ : dε*/ds against the stress: its
    chemical potential falls by that much per site, Δμ = −(1/c_max) σ : dε*/ds, and the
    potential rises by σ : dε*/ds / (F c_max) (Larché & Cahn, Acta Metall. 33 (1985) 331,
    doi 10.1016/0001-6160(85)90077-X, for uniform stiffness).

    Parameters
    ----------
    field
        From `PlaneStressSolver.solve`.
    strain
        The law the field was solved with.
    full_concentration
        c_max [mol.m-3].
    """
    slope = strain.slope(field.content, field.mesh.c_axis[:, :, None])
    products = field.stress * slope
    work = products[0] + products[1] + 2 * products[2]
    shift: FloatArray = work / (FARADAY * full_concentration)
    return shift


def open_circuit_shift_summary(
    field: StressField, strain: Eigenstrain, core_fraction: float | None = None
) -> pd.DataFrame:
    """Statistics of the shift's size over each zone, in mV.

    Differences of it drive lithium as differences of potential do; RT/F is 25 mV.

    Parameters
    ----------
    field, strain
        As for `open_circuit_shift`.
    core_fraction
        Divides core and shell; see `StressField.core_radius`.

    Returns
    -------
    pandas.DataFrame
        Index: all, core, shell; columns ``mean_mV``, ``std_mV``, ``p50_mV``, ``p95_mV`` and
        ``p99_mV``.
    """
    size = 1e3 * abs(open_circuit_shift(field, strain))
    rows = {
        zone: weighted_statistics(size[mask], field.dx[mask])
        for zone, mask in field.zones(core_fraction).items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").add_suffix("_mV")
