"""Files that a laboratory may bring and that cannot be meant, with what the message must say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.sets.files.laboratory import DIFFUSIVITY, FACETS, LIKE, NAME, OCP, whole

POINTS = [line.split(",") for line in OCP.splitlines()[1:]]


@dataclass(frozen=True)
class Bad:
    """Files to write, what to choose of the set, and what the message must contain."""

    files: dict[str, str | bytes]
    says: tuple[str, ...]
    choices: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[Path], None] | None = None


def own(text: str | bytes, *says: str, **choices: str) -> Bad:
    """A set that is wrong by itself."""
    return Bad({NAME: text}, (NAME, *says), choices)


def changed(old: str, new: str, *says: str) -> Bad:
    """The laboratory's whole set with one piece replaced."""
    return own(whole(old, new), *says)


def like(text: str, *says: str, **choices: str) -> Bad:
    """A set that builds upon an installed one and adds something wrong."""
    return own(LIKE + text, *says, **choices)


def beside(key: str, name: str, content: str | bytes, *says: str, text: str = "") -> Bad:
    """A set that builds upon an installed one, with a wrong table beside it."""
    return Bad({NAME: f'{LIKE}{key} = "{name}"\n{text}', name: content}, says)


def ocp(content: str | bytes, *says: str, text: str = "") -> Bad:
    """A wrong table of the open-circuit potential."""
    return beside("material.ocp_csv", "own.csv", content, *says, text=text)


def table(rows: list[list[str]], header: str = "stoichiometry,voltage_V") -> str:
    return "\n".join([header, *(",".join(row) for row in rows)]) + "\n"


def replaced(row: int, column: int, text: str) -> str:
    rows = [list(one) for one in POINTS]
    rows[row][column] = text
    return table(rows)


def link_out(folder: Path) -> None:
    outside = folder.parent / f"{folder.name}_outside.csv"
    outside.write_text(OCP)
    (folder / "link.csv").symlink_to(outside)


def link_out_set(folder: Path) -> None:
    outside = folder.parent / f"{folder.name}_outside.toml"
    outside.write_text(LIKE)
    (folder / "link.toml").symlink_to(outside)


def link_circle(folder: Path) -> None:
    (folder / "one.csv").symlink_to("two.csv")
    (folder / "two.csv").symlink_to("one.csv")


CHEN = 'like = "Chen2020"\nparticle.kappa = 0\nmaterial.density_g_cm3 = 4.7\n'
VARIANTS = 'variants.particle = ["A", "B"]\n'
FOLDER = "expected a file in the set's folder"

