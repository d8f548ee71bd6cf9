"""Files of ours that are built upon, changed, broken or newer."""

import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pybamm_facets as pf
from pybamm_facets.sets.bpx_files.written_file import bpx_content
from pybamm_facets.sets.comparable import comparable
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.sets.records.kinetics_records import facet_table_of
from pybamm_facets.sets.records.sheet import Sheet
from pybamm_facets.studies.set_checks.set_check import check_set

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def text():
    return json.dumps(bpx_content("Li2025_core_shell")[0])


@pytest.fixture
def content(text):
    return json.loads(text)


@pytest.fixture
def own(content):
    return content["Parameterisation"]["User-defined"]["pybamm-facets"]


@pytest.fixture
def save(tmp_path, content):
    def saved():
        path = tmp_path / "cell.bpx.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return saved


def differing(one, other):
    return {k for k in {*one, *other} if k not in one or k not in other
            or comparable(one[k]) != comparable(other[k])}  # fmt: skip


def test_a_set_file_builds_upon_it_and_says_so(save, tmp_path):
    base = pf.load_set(save())
    (tmp_path / "mine.toml").write_text(
        'like = "cell.bpx.json"\n[particle]\ncore_fraction = 0.6\n[material]\n'
        'facet_j0_mA_cm2 = { "(104)" = 1.0 }\n[electrode]\nthickness_um = 25\n',
        encoding="utf-8",
    )
    mine = pf.load_set(tmp_path / "mine.toml")
    j0 = "Positive electrode (104) facet reference exchange-current density [A.m-2]"
    fraction = "Positive particle core radius fraction"
    assert differing(base, mine) == {j0, fraction, "Positive electrode thickness [m]"}
    assert mine[j0] == 10 and mine[fraction] == 0.6
    origins = pf.provenance(mine)
    assert (
        origins.loc["Positive particle radius [m]", "source"] == "3 to 6 µm (as in cell.bpx.json)"
    )
    assert origins.loc["Positive particle radius [m]", "upper"] == 6e-6
    assert origins.loc[fraction, "provenance"] == "user"


def test_a_new_texture_replaces_the_fractions_but_not_the_zones(save):
    base = pf.load_set(save())
    mine = pf.load_set(save(), changes={"particle.kappa_core": 0, "particle.kappa_shell": 2})
    changed = differing(base, mine)
    assert "Positive particle shell diffusivity ratio" in changed
    assert "Positive particle core radius fraction" not in changed
    assert sum(mine[n] for n in mine if n.endswith("facet area fraction")) == pytest.approx(1)


def test_new_kinetics_and_diffusivity(save):
    changes = {
        "material.j0_mA_cm2": 0.5,
        "material.charge_transfer_coefficient": 0.4,
        "particle.diffusivity_m2_s": 2e-14,
    }
    mine = pf.load_set(save(), changes=changes)
    assert mine["Positive particle diffusivity [m2.s-1]"] == 2e-14
    assert {mine[n] for n in mine if n.endswith("facet charge transfer coefficient")} == {0.4}
    with pytest.raises(ValueError, match=r"'\(108\)': expected one of \(003\)"):
        pf.load_set(save(), changes={"material.facet_j0_mA_cm2.(108)": 1})


def test_commands_and_studies_take_the_file(save):
    path = str(save())
    assert pf.derived(path).equals(pf.derived("Li2025_core_shell"))
    table = pf.rate_capability(path, 10).table
    assert table["particle"].item() == "cell"


def test_bounds_of_its_facets_are_those_of_the_set(tmp_path):
    path = tmp_path / "nca.json"
    path.write_text(json.dumps(bpx_content("NCA_half_cell")[0]), encoding="utf-8")
    tables = [facet_table_of(Sheet(loaded(name).resolved)) for name in (path, "NCA_half_cell")]
    first, second = ({row.facet: row for row in table.rows} for table in tables)
    assert list(first) == list(second)
    for facet, row in first.items():
        other = second[facet]
        assert (row.lower, row.upper, row.provenance) == (
            other.lower,
            other.upper,
            other.provenance,
        )
        assert (row.j0, row.stoichiometry) == (other.j0, other.stoichiometry)


def test_a_check_says_which_estimates_it_knows(save):
    findings = check_set(loaded(save()), c_rates=[1.0]).findings["finding"]
    assert any("builds upon a BPX file" in text for text in findings)


def test_a_file_of_another_tool_has_no_facets(content, save):
    del content["Parameterisation"]["User-defined"]["pybamm-facets"]
    with pytest.raises(ValueError, match=r"cell\.bpx\.json: .*pybamm-facets: not there.*like ="):
        pf.load_set(save())


