"""From activation energies to a facet table that a cell model takes."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np

from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, facet_family
from pybamm_facets.kinetics.table import FacetKinetics, FacetTable
from pybamm_facets.theory.activation.facet_surfaces import ActivationEnergies
from pybamm_facets.theory.errors import ValidityWarning


def facet_table_from_theory(
    energies: ActivationEnergies,
    measured: FacetKinetics,
    *,
    slope: float | None = None,
    families: tuple[FacetFamily, ...] = NMC811_FACETS,
) -> FacetTable:
    """Exchange current density of every facet, from that of one and Eq. 4.

    Parameters
    ----------
    energies
        Of all the facets, the measured one among them.
    measured
        The facet that fixes the scale, which activation energies do not; kept as it is. The other
        rows hold at its lithium content and temperature, and carry its relative bounds.
    slope
        [eV per unit logarithm]; k_B T by default.
    families
        The facets that labels may name.

    Returns
    -------
    FacetTable
        With provenance ``theory`` but for the measured row.

    Raises
    ------
    ValueError
        If the measured facet is not among the energies, or holds at another temperature.

    Warns
    -----
    ValidityWarning
        If the energies come from illustrative inputs: a facet table cannot carry that mark.
    """
    labels = [facet_family(facet, families).label for facet in energies.facets]
    own = facet_family(measured.facet, families).label
    if own not in labels:
        raise ValueError(f"measured facet={own}: expected one of {', '.join(labels)}")
    if abs(measured.temperature - energies.temperature) > 0.01:
        raise ValueError(
            f"measured {own} holds at {measured.temperature:g} K, expected {energies.temperature:g}"
            " K as the activation energies"
        )
    if energies.illustrative:
        warnings.warn(
            "facet table from illustrative inputs "
            f"({', '.join(energies.illustrative_inputs)}): not a prediction",
            ValidityWarning,
            stacklevel=2,
        )
    ratios = np.exp(energies.log_ratio(energies.facets[labels.index(own)], slope))
    rows = [
        measured if label == own else _scaled(measured, label, float(ratio))
        for label, ratio in zip(labels, ratios, strict=True)
    ]
    return FacetTable(tuple(rows), families)


def _scaled(measured: FacetKinetics, facet: str, ratio: float) -> FacetKinetics:
    assert measured.lower is not None and measured.upper is not None
    return replace(
        measured,
        facet=facet,
        j0=measured.j0 * ratio,
        lower=measured.lower * ratio,
        upper=measured.upper * ratio,
        provenance="theory",
    )
