"""Surface energies that make a crystal grow wanted facets: the Wulff construction backwards.

By Minkowski's theorem (Nachr. Ges. Wiss. Göttingen (1897) 198) a convex body is fixed by the
areas of its faces: for strictly positive area fractions f_i there is exactly one shape, up to its
size, and its plane distances are the surface energies γ_i up to one factor. The shape minimises
Σ f_i γ_i among those of one volume V, a convex set of γ by the Brunn-Minkowski inequality; since
dV/dγ_i is the area A_i of family i, the minimum is where A_i ∝ f_i. These equations are solved
by Newton's method for ln A_i = ln f_i in ln γ, with the exact derivatives of the areas. They are
regular wherever every facet has an area, and shapes with bounded |ln A_i| are bounded, so that
steps which lower the sum of squares end at the one solution.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import positive
from pybamm_facets.crystal.facet_numbers import all_fractions, numbers_by_label
from pybamm_facets.crystal.facets import NMC811_FACETS, FacetFamily, distinct_families
from pybamm_facets.crystal.lattice import Lattice, or_pristine
from pybamm_facets.crystal.shape_faces import FacetPlanes, facet_planes, shape_areas

_STEPS = 300
_CONVERGED = 1e-11
_ROUNDING = 1e-3
_SMALLEST = 1e-6
"""Area fraction that is told from none."""


@dataclass(frozen=True)
class NeededEnergies:
    """Surface energies that a wanted shape needs.

    Attributes
    ----------
    energies
        Label to surface energy, the smallest of a wanted facet being 1: only ratios are fixed. In
        the unit of the present energies, and scaled so as to change them least, if those are
        given.
    at_least
        Labels of facets that shall not show: their energy is the least at which they vanish, and
        any larger one does as well.
    ratios
        Label to needed over present energy, their common factor chosen so that the largest change,
        up or down, is smallest; None without present energies. For a facet of `at_least` the
        least ratio: below 1 it asks for no change.
    excess
        Surface energy of the wanted shape over that of the present equilibrium shape of the same
        volume, less 1, both with the present energies; None without them.
    """

    energies: Mapping[str, float]
    at_least: tuple[str, ...]
    ratios: Mapping[str, float] | None
    excess: float | None


def surface_energies(
    fractions: Mapping[str, float],
    present: Mapping[str, float] | None = None,
    *,
    families: Sequence[FacetFamily] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> NeededEnergies:
    """Surface energies whose Wulff shape has the wanted facet fractions.

    They are those of single crystals in equilibrium: nothing follows for the diffusivity of an
    aggregate, and growth may be anything else.

    Parameters
    ----------
    fractions
        Label to area fraction, adding to 1, each zero or at least 1e-6. A facet with zero, or left
        out, shall not show.
    present
        Label to the present surface energy, in any common unit, at least of every facet with a
        positive fraction. There is no default: it is not known for NMC811.
    families
        The families that labels may name.
    lattice
        Fully lithiated NMC811 by default.

    Returns
    -------
    NeededEnergies

    Raises
    ------
    ValueError
        For unknown facets, ones named twice, negative fractions, a sum other than 1, facets that
        cannot close a shape, or present energies that are missing or not positive.

    Examples
    --------
    >>> needed = surface_energies({"(104)": 0.6, "(003)": 0.4})
    >>> print(f"{needed.energies['(104)'] / needed.energies['(003)']:.3f}")
    1.863
    >>> needed.at_least
    ('(102)', '(113)', '(101)', '(201)')
    """
    known = distinct_families(families)
    wanted = dict(
        zip((f.label for f in known), all_fractions(fractions, known).tolist(), strict=True)
    )
    cell = or_pristine(lattice)
    _check_sizes(wanted)
    shown = [f for f in known if wanted[f.label] > 0]
    absent = [f for f in known if wanted[f.label] == 0]
    _check_closed(shown, cell, fractions)
    planes = facet_planes(shown, cell)
    gammas = _solved(np.array([wanted[f.label] for f in shown]), planes, fractions)
    gammas /= gammas.min()
    corners = shape_areas(planes, gammas).corners
    reach = [float((corners @ f.normals(cell).T).max()) for f in absent]
    found = {f.label: g for f, g in zip([*shown, *absent], [*gammas.tolist(), *reach], strict=True)}
    at_least = tuple(f.label for f in absent)
    energies = {f.label: found[f.label] for f in known if f.label in found}
    if present is None:
        return NeededEnergies(energies, at_least, None, None)
    now = _present(present, known, [f.label for f in shown])
    factor = _least_change(energies, now, at_least)
    energies = {label: factor * energy for label, energy in energies.items()}
    ratios = {label: energies[label] / now[label] for label in energies if label in now}
    bounding = [f for f in known if f.label in now]
    own, all_now = (np.array([now[f.label] for f in some]) for some in (shown, bounding))
    least = _scaled_energy(facet_planes(bounding, cell), all_now, all_now)
    excess = max(0.0, _scaled_energy(planes, gammas, own) / least - 1)
    return NeededEnergies(energies, at_least, ratios, excess)


def _check_sizes(fractions: Mapping[str, float]) -> None:
    for label, value in fractions.items():
        if 0 < value < _SMALLEST:
            raise ValueError(
                f"fractions[{label!r}]={value!r}: expected 0, or at least {_SMALLEST:g}"
            )


def _check_closed(
    families: Sequence[FacetFamily], lattice: Lattice, given: Mapping[str, float]
) -> None:
    # The opposite of every plane is there: the shape is closed exactly if the normals span space.
    if np.linalg.matrix_rank(np.concatenate([f.normals(lattice) for f in families])) < 3:
        raise ValueError(
            f"fractions={dict(given)}: expected positive ones of facets that together close a shape"
        )


def _solved(shares: FloatArray, planes: FacetPlanes, given: Mapping[str, float]) -> FloatArray:
    """Distances at which the areas are the wanted shares of 1."""
    logs = np.zeros(len(shares))
    miss, slopes = _miss(logs, shares, planes)
    for _ in range(_STEPS):
        if _met(miss, shares):
            return np.exp(logs)
        step, length = np.linalg.solve(slopes, -miss), 1.0
        while length > 1e-12:
            new_miss, new_slopes = _miss(logs + length * step, shares, planes)
            if new_miss @ new_miss < (1 - 1e-4 * length) * (miss @ miss):
                break
            length /= 2
        else:
            break
        logs, miss, slopes = logs + length * step, new_miss, new_slopes
    raise RuntimeError(f"no shape found with fractions={dict(given)}: off by {miss} (ln)")


def _met(miss: FloatArray, shares: FloatArray) -> bool:
    """Areas are differences, with an error of rounding in units of the whole."""
    return bool(np.all(shares * np.abs(miss) < _CONVERGED * np.maximum(shares, _ROUNDING)))


def _miss(
    logs: FloatArray, shares: FloatArray, planes: FacetPlanes
) -> tuple[FloatArray, FloatArray]:
    """Logarithms of areas over shares, and their derivatives by those of the distances."""
    gammas = np.exp(logs)
    shape = shape_areas(planes, gammas)
    if not shape.areas.min() > 0:
        return np.full(len(logs), np.inf), shape.slopes
    return np.log(shape.areas / shares), shape.slopes * gammas / shape.areas[:, None]


def _present(
    present: Mapping[str, float], families: tuple[FacetFamily, ...], needed: Sequence[str]
) -> dict[str, float]:
    now = numbers_by_label(present, families, "present", positive)
    missing = [label for label in needed if label not in now]
    if missing:
        raise ValueError(
            f"present={dict(present)}: expected an energy of each wanted facet, "
            f"got none of {', '.join(missing)}"
        )
    return now


def _least_change(
    energies: Mapping[str, float], now: Mapping[str, float], at_least: Sequence[str]
) -> float:
    """Common factor at which the largest |ln| of what must change is smallest.

    A facet that shall not show may lie above its least ratio: it counts upwards only.
    """
    logs = {label: math.log(energies[label] / now[label]) for label in energies if label in now}
    lowest = min(log for label, log in logs.items() if label not in at_least)
    return math.exp(-(max(logs.values()) + lowest) / 2)


def _scaled_energy(planes: FacetPlanes, distances: FloatArray, energies: FloatArray) -> float:
    """Surface energy of a shape over the 2/3 power of its volume."""
    areas = shape_areas(planes, distances).areas
    volume = float(distances @ areas) / 3
    return float(energies @ areas) / math.cbrt(volume) ** 2
