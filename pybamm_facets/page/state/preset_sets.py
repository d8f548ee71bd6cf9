"""Sets that a design starts from: the installed ones and a user's files, broken ones too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._units import MA_CM2
from pybamm_facets.page.state.design_fields import FIELDS, J0_PREFIX, TEXTURE_FIELDS
from pybamm_facets.sets.cell import active_mass, electrode_area, number
from pybamm_facets.sets.files.columns import anisotropy_of
from pybamm_facets.sets.files.installed import registered_names, title_of
from pybamm_facets.sets.files.loading import LoadedSet, loaded
from pybamm_facets.sets.given import DEFAULT_SET, is_file, name_of
from pybamm_facets.sets.half_cell import missing_lithium
from pybamm_facets.sets.implied import facets_of
from pybamm_facets.studies.grain_resolved.check_sets import particle_of
from pybamm_facets.studies.own_measurements import own_measurements, with_errors
from pybamm_facets.studies.set_rates import fitted_words

KELVIN = 273.15
RATIO_KEYS = ("core_diffusivity_ratio", "shell_diffusivity_ratio")
OF_TEXTURES = (*TEXTURE_FIELDS, "diffusivity_anisotropy")
"""Fields that mean nothing to a set that gives its radial diffusivities."""


@dataclass(frozen=True)
class Preset:
    """A set that a design starts from.

    Parameters
    ----------
    name
        What it is called.
    source
        The file, or the name of a registered set.
    problem
        Why it cannot be used, in words; empty for a sound one.
    title
        What it is, in a line.
    """

    name: str
    source: str
    problem: str = ""
    title: str = ""
    _known: dict[str, LoadedSet] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, source: str | Path) -> Preset:
        """A set by name or file; what is wrong with it is its `problem`."""
        name, text = name_of(source), str(source)
        try:
            found = loaded(source)
            values = found.parameter_values
            if missing_lithium(values):
                raise ValueError(f"{name}: a full cell; expected a half-cell against lithium")
            if not facets_of(values):
                raise ValueError(f"{name}: no facets; expected a set with facets")
            preset = cls(name, text, "", _title(text), {"": found})
            _ = preset.defaults
        except (ValueError, KeyError, OSError, ImportError) as error:
            return cls(name, text, str(error))
        return preset

    @property
    def loaded(self) -> LoadedSet:
        """The set as its file says it; ``ValueError`` with the problem of a broken one."""
        if self.problem:
            raise ValueError(self.problem)
        return self._known[""]

    @cached_property
    def values(self) -> pybamm.ParameterValues:
        """Its parameter values."""
        return self.loaded.parameter_values

    @cached_property
    def defaults(self) -> dict[str, float]:
        """Field to the set's own number; without the fields that it has no number for."""
        return dict(_defaults(self.loaded, self.values))

    @cached_property
    def bounds(self) -> dict[str, tuple[float, float]]:
        """Field to the bounds of an estimate, in the field's unit."""
        return dict(_bounds(self.loaded))

    @cached_property
    def origins(self) -> dict[str, str]:
        """Field to where its number comes from, in words."""
        return dict(_origins(self.loaded))

    @cached_property
    def measured(self) -> pd.DataFrame:
        """Capacities that were measured of it, with errors; no rows if its file has none."""
        table = own_measurements(self.loaded, self.name)
        if table is None:
            return pd.DataFrame(columns=["particle", "direction", "c_rate", "capacity_mAh_g"])
        whole = table["voltage_V"].isna() if "voltage_V" in table else slice(None)
        return with_errors(table.loc[whole]).reset_index(drop=True)

    @cached_property
    def fitted_to(self) -> str:
        """What was fitted in it, in words; empty where nothing was."""
        return fitted_words({self.name: self.loaded}).get(self.name, "")


def preset_sets(files: Sequence[str | Path] = ()) -> dict[str, Preset]:
    """Files of the user first, then the registered sets, by name; all of them, broken ones too."""
    registered = [DEFAULT_SET, *(n for n in registered_names() if n != DEFAULT_SET)]
    found: dict[str, Preset] = {}
    for source in (*files, *registered):
        preset = Preset.of(source)
        found.setdefault(preset.name, preset)
    return found


def _title(source: str) -> str:
    return source if is_file(source) else title_of(source)


