"""Every element against its formula, every derivative against differences."""

import mpmath as mp
import numpy as np
import pytest

from pybamm_facets.impedance import (
    CPE,
    NAMED_CIRCUITS,
    RANDLES,
    BlockedWarburg,
    C,
    FiniteWarburg,
    R,
    SphericalWarburg,
    Warburg,
)

FREQUENCY = np.geomspace(1e-3, 1e5, 17)
OMEGA = [2 * mp.pi * mp.mpf(f) for f in FREQUENCY]


def s(w, tau):
    return mp.sqrt(mp.mpc(0, w * mp.mpf(tau)))


# The formula of each docstring, in 15 digits, at values given here.
CLOSED_FORMS = [
    (R("R"), {"R": 3.0}, lambda w: mp.mpf(3)),
    (C("C"), {"C": 2e-9}, lambda w: 1 / mp.mpc(0, w * mp.mpf(2e-9))),
    (
        CPE("x"),
        {"Q_x": 3e-11, "alpha_x": 0.9},
        lambda w: 1 / (mp.mpf(3e-11) * mp.mpc(0, w) ** mp.mpf(0.9)),
    ),
    (Warburg("x"), {"sigma_x": 2e6}, lambda w: 2e6 * mp.mpc(1, -1) / mp.sqrt(w)),
    (
        FiniteWarburg("x"),
        {"R_x": 4.0, "tau_x": 0.3},
        lambda w: 4 * mp.tanh(s(w, 0.3)) / s(w, 0.3),
    ),
    (
        BlockedWarburg("x"),
        {"R_x": 4.0, "tau_x": 0.3},
        lambda w: 4 * mp.coth(s(w, 0.3)) / s(w, 0.3),
    ),
    (
        SphericalWarburg("x"),
        {"R_x": 4.0, "tau_x": 0.3},
        lambda w: 4 / (s(w, 0.3) * mp.coth(s(w, 0.3)) - 1),
    ),
]
ELEMENTS = [(element, values) for element, values, _ in CLOSED_FORMS]
COMPOSED = [
    (
        circuit,
        {q.name: {"R": 2.0, "L": 0.3, "C": 1e-2, "Q": 1e-3, "alpha": 0.8, "sigma": 3.0, "R_W": 5.0,
                  "tau": 0.2}[q.symbol] for q in circuit.quantities},
    )
    for circuit in (*NAMED_CIRCUITS.values(), R("a") | C("b") | (R("c") + C("d")))
]  # fmt: skip


@pytest.mark.parametrize(("element", "values", "formula"), CLOSED_FORMS, ids=lambda x: repr(x)[:20])
def test_closed_form(element, values, formula):
    expected = [complex(formula(w)) for w in OMEGA]
    np.testing.assert_allclose(element.impedance(FREQUENCY, values), expected, rtol=1e-12)


def differences(circuit, values, name):
    """Central differences of fourth order in one parameter."""
    h = 1e-3 * values[name]
    z = {k: circuit.impedance(FREQUENCY, values | {name: values[name] + k * h}) for k in
         (-2, -1, 1, 2)}  # fmt: skip
    return (8 * (z[1] - z[-1]) - (z[2] - z[-2])) / (12 * h)


@pytest.mark.parametrize(("circuit", "values"), ELEMENTS + COMPOSED)
def test_jacobian(circuit, values):
    jacobian = circuit.jacobian(FREQUENCY, values)
    assert jacobian.shape == (len(FREQUENCY), len(circuit.parameters))
    impedance = circuit.impedance(FREQUENCY, values)
    for slope, name in zip(jacobian.T, circuit.parameters, strict=True):
        expected = differences(circuit, values, name)
        # Where a parameter hardly matters, differences are rounding of Z.
        scale = np.abs(expected) + 1e-6 * np.abs(impedance) / values[name]
        assert (np.abs(slope - expected) / scale).max() < 1e-6


def test_high_frequency_limit_is_the_series_resistance():
    for circuit, values in COMPOSED[:-1]:
        if {"L_s", "C_stray"} & set(values):  # a lead that blocks, or a way past the resistor
            continue
        limit = circuit.impedance([1e18], values)
        np.testing.assert_allclose(limit, values["R_s"], rtol=1e-6)


