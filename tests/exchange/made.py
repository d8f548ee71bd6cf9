"""Tests of a made-up cell, of known mass, rates and capacities."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pybamm_facets.exchange import steps_of

MASS_G = 7.1e-3
ONE_C_MA_G = 180.0
ONE_C_A = MASS_G * ONE_C_MA_G / 1e3
LOWER_V, UPPER_V = 2.5, 4.3
CAPACITY = {0.1: 175.0, 1 / 3: 168.0, 1.0: 150.0, 5.0: 90.0}
"""C-rate to mAh/g."""
KNOWN = {"mass_g": MASS_G, "one_c_mA_g": ONE_C_MA_G, "lower_V": LOWER_V, "upper_V": UPPER_V}


@dataclass
class Made:
    """A piece of a test: seconds since its begin, current [A], voltage [V]."""

    time: np.ndarray
    current: np.ndarray
    voltage: np.ndarray

    def __add__(self, other):
        """Two pieces as one step, the second after the first."""
        time = np.concatenate([self.time, self.time[-1] + other.time])
        return Made(time, np.concatenate([self.current, other.current]),
                    np.concatenate([self.voltage, other.voltage]))  # fmt: skip


def rest(voltage=3.6, seconds=600.0, points=20):
    return Made(np.linspace(0, seconds, points), np.zeros(points), np.full(points, voltage))


def constant(rate, capacity, start, end, points=200):
    """A constant current, positive where `end` is above `start`."""
    current = rate * ONE_C_A * np.sign(end - start)
    seconds = 3600 * capacity / (rate * ONE_C_MA_G)
    time = np.linspace(0, seconds, points)
    return Made(time, np.full(points, current), np.linspace(start, end, points))


def discharge(rate, capacity=None, end=LOWER_V):
    return constant(rate, capacity or CAPACITY[rate], 4.25, end)


def charge(rate, capacity=None, end=UPPER_V):
    return constant(rate, capacity or CAPACITY[rate], 2.7, end)


def hold(rate, down_to=0.05, voltage=UPPER_V, tau=600.0, points=300):
    """The current that decays at a held voltage, from just below that of `rate`."""
    time = np.linspace(10.0, tau * np.log(rate / down_to), points)
    return Made(time, rate * ONE_C_A * np.exp(-time / tau), np.full(points, voltage))


def frame_of(*pieces, cycles=None):
    """The standard table of pieces, each a step, a second apart."""
    frames, begin = [], 0.0
    for number, piece in enumerate(pieces, start=1):
        cycle = 1 if cycles is None else cycles[number - 1]
        columns = {"time_s": begin + piece.time, "current_A": piece.current,
                   "voltage_V": piece.voltage}  # fmt: skip
        frames.append(pd.DataFrame(columns).assign(step=number, cycle=cycle))
        begin += piece.time[-1] + 1.0
    return pd.concat(frames, ignore_index=True)


def rate_test(repeats=2):
    """Charges at C/10 with a hold, and discharges at each rate, so many times."""
    pieces, cycles = [], []
    for rate in CAPACITY:
        for _ in range(repeats):
            pieces += [rest(), charge(0.1) + hold(0.1), rest(), discharge(rate)]
            cycles += [len(cycles) // 4 + 1] * 4
    return frame_of(*pieces, cycles=cycles)


def only(piece, **limits):
    """The one row of a piece's step."""
    (row,) = steps_of(frame_of(piece), **KNOWN | limits).itertuples()
    return row


LABELS = {"time_s": "Test Time / s", "current_A": "Current / A", "voltage_V": "Voltage / V",
          "step": "Step Count / 1", "cycle": "Cycle Count / 1"}  # fmt: skip
MACHINE = {"time_s": "test_time_second", "current_A": "current_ampere",
           "voltage_V": "voltage_volt", "step": "step_count", "cycle": "cycle_count"}  # fmt: skip


def write_bdf(path, frame, names=LABELS, **options):
    """A BDF table of a standard one."""
    frame.rename(columns=names).to_csv(path, index=False, **options)
    return path


def neware_of(frame, anew=True):
    """What NewareNDA would return for a standard table; `anew` if time begins anew in each step."""
    begin = frame.groupby("step")["time_s"].transform("first") if anew else 0.0
    clock = pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(frame["time_s"], unit="s")
    return pd.DataFrame(
        {
            "Index": np.arange(1, len(frame) + 1, dtype=np.uint32),
            "Cycle": frame["cycle"].astype(np.uint32),
            "Step": frame["step"].astype(np.uint32),
            "Status": "CC_Chg",
            "Time": (frame["time_s"] - begin).astype(np.float32),
            "Voltage": frame["voltage_V"].astype(np.float32),
            "Current(mA)": (1e3 * frame["current_A"]).astype(np.float32),
            "Timestamp": clock,
        }
    )
