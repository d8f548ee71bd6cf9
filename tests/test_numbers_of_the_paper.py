"""What Li et al. 2025 measured, fitted to it or printed is known in the exhibition only."""

import re
from pathlib import Path

import pytest

import pybamm_facets

ROOT = Path(pybamm_facets.__file__).parent
ROOMS_THAT_KNOW = {"paper", "measured"}

NUMBERS = {
    "10C capacity of the core-shell particle": r"(?<![\d.])144(?![\d.])",
    "10C capacity of the isotropic particle": r"(?<![\d.])67 mAh",
    "fitted D_ab, texture": r"9\.565e-15",
    "fitted D_ab, blind": r"5\.2915e-15",
    "fitted scale of O'Regan's D, texture": r"8\.464e-15",
    "fitted scale of O'Regan's D, blind": r"4\.069e-15",
    "fitted κ": r"2\.409|2\.910",
    "loading": r"(?<![\d.])(6\.3|2\.1) mg|loading\w*=(6\.3|2\.1)",
    "1C": r"180(\.0)? mA|SPECIFIC_CURRENT",
    "disc": r"12(\.0)? mm disc|12e-3",
    "measured j0 of (003) and (201)": r"(?<![-\d.])0\.06(?!\d)",
    "estimated j0": r"0\.6741|0\.7722|1\.1385",
    "composition": r"85 wt|MASS_FRACTIONS",
    "printed α": r"1\.23e-5",
    "printed Young's modulus": r"140e9",
    "printed Poisson's ratio": r"0\.2166",
    "reported strain": r"0\.03 %|PAPER_STRAIN|(?<![\d.])3e-4",
    "contact resistance": r"20e-4|20 Ω·cm²",
    "NMC111's j0": r"EXCHANGE_CURRENTS",
    "NMC111's capacities": r"(?<![\d.])(104|85) mAh",
}

FILES = [
    path
    for path in sorted(ROOT.rglob("*.py"))
    if path.relative_to(ROOT).parts[0] not in ROOMS_THAT_KNOW
]


@pytest.mark.parametrize("name", NUMBERS)
def test_no_file_of_the_library_knows_it(name):
    pattern = re.compile(NUMBERS[name])
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in FILES
        for line in path.read_text(encoding="utf-8").splitlines()
        if pattern.search(line)
    ]
    assert not found


def test_the_list_finds_what_it_looks_for():
    """In the set's files and in the exhibition the numbers are."""
    known = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (ROOT.parent / "parameter_sets", ROOT / "paper")
        for path in sorted(folder.glob("*"))
        if path.suffix in (".py", ".toml", ".csv")
    )
    for pattern in (r"9\.565e-15", r"(?<![\d.])144(?![\d.])", r"0\.2166", r"2\.409", r"140e9"):
        assert re.search(pattern, known), pattern


def test_no_room_of_the_loader_knows_a_materials_name():
    for path in (ROOT / "sets" / "files").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("LiNi0.8Mn0.1Co0.1O2", "").replace("Li2025_", "")
        assert not re.search(r"NMC|NCA|LiNi|Märker|Kim", text), path