KEYS = {
    "typo in a key": like("electrode.loadng_mg_cm2 = 5", "electrode.loadng_mg_cm2=5", "loading_mg"),
    "typo in a section": like("[electrod]\nthickness_um = 5", "electrod=", "mean electrode?"),
    "key in the wrong section": like(
        "cell.loading_mg_cm2 = 5", "cell.loading_mg_cm2=5", "expected it in [electrode]"
    ),
    "key at the top": like(
        "thickness_um = 5", "thickness_um=5", "expected it in [electrode] or [separator]"
    ),
    "typo at the top": like('tittle = "x"', "tittle='x'", "did you mean title?"),
    "nothing near": like("cell.xyzzy = 1", "cell.xyzzy=1", "expected some of disc_mm, area_cm2"),
    "typo in an overlay": like(
        f'{VARIANTS}[[overlay]]\nwhen = {{ particle = "A" }}\nparticle.kapa = 1',
        "overlay 1, particle.kapa=1",
        "did you mean kappa?",
    ),
    "section in an overlay": like(
        f'{VARIANTS}[[overlay]]\nwhen = {{ particle = "A" }}\npartikle.kappa = 1',
        "overlay 1, partikle=",
        "did you mean particle?",
    ),
    "line break in a key": like('"a\\nb" = 1', "a b=1", "expected some of cell"),
    "field of a value": like("cell.disc_mm = { valeu = 12 }", "cell.disc_mm=", "'valeu'", "value,"),
    "field of like": own('like = { fil = "x" }', "like.fil='x'", "did you mean file?"),
    "dotted far too deep": like(".".join(["a"] * 5000) + " = 1", "nested too deeply", "expected"),
    "brackets far too deep": like("x = " + "[" * 20000, "nested too deeply", "expected"),
    "tables in a number": like(
        "cell.disc_mm.a.b.c = 3", "cell.disc_mm=", "'a' is unknown: expected some"
    ),
    "duplicate key": like("cell.disc_mm = 12\ncell.disc_mm = 13", "line 3", "13", "key", "once"),
    "duplicate section": like("[cell]\ndisc_mm = 12\n[cell]\nseries_cells = 1", "line 4", "once"),
    "section as a number": like("cell = 3", "cell=3", "expected a table, [cell]"),
    "overlay as a table": like("[overlay]\nwhen = {}", "overlay=", "[[overlay]]"),
    "overlay as a number": like("overlay = 3", "overlay=3", "[[overlay]]"),
    "overlay without when": like(
        "[[overlay]]\nparticle.kappa = 1", "overlay 1, when", "expected a value"
    ),
    "citations as a number": like("citations = 3", "citations=3", "expected a list"),
    "citations of numbers": like("citations = [3]", "citations.0=3", "expected text in quotes"),
    "unknown citation": like(
        'citations = ["ORegan2021"]', "citations='ORegan2021'", "expected a key", "'ORegan2022'"
    ),
    "half a BibTeX entry": like(
        'citations = ["@article{a, title = {b}"]', "citations='@article{a", "a whole BibTeX entry"
    ),
    "two BibTeX entries": like(
        'citations = ["@book{a, title = {b}} @book{c,}"]', "citations='@book{a", "whole BibTeX"
    ),
    "name as a number": like("name = 3", "name=3", "expected text in quotes"),
    "like as a number": own("like = 3", "like=3", "expected the name of a set or file"),
    "like as a list": own('like = ["a"]', "like=['a']", "expected the name of a set or file"),
}

UNITS = {
    name: like(f"{section}.{key} = {value}", f"{section}.{key}={value}", f"expected {meant}", unit)
    for name, section, key, value, meant, unit in (
        ("mm for µm", "electrode", "thickness_mm", "0.03", "thickness_um", "in µm, not in mm"),
        ("g/cm²", "electrode", "loading_g_cm2", "0.005", "loading_mg_cm2", "not in g/cm2"),
        ("kelvin", "cell", "temperature_K", "293", "temperature_C", "in °C, not in K"),
        ("millivolts", "cell", "upper_voltage_mV", "4300", "upper_voltage_V", "not in mV"),
        ("nanometres", "particle", "radius_nm", "4500", "radius_um", "in µm, not in nm"),
        ("metres", "particle", "radius_m", "0.01", "radius_um", "in µm, not in m"),
        ("no unit", "particle", "radius", "4.5", "radius_um", "in µm"),
        ("molar", "electrolyte", "concentration_M", "1", "concentration_mol_L", "not in M"),
        ("cm²/s", "particle", "diffusivity_cm2_s", "0.1", "diffusivity_m2_s", "not in cm2/s"),
        ("inches", "cell", "disc_in", "0.5", "disc_mm", "in mm, not in in"),
    )
}

