"""Facets compared in both readings of the work term, with the facet tables that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pybamm_facets._extras import require
from pybamm_facets.crystal import facet_family
from pybamm_facets.kinetics.table import FacetKinetics, FacetTable
from pybamm_facets.theory.activation.comparison import FacetStudy, facet_study
from pybamm_facets.theory.activation.facet_surfaces import FacetSurface, FacetSurfaces
from pybamm_facets.theory.activation.required import required_difference
from pybamm_facets.theory.activation.theory_table import facet_table_from_theory
from pybamm_facets.theory.double_layer.lattice_electrolyte import (
    ILLUSTRATIVE_ELECTROLYTE,
    LatticeElectrolyte,
)
from pybamm_facets.theory.solvent.reorganization_models import (
    ComputedReorganization,
    ReorganizationModel,
)


@dataclass(frozen=True, eq=False)
class FacetReport:
    """What the theory says of some facets.

    Parameters
    ----------
    study
        Activation energies in both readings of the work term, and one cause at a time.
    facet_tables
        Reading of the work to the facet table that follows, scaled to the reference facet.
    reference
        The facet whose measured exchange current fixes the scale.
    statements
        Which difference alone would explain a ratio, a line each; empty unless one was asked for.
    """

    study: FacetStudy
    facet_tables: dict[str, FacetTable]
    reference: str
    statements: list[str]

    @property
    def table(self) -> pd.DataFrame:
        """One row per facet and reading of the work, in ``work``."""
        both = self.study.both.items()
        return pd.concat([found.to_frame().assign(work=work) for work, found in both],
                         ignore_index=True)  # fmt: skip

    @property
    def illustrative_inputs(self) -> list[str]:
        """Inputs that are placeholders."""
        return list(self.study.interaction_only.illustrative_inputs)


def facet_report(
    surfaces: FacetSurfaces,
    facet_table: FacetTable,
    reference: str = "(003)",
    *,
    electrolyte: LatticeElectrolyte = ILLUSTRATIVE_ELECTROLYTE,
    electrode_potential: float = 5.3,
    reorganization: ReorganizationModel | None = None,
    explained_ratio: float | None = None,
    told: Callable[[int], None] = lambda done: None,
) -> FacetReport:
    """Compare facets, and make facet tables from what follows.

    Parameters
    ----------
    surfaces
        Facets with work functions and electronic interactions.
    facet_table
        Measured exchange currents, which must have every facet.
    reference
        The facet whose measured current fixes the scale.
    electrolyte
        What meets them; the default is illustrative.
    electrode_potential
        Of the positive electrode against vacuum [V].
    reorganization
        λ of a facet; computed by default (needs scikit-fem).
    explained_ratio
        Also tell which difference alone explains this ratio of exchange currents to the reference.
    told
        Called with the number of reorganisation energies computed.

    Raises
    ------
    ValueError
        For fewer than two facets, and a reference or a facet without an exchange current; before
        anything is computed.
    MissingExtraError
        If λ is to be computed and scikit-fem is missing.
    """
    scale = _scale(facet_table, surfaces, reference)
    if reorganization is None:
        require("theory", "the reorganisation energy")
    model = _counted(reorganization or ComputedReorganization(), told)
    # First, since it refuses a bad question before it computes anything.
    statements = _statements(
        explained_ratio, surfaces[scale.facet], electrolyte, model, electrode_potential
    )
    study = facet_study(
        surfaces, electrolyte, reorganization=model, electrode_potential=electrode_potential
    )
    tables = {work: facet_table_from_theory(found, scale) for work, found in study.both.items()}
    return FacetReport(study, tables, scale.facet, statements)


def _scale(facet_table: FacetTable, surfaces: FacetSurfaces, reference: str) -> FacetKinetics:
    """The reference facet's row, once it is sure that every facet has one."""
    if len(surfaces.rows) < 2:
        raise ValueError(f"surfaces={surfaces.labels[0]}: expected two facets or more")
    label = facet_family(reference, facet_table.families).label
    rows = {row.facet: row for row in facet_table.rows}
    missing = [facet for facet in surfaces.labels if facet not in rows]
    if label not in surfaces.labels or missing:
        raise ValueError(
            f"reference={label}, facets {', '.join(surfaces.labels)}, exchange currents of "
            f"{', '.join(rows)}: expected the reference among the facets, and a current for each"
        )
    return rows[label]


def _counted(model: ReorganizationModel, told: Callable[[int], None]) -> ReorganizationModel:
    """The same model, each call counted."""
    done = 0

    def counted(electrolyte: LatticeElectrolyte, surface_potential: float) -> float:
        nonlocal done
        value = model(electrolyte, surface_potential)
        done += 1
        told(done)
        return value

    return counted


def _statements(
    ratio: float | None,
    reference: FacetSurface,
    electrolyte: LatticeElectrolyte,
    model: ReorganizationModel,
    electrode_potential: float,
) -> list[str]:
    if ratio is None:
        return []
    answers = required_difference(
        ratio,
        reference,
        electrolyte,
        reorganization=model,
        electrode_potential=electrode_potential,
    )
    return [answer.statement for answer in answers]