def _defaults(found: LoadedSet, values: pybamm.ParameterValues) -> Iterator[tuple[str, float]]:
    tree = found.resolved.tree
    own = _own_numbers(found, values)
    for name, one in FIELDS.items():
        if name in OF_TEXTURES and "kappa_shell" not in own:
            continue
        given = tree.get((one.section, one.key))
        if given is not None and name not in TEXTURE_FIELDS and given.entry.value is not None:
            yield name, float(given.entry.value)
        elif name in own:
            yield name, own[name]


def _own_numbers(found: LoadedSet, values: pybamm.ParameterValues) -> dict[str, float]:
    """Numbers of fields as the set's parameter values have them."""
    area = electrode_area(values)
    own = {
        **_textures(found, values),
        "core_fraction": number(values, names.CORE_RADIUS_FRACTION),
        "radius_um": number(values, names.PARTICLE_RADIUS) * 1e6,
        "diffusivity_anisotropy": anisotropy_of(found),
        "cracked_share": 0.0,
        "thickness_um": number(values, names.POSITIVE_THICKNESS) * 1e6,
        "loading_mg_cm2": active_mass(values) / area * 100,
        "contact_ohm_cm2": float(values.get(names.CONTACT_RESISTANCE, 0.0)) * area * 1e4,
        "temperature_C": number(values, names.AMBIENT_TEMPERATURE) - KELVIN,
        "lower_voltage_V": number(values, names.LOWER_CUT_OFF),
        "upper_voltage_V": number(values, names.UPPER_CUT_OFF),
    }
    for name in (names.DIFFUSIVITY_SCALE, names.DIFFUSIVITY):
        if isinstance(values.get(name), int | float):
            own.setdefault("diffusivity_m2_s", float(values[name]))
    for facet in facets_of(values):
        j0 = values.get(names.reference_exchange_current_density(facet))
        if isinstance(j0, int | float):
            own[f"{J0_PREFIX}{facet}"] = float(j0) / MA_CM2
    return own


def _textures(found: LoadedSet, values: pybamm.ParameterValues) -> dict[str, float]:
    """κ of both zones: the file's, else those whose diffusivity ratios the set has."""
    tree = found.resolved.tree
    if any(("particle", key) in tree for key in RATIO_KEYS):
        return {}  # whatever its grains do, their diffusivity is given
    both = tree.get(("particle", "kappa"))
    given = {name: tree.get(("particle", name), both) for name in TEXTURE_FIELDS}
    if all(given.values()):
        return {name: float(one.entry.value) for name, one in given.items()}  # type: ignore[union-attr,arg-type]
    try:
        particle = particle_of(values, anisotropy_of(found))
    except ValueError:  # ratios that no texture has: the set has no κ to move
        return {}
    return {"kappa_core": _kappa(particle.core), "kappa_shell": _kappa(particle.shell)}


def _kappa(texture: object) -> float:
    return float(getattr(texture, "kappa", 0.0))


def _bounds(found: LoadedSet) -> Iterator[tuple[str, tuple[float, float]]]:
    for name, one in FIELDS.items():
        given = found.resolved.tree.get((one.section, one.key))
        if given is not None and given.entry.low is not None and given.entry.high is not None:
            yield name, (float(given.entry.low), float(given.entry.high))
    for facet in facets_of(found.parameter_values):
        record = found.records.get(names.reference_exchange_current_density(facet))
        if record is not None and record.lower is not None and record.upper is not None:
            yield f"{J0_PREFIX}{facet}", (record.lower / MA_CM2, record.upper / MA_CM2)


def _origins(found: LoadedSet) -> Iterator[tuple[str, str]]:
    for name, one in FIELDS.items():
        given = found.resolved.tree.get((one.section, one.key))
        if given is None and name in TEXTURE_FIELDS:
            given = found.resolved.tree.get(("particle", "kappa"))
        if given is not None:
            yield (
                name,
                f"{given.origin}: {given.entry.source}" if given.entry.source else given.origin,
            )
    for facet in facets_of(found.parameter_values):
        record = found.records.get(names.reference_exchange_current_density(facet))
        if record is not None:
            yield f"{J0_PREFIX}{facet}", f"{record.provenance}: {record.source}"