VALUES = {
    "decimal comma": like("cell.disc_mm = 12,5", "line 2", "12,5", "a decimal comma? expected"),
    "decimal comma in a table": like(
        "cell.disc_mm = { value = 12,5 }", "line 2", "12,5", "a decimal comma? expected"
    ),
    "decimal comma in quotes": like(
        'cell.disc_mm = "12,5"', "cell.disc_mm='12,5'", "[mm]; without quotes", "decimal point"
    ),
    "bare label": like("[particle.facet_fractions]\n(104) = 1", "line 3", "label in quotes"),
    "NaN": like("cell.disc_mm = nan", "cell.disc_mm=NaN: expected a finite number"),
    "infinite": like("cell.disc_mm = inf", "cell.disc_mm=Infinity: expected a finite number"),
    "true": like("cell.disc_mm = true", "cell.disc_mm=true: expected a number"),
    "list": like("cell.disc_mm = [12]", "cell.disc_mm=[12]: expected a number"),
    "date": like("cell.disc_mm = 2024-01-01", "cell.disc_mm=2024-01-01: expected a number"),
    "empty table": like("cell.disc_mm = {}", "cell.disc_mm: expected a value"),
    "words for a number": like(
        'cell.disc_mm = "twelve"', "cell.disc_mm='twelve': expected a number"
    ),
    "number for words": like("material.ocp_csv = 3", "material.ocp_csv=3", "text in quotes"),
    "exponent without end": like(
        "cell.disc_mm = 1e99999999999999999999", "cell.disc_mm=", "finite"
    ),
    "bound without end": like(
        "cell.disc_mm = { value = 12, low = 1, high = 1e9999 }", "cell.disc_mm=", "high=1E+9999"
    ),
    "digits without end": like(f"cell.disc_mm = {'9' * 5000}", "integer", "digits", "expected"),
    "hexadecimal without end": like(f"cell.disc_mm = 0x{'f' * 9000}", "cell.disc_mm=", "expected"),
    "too small": like("cell.disc_mm = 0.012", "cell.disc_mm=0.012: expected from 0.5 to 500 [mm]"),
    "negative": like("cell.disc_mm = -1", "cell.disc_mm=-1: expected from 0.5 to 500 [mm]"),
    "fraction for percent": like(
        "electrode.active_percent = 0.92", "electrode.active_percent=0.92: expected from 1 to 100"
    ),
    "estimate without bounds": like(
        'cell.disc_mm = { value = 12, origin = "estimate" }', "cell.disc_mm=", "low and high"
    ),
    "estimate with one bound": like(
        'cell.disc_mm = { value = 12, origin = "estimate", low = 3 }', "cell.disc_mm=", "and high"
    ),
    "one bound": like("cell.disc_mm = { value = 12, low = 3 }", "cell.disc_mm=", "expected both"),
    "low above high": like(
        "cell.disc_mm = { value = 12, low = 15, high = 9 }", "disc_mm=", "low=15", "up to high=9"
    ),
    "outside its bounds": like(
        "cell.disc_mm = { value = 12, low = 13, high = 15 }", "value=12: expected from low=13"
    ),
    "bounds of a word": like(
        'material.ocp_csv = { value = "ocp.csv", low = 1, high = 2 }', "material.ocp_csv=", "none"
    ),
    "a table as an estimate": like(
        'cell.upper_voltage_V = 4.3\nmaterial.ocp_csv = { value = "ocp.csv", origin = "estimate" }',
        "material.ocp_csv='ocp.csv'",
        "origin='estimate': expected one of paper",
    ),
    "unknown origin": like(
        'cell.disc_mm = { value = 12, origin = "guess" }', "origin='guess': expected one of paper"
    ),
    "origin as a list": like(
        "cell.disc_mm = { value = 12, origin = [1] }", "origin=[1]: expected one of paper"
    ),
    "source as a number": like(
        "cell.disc_mm = { value = 12, source = 3 }", "source=3: expected text in quotes"
    ),
    "unknown loading": like(
        'electrode.loading_counts = "all"', "loading_counts='all': expected one of active, coating"
    ),
    "unknown electrolyte": like(
        'electrolyte.functions = "Landesfeind"', "functions='Landesfeind'", "mean 'Landesfeind2019'"
    ),
    "unknown shape of D": like(
        'particle.diffusivity_shape = "ORegan"', "diffusivity_shape='ORegan'", "mean 'ORegan2022'"
    ),
    "unknown lithium": like('lithium.kinetics = "Xu"', "lithium.kinetics='Xu'", "mean 'Xu2019'"),
    "unknown potential": like(
        'material.ocp = "NMC111"', "material.ocp='NMC111'", "mean 'AboutEnergy2022_NMC111'"
    ),
    "unknown mechanics": like(
        'material.mechanics_of = "OKane"', "mechanics_of='OKane'", "expected a registered PyBaMM"
    ),
}

TWICE = {
    f"{one} and {other}": like(
        f"{section}.{one} = {value}\n{section}.{other} = {second}",
        f"{section}.",
        one,
        other,
        "expected one of them",
    )
    for section, one, value, other, second in (
        ("cell", "disc_mm", "12", "area_cm2", "1"),
        ("cell", "one_c_mA_g", "180", "one_c_mA", "2"),
        ("separator", "macmullin_number", "10", "electrolyte_exponent", "2"),
        ("material", "ocp_csv", '"ocp.csv"', "ocp", '"AboutEnergy2022_NMC111"'),
        ("material", "facet_csv", '"facets.csv"', "j0_mA_cm2", "1"),
        ("material", "a_angstrom", "2.87", "lattice_csv", '"lattice.csv"'),
        ("particle", "kappa", "1", "kappa_shell", "1"),
        ("particle", "diffusivity_csv", '"diffusivity.csv"', "diffusivity_shape", '"constant"'),
    )
}

