"""The model and the mesh that a set asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.half_cell import missing_lithium
from pybamm_facets.sets.steepness import is_steep


@dataclass(frozen=True)
class ModelChoice:
    """Which model, on which mesh.

    Parameters
    ----------
    full_cell
        With a negative electrode of its own rather than lithium metal.
    steep
        For a diffusivity that depends on lithium content.
    """

    full_cell: bool
    steep: bool

    def model(self) -> pybamm.BaseModel:
        """A new model."""
        options = {"working electrode": "both"} if self.full_cell else None
        return FacetDFN(options)

    @property
    def numerics(self) -> Numerics:
        """Mesh and tolerances for it."""
        return Numerics.steep if self.steep else Numerics.default


def model_choice(parameter_values: Mapping[str, Any]) -> ModelChoice:
    """What a set asks for: a full cell if it has no lithium, steep if D changes with content."""
    return ModelChoice(
        full_cell=bool(missing_lithium(parameter_values)), steep=is_steep(parameter_values)
    )
