"""The 10C capacity hardly depends on the exchange current: the discharge ends when the surface of
the particles is full. The voltage does depend on it."""

import numpy as np
import pybamm
import pytest

from pybamm_facets import names
from pybamm_facets.studies.rates import rate_capability


def scaled(parameter_values, factor):
    changed = parameter_values.copy()
    changed.update(
        {
            name: value * factor
            for name, value in parameter_values.items()
            if name.endswith("facet reference exchange-current density [A.m-2]")
        }
    )
    return changed


@pytest.mark.parametrize("particle", ["isotropic", "core_shell"])
def test_exchange_current_moves_the_voltage_but_not_the_capacity(particle):
    base = pybamm.ParameterValues(f"Li2025_{particle}")
    sets = {f"{factor:g}": scaled(base, factor) for factor in (1, 25, 0.1)}
    table = rate_capability(sets, (10.0,), directions="discharge").table.set_index("particle")
    capacity, voltage = table["capacity_mAh_g"], table["mean_voltage_V"]
    assert (capacity - capacity["1"]).abs().max() < 0.5
    assert voltage["25"] > voltage["1"] + 0.02
    assert voltage["0.1"] < voltage["1"] - 0.05


def test_radial_diffusivity_moves_the_capacity():
    base = pybamm.ParameterValues("Li2025_isotropic")
    ratio = base["Positive particle shell diffusivity ratio"]
    sets = {}
    for radial in (1e-15, 4e-15, 1e-14, 3e-14):
        sets[f"{radial:g}"] = base.copy()
        sets[f"{radial:g}"].update({"Positive particle diffusivity [m2.s-1]": radial / ratio})
    capacity = rate_capability(sets, (10.0,), directions="discharge").table["capacity_mAh_g"]
    # On 300 radial points: 28.44, 90.21, 154.19, 206.32.
    np.testing.assert_allclose(capacity, [28.4, 90.2, 154.2, 206.3], atol=0.5)


def test_reference_j0_names_are_those_scaled():
    base = pybamm.ParameterValues("Li2025_isotropic")
    name = names.reference_exchange_current_density("(104)")
    assert scaled(base, 2)[name] == 2 * base[name]