def test_low_frequency_limit_of_an_arc_is_the_sum_of_resistances():
    arc = NAMED_CIRCUITS["arc"]
    values = {"R_s": 1.0, "Q_CT": 1e-3, "alpha_CT": 0.8, "R_CT": 20.0}
    np.testing.assert_allclose(arc.impedance([1e-12], values), 21, rtol=1e-6)


@pytest.mark.parametrize("element", [FiniteWarburg, BlockedWarburg, SphericalWarburg])
def test_finite_diffusion_looks_infinite_at_high_frequency(element):
    sigma = 4.0 / np.sqrt(2 * 0.3)
    expected = Warburg("W").impedance([1e9], {"sigma_W": sigma})
    impedance = element("W").impedance([1e9], {"R_W": 4.0, "tau_W": 0.3})
    np.testing.assert_allclose(impedance, expected, rtol=1e-4)


def test_low_frequency_limits_of_diffusion():
    values, w = {"R_W": 4.0, "tau_W": 0.3}, 2 * np.pi * 1e-7
    finite, blocked, sphere = (
        element("W").impedance([1e-7], values)[0]
        for element in (FiniteWarburg, BlockedWarburg, SphericalWarburg)
    )
    assert finite == pytest.approx(4.0, rel=1e-6)  # Taylor: tanh(s)/s = 1 - s^2/3
    assert blocked == pytest.approx(4 / 3 + 4 / (1j * w * 0.3), rel=1e-6)
    assert blocked.real == pytest.approx(4 / 3, rel=1e-4)
    assert sphere.real == pytest.approx(4 / 5, rel=1e-4)
    assert sphere.imag == pytest.approx(-3 * 4 / (w * 0.3), rel=1e-6)


def test_alpha_of_one_is_a_capacitor():
    cpe = CPE("x").impedance(FREQUENCY, {"Q_x": 2e-9, "alpha_x": 1.0})
    np.testing.assert_allclose(cpe, C("C").impedance(FREQUENCY, {"C": 2e-9}), rtol=1e-12)


def test_series_and_parallel_of_resistors():
    values = {"a": 2.0, "b": 3.0, "c": 6.0}
    series, parallel = R("a") + R("b") + R("c"), R("a") | R("b") | R("c")
    assert series.impedance([1.0], values)[0] == pytest.approx(11)
    assert parallel.impedance([1.0], values)[0] == pytest.approx(1)
    assert series.parameters == parallel.parameters == ("a", "b", "c")


def test_values_by_name_or_in_order():
    values = {"R_s": 1.0, "Q_CT": 1e-3, "alpha_CT": 0.8, "R_CT": 20.0, "sigma_W": 3.0}
    by_name = RANDLES.impedance([1.0], dict(reversed(values.items())))
    assert by_name == RANDLES.impedance([1.0], list(values.values()))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"R_s": -1.0}, "R_s=-1: expected a positive"),
        ({"alpha_CT": 1.1}, "alpha_CT=1.1: expected a positive number up to 1"),
        ({"R_CT": float("nan")}, "R_CT=nan"),
        ({"typo": 1.0}, "values: typo unknown, expected R_s"),
    ],
)
def test_bad_values(change, message):
    values = {"R_s": 1.0, "Q_CT": 1e-3, "alpha_CT": 0.8, "R_CT": 20.0, "sigma_W": 3.0}
    with pytest.raises(ValueError, match=message):
        RANDLES.impedance([1.0], values | change)


def test_bad_circuits_and_frequencies():
    with pytest.raises(ValueError, match="parameter R appears twice"):
        _ = R("R") + R("R")
    with pytest.raises(TypeError, match="3 is no circuit"):
        _ = R("R") + 3
    with pytest.raises(ValueError, match="label=''"):
        R("")
    with pytest.raises(ValueError, match="R_s missing"):
        (R("R_s") + R("b")).impedance([1.0], {"b": 1.0})
    with pytest.raises(ValueError, match="expected one for each of R"):
        R("R").impedance([1.0], [1.0, 2.0])
    for frequency in ([0.0], [-1.0], [np.inf], [[1.0]]):
        with pytest.raises(ValueError, match="frequency"):
            R("R").impedance(frequency, [1.0])
