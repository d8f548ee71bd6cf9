"""A synthetic laboratory: a hidden particle, what a cycler would see of it, and noise."""

from pathlib import Path

import numpy as np
import pandas as pd

import pybamm_facets as pf
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.studies.set_rates import rates_of_sets

COARSE = pf.Numerics({"r_p": 12, "x_p": 3, "x_s": 5})
"""Data and fit share it: what is tested is the fit's statistics, not the mesh."""

RATES = {"discharge": (0.5, 2.0, 5.0, 10.0), "charge": (1.0, 2.0)}
NOISE = 1.0
"""Standard deviation of a measured capacity [mAh/g]."""

KNOWN = """
like = "Li2025_isotropic"
[particle]
kappa = -2
diffusivity_m2_s = 5e-15
[cell]
lower_voltage_V = 3.0
contact_resistance_ohm_cm2 = 20
"""

HIDDEN = {"particle.diffusivity_m2_s": 8e-15, "cell.contact_resistance_ohm_cm2": 35.0}


def write_set(folder: Path) -> Path:
    """What the laboratory believes of its cell before it measures."""
    path = folder / "mine.toml"
    path.write_text(KNOWN, encoding="utf-8")
    return path


def true_capacities(path: Path) -> pd.DataFrame:
    """Capacities of the hidden particle, without noise."""
    values = loaded(path, changes=HIDDEN).parameter_values
    tables = [
        rates_of_sets({"mine": values}, rates, directions=(way,), numerics=COARSE).table
        for way, rates in RATES.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    assert (table["status"] == "ok").all()
    return table[["direction", "c_rate", "capacity_mAh_g"]]


def write_measured(truth: pd.DataFrame, folder: Path, seed: int) -> Path:
    """The CSV of one laboratory day."""
    noise = np.random.default_rng(seed).normal(0, NOISE, len(truth))
    noisy = truth.assign(capacity_mAh_g=truth["capacity_mAh_g"] + noise, error=NOISE)
    path = folder / f"rates_{seed}.csv"
    noisy.to_csv(path, index=False)
    return path
