"""Whatever is typed: one clear error before any work, or a finite, plausible result."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pybamm_facets as pf
from pybamm_facets.impedance import read_spectrum
from pybamm_facets.impedance.inversion.area_tables import read_areas
from pybamm_facets.runs.designs import SHORT_NAMES, read_designs

NUMERICS = pf.Numerics({"r_p": 6, "x_p": 3, "x_s": 4})
MOST = 300.0
"""More than the lattice holds [mAh/g]: 1 Li a formula unit is 276."""

quick = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**6),
    st.floats(),
    st.sampled_from(["", "1", "C/10", "2C", "12", "C/0", "nan", "-1", "κ", b"1", [], [[]], {}, ()]),
)
numbers = st.one_of(st.floats(1e-9, 1e3), st.floats(), st.sampled_from([0.0, 1.0, -1.0, 5e-6, 4.3]))


def is_clear(error):
    text = str(error)
    assert text
    for raw in ("IDA_", "vector::", "NAType", "NoneType", "Traceback", "object has no attribute"):
        assert raw not in text
    return True


def check(table):
    """No number that nobody should trust is ``ok``."""
    for row in table.to_dict("records"):
        if row["status"] == "ok":
            assert math.isfinite(row["capacity_mAh_g"])
            assert 0 < row["capacity_mAh_g"] < MOST
            assert math.isfinite(row["energy_mWh_g"])
        else:
            assert row["reason"]
            assert is_clear(row["reason"])


@quick
@given(
    rates=st.one_of(odd, st.lists(odd, max_size=3)),
    directions=st.one_of(st.sampled_from(["discharge", "charge", ("charge",)]), odd),
    threads=st.one_of(st.none(), odd),
)
def test_rate_capability(rates, directions, threads):
    try:
        results = pf.rate_capability(
            "Li2025_core_shell", rates, directions=directions, threads=threads, numerics=NUMERICS
        )
    except (ValueError, TypeError) as error:
        assert is_clear(error)
    else:
        check(results.table)


@pytest.mark.slow
@quick
@given(
    designs=st.dictionaries(
        st.sampled_from(
            [*SHORT_NAMES, "f_(104)", "j0_(104)_mA_cm2", "Ambient temperature [K]", "nonsense"]
        ),
        st.lists(numbers, min_size=2, max_size=2),
        min_size=1,
        max_size=2,
    )
)
def test_sweep(designs):
    try:
        results = pf.sweep("Li2025_core_shell", designs, [5], numerics=NUMERICS)
    except ValueError as error:
        assert is_clear(error)
    else:
        assert len(results.table) == 2
        check(results.table)


@quick
@given(
    arguments=st.fixed_dictionaries(
        {},
        optional={
            "particle": st.sampled_from(["core-shell", "isotropic", "round", ""]),
            "cell": st.sampled_from(["rate", "cycling", "big"]),
            "diffusivity": st.sampled_from(["constant", "oregan", "x"]),
            "loading_mg_cm2": odd,
            "thickness": st.one_of(st.floats(1e-7, 1e-3), odd),
        },
    )
)
def test_li2025(arguments):
    try:
        values = pf.li2025(**arguments)
    except (ValueError, TypeError) as error:
        assert is_clear(error)
    else:
        assert 0 < values["Positive electrode porosity"] < 1
        assert 0 < values["Nominal cell capacity [A.h]"] < 1


@settings(max_examples=15)
@given(
    rows=st.lists(st.tuples(numbers, numbers, numbers), max_size=3),
    low=numbers,
    high=numbers,
    name=st.sampled_from(["D", "radius_m", "kappa_shell", "nonsense"]),
)
def test_calibrate(rows, low, high, name):
    data = pd.DataFrame(
        [("a", rate, capacity, error) for rate, capacity, error in rows],
        columns=["particle", "c_rate", "capacity_mAh_g", "error_mAh_g"],
    )
    try:
        columns = ("diffusivity_m2_s",) if name == "D" else ()
        unknown = pf.Unknown(name, low, high, columns=columns)
        found = pf.calibrate({"a": "Li2025_core_shell"}, [unknown], data, numerics=NUMERICS)
    except (ValueError, RuntimeError) as error:
        assert is_clear(error)
    else:
        assert all(np.isfinite(found.table["value"]))


READERS = [
    (read_designs, "design,kappa_shell,radius_m\na,-10,5e-6\nb,0,4e-6\n"),
    (pf.FacetTable.from_csv, "facet,j0_mA_cm2\n(104),0.28\n(003),0.5\n"),
    (read_areas, "particle,(003)_um2,(104)_um2\nA,60,10\nB,20,70\n"),
    (read_spectrum, "frequency_Hz,z_real_ohm,z_imag_ohm\n1000,1,-1\n100,2,-2\n10,3,-1\n"),
]


@pytest.mark.parametrize(("read", "text"), READERS)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_readers(read, text, data, tmp_path):
    """Damage anywhere in a file: refused by name of the file, or read."""
    content = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + 1] = data.draw(
            st.one_of(
                st.binary(max_size=3), st.sampled_from([b",", b";", b"\n", b'"', b"\0", b"#"])
            )
        )
        if not content:
            content = bytearray(b"\n")
    path = tmp_path / "table.csv"
    path.write_bytes(bytes(content))
    try:
        read(path)
    except ValueError as error:
        assert is_clear(error)
        assert "table.csv" in str(error)
