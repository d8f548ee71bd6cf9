"""What the paper leaves open of its cells: the pair of particles, and a prior for each estimate."""

from __future__ import annotations

import pybamm

from pybamm_facets import names
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.sets.origins import provenance
from pybamm_facets.studies.inference.blind_draws import Pair
from pybamm_facets.studies.inference.priors import Prior

ISOTROPIC, CORE_SHELL = "isotropic", "core-shell"

ESTIMATED_FACETS = ("(104)", "(102)", "(113)", "(101)")
"""Facets of which the paper says only that they exceed 0.28 mA/cm² and rise with their angle."""

KAPPA_ISOTROPIC = Prior(
    "kappa_isotropic", 0.0, 4.0, "κ of the isotropic particle",
    columns=("kappa_core", "kappa_shell"), particles=(ISOTROPIC,),
)  # fmt: skip
"""Not among the defaults: random grains are what "isotropic" says."""


def measured_capacities() -> dict[str, float]:
    """What Li et al. 2025 measured of each particle at 10C [mAh/g]."""
    table = li2025_capacities()
    return {str(row.particle): float(row.capacity_mAh_g) for row in table.itertuples()}


def li2025_pair(cell: str = "rate", reading: str = "active") -> Pair:
    """The isotropic particle with random grains, to fit D_ab to, and the core-shell to predict.

    Parameters
    ----------
    cell, reading
        As `li2025`: scenarios, not random.
    """
    (c_rate,) = set(li2025_capacities()["c_rate"])
    both = li2025("core_shell", cell=cell, reading=reading, fit="blind")
    return Pair(
        {ISOTROPIC: both, CORE_SHELL: both},
        ISOTROPIC,
        CORE_SHELL,
        {
            ISOTROPIC: {"kappa_core": 0.0, "kappa_shell": 0.0},
            CORE_SHELL: {"kappa_core": 0.0, "kappa_shell": -10.0},
        },
        measured_capacities(),
        float(c_rate),
    )


def li2025_priors(parameter_values: pybamm.ParameterValues) -> tuple[Prior, ...]:
    """Priors of the estimates of a Li2025 set, between the bounds that its provenance gives."""
    table = provenance(parameter_values)

    def bounds(parameter: str, factor: float = 1.0) -> tuple[float, float]:
        row = table.loc[parameter]
        return float(row["lower"]) * factor, float(row["upper"]) * factor

    j0 = names.reference_exchange_current_density
    contact, x_ref = names.CONTACT_RESISTANCE, names.FACET_REFERENCE_STOICHIOMETRY
    return (
        *(
            Prior(f"j0_{f}_mA_cm2", *bounds(j0(f), 0.1), f"j0 of {f} [mA/cm²]", log=True)
            for f in ESTIMATED_FACETS
        ),
        Prior("radius_m", *bounds(names.PARTICLE_RADIUS), "particle radius [µm]", factor=1e6),
        Prior("diffusivity_anisotropy", 0.0, 0.1, "D_c/D_ab"),
        Prior("core_fraction", *bounds(names.CORE_RADIUS_FRACTION), "core radius / radius"),
        Prior("kappa_shell", -20.0, -5.0, "κ of the shell", particles=(CORE_SHELL,)),
        Prior(contact, *bounds(contact), "contact resistance [Ω]"),
        Prior(x_ref, *bounds(x_ref), "lithium content at which j0 holds"),
    )
