"""Whatever a set's file holds: a set that can be meant, or one error of one line."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pybamm_facets as pf
from pybamm_facets.crystal import NMC811_FACETS
from pybamm_facets.measured import read_capacities
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.sets.files.schema import PARTS, limits
from tests.sets.files.laboratory import BESIDE, LIKE, NAME, WHOLE, whole, write

FACETS = [family.label for family in NMC811_FACETS]
VARIED = f"""{LIKE}
[variants]
particle = ["A", "B"]
cell = ["thin", "thick"]

[electrode]
loading_mg_cm2 = {{ value = 5.5, origin = "estimate", low = 5, high = 6, source = "weighed" }}

[material]
ocp_csv = "ocp.csv"
ocp_extension_slope_V = 3
facet_j0_mA_cm2 = {{ "(104)" = 0.5, "(003)" = 0.05 }}

[[overlay]]
when = {{ particle = "B" }}
particle.facet_fractions = {{ "(104)" = 0.5, "(003)" = 0.5 }}

[[overlay]]
when = {{ cell = "thick" }}
electrode.thickness_um = 60
"""

several = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = (
    *("", "=", ".", ",", "-", "0", "9", "e", "e9", "nan", "inf", "true", '"', "'", "[", "]", "{"),
    *("}", "#", "\n", "\0", "\t", "\r", "[[", "1e999", "0x1", "é", "\ufeff", "\u2028", "\x0b"),
    *('"a\\nb"', "2024-01-01", "_", "/", "..", "(104)", "value", "low = 1", "like = 3\n"),
)


def is_one_line(error):
    message = str(error)
    assert type(error) is ValueError, repr(error)
    assert message
    assert len(message.splitlines()) == 1, message
    for raw in ("Traceback", "NoneType", "object has no attribute", "Sourced(", "validation error"):
        assert raw not in message
    return message


def load(path, **choices):
    """Load a set: either it can be run, or one line says why not."""
    try:
        values = pf.load_set(path, **choices)
    except ValueError as error:
        message = is_one_line(error)
        assert path.name in message or str(path.parent) in message, message
        return message
    check_parameter_values(values, FACETS)
    return ""


def damaged(data, text):
    """A text in which pieces are replaced, left out or put in, and lines changed or dropped."""
    for _ in range(data.draw(st.integers(1, 3))):
        kind = data.draw(st.sampled_from(["piece", "piece", "piece", "swap", "drop"]))
        lines = text.split("\n")
        one, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        if kind == "drop":
            del lines[one]
            text = "\n".join(lines)
        elif kind == "swap":
            left, right = (lines[k].partition("=") for k in (one, other))
            lines[one] = "".join((*left[:2], right[2]))
            lines[other] = "".join((*right[:2], left[2]))
            text = "\n".join(lines)
        else:
            place = data.draw(st.integers(0, len(text)))
            length = data.draw(st.integers(0, 3))
            piece = data.draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=2)))
            text = text[:place] + piece + text[place + length :]
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.slow
@pytest.mark.parametrize("text", [WHOLE, VARIED], ids=["whole", "varied"])
@settings(several, max_examples=200)
@given(data=st.data())
def test_damaged_sets(text, data, tmp_path):
    choices = {"particle": "B", "cell": "thick"} if "[variants]" in text else {}
    load(write(tmp_path, {NAME: damaged(data, text)}), **choices)


KEYS_OF_TABLES = {
    "ocp.csv": 'material.ocp_csv = "ocp.csv"\nmaterial.ocp_extension_slope_V = 9',
    "facets.csv": 'material.facet_csv = "facets.csv"',
    "fractions.csv": 'particle.facet_fractions_csv = "fractions.csv"',
    "lattice.csv": 'material.lattice_csv = "lattice.csv"',
    "diffusivity.csv": 'particle.diffusivity_csv = "diffusivity.csv"',
}


@pytest.mark.parametrize("name", KEYS_OF_TABLES)
@settings(several, max_examples=60)
@given(data=st.data())
def test_damaged_tables(name, data, tmp_path):
    text = LIKE + KEYS_OF_TABLES[name]
    load(write(tmp_path, {NAME: text, name: damaged(data, BESIDE[name])}))


@settings(several, max_examples=100)
@given(data=st.data())
def test_damaged_capacities(data, tmp_path):
    path = write(tmp_path, {"capacities.csv": damaged(data, BESIDE["capacities.csv"])})
    try:
        table = read_capacities(path.with_name("capacities.csv"))
    except ValueError as error:
        assert "capacities.csv" in is_one_line(error)
    else:
        assert (table["capacity_mAh_g"] > 0).all()
        assert (table["c_rate"] > 0).all()


words = st.one_of(
    st.sampled_from(
        ["", "a", "ocp.csv", "../ocp.csv", "/etc/passwd", "my.toml", "x" * 300, "Chen2020", "nan"]
    ),
    st.text(max_size=4),
)
scalars = st.one_of(
    st.integers(-(10**40), 10**40),
    st.integers(-3, 300),
    st.floats(),
    st.booleans(),
    words,
    st.dates(),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.one_of(
                st.sampled_from(["value", "low", "high", "origin", "source", "(104)", "file"]),
                st.text(max_size=3),
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=4,
)


def quoted(text):
    """A TOML string of any text."""
    inside = "".join(
        one if one.isalnum() and one.isascii() else f"\\U{ord(one):08x}"
        for one in text.encode("utf-8", "replace").decode()
    )
    return f'"{inside}"'


def toml(value):
    """A value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {toml(one)}" for key, one in value.items()) + "}"
    return str(value)


EVERY_KEY = [f"{section}.{key}" for section, part in PARTS.items() for key in part.model_fields]
ABOUT = ("name", "title", "like", "citations", "variants", "overlay", "registered", *PARTS)


@settings(several, max_examples=400)
@given(key=st.sampled_from([*EVERY_KEY, *ABOUT]), value=values)
def test_any_value_of_any_key(key, value, tmp_path):
    text = "" if key == "like" else LIKE
    load(write(tmp_path, {NAME: f"{text}{key} = {toml(value)}\n"}))


@settings(several, max_examples=100)
@given(
    tree=st.dictionaries(
        st.sampled_from([*EVERY_KEY, *ABOUT]), st.one_of(scalars, values), min_size=2, max_size=6
    )
)
def test_any_file(tree, tmp_path):
    text = "".join(f"{key} = {toml(value)}\n" for key, value in tree.items())
    load(write(tmp_path, {NAME: text}))


NUMBERS = [
    (section, key, end)
    for section, part in PARTS.items()
    for key in part.model_fields
    if limits(section, key) is not None and key not in ("facet_fractions", "facet_j0_mA_cm2")
    for end in (0, 1)
]


@pytest.mark.parametrize("base", ["alone", "like"])
@pytest.mark.parametrize(("section", "key", "end"), NUMBERS)
def test_ends_of_every_range(section, key, end, base, tmp_path):
    """The least and most of each key, in a set that is sound otherwise."""
    allowed = limits(section, key)
    assert allowed is not None
    line = f"{section}.{key} = {allowed[end]!r}\n"
    if base == "like":
        load(write(tmp_path, {NAME: LIKE + line}))
        return
    kept = "".join(
        one for one in whole().splitlines(keepends=True) if not one.startswith(f"{key} =")
    )
    head, _, tail = kept.partition(f"[{section}]\n")
    load(write(tmp_path, {NAME: f"{head}[{section}]\n{line.split('.', 1)[1]}{tail}"}))
