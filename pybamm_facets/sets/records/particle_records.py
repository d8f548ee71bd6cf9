"""Records of the particle: its texture, what that implies, and diffusivity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pybamm_facets import names
from pybamm_facets.crystal import NMC811_FACETS, Texture, facet_family
from pybamm_facets.particle import Agglomerate
from pybamm_facets.particle.fractions import check_fractions
from pybamm_facets.sets.curves import diffusivity_through
from pybamm_facets.sets.files.csv_tables import read_diffusivity, read_fractions
from pybamm_facets.sets.files.entry import Entry, Given
from pybamm_facets.sets.published import DIFFUSIVITIES, published
from pybamm_facets.sets.records.lattice_records import lattice_of
from pybamm_facets.sets.records.sheet import Records, Sheet
from pybamm_facets.sourced import Sourced

CONSTANT = "constant"
RATIO = (0.0, 1.0)
FRACTIONS = "facet_fractions"
FRESH = "a fresh particle has no barrier at its surface; read by SurfaceBarrier only"
HINDERED = "hindered"
OF_HINDERED = {
    "full_diffusivity_ratio": names.FULL_DIFFUSIVITY_RATIO,
    "hindered_from": names.HINDERED_FROM,
}
"""Keys of the shape of that name, and their parameters."""


@dataclass(frozen=True)
class Zones:
    """Texture of core and shell as given, and the particle that they make."""

    core: Given
    shell: Given
    agglomerate: Agglomerate


def zones_of(sheet: Sheet) -> Zones:
    """The particle of a set, with what is given of its textures.

    Raises
    ------
    ValueError
        If it has no texture, and for fractions that do not sum to 1.
    """
    whole = sheet.get("particle", "kappa")
    core, shell = (
        whole or sheet.need("particle", f"kappa_{zone}", "or kappa, of the whole particle")
        for zone in ("core", "shell")
    )
    measured = _checked_fractions(sheet)
    radius, fraction, anisotropy = (
        sheet.get("particle", key)
        for key in ("radius_um", "core_fraction", "diffusivity_anisotropy")
    )
    base = sheet.base(names.PARTICLE_RADIUS)
    if radius is None and base is None:
        sheet.need("particle", "radius_um")
    size = radius.si if radius is not None else base
    assert size is not None
    default = Agglomerate(radius=size)
    try:
        agglomerate = Agglomerate(
            Texture(core.si),
            Texture(shell.si),
            radius=size,
            core_fraction=default.core_fraction if fraction is None else fraction.si,
            diffusivity_anisotropy=(
                default.diffusivity_anisotropy if anisotropy is None else anisotropy.si
            ),
            measured_fractions=measured,
            lattice=lattice_of(sheet),
        )
    except ValueError as error:
        raise ValueError(f"{sheet.resolved.path}: particle.{error}") from None
    return Zones(core, shell, agglomerate)


def _measured_fractions(sheet: Sheet) -> dict[str, tuple[float, Given]] | None:
    table = sheet.get("particle", "facet_fractions_csv")
    if table is not None:
        return {facet: (share, table) for facet, share in read_fractions(table).items()}
    given = sheet.by_facet("particle", "facet_fractions")
    return {facet: (one.si, one) for facet, one in given.items()} or None


def _checked_fractions(sheet: Sheet) -> dict[str, float] | None:
    """Measured fractions by facet, of known facets and whole; None if there are none."""
    measured = _measured_fractions(sheet)
    if measured is None:
        return None
    _, first = next(iter(measured.values()))
    section, _, facet = first.key.partition(f"{FRACTIONS}.")
    where = f"{first.file}: {section}{FRACTIONS}" if facet else first.where
    try:
        return check_fractions(
            {facet: share for facet, (share, _) in measured.items()}, NMC811_FACETS, FRACTIONS
        )
    except ValueError as error:
        raise ValueError(f"{where}: {str(error).removeprefix(f'{FRACTIONS}: ')}") from None


def particle_records(sheet: Sheet) -> Records:
    """Radius, zones and facet fractions."""
    zones = zones_of(sheet)
    values = zones.agglomerate.parameters()
    radius, fraction = (sheet.get("particle", key) for key in ("radius_um", "core_fraction"))
    records: Records = {}
    if radius is not None:
        records[names.PARTICLE_RADIUS] = radius.sourced()
    records[names.CORE_RADIUS_FRACTION] = (
        fraction.sourced()
        if fraction is not None
        else Sourced(values[names.CORE_RADIUS_FRACTION], "estimate", "half the radius", 0.3, 0.8)
    )
    for zone, given, name in (
        ("core", zones.core, names.CORE_RATIO),
        ("shell", zones.shell, names.SHELL_RATIO),
    ):
        stated = sheet.get("particle", f"{zone}_diffusivity_ratio")
        if stated is not None:
            records[name] = stated.sourced()
            continue
        source = f"{_words(given)}; {_anisotropy_words(sheet, zones)}"
        records[name] = Sourced(values[name], given.origin, source, *RATIO)
    measured = _measured_fractions(sheet)
    own = (
        {}
        if measured is None
        else {facet_family(facet).label: one for facet, (_, one) in measured.items()}
    )
    for facet, share in zones.agglomerate.facet_fractions.items():
        one = own.get(facet, zones.shell)
        source = one.source if measured is not None else _words(one)
        records[names.area_fraction(facet)] = Sourced(share, one.origin, source, *RATIO)
    records[names.SURFACE_RESISTANCE] = Sourced(0.0, "derived", FRESH)
    return records


def _words(given: Given) -> str:
    """The texture in words."""
    if given.entry.source:
        return given.source
    return f"Watson texture κ = {given.entry.value}{_as_in(given)}"


def _anisotropy_words(sheet: Sheet, zones: Zones) -> str:
    given = sheet.get("particle", "diffusivity_anisotropy")
    entry = Entry() if given is None else given.entry
    if entry.low is None:
        return f"D_c/D_ab = {zones.agglomerate.diffusivity_anisotropy:g}"
    return f"D_c/D_ab = {entry.value} ({entry.low} to {entry.high})"


def diffusivity_records(sheet: Sheet) -> Records:
    """D_ab: a number, a published shape or a table times a scale, and its activation energy."""
    number, table, shape = (
        sheet.get("particle", key)
        for key in ("diffusivity_m2_s", "diffusivity_csv", "diffusivity_shape")
    )
    if number is None and table is None and shape is None and sheet.builds_on_values:
        return _own_temperature(sheet)
    if table is not None:
        points, scale = read_diffusivity(table)
        mean = Sourced(scale, "derived", f"mean of ln D over x of {table.word}{_as_in(table)}")
        size = mean if number is None else number.sourced()
        function = diffusivity_through(points, scale)
        records = {names.DIFFUSIVITY: table.sourced(function), names.DIFFUSIVITY_SCALE: size}
    elif shape is not None and shape.word != CONSTANT:
        known = published({CONSTANT: None, **DIFFUSIVITIES}, shape.word, shape.where)
        assert known is not None
        scale_record = (number or sheet.need("particle", "diffusivity_m2_s")).sourced()
        records = {
            names.DIFFUSIVITY: Sourced(known.values[names.DIFFUSIVITY], "derived", known.source),
            names.DIFFUSIVITY_SCALE: scale_record,
        }
        if shape.word == HINDERED:
            records |= {
                name: sheet.need("particle", key).sourced() for key, name in OF_HINDERED.items()
            }
        own = known.notes.get(names.DIFFUSIVITY_ACTIVATION_ENERGY)
        if own is not None:
            records[names.DIFFUSIVITY_ACTIVATION_ENERGY] = Sourced(0.0, "derived", own)
            return records | _reference(sheet)
    else:
        given = number or sheet.need("particle", "diffusivity_m2_s")
        records = {names.DIFFUSIVITY: given.sourced()}
    energy = sheet.get("particle", "diffusivity_activation_energy_kJ_mol")
    record = Sourced(0.0, "user", "none is given: D does not change with temperature")
    records[names.DIFFUSIVITY_ACTIVATION_ENERGY] = record if energy is None else energy.sourced()
    return records | _reference(sheet)


def _as_in(given: Given) -> str:
    return f" (as in {given.like})" if given.like else ""


def _own_temperature(sheet: Sheet) -> Records:
    """The diffusivity of the parameters behind, with its own temperature dependence."""
    energy = sheet.get("particle", "diffusivity_activation_energy_kJ_mol")
    own = Sourced(0.0, "derived", "the set's own diffusivity may have its own dependence")
    return {
        names.DIFFUSIVITY_ACTIVATION_ENERGY: own if energy is None else energy.sourced(),
        **_reference(sheet),
    }


def _reference(sheet: Sheet) -> Records:
    given = sheet.get("particle", "diffusivity_temperature_C")
    if given is None:
        given = sheet.get("cell", "temperature_C")
    if given is None:
        entry = Entry(value=Decimal(20))
        given = Given(entry, "particle.diffusivity_temperature_C", "°C", "")
    return {names.DIFFUSIVITY_REFERENCE_TEMPERATURE: given.sourced()}
