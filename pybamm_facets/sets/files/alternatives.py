"""Keys that say one thing in two ways: refused together, and dropped when taken from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

EXCLUSIVE: dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {
    "cell": (
        (frozenset({"disc_mm"}), frozenset({"area_cm2"})),
        (frozenset({"one_c_mA_g"}), frozenset({"one_c_mA"})),
    ),
    "separator": ((frozenset({"macmullin_number"}), frozenset({"electrolyte_exponent"})),),
    "material": (
        (frozenset({"ocp_csv"}), frozenset({"ocp"})),
        (frozenset({"facet_csv"}), frozenset({"j0_mA_cm2"})),
        (frozenset({"formula"}), frozenset({"molar_mass_g_mol"})),
        (frozenset({"a_angstrom", "c_angstrom"}), frozenset({"lattice_csv"})),
    ),
    "particle": (
        (frozenset({"kappa"}), frozenset({"kappa_core", "kappa_shell"})),
        (frozenset({"facet_fractions"}), frozenset({"facet_fractions_csv"})),
        (frozenset({"diffusivity_csv"}), frozenset({"diffusivity_shape"})),
    ),
}
"""Section to pairs of which a file may have one side only."""

TEXTURES = frozenset({"kappa", "kappa_core", "kappa_shell"})
FRACTIONS = frozenset({"facet_fractions", "facet_fractions_csv"})

SUPERSEDED: dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {
    "electrode": (
        (
            frozenset({"loading_mg_cm2", "loading_counts", "thickness_um", "active_percent"}),
            frozenset({"active_volume_fraction", "porosity"}),
        ),
    ),
    "material": (
        (frozenset({"a_angstrom", "lattice_csv"}), frozenset({"c_max_mol_m3", "density_g_cm3"})),
        (frozenset({"formula", "molar_mass_g_mol"}), frozenset({"density_g_cm3"})),
        (frozenset({"density_g_cm3"}), frozenset({"c_max_mol_m3"})),
        (
            frozenset({"ocp_csv", "ocp"}),
            frozenset({"ocp_extension_slope_V", "initial_stoichiometry"}),
        ),
        (frozenset({"facet_csv", "j0_mA_cm2"}), frozenset({"facet_j0_mA_cm2"})),
    ),
    "particle": (
        (TEXTURES, FRACTIONS | {"core_diffusivity_ratio", "shell_diffusivity_ratio"}),
        (frozenset({"diffusivity_csv"}), frozenset({"diffusivity_m2_s"})),
    ),
}
"""Section to (keys that are given, keys that then no longer hold if they were taken over)."""


def given_twice(section: str, keys: Iterable[str]) -> tuple[str, str] | None:
    """Two keys of a section that exclude each other, or None."""
    present = set(keys)
    for one, other in EXCLUSIVE.get(section, ()):
        if present & one and present & other:
            return min(present & one), min(present & other)
    return None


def dropped_by(section: str, keys: Iterable[str]) -> set[str]:
    """Keys taken from elsewhere that do not hold beside those that a file gives."""
    given = set(keys)
    gone: set[str] = set()
    for one, other in EXCLUSIVE.get(section, ()):
        gone |= (other if given & one else set()) | (one if given & other else set())
    for cause, victims in SUPERSEDED.get(section, ()):
        gone |= victims if given & cause else set()
    return gone - given
