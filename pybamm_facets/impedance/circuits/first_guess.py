"""First guesses of a circuit's parameters, read off a spectrum as by eye."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.signal import find_peaks

from pybamm_facets._arrays import FloatArray
from pybamm_facets.impedance.circuits.circuit import Circuit
from pybamm_facets.impedance.spectra.spectrum import Spectrum

ALPHA = 0.85
DROP = 0.05
"""Share by which -Im must fall and rise again for an arc to be seen, well above noise."""
WINDOW = 5
"""Points over which -Im is smoothed."""


@dataclass(frozen=True)
class Arc:
    """What the eye sees: where the arc begins, how wide it is, its apex, and what follows it."""

    start: float
    width: float
    omega_apex: float
    diffusion: float


def read_arc(spectrum: Spectrum) -> Arc:
    """The first arc from high frequency.

    ``start`` and ``width`` are on the real axis [Ohm], ``omega_apex`` in rad.s-1; ``diffusion`` is
    the Warburg coefficient [Ohm.s^-0.5] of the line from the end of the arc to the last point.
    """
    real, omega = spectrum.impedance.real, 2 * np.pi * spectrum.frequency
    apex, end = _apex_and_end(_smooth(-spectrum.impedance.imag))
    start = max(real[0], spectrum.modulus.min() / 100)
    width = max(real[end] - start, spectrum.modulus.max() / 100)
    run = omega[-1] ** -0.5 - omega[end] ** -0.5
    line = (real[-1] - real[end]) / run if run > 0 else 0.0
    least = 0.01 * width * np.sqrt(omega[-1])
    return Arc(start, width, omega[apex], max(line, least))


def first_guess(circuit: Circuit, spectrum: Spectrum) -> FloatArray:
    """Parameters in the circuit's order.

    The first resistor is taken for the one in series. Several capacitances and the resistors
    beside them are given the arcs that are seen, from high frequency; where fewer are seen,
    resistors share the arc and capacitances spread over the frequencies measured.
    """
    arc = read_arc(spectrum)
    symbols = [quantity.symbol for quantity in circuit.quantities]
    resistors, plates = symbols.count("R"), symbols.count("Q") + symbols.count("C")
    arcs = _separate_arcs(arc, spectrum, plates) if resistors == plates + 1 else None
    widths, omegas = arcs or (
        [arc.width / max(resistors - 1, 1)] * max(resistors, plates),
        _apexes(arc, spectrum, plates),
    )
    each, plate = iter(widths), iter(zip(widths, omegas, strict=False))
    tau = 1 / (2 * np.pi * spectrum.frequency[-1])
    exponents = iter([ALPHA if symbol == "Q" else 1.0 for symbol in symbols if symbol in "QC"])
    values, series_resistor_set = [], False
    for symbol in symbols:
        if symbol == "R":
            values.append(next(each) if series_resistor_set else arc.start)
            series_resistor_set = True
        elif symbol in "QC":
            width, omega = next(plate)
            values.append(1 / (width * omega ** next(exponents)))
        elif symbol == "alpha":
            values.append(ALPHA)
        else:  # a finite diffusion element looks infinite until its time is reached
            values.append(
                {"sigma": arc.diffusion, "R_W": arc.diffusion * np.sqrt(2 * tau), "tau": tau,
                 "L": 0.01 * spectrum.modulus[0] / (2 * np.pi * spectrum.frequency[0])}[symbol]
            )  # fmt: skip
    return np.array(values)


def _separate_arcs(
    arc: Arc, spectrum: Spectrum, count: int
) -> tuple[list[float], list[float]] | None:
    """Widths and angular frequencies of so many arcs, the most prominent; None if fewer show."""
    height = _smooth(-spectrum.impedance.imag)
    peaks, found = find_peaks(height, prominence=DROP * max(height.max(), 0.0))
    if count < 2 or len(peaks) < count:
        return None
    chosen = np.sort(peaks[np.argsort(found["prominences"])[-count:]])
    valleys = [a + int(np.argmin(height[a : b + 1])) for a, b in pairwise(chosen)]
    last = chosen[-1] + int(np.argmin(height[chosen[-1] :]))
    ends = [arc.start, *spectrum.impedance.real[[*valleys, last]]]
    least = spectrum.modulus.max() / 100
    widths = [max(float(after - before), least) for before, after in pairwise(ends)]
    return widths, [float(w) for w in 2 * np.pi * spectrum.frequency[chosen]]


def _apexes(arc: Arc, spectrum: Spectrum, count: int) -> FloatArray:
    if count <= 1:
        return np.array([arc.omega_apex])
    first, last = spectrum.frequency[[0, -1]]
    return 2 * np.pi * np.geomspace(first, last, count + 2)[1:-1]


def _smooth(values: FloatArray) -> FloatArray:
    padded = np.pad(values, WINDOW // 2, mode="edge")
    return np.convolve(padded, np.full(WINDOW, 1 / WINDOW), mode="valid")


def _apex_and_end(height: FloatArray) -> tuple[int, int]:
    """Places of the first clear maximum and of the minimum after it; else the largest, the last."""
    apex = 0
    for i, value in enumerate(height):
        if value > height[apex]:
            apex = i
        if value < (1 - DROP) * height[apex] and height[apex] > 0:  # inductive points are below 0
            break
    else:
        return int(np.argmax(height)), len(height) - 1
    end = apex
    for i in range(apex, len(height)):
        if height[i] < height[end]:
            end = i
        if height[i] > height[end] + DROP * height[apex]:
            break
    return apex, end