def test_variants_and_missing_files(save, tmp_path):
    with pytest.raises(ValueError, match="a BPX file has no variants"):
        pf.load_set(save(), cell="cycling")
    with pytest.raises(ValueError, match=r"none\.json: no such file"):
        pf.load_set(tmp_path / "none.json")


def test_a_change_of_the_standard_fields_does_not_go_unnoticed(content, save):
    content["Parameterisation"]["Positive electrode"]["Thickness [m]"] = 5e-5
    with pytest.raises(ValueError, match=r"pybamm-facets\.sum=.*changed after it was written"):
        pf.load_set(save())


R, J0 = "Positive particle radius [m]", "Positive electrode OCP [V]"
BROKEN = {
    "a newer format": (lambda own: own.update(format=2), r"\.format=2: expected 1"),
    "no format": (lambda own: own.pop("format"), r"\.format=None: expected 1"),
    "no parameters": (lambda own: own.update(parameters={}), r"\.parameters: expected an object"),
    "half a cell": (
        lambda own: own["parameters"].pop("Positive particle core diffusivity ratio"),
        r"no 'Positive particle core diffusivity ratio'; expected a whole half-cell",
    ),
    "text for a number": (
        lambda own: own["parameters"][R].update(value="5e-6"),
        r"\['Positive particle radius \[m\]'\]\.value='5e-6': expected a finite number",
    ),
    "no bounds of an estimate": (
        lambda own: own["parameters"][R].pop("low"),
        "expected low and high",
    ),
    "an unknown origin": (
        lambda own: own["parameters"][R].update(description="guess: mine"),
        "'guess: mine': expected an origin",
    ),
    "neither value nor function": (
        lambda own: own["parameters"][R].pop("value"),
        "either value or function",
    ),
    "code": (
        lambda own: own["parameters"][J0]["function"].update(description="os.system"),
        r"function\.description='os\.system': expected 'points'",
    ),
    "a falling x": (
        lambda own: own["parameters"][J0]["function"]["points"]["x"].reverse(),
        r"function\.points: expected as many y as x, and x that rises",
    ),
    "holes": (
        lambda own: own["parameters"][J0]["function"]["points"].update(y=None),
        r"function\.points\.y: expected two finite numbers",
    ),
    "citations": (
        lambda own: own["citations"].update(number=9),
        r"\.citations: expected their number",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("road", ["itself", "like"])
def test_broken_sections_give_one_line_with_file_and_key(case, road, own, save, tmp_path):
    breaks, expected = BROKEN[case]
    breaks(own)
    path = save()
    if road == "like":
        path = tmp_path / "mine.toml"
        path.write_text('like = "cell.bpx.json"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=expected) as caught:
        pf.load_set(path)
    message = str(caught.value)
    assert "\n" not in message and "cell.bpx.json" in message and "pybamm-facets" in message


def test_it_is_read_without_the_package_bpx(save, monkeypatch):
    monkeypatch.setitem(sys.modules, "bpx", None)
    assert pf.load_set(save())["Positive particle radius [m]"] == 5e-6


def test_a_set_that_nothing_lends_its_name_is_called_as_its_file(tmp_path):
    values = pf.load_set("NMC111")
    kept = ("area fraction", "cut-off", "circuit", "Number", "ratio")
    values.update(
        {
            name: value * 1.001
            for name, value in values.items()
            if isinstance(value, float) and not any(word in name for word in kept)
        }
    )
    content = bpx_content(values)[0]
    assert content["Header"]["Title"] == "Half-cell with crystal facets"
    path = tmp_path / "mine.bpx.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert pf.provenance(path).attrs["set"] == "mine.bpx"


def places(tree, path=()):
    """Every place of a JSON tree."""
    yield path
    if not isinstance(tree, dict | list):
        return
    for key, one in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from places(one, (*path, key))


json_values = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.sampled_from([10**400, -1, 0, 1e-300, "", "points", "PyBaMM set Chen2020", "a\nb"]),
    st.just([]),
    st.just({}),
    st.just({"description": 3}),
)


@settings(max_examples=300)
@given(st.data(), json_values)
def test_whatever_stands_there_loads_or_is_one_line(text, tmp_path_factory, data, value):
    content = json.loads(text)
    own = content["Parameterisation"]["User-defined"]["pybamm-facets"]
    parameters = own["parameters"]
    part = data.draw(st.sampled_from([own, parameters, parameters["Positive electrode OCP [V]"],
                                      parameters["Positive particle radius [m]"]]))  # fmt: skip
    *way, last = data.draw(st.sampled_from([place for place in places(part) if place]))
    for key in way:
        part = part[key]
    part[last] = value
    path = tmp_path_factory.mktemp("fuzz") / "cell.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    try:
        pf.load_set(path)
    except ValueError as error:
        assert "\n" not in str(error) and "cell.json" in str(error)
