"""A laboratory's own set as files, whole and right; a test changes one thing in it."""

from pathlib import Path

NAME = "my.toml"

OCP = "stoichiometry,voltage_V\n" + "".join(
    f"{x},{y}\n"
    for x, y in (
        (0.2, 4.4), (0.3, 4.2), (0.4, 4.06), (0.5, 3.94), (0.6, 3.82), (0.7, 3.74), (0.8, 3.67),
        (0.9, 3.58), (0.99, 3.5), (1.0, 2.4),
    )
)  # fmt: skip
FRACTIONS = "facet,fraction\n(003),0.25\n(104),0.5\n(101),0.25\n"
FACETS = "facet,j0_mA_cm2\n(003),0.06\n(104),0.3\n(102),0.6\n(113),0.7\n(101),1.1\n(201),1.5\n"
LATTICE = "stoichiometry,a_angstrom,c_angstrom\n0.2,2.82,14.3\n0.5,2.83,14.4\n1.0,2.87,14.19\n"
DIFFUSIVITY = "stoichiometry,diffusivity_m2_s\n0.2,1e-14\n0.5,3e-14\n0.9,2e-15\n"
CAPACITIES = "c_rate,capacity_mAh_g,error_mAh_g\n0.1,190,2\n1,170,2\nC/5,185,2\n"

WHOLE = """\
[cell]
disc_mm = 14
parallel_electrodes = 1
series_cells = 1
one_c_mA_g = 190
lower_voltage_V = 2.8
upper_voltage_V = 4.3
temperature_C = 25
contact_resistance_ohm_cm2 = 12

[electrode]
loading_mg_cm2 = 9.8
loading_counts = "active"
thickness_um = 45
active_percent = 92
carbon_percent = 4
binder_percent = 4
carbon_g_cm3 = 1.9
binder_g_cm3 = 1.78
electrolyte_exponent = 2
electronic_exponent = 1.5
conductivity_S_m = 10
double_layer_F_m2 = 0.2

[separator]
thickness_um = 25
porosity = 0.4
macmullin_number = 10

[electrolyte]
functions = "Landesfeind2019"
concentration_mol_L = 1

[lithium]
kinetics = "Xu2019"
thickness_mm = 0.45
transfer_coefficient = 0.5
reorganization_energy_eV = 0.3
double_layer_F_m2 = 0.2

[material]
formula = "LiNi0.8Mn0.1Co0.1O2"
a_angstrom = 2.87
c_angstrom = 14.19
ocp_csv = "ocp.csv"
entropic_change_mV_K = 0
facet_csv = "facets.csv"
reference_stoichiometry = 0.5
facet_temperature_C = 20

[particle]
radius_um = 4.5
kappa_core = 0
kappa_shell = -8
core_fraction = 0.5
diffusivity_m2_s = 1e-14
"""
"""Every section, each by itself, so that nothing stands behind it."""

BESIDE = {
    "ocp.csv": OCP,
    "facets.csv": FACETS,
    "fractions.csv": FRACTIONS,
    "lattice.csv": LATTICE,
    "diffusivity.csv": DIFFUSIVITY,
    "capacities.csv": CAPACITIES,
}

LIKE = 'like = "Li2025_core_shell"\n'


def whole(old: str = "", new: str = "") -> str:
    """The set with one piece of its text replaced."""
    assert not old or WHOLE.count(old) == 1, old
    return WHOLE.replace(old, new) if old else WHOLE


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files with what stands beside them; the path of the set."""
    for name, content in (BESIDE | files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return folder / NAME
