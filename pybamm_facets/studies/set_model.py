"""The model and the mesh that a set asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets.models import FacetDFN
from pybamm_facets.particle import CoreShellDiffusion, SteepDiffusion
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.half_cell import missing_lithium

CONTENTS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
"""Lithium contents at which a diffusivity is looked at."""

STEEP = 1.5
"""Largest over smallest of its values there from which the finer mesh is needed."""


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
        return FacetDFN(options, diffusion=SteepDiffusion if self.steep else CoreShellDiffusion)

    @property
    def numerics(self) -> Numerics:
        """Mesh and tolerances for it."""
        return Numerics.steep if self.steep else Numerics.default


def model_choice(parameter_values: Mapping[str, Any]) -> ModelChoice:
    """What a set asks for: a full cell if it has no lithium, steep if D changes with content."""
    return ModelChoice(
        full_cell=bool(missing_lithium(parameter_values)), steep=_is_steep(parameter_values)
    )


def _is_steep(values: Mapping[str, Any]) -> bool:
    if names.DIFFUSIVITY_SCALE in values:
        return True
    function = values.get(names.DIFFUSIVITY)
    if not callable(function) or isinstance(function, pybamm.Symbol):
        return False
    temperature = pybamm.Scalar(float(values.get(names.AMBIENT_TEMPERATURE, 298.15)))
    found = [function(pybamm.Scalar(x), temperature) for x in CONTENTS]
    symbols = [one if isinstance(one, pybamm.Symbol) else pybamm.Scalar(one) for one in found]
    if not all(one.is_constant() for one in symbols):
        return True
    sizes = [float(one.evaluate()) for one in symbols]
    return max(sizes) > STEEP * min(sizes)
