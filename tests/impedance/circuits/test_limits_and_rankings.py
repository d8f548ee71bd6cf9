"""Resistances that a spectrum does not determine, and which circuit it asks for."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import least_squares

from pybamm_facets.impedance import (
    CPE,
    NAMED_CIRCUITS,
    RANDLES,
    L,
    R,
    Spectrum,
    fit_circuit,
    rank_circuits,
    resistance_limit,
)
from pybamm_facets.impedance.circuits.arc_order import arcs_are_swapped, with_film_first
from pybamm_facets.impedance.circuits.damped_steps import minimise
from tests.impedance.circuits.made_spectra import CLEAN, FREQUENCY, TRUE, noisy, two_arcs

HIGH = np.geomspace(1e6, 1e3, 25)


ARC = NAMED_CIRCUITS["arc"]


def blocking(seed, r_ct=1e12, noise=0.01):
    """Frequencies far above what passes the resistance."""
    clean = ARC.impedance(HIGH, {name: (TRUE | {"R_CT": r_ct})[name] for name in ARC.parameters})
    return noisy(clean, np.random.default_rng(seed), noise, HIGH)


@pytest.mark.parametrize("seed", range(4))
def test_a_blocking_electrode_gives_a_lower_limit(seed):
    limit = resistance_limit(fit_circuit(ARC, blocking(seed)), 0.01)
    assert limit is not None and limit.known and np.isinf(limit.below)
    assert 1e7 < limit.above < 1e12
    assert str(limit).startswith("R_CT > ") and str(limit).endswith("Ω")


def test_diffusion_in_series_may_block_instead_of_the_resistance():
    limit = resistance_limit(fit_circuit(RANDLES, blocking(0)), 0.01)
    assert limit is not None and not limit.known


def test_the_lower_limit_covers():
    # A resistance that the spectrum hardly shows is above 95 % of its lower limits.
    limits = [resistance_limit(fit_circuit(ARC, blocking(s, 3e9)), 0.01) for s in range(30)]
    found = [limit.above for limit in limits if limit is not None]
    assert len(found) >= 20 and min(found) > 1e7
    assert np.mean(np.array(found) < 3e9) >= 0.9


def test_a_resistor_alone_determines_nothing():
    spectrum = Spectrum(FREQUENCY, np.full(43, 1000 + 0j))
    limit = resistance_limit(fit_circuit(RANDLES, spectrum))
    assert limit is not None and not limit.known and str(limit) == "R_CT not determined"


def test_an_upper_limit():
    # A capacitor's line down to where an arc of R_CT would have shown: only small ones hide.
    circuit = CPE("x") | (R("R_s") + R("R_CT"))
    values = {"Q_x": 1e-10, "alpha_x": 1.0, "R_s": 1e7, "R_CT": 1e2}
    spectrum = noisy(circuit.impedance(FREQUENCY, values), np.random.default_rng(0), 0.01)
    limit = resistance_limit(fit_circuit(circuit, spectrum), 0.01)
    assert limit is not None and limit.above == 0 and limit.below < 2e7
    assert str(limit).startswith("R_CT < ")


def test_what_is_determined_has_no_limit():
    spectrum = noisy(CLEAN, np.random.default_rng(0), 0.05)
    assert resistance_limit(fit_circuit(RANDLES, spectrum)) is None


def test_the_paper_s_circuit_stays_where_it_describes():
    ranking = rank_circuits(noisy(CLEAN, np.random.default_rng(1), 0.005))
    table = ranking.table
    assert table.loc["randles", "delta_aicc"] < 10 and table["delta_aicc"].min() == 0
    assert list(table["aicc"].dropna()) == sorted(table["aicc"].dropna())
    assert "no circuit is better" in ranking.gain() or "does not decide" in ranking.gain()


def test_a_second_arc_is_asked_for_and_says_what_it_buys():
    ranking = rank_circuits(two_arcs(np.random.default_rng(0)))
    assert ranking.best in ("two-arcs", "two-arcs-series")
    assert ranking.table.loc["two-arcs", "verdict"] == "describes"
    assert ranking.table.loc["randles", "delta_aicc"] > 100
    assert f"{ranking.best} instead of randles (+3 parameters) lowers" in ranking.gain()


@pytest.mark.parametrize(
    ("name", "more"),
    [("randles-stray", {"C_stray": 5e-13}), ("randles-inductor", {"L_s": 0.5}),
     ("randles-spherical", {"R_W": 5e6, "tau_W": 0.5}),
     ("randles-finite", {"R_W": 5e6, "tau_W": 0.5})],
)  # fmt: skip
def test_each_element_is_recognised(name, more):
    circuit = NAMED_CIRCUITS[name]
    values = {k: (TRUE | more)[k] for k in circuit.parameters}
    spectrum = noisy(circuit.impedance(FREQUENCY, values), np.random.default_rng(2), 0.002)
    ranking = rank_circuits(spectrum)
    assert ranking.table.loc[name, "delta_aicc"] < 2
    found, error = ranking.table.loc[name, ["r_ct_ohm", "r_ct_error_ohm"]]
    assert abs(found - TRUE["R_CT"]) < 4 * error


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_two_arcs_are_found_from_what_the_eye_sees(share):
    circuit = NAMED_CIRCUITS["two-arcs"]
    widths = {"R_film": 25e6 * share, "R_CT": 25e6 * (1 - share)}
    values = {"R_s": 1e6, "Q_film": 2e-11, "alpha_film": 0.95, "Q_CT": 3e-9, "alpha_CT": 0.9,
              "sigma_W": 1e6} | widths  # fmt: skip
    clean = circuit.impedance(FREQUENCY, values)
    fit = fit_circuit(circuit, noisy(clean, np.random.default_rng(0), 0.003), starts=1)
    np.testing.assert_allclose(fit.values, pd.Series(values)[fit.values.index], rtol=0.1)
    assert not arcs_are_swapped(fit.values)


def test_the_film_s_arc_is_that_at_the_higher_frequency():
    circuit = NAMED_CIRCUITS["two-arcs-series"]
    values = {"R_s": 1e6, "Q_film": 2e-11, "alpha_film": 0.95, "R_film": 5e6, "Q_CT": 3e-9,
              "alpha_CT": 0.9, "R_CT": 2e7, "sigma_W": 1e6}  # fmt: skip
    start = dict(values)
    for name in ("Q", "alpha", "R"):
        start[f"{name}_film"], start[f"{name}_CT"] = values[f"{name}_CT"], values[f"{name}_film"]
    spectrum = noisy(circuit.impedance(FREQUENCY, values), np.random.default_rng(0), 0.003)
    swapped = fit_circuit(circuit, spectrum, start=start, starts=1)
    assert arcs_are_swapped(swapped.values)
    fit = with_film_first(swapped)
    assert fit.values["R_CT"] == pytest.approx(2e7, rel=0.05)
    assert with_film_first(fit) is fit


def test_the_criterion_is_that_of_hurvich_and_tsai():
    spectrum = noisy(CLEAN, np.random.default_rng(1), 0.005)
    ranking = rank_circuits(spectrum, {"randles": RANDLES})
    fit = fit_circuit(RANDLES, spectrum)
    square = np.sum(np.abs(fit.residuals) ** 2) / ranking.noise**2
    expected = square + 10 + 2 * 5 * 6 / (86 - 5 - 1)
    assert ranking.table.loc["randles", "aicc"] == pytest.approx(expected, rel=1e-6)


def test_an_inductor_is_a_line():
    np.testing.assert_allclose(L("L").impedance([1.0, 2.0], [3.0]), [6j * np.pi, 12j * np.pi])


class Valley:
    """Rosenbrock's function as residuals, which bend."""

    def residuals(self, x):
        return np.array([10 * (x[1] - x[0] ** 2), 1 - x[0]])

    def jacobian(self, x):
        return np.array([[-20 * x[0], 10.0], [-1.0, 0.0]])


@pytest.mark.parametrize("upper", [[2.0, 2.0], [0.5, 2.0]])
def test_damped_steps_end_where_another_optimiser_does(upper):
    problem, start, lower = Valley(), np.array([-1.0, 1.0]), np.array([-2.0, -2.0])
    found = minimise(problem, start, lower, np.array(upper), tolerance=1e-12, evaluations=500)
    theirs = least_squares(problem.residuals, start, problem.jacobian, (lower, upper), xtol=1e-12,
                           ftol=1e-12, gtol=1e-12)  # fmt: skip
    assert found.converged
    np.testing.assert_allclose(found.x, theirs.x, atol=1e-6)
    assert list(found.at_bound) == [upper[0] < 1, False]
    assert found.cost == pytest.approx(theirs.cost, abs=1e-9)
