"""What a design means, a line each: what binds, on what it rests, and what facets bring to it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pybamm_facets import names
from pybamm_facets.design.core_stress import core_tension
from pybamm_facets.design.payoff import own_point, payoff_at
from pybamm_facets.design.search import FoundDesign
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.cell import number

SMALLEST = 0.3
"""Share of the radius down to which one is looked for that opens a target."""
FINE = 0.01
"""Share of a capacity by which a finer mesh may differ without a word."""


def statements(
    found: FoundDesign,
    diffusivities: Mapping[str, float] | None = None,
    *,
    numerics: Numerics | None = None,
) -> list[str]:
    """What to know of a design, in words.

    Parameters
    ----------
    found
        The design.
    diffusivities
        Name of a fit to its D_ab [m2.s-1]: for each, the radius at which the design holds.
    numerics
        Of the runs that tell what facets bring.
    """
    lines = [_met(found), *_shell(found), *_binding(found), *_bounds(found), *_mesh(found)]
    lines += _fits(found, diffusivities or {})
    if found.met:
        brought = facets_bring(found, numerics=numerics)
        lines += [_facets_bring(row) for _, row in brought.iterrows()]
    return lines


def _met(found: FoundDesign) -> str:
    v = found.variables
    particle = (
        f"radius {v['radius_m'] * 1e6:.3g} µm, core fraction {v['core_fraction']:.2f}, κ of the "
        f"core {v['kappa_core']:.3g}, of the shell {v['kappa_shell']:.3g}"
    )
    if "selection" in v:
        particle += f", selection of facets {v['selection']:.3g} nat"
    if found.met:
        return f"met with Ω = {found.ordering:.3g} nat per grain: {particle}"
    limit, tension = found.space.core_tension, core_tension(found.particle)
    if limit is not None and tension > limit and (found.table["slack"] >= 0).all():
        return (
            f"not attainable in this space: the targets are met with a core's tension of "
            f"{tension:.3g} EΔ, above {limit:g} ({particle})"
        )
    worst = found.table.loc[(found.table["slack"] / found.table["at_least"]).idxmin()]
    return (
        f"not attainable in this space: the best reaches {worst['reached']:.1f} of the "
        f"{worst['at_least']:g} {worst['unit']} at {worst['target']} ({particle}){_opens(found)}"
    )


def _shell(found: FoundDesign) -> list[str]:
    if not found.met:
        return []
    shell = found.shell
    line = (
        f"the shell conducts {shell.d:.3f} of D_ab along the radius and exchanges "
        f"{shell.exchange_current:.3f} mA/cm² on average"
    )
    if not found.responses.one_law:
        return [line]
    ranges = found.facet_ranges()
    free = ranges.assign(width=ranges["most"] - ranges["least"]).nlargest(1, "width").iloc[0]
    return [
        f"{line}; to the cell all grains with the same two numbers are alike: the share of "
        f"{free['facet']}, here {free['share']:.2f}, may be {free['least']:.2f} to "
        f"{free['most']:.2f}"
    ]


def opening_radius(found: FoundDesign) -> float:
    """Largest radius at which the design's textures would meet all targets; NaN if none does."""
    radii = found.variables["radius_m"] * np.geomspace(SMALLEST, 1, 15)
    table = found.responses.runs([dict(found.variables) | {"radius_m": one} for one in radii])
    wanted = {target.label: target.at_least for target in found.targets}
    share = table["reached"] / table["target"].map(wanted) - 1
    least = table.assign(share=share).groupby("design")["share"].min().to_numpy()
    meets = np.flatnonzero(least >= 0)
    if not len(meets):
        return math.nan
    k = int(meets[-1])
    if k == len(radii) - 1:
        return float(radii[-1])
    return float(np.interp(0, [least[k + 1], least[k]], [radii[k + 1], radii[k]]))


def _opens(found: FoundDesign) -> str:
    radius = opening_radius(found)
    if not math.isfinite(radius):
        return f"; no radius down to {SMALLEST:g} of it would open it"
    return f"; with these textures a radius of {radius * 1e6:.2f} µm would open it"


def _binding(found: FoundDesign) -> list[str]:
    lines = []
    for row in found.table[found.table["binding"]].itertuples():
        price = f": {row.price:.2g} nat a {row.unit} more" if row.price > 0 else ""
        lines.append(f"{row.target} binds{price}")
    return lines


def _bounds(found: FoundDesign) -> list[str]:
    if not found.at_bounds or not found.met or not found.ordering:
        return []
    return [f"{', '.join(found.at_bounds)} ended at a bound: wider ones may be easier"]


def _mesh(found: FoundDesign) -> list[str]:
    share = (found.table["reached"] / found.table["refined"] - 1).abs()
    if not (share > FINE).any():
        return []
    worst = found.table.loc[share.idxmax()]
    return [
        f"{worst['target']}: {worst['reached']:.1f} {worst['unit']}, {worst['refined']:.1f} on "
        "a finer mesh: design on a finer one (numerics=)"
    ]


def _fits(found: FoundDesign, diffusivities: Mapping[str, float]) -> list[str]:
    values = found.parameter_values
    scaled = names.DIFFUSIVITY_SCALE in values
    own = number(values, names.DIFFUSIVITY_SCALE if scaled else names.DIFFUSIVITY)
    radius = found.variables["radius_m"]
    lines = [
        f"it rests on D_ab = {own:.3g} m²/s: with another, all capacities hold at a radius that "
        "goes with its square root (and exchange currents with the radius)"
    ]
    for name, d_ab in diffusivities.items():
        scale = math.sqrt(d_ab / own)
        lines.append(
            f"with the {name} fit's D_ab = {d_ab:.3g} m²/s it is the same particle at "
            f"{radius * scale * 1e6:.3g} µm ({scale:.3f} of the radius)"
        )
    return lines


def facets_bring(found: FoundDesign, *, numerics: Numerics | None = None) -> pd.DataFrame:
    """What the facets of a design bring at each of its targets, against random grains.

    Returns
    -------
    pandas.DataFrame
        ``target`` and the columns of `payoff_at`, between random grains and the design's shell.
    """
    rows = []
    for target in found.targets:
        values = found.responses.values_for(target)
        values.update({names.PARTICLE_RADIUS: found.variables["radius_m"]})
        fourier, lam = own_point(values, target.c_rate)
        grains = (found.responses.order.tilt(0.0), found.shell)
        pairs = [(one.d, one.exchange_current) for one in grains]
        row = payoff_at(
            values,
            target.c_rate,
            target.direction,
            fourier=fourier,
            lam=lam,
            end_voltage=target.end_voltage,
            random=pairs[0],
            best=pairs[1],
            numerics=numerics,
        )
        rows.append({"target": target.label, **row.to_dict()})
    return pd.DataFrame(rows)


def _facets_bring(row: pd.Series) -> str:
    total = row["both_mAh_g"] - row["random_mAh_g"]
    run = str(row["target"]).removesuffix(", energy")
    return (
        f"{run}: facets bring {row['by_facets_mAh_g']:.1f} of the {total:.1f} mAh/g that "
        "the shell's order brings, diffusivity the rest"
    )