PHYSICS = {
    "no pores": changed(
        "loading_mg_cm2 = 9.8", "loading_mg_cm2 = 25", "electrode.loading_mg_cm2=25", "thicker"
    ),
    "more than its volume": changed(
        "thickness_um = 45",
        "thickness_um = 45\nporosity = 0.9",
        "electrode.porosity=0.9",
        "expected active material and pores",
    ),
    "window upside down": like(
        "cell.lower_voltage_V = 4.3\ncell.upper_voltage_V = 2.8",
        "cell.lower_voltage_V=4.3",
        "expected a window",
    ),
    "percents not whole": changed(
        "carbon_percent = 4", "carbon_percent = 4.1", "active_percent=92", "sum to 100, got 100.1"
    ),
    "fractions not whole": like(
        'particle.facet_fractions = { "(104)" = 0.5, "(003)" = 0.499 }',
        "particle.facet_fractions",
        "expected fractions that sum to 1, got 0.999",
    ),
    "unknown facet": like(
        'particle.facet_fractions = { "(999)" = 1 }',
        "particle.facet_fractions",
        "'(999)': expected one of (003)",
    ),
    "facet twice": like(
        'particle.facet_fractions = { "(104)" = 0.5, "104" = 0.5 }',
        "particle.facet_fractions",
        "expected each facet once, got (104) twice",
    ),
    "unknown facet of j0": like(
        'material.facet_j0_mA_cm2 = { "(999)" = 1 }', "facet_j0_mA_cm2.(999)=1", "one of (003)"
    ),
    "facet of j0 twice": like(
        'material.facet_j0_mA_cm2 = { "(012)" = 1, "(102)" = 1 }',
        "material.facet_j0_mA_cm2",
        "expected each facet once",
    ),
    "j0 of A/m²": like(
        'material.facet_j0_mA_cm2 = { "(104)" = 15000 }', "(104)=15000", "to 1000 [mA/cm²]"
    ),
    "j0 with a bound of nothing": like(
        "material.j0_mA_cm2 = { value = 1, low = 0, high = 2 }",
        "material.j0_mA_cm2=1",
        "lower=0.0: expected a positive number",
    ),
    "formula": like(
        'material.formula = "NMC811"', "material.formula='NMC811'", "'LiNi0.8Mn0.1Co0.1O2'"
    ),
    "formula over nothing": like(
        'material.formula = "LiNi1/0O2"', "material.formula='LiNi1/0O2'", "expected a formula"
    ),
    "formula without end": like(
        f'material.formula = "LiNi{"9" * 400}O2"', "material.formula=", "expected a formula"
    ),
    "a without c": changed(
        "c_angstrom = 14.19\n", "", "material.c_angstrom: expected a value", "a and c go together"
    ),
    "extension too flat": ocp(
        table(POINTS[1:]),
        NAME,
        "material.ocp_extension_slope_V=0.2",
        "expected at least",
        text="material.ocp_extension_slope_V = 0.2",
    ),
    "extension of a formula": like(
        'material.ocp = "AboutEnergy2022_NMC111"\nmaterial.ocp_extension_slope_V = 2',
        "material.ocp_extension_slope_V=2",
        "expected material.ocp_csv too",
    ),
    "formula below the window": own(
        'like = "NMC111"\ncell.upper_voltage_V = 6', "cell.upper_voltage_V=6", "expected at most 5."
    ),
    "composition without loading": own(
        f"{CHEN}electrode.active_percent = 90",
        "electrode.active_percent=90",
        "expected electrode.loading_mg_cm2 too",
    ),
    "empty": own("", "expected a value, got none"),
    "no disc": changed("disc_mm = 14\n", "", "cell.disc_mm: expected a value, got none"),
    "no texture": changed("kappa_shell = -8\n", "", "particle.kappa_shell: expected a value"),
    "no loading": changed("loading_mg_cm2 = 9.8\n", "", "electrode.loading_mg_cm2: expected"),
    "no thickness": changed("thickness_um = 45\n", "", "electrode.thickness_um: expected a value"),
    "no potential": changed('ocp_csv = "ocp.csv"\n', "", "material.ocp_csv: expected", "or ocp"),
    "no facets": changed('facet_csv = "facets.csv"\n', "", "material.facet_csv: expected", "j0"),
    "no lithium": changed('kinetics = "Xu2019"\n', "", "lithium.kinetics: expected a value"),
    "no radius": changed("radius_um = 4.5\n", "", "particle.radius_um: expected a value"),
    "no diffusivity": changed(
        "diffusivity_m2_s = 1e-14\n", "", "particle.diffusivity_m2_s: expected a value"
    ),
}

