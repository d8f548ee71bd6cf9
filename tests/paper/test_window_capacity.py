"""Why the window's capacity is too high: what each candidate has to be, and what comes back."""

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.paper.window_capacity import PUBLISHED, TARGET, ends_at, window_candidates


def test_the_potentials_end_moves_and_the_rest_stays():
    values = pf.li2025()
    before, after = values[names.POSITIVE_OCP], ends_at(values, 0.95)[names.POSITIVE_OCP]
    x = np.array([0.16, 0.3, 0.5, 0.8])
    assert after(x) == pytest.approx(before(x), abs=1e-9)
    assert float(after(np.array(0.95))) < 2.6 < float(after(np.array(0.94)))
    same = ends_at(values, 1.0)[names.POSITIVE_OCP]
    assert same(x) == pytest.approx(before(x), abs=1e-12)


@pytest.mark.slow
def test_only_the_falling_diffusivity_gives_most_of_it_back():
    table = window_candidates().set_index("candidate")
    assert table.loc["as it is", "core_shell_mAh_g"] == pytest.approx(215.0, abs=0.2)
    for name in ("exchange current", "contact resistance"):
        shipped = table.loc["as it is", ["isotropic_mAh_g", "core_shell_mAh_g"]].astype(float)
        tried = table.loc[name, ["isotropic_mAh_g", "core_shell_mAh_g"]].astype(float)
        assert np.allclose(shipped, tried, atol=0.05)
    for name in ("material that takes no part", "lower end of the potential"):
        assert table.loc[name, "comes_back"] < 0.2
        mean = table.loc[name, ["isotropic_mAh_g", "core_shell_mAh_g"]].mean()
        assert mean == pytest.approx(TARGET, abs=0.3)
    assert table.loc["diffusion everywhere", "at_10C_core_shell_mAh_g"] < 50
    chosen = table.iloc[-1]
    assert chosen["comes_back"] == pytest.approx(0.60, abs=0.03)
    both = chosen[["isotropic_mAh_g", "core_shell_mAh_g"]].astype(float)
    assert PUBLISHED[0] - 1 < both.min() and both.max() < PUBLISHED[1] + 1
