"""What newcomers type first: accepted where the meaning is plain, else refused by name at once."""

import re

import numpy as np
import pandas as pd
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.runs.sqlite_file import LedgerError

NUMERICS = pf.Numerics({"r_p": 8, "x_p": 3, "x_s": 5})
SET = "Li2025_core_shell"


def rate(*arguments, **options):
    return pf.rate_capability(*arguments, **{"numerics": NUMERICS, **options}).table


def sweep(*arguments, **options):
    return pf.sweep(*arguments, **{"numerics": NUMERICS, **options}).table


ACCEPTED = {
    "one rate": lambda: rate({"a": pf.li2025()}, 10),
    "a rate in words": lambda: rate(SET, "C/2"),
    "rates in words and numbers": lambda: rate(SET, ["2C", 5]),
    "an array of rates": lambda: rate(SET, np.array([5, 10])),
    "a set's name": lambda: rate(SET, 10),
    "a set without a name": lambda: rate(pf.li2025(), 10),
    "names as sets": lambda: rate({"mine": SET, "other": "Li2025_isotropic"}, 10),
    "the name of the tables": lambda: rate(pf.li2025("core-shell"), 10),
    "a dict of designs": lambda: sweep(SET, {"kappa_shell": [-10, 0]}, 10),
    "one design as numbers": lambda: sweep(SET, {"kappa_shell": -10}, 10),
    "one step before the run": lambda: rate(SET, 5, start="Charge at 1C until 4.5 V"),
    "whole numbers in a set": lambda: rate(with_(SET, {"Ambient temperature [K]": 293}), 10),
    "a κ for a texture": lambda: rate(
        with_(SET, pf.Agglomerate.core_shell(shell=-10, core=0).parameters()), 10
    ),
}


def with_(name, changes):
    values = pybamm.ParameterValues(name)
    values.update(changes)
    return values


@pytest.mark.parametrize("said", ACCEPTED)
def test_plain_meaning_is_understood(said):
    table = ACCEPTED[said]()
    assert (table["status"] == "ok").all()
    assert table["capacity_mAh_g"].between(40, 240).all()


REFUSED = {
    "c_rates=0: expected a positive number": lambda: rate(SET, 0),
    "c_rates='fast': expected a positive rate": lambda: rate(SET, "fast"),
    "c_rates=[]: expected at least one": lambda: rate(SET, []),
    "c_rates=True: expected": lambda: rate(SET, True),
    "directions='both': expected discharge or charge": lambda: rate(SET, 1, directions="both"),
    "did you mean 'Li2025_core_shell'": lambda: rate("Li2025_coreshell", 1),
    "parameter_values['a']={'x': 1}: expected": lambda: rate({"a": {"x": 1}}, 1),
    "parameter_values=3: expected a parameter set": lambda: rate(3, 1),
    "add_facets": lambda: rate("Chen2020", 1),
    "numerics={'r_p': 10}: expected Numerics": lambda: rate(SET, 1, numerics={"r_p": 10}),
    "var_pts='rp': expected one of x_n": lambda: pf.Numerics({"rp": 10}),
    "var_pts['r_p']=0: expected a whole number from 2": lambda: pf.Numerics({"r_p": 0}),
    "rtol=10.0: expected a number from": lambda: pf.Tolerances(10.0, 10.0),
    "backend='fast': expected one of auto": lambda: pf.Numerics(backend="fast"),
    "threads=0: expected a whole number from 1": lambda: rate(SET, 1, threads=0),
    "did you mean 'kappa_shell'": lambda: sweep(SET, {"kappa_shel": [1.0]}, 1),
    "designs=str: expected a pandas.DataFrame": lambda: sweep(SET, "designs.csv", 1),
    "designs: expected at least one row": lambda: sweep(SET, pd.DataFrame(), 1),
    "measured: no column particle": lambda: rate(SET, 1, measured=pd.DataFrame({"c_rate": [1]})),
    "there is no folder": lambda: rate(SET, 1, store="no/such/folder/runs.db"),
    "shell='random': expected a Texture": lambda: pf.Agglomerate(shell="random"),
    "texture=True: expected a Texture": lambda: pf.Agglomerate.isotropic(True),
    "radius=-5e-06: expected a positive number": lambda: pf.Agglomerate(radius=-5e-6),
    "particle='coreshell': expected one of": lambda: pf.li2025("coreshell"),
    "label='(999)': expected one of (003)": lambda: pf.NMC811_FACETS and facet("(999)"),
    "2 unknowns (radius_m, D) but 1 measurements": lambda: calibrate(),
    "expected an Executor, a Dask client or address": lambda: rate(SET, 1, executor=3),
    "no attribute 'simulate'": lambda: pf.simulate,
}


def facet(label):
    from pybamm_facets.crystal import facet_family

    return facet_family(label)


def calibrate():
    unknowns = [
        pf.Unknown("radius_m", 3e-6, 6e-6),
        pf.Unknown("D", 1e-15, 1e-13, columns=("diffusivity_m2_s",), log=True),
    ]
    data = pd.DataFrame({"particle": ["a"], "c_rate": [10.0], "capacity_mAh_g": [120.0]})
    return pf.calibrate({"a": SET}, unknowns, data)


@pytest.mark.parametrize("message", REFUSED)
def test_mistakes_are_named_before_any_work(message, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("something was built before the input was checked")

    monkeypatch.setattr("pybamm_facets.runs.workers.job.build_for", refuse)
    expected = (ValueError, TypeError, LedgerError, AttributeError)
    with pytest.raises(expected, match=re.escape(message)) as caught:
        REFUSED[message]()
    assert "\n" not in str(caught.value)