BUILT_UPON = {
    "itself": own(f'like = "{NAME}"', f"like='{NAME}'", "expected", f"circle: {NAME} → {NAME}"),
    "two in a circle": Bad(
        {NAME: 'like = "b.toml"', "b.toml": f'like = "{NAME}"'},
        (NAME, "like='b.toml'", "expected", f"circle: {NAME} → b.toml → {NAME}"),
    ),
    "three in a circle": Bad(
        {NAME: 'like = "b.toml"', "b.toml": 'like = "c.toml"', "c.toml": f'like = "{NAME}"'},
        (NAME, "expected", f"circle: {NAME} → b.toml → c.toml → {NAME}"),
    ),
    "circle of others": Bad(
        {NAME: 'like = "b.toml"', "b.toml": 'like = "c.toml"', "c.toml": 'like = "b.toml"'},
        ("b.toml: like='c.toml'", "expected", "circle"),
    ),
    "longest chain": Bad(
        {NAME: 'like = "0.toml"'} | {f"{k}.toml": f'like = "{k + 1}.toml"' for k in range(30)},
        ("like=", "expected", "a chain of more than 20 files"),
    ),
    "unknown set": own('like = "Chen2021"', "like='Chen2021'", "did you mean 'Chen2020'?"),
    "unknown own set": own(
        'like = "Li2025_coreshell"', "like='Li2025_coreshell'", "did you mean 'Li2025_core_shell'?"
    ),
    "no name": own('like = ""', "like=''", "expected a .toml or .json file"),
    "missing file": own('like = "b.toml"', "like='b.toml'", f"{FOLDER}, found none", NAME),
    "above": own('like = "../b.toml"', "like='../b.toml'", f"{FOLDER}, this leads out of it"),
    "absolute": own('like = "/etc/b.toml"', "like='/etc/b.toml'", f"{FOLDER}, this leads out"),
    "link out of the folder": Bad(
        {NAME: 'like = "link.toml"'},
        (NAME, "like='link.toml'", f"{FOLDER}, this leads out"),
        prepare=link_out_set,
    ),
    "null byte": own('like = "a\\u0000.toml"', "like='a\\x00.toml'", FOLDER),
    "endless name": own(f'like = "{"a" * 5000}.toml"', "like='aaa", f"{FOLDER}, found none"),
    "broken file": Bad(
        {NAME: 'like = "b.toml"', "b.toml": "a = ["}, ("b.toml, line 1", "expected TOML")
    ),
    "missing JSON": own('like = "b.json"', "like='b.json'", f"{FOLDER}, found none"),
    "variant of like": own(
        'like = { file = "Li2025_core_shell", cell = "big" }',
        "cell='big'",
        "expected one of rate, cycling",
    ),
    "variant of nothing": own(
        'like = { file = "Chen2020", cell = "big" }', "cell='big'", "expected none, 'Chen2020'"
    ),
    "variant as a number": own(
        'like = { file = "Li2025_core_shell", cell = 3 }', "like.cell=3", "text in quotes"
    ),
    "full cell without density": own(
        'like = "Chen2020"\nparticle.kappa = 0', "material.density_g_cm3: expected a value", "or"
    ),
    "not a battery of particles": own(
        'like = "ECM_Example"\nparticle.kappa = 0\nmaterial.density_g_cm3 = 4.7', "expected a value"
    ),
}

