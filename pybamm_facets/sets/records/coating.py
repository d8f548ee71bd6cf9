"""The positive electrode's coating: from a loading to masses and volume fractions."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pybamm_facets import names
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.records.sheet import Records, Sheet
from pybamm_facets.sourced import Sourced

COMPONENTS = ("active", "carbon", "binder")
OF_A_LOADING = (
    "loading_counts",
    *(f"{one}_percent" for one in COMPONENTS),
    *(f"{one}_g_cm3" for one in COMPONENTS[1:]),
)
PERCENT_TOLERANCE = 1e-6
PORES = (0.01, 0.99)
"""Volume fraction that they can have, as where it is given as a number."""
SOLIDS = "loading, thickness, composition and component densities"


@dataclass(frozen=True)
class Coating:
    """A coating as it was made.

    Parameters
    ----------
    active_mass
        Active material per electrode area [kg.m-2].
    thickness
        [m].
    mass_fractions
        Of each of `COMPONENTS`.
    densities
        Of each of `COMPONENTS` [kg.m-3].
    """

    active_mass: float
    thickness: float
    mass_fractions: dict[str, float]
    densities: dict[str, float]

    def volume_fraction(self, component: str) -> float:
        """Of one of `COMPONENTS` in the coating."""
        mass = self.active_mass * self.mass_fractions[component] / self.mass_fractions["active"]
        return mass / self.densities[component] / self.thickness

    @property
    def porosity(self) -> float:
        """Pore volume fraction."""
        return 1 - math.fsum(self.volume_fraction(component) for component in COMPONENTS)


def coating_of(sheet: Sheet, density: float | None) -> Coating | None:
    """The coating of a set that gives its loading; None for one that builds upon another cell.

    Raises
    ------
    ValueError
        For a composition that is not whole, and a loading that leaves no pores.
    """
    loading = sheet.get("electrode", "loading_mg_cm2")
    if loading is None:
        if sheet.builds_on_values:
            _check_not_idle(sheet)
            return None
        loading = sheet.need("electrode", "loading_mg_cm2")
    why = "a loading needs the whole composition"
    percents = {one: sheet.need("electrode", f"{one}_percent", why) for one in COMPONENTS}
    _check_whole(percents)
    fractions = {one: given.si for one, given in percents.items()}
    thickness = sheet.need("electrode", "thickness_um", "a loading needs it").si
    if density is None:
        sheet.need("material", "density_g_cm3", "or formula and lattice")
        raise AssertionError("a density was given and not used")
    densities = {"active": density} | {
        one: sheet.need("electrode", f"{one}_g_cm3", why).si for one in COMPONENTS[1:]
    }
    counts = sheet.need("electrode", "loading_counts").word
    counted = 1.0 if counts == "active" else fractions["active"]
    coating = Coating(loading.si * counted, thickness, fractions, densities)
    stated = sheet.get("electrode", "porosity")
    computed = stated is None or stated.entry.value is None
    least, most = PORES
    if computed and not least <= coating.porosity <= most:
        dense = coating.porosity < least
        ways = "lower loading or a thicker" if dense else "higher loading or a thinner"
        raise ValueError(
            f"{loading.where}: in {thickness * 1e6:g} µm leaves a porosity of "
            f"{coating.porosity:.3f}: expected a {ways} coating"
        )
    return coating


def _check_not_idle(sheet: Sheet) -> None:
    """``ValueError`` for what only a loading gives a meaning."""
    idle = sheet.any_of("electrode", *OF_A_LOADING)
    if idle is not None:
        raise ValueError(f"{idle.where}: expected electrode.loading_mg_cm2 too, which it is of")


def _check_whole(percents: dict[str, Given]) -> None:
    total = math.fsum(given.si for given in percents.values())
    if abs(total - 1) > PERCENT_TOLERANCE:
        first = percents["active"]
        others = ", ".join(f"{one} {given.entry.value}" for one, given in percents.items())
        raise ValueError(
            f"{first.where}: expected active, carbon and binder to sum to 100, got "
            f"{100 * total:g} ({others})"
        )


def electrode_records(sheet: Sheet, coating: Coating | None) -> Records:
    """Thickness, volume fractions and transport of the coating."""
    records = sheet.simple(
        "electrode",
        {
            "thickness_um": (names.POSITIVE_THICKNESS,),
            "electrolyte_exponent": (names.POSITIVE_EXPONENT,),
            "electronic_exponent": (names.POSITIVE_ELECTRONIC_EXPONENT,),
            "conductivity_S_m": (names.POSITIVE_CONDUCTIVITY,),
            "double_layer_F_m2": ("Positive electrode double-layer capacity [F.m-2]",),
        },
    )
    computed = {
        "active_volume_fraction": None if coating is None else coating.volume_fraction("active"),
        "porosity": None if coating is None else coating.porosity,
    }
    for key, name in (
        ("active_volume_fraction", names.ACTIVE_FRACTION),
        ("porosity", names.POSITIVE_POROSITY),
    ):
        given, value = sheet.get("electrode", key), computed[key]
        if given is not None:
            own = given.si if given.entry.value is not None else value
            if own is None:
                raise ValueError(f"{given.file}: {given.key}: expected a value")
            records[name] = given.sourced(own)
        elif value is not None:
            records[name] = Sourced(value, "derived", SOLIDS)
    _check_room(sheet, records)
    return records


def _check_room(sheet: Sheet, records: Records) -> None:
    """``ValueError`` for active material and pores that are more than there is room for."""
    active, pores = (
        float(records[name].value) if name in records else sheet.base(name)
        for name in (names.ACTIVE_FRACTION, names.POSITIVE_POROSITY)
    )
    if active is None or pores is None or active + pores <= 1:
        return
    given = sheet.any_of("electrode", "porosity", "active_volume_fraction", "loading_mg_cm2")
    where = str(sheet.resolved.path) if given is None else given.where
    raise ValueError(
        f"{where}: expected active material and pores to fill at most the volume, got "
        f"{active:.3g} and {pores:.3g} of it"
    )
