"""What a variant gives, as the builders of records ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pybamm_facets._checks import is_number
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.files.resolving import Resolved
from pybamm_facets.sourced import Sourced

Records = dict[str, Sourced]
"""PyBaMM parameter name to value with origin."""


@dataclass(frozen=True)
class Sheet:
    """A variant with its questions.

    Parameters
    ----------
    resolved
        The variant.
    """

    resolved: Resolved

    def get(self, section: str, key: str) -> Given | None:
        """What is given for a key, or None."""
        return self.resolved.tree.get((section, key))

    def need(self, section: str, key: str, why: str = "") -> Given:
        """What is given for a key; ``ValueError`` if it is missing."""
        given = self.get(section, key)
        if given is None:
            reason = f": {why}" if why else ""
            raise ValueError(
                f"{self.resolved.path}: {section}.{key}: expected a value, got none{reason}"
            )
        return given

    def any_of(self, section: str, *keys: str) -> Given | None:
        """The first of some keys that is given."""
        return next((one for key in keys if (one := self.get(section, key)) is not None), None)

    def by_facet(self, section: str, key: str) -> dict[str, Given]:
        """Facet label to what is given for it."""
        start = f"{key}."
        return {
            name.removeprefix(start): given
            for (part, name), given in self.resolved.tree.items()
            if part == section and name.startswith(start)
        }

    @property
    def builds_on_values(self) -> bool:
        """Whether PyBaMM parameters stand behind it, which it need not give itself."""
        return self.resolved.values is not None

    def base(self, parameter: str) -> float | None:
        """A number of the parameters that it builds upon, or None."""
        value = None if self.resolved.values is None else self.resolved.values.get(parameter)
        return float(value) if is_number(value) else None

    def simple(self, section: str, targets: Mapping[str, tuple[str, ...]]) -> Records:
        """Records of keys that are parameters by themselves; needed where nothing is behind."""
        records: Records = {}
        for key, parameters in targets.items():
            given = self.get(section, key)
            if given is None and self.builds_on_values:
                continue
            record = (given or self.need(section, key)).sourced()
            records |= dict.fromkeys(parameters, record)
        return records