CHOICES = {
    "choice that is not": own(
        f"{LIKE}{VARIANTS}", "particle='C'", "expected one of A, B", particle="C"
    ),
    "choice further down": own(LIKE, "cell='C'", "expected one of rate, cycling", cell="C"),
    "choice of nothing": own(CHEN, "cell='C'", "expected none", cell="C"),
    "choice by itself": own(whole(), "fit='x'", "expected none, it has no variants", fit="x"),
    "when of another": like(
        f'{VARIANTS}[[overlay]]\nwhen = {{ particle = "C" }}\nparticle.kappa = 1',
        "overlay 1, when.particle='C'",
        "expected one of A, B",
    ),
    "when without variants": like(
        '[[overlay]]\nwhen = { cell = "C" }\nparticle.kappa = 1',
        "overlay 1, when.cell='C'",
        "expected none: [variants] has no cell",
    ),
    "dimension of when": like(
        '[[overlay]]\nwhen = { colour = "C" }\nparticle.kappa = 1',
        "overlay 1, when.colour=",
        "expected a dimension of particle, cell",
    ),
    "dimension of variants": like(
        'variants.colour = ["C"]', "variants.colour=", "expected a dimension of particle, cell"
    ),
    "no variants": like("variants.cell = []", "variants.cell=[]", "expected different names"),
    "same variants": like('variants.cell = ["A", "A"]', "variants.cell=['A', 'A']", "expected"),
    "variants as a word": like('variants.cell = "A"', "variants.cell='A'", "expected a list"),
    "variants in lines": like(
        'variants.cell = ["A\\nB"]', "cell='C'", "expected one of A B", cell="C"
    ),
}

TEXTS = {
    "binary": own(bytes(range(256)), "byte 128", "expected a text file in UTF-8 or UTF-16"),
    "UTF-16 without its mark": own(LIKE.encode("utf-16-le"), "line 1", "l\\x00i"),
    "broken UTF-16": own(b"\xff\xfe\x00", "no utf-16", "expected a text file"),
    "no TOML": own("disc_mm: 12\n", "line 1: 'disc_mm: 12'", "Expected '='"),
    "huge": own(LIKE + "#" * 1_100_000, "bytes, expected at most 1000000"),
    "line without end": own("x" * 900_000, "line 1: 'xxx", "Expected '='"),
}

OUTSIDE = {
    "missing": like(
        'material.ocp_csv = "o.csv"', "ocp_csv='o.csv'", f"{FOLDER}, found none; there"
    ),
    "above the folder": like(
        'material.ocp_csv = "../ocp.csv"', "ocp_csv='../ocp.csv'", "leads out"
    ),
    "absolute path": like('material.ocp_csv = "/ocp.csv"', "ocp_csv='/ocp.csv'", f"{FOLDER}, this"),
    "round about": like('material.ocp_csv = "x/../../ocp.csv"', "'x/../../ocp.csv'", "leads out"),
    "a folder": like('material.ocp_csv = "."', "material.ocp_csv='.'", f"{FOLDER}, found none"),
    "nothing": like('material.ocp_csv = ""', "material.ocp_csv=''", f"{FOLDER}, found none"),
    "null": like('material.ocp_csv = "a\\u0000b"', "ocp_csv='a\\x00b'", FOLDER),
    "long": like(f'material.ocp_csv = "{"a" * 5000}"', "material.ocp_csv='aaa", f"{FOLDER}, found"),
    "link": Bad(
        {NAME: LIKE + 'material.ocp_csv = "link.csv"'},
        (NAME, "material.ocp_csv='link.csv'", f"{FOLDER}, this leads out of it"),
        prepare=link_out,
    ),
    "links in a circle": Bad(
        {NAME: LIKE + 'material.ocp_csv = "one.csv"'},
        (NAME, "material.ocp_csv='one.csv'", FOLDER),
        prepare=link_circle,
    ),
    "missing fractions": like(
        'particle.facet_fractions_csv = "f.csv"', "facet_fractions_csv='f.csv'", "found none"
    ),
    "missing facets": like('material.facet_csv = "f.csv"', "facet_csv='f.csv'", "found none"),
    "missing lattice": like('material.lattice_csv = "l.csv"', "lattice_csv='l.csv'", "found none"),
    "missing D": like(
        'particle.diffusivity_csv = "d.csv"', "diffusivity_csv='d.csv'", "found none"
    ),
    "missing capacities": like(
        'measured.capacities_csv = "c.csv"', "measured.capacities_csv='c.csv'", "found none"
    ),
}

SOC = table([[f"{1 - float(x):g}", y] for x, y in POINTS])

TABLES = {
    "reversed potential": ocp(
        SOC, NAME, "ocp_csv='own.csv'", "expected it to fall; is x the state"
    ),
    "seven points": ocp(
        table(POINTS[:7]), NAME, "ocp_csv='own.csv'", "7 points, expected at least"
    ),
    "no points": ocp(table([]), NAME, "ocp_csv='own.csv': 0 points, expected at least 8"),
    "point twice": ocp(
        table([*POINTS, POINTS[3]]), NAME, "ocp_csv='own.csv'", "0.5 stands twice: expected each"
    ),
    "points too near": ocp(
        table([*POINTS, ["1e-320", "4.9"], ["0", "5"]]), NAME, "ocp_csv='own.csv'", "stands twice"
    ),
    "rises on the way": ocp(
        replaced(4, 1, "4.1"), NAME, "x = 0.5 to 0.6", "3.94 to 4.1 V: expected it to fall"
    ),
    "x above 1": ocp(
        replaced(9, 0, "1.2"), "own.csv, row 11, column 'stoichiometry': '1.2'", "from 0 to 1"
    ),
    "x below 0": ocp(replaced(0, 0, "-0.1"), "own.csv, row 2, column 'stoichiometry': '-0.1'"),
    "x in percent": ocp(replaced(0, 0, "20"), "own.csv, row 2, column", "'20'", "from 0 to 1"),
    "NaN in a table": ocp(replaced(2, 1, "nan"), "own.csv, row 4, column 'voltage_V': 'nan'"),
    "inf in a table": ocp(replaced(2, 1, "1e999"), "own.csv, row 4, column 'voltage_V': '1e999'"),
    "gap in a table": ocp(replaced(2, 1, ""), "own.csv, row 4, column 'voltage_V': ''", "a number"),
    "words in a table": ocp(
        replaced(2, 1, "high"), "own.csv, row 4, column 'voltage_V': 'high': expected a number"
    ),
    "millivolts in a table": ocp(
        replaced(2, 1, "4060"), "own.csv, row 4, column 'voltage_V': '4060': expected a number from"
    ),
    "decimal comma in a table of commas": ocp(
        OCP.replace("4.06", "4,06"), "own.csv, row 4", "3 cells, expected 2 as in the header"
    ),
    "decimal comma beside points": ocp(
        OCP.replace(",", ";").replace("4.06", "4,06"),
        "own.csv, row 4, column 'voltage_V': '4,06': expected a number",
        "a comma is neither",
    ),
    "no header": ocp(table(POINTS[1:], "0.2,4.4"), "own.csv: no column 'stoichiometry'; expected"),
    "column with another name": ocp(
        OCP.replace("stoichiometry", "x"), "own.csv: no column 'stoichiometry'; expected"
    ),
    "column too many": ocp(
        OCP.replace("voltage_V", "voltage_V,n").replace("\n", ",\n").replace("n,", "n"),
        "own.csv: column 'n' is unknown; expected stoichiometry, voltage_V",
    ),
    "column twice": ocp(
        OCP.replace("voltage_V", "stoichiometry"), "own.csv: column 'stoichiometry' stands twice"
    ),
    "empty table": ocp("", "own.csv: holds no rows; expected a header"),
    "comments only": ocp("# a\n# b\n", "own.csv: holds no rows; expected a header"),
    "binary table": ocp(b"\x89PNG\r\n\x1a\n\xff", "own.csv: byte 0", "expected a text file"),
    "cell without end": ocp(
        f"stoichiometry,voltage_V\n{'9' * 200_000},1\n", "own.csv, row 2: expected cells of a table"
    ),
    "ends below the window": ocp(
        table(POINTS[1:]), NAME, "ocp_csv='own.csv'", "4.2 V at x = 0.3", "upper end is 4.5 V"
    ),
    "ends above the window": ocp(
        table([["0.1", "4.6"], *POINTS[:9]]), NAME, "3.5 V at x = 0.99", "lower end is 2.5 V"
    ),
    "fractions off": beside(
        "particle.facet_fractions_csv",
        "own.csv",
        "facet,fraction\n(003),0.25\n(104),0.749\n",
        NAME,
        "particle.facet_fractions_csv='own.csv'",
        "expected fractions that sum to 1, got 0.999",
    ),
    "fractions in percent": beside(
        "particle.facet_fractions_csv",
        "own.csv",
        "facet,fraction\n(003),25\n(104),75\n",
        "own.csv, row 2, column 'fraction': '25': expected a number from 0 to 1",
    ),
    "fraction of a facet twice": beside(
        "particle.facet_fractions_csv",
        "own.csv",
        "facet,fraction\n(003),0.5\n(003),0.5\n",
        NAME,
        "facet_fractions_csv='own.csv'",
        "(003) stands twice: expected each once",
    ),
    "fraction of no facet": beside(
        "particle.facet_fractions_csv",
        "own.csv",
        "facet,fraction\n(777),1\n",
        NAME,
        "facet_fractions_csv='own.csv'",
        "'(777)': expected one of (003)",
    ),
    "no fractions": beside(
        "particle.facet_fractions_csv",
        "own.csv",
        "facet,fraction\n",
        NAME,
        "facet_fractions_csv='own.csv'",
        "expected a facet a row",
    ),
    "facets without one": beside(
        "material.facet_csv",
        "own.csv",
        FACETS.replace("(113),0.7\n", ""),
        NAME,
        "material.facet_csv='own.csv'",
        "no row of (113), expected every facet",
    ),
    "facet stands twice": beside(
        "material.facet_csv", "own.csv", FACETS + "(012),1\n", "own.csv", "expected each facet once"
    ),
    "facet of no family": beside(
        "material.facet_csv", "own.csv", FACETS + "(777),1\n", "own.csv", "'(777)'", "one of (003)"
    ),
    "facet without j0": beside(
        "material.facet_csv", "own.csv", FACETS + "(104),\n", "own.csv, row 8", "'j0_mA_cm2'", "''"
    ),
    "facet at °C": beside(
        "material.facet_csv",
        "own.csv",
        "facet,j0_mA_cm2,temperature_K\n(104),1,25\n",
        "own.csv, row 2, column 'temperature_K': '25': expected a number from 213.15",
    ),
    "no facets in the table": beside(
        "material.facet_csv", "own.csv", "facet,j0_mA_cm2\n", "own.csv", "expected a facet a row"
    ),
    "lattice in nm": beside(
        "material.lattice_csv",
        "own.csv",
        "stoichiometry,a_angstrom,c_angstrom\n0.5,0.28,1.4\n1,0.28,1.4\n",
        "own.csv, row 2, column 'a_angstrom': '0.28': expected a number from 2 to 4",
    ),
    "lattice without lithium": beside(
        "material.lattice_csv",
        "own.csv",
        "stoichiometry,a_angstrom,c_angstrom\n0.2,2.8,14.1\n0.5,2.8,14.2\n",
        NAME,
        "material.lattice_csv='own.csv'",
        "expected at least two different lithium contents",
    ),
    "D in cm²/s": beside(
        "particle.diffusivity_csv",
        "own.csv",
        DIFFUSIVITY.replace("1e-14", "1e-2"),
        "own.csv, row 2, column 'diffusivity_m2_s': '1e-2': expected a number from 1e-22 to 1e-06",
    ),
    "D of one point": beside(
        "particle.diffusivity_csv",
        "own.csv",
        "stoichiometry,diffusivity_m2_s\n0.5,1e-14\n",
        NAME,
        "particle.diffusivity_csv='own.csv'",
        "1 points, expected at least 2",
    ),
    "D without a number": beside(
        "particle.diffusivity_csv",
        "own.csv",
        DIFFUSIVITY.replace("1e-14", "0"),
        "own.csv, row 2, column 'diffusivity_m2_s': '0': expected a number from",
    ),
}

BAD = {
    f"{group}: {name}": bad
    for group, table_of in {
        "keys": KEYS,
        "units": UNITS,
        "values": VALUES,
        "twice": TWICE,
        "physics": PHYSICS,
        "like": BUILT_UPON,
        "choices": CHOICES,
        "text": TEXTS,
        "outside": OUTSIDE,
        "tables": TABLES,
    }.items()
    for name, bad in table_of.items()
}
