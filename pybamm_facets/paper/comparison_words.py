"""The findings of the comparison in words, from its tables."""

from __future__ import annotations

import pandas as pd

from pybamm_facets.measured import literature_rate_series
from pybamm_facets.paper.window_capacity import CAME_BACK, PUBLISHED
from pybamm_facets.studies.published_series.fades import RATE, VOLTAGE

SLOWEST = 0.05
"""C-rate at which nothing in the network of a porous electrode is felt."""

FEWEST = 3
"""Determined points from which a series says whether its D/R² depends on rate."""


def statements(
    points: pd.DataFrame,
    fades: pd.DataFrame,
    pairs: pd.DataFrame,
    mechanisms: pd.DataFrame,
    blind: pd.DataFrame,
    window: pd.DataFrame,
) -> dict[str, list[str]]:
    """Heading to lines; arguments as the fields of `Comparison`."""
    return {
        "points": _of_points(points),
        "blind tests": _of_blind(blind),
        "window": _of_window(window),
        "ageing": [*_of_ageing(fades, pairs), *statements_of_mechanisms(mechanisms)],
    }


def _of_points(points: pd.DataFrame) -> list[str]:
    own = points[points["set"] == "default"]
    single = own[own["reading"] != "ratio"]
    known = single["d_over_r2_per_s"].notna()
    lines = [
        f"{known.sum()} of {len(single)} points, two of them the paper's, determine the radial "
        "D/R²; of the others "
        + ", ".join(f"{count} {why}" for why, count in _reasons(single[~known]["reason"]).items())
    ]
    for (name, overlay), rows in points.dropna(subset="d_over_r2_per_s").groupby(
        ["series", "set"], sort=False
    ):
        own_rows = rows[rows["reading"] == "absolute"].sort_values("c_rate")
        if len(own_rows) < FEWEST:
            continue
        d = own_rows["d_over_r2_per_s"]
        lines.append(
            f"{name}, {overlay} set: D/R² {d.min():.1e} to {d.max():.1e} 1/s between "
            f"{own_rows['c_rate'].min():g}C and {own_rows['c_rate'].max():g}C, a factor of "
            f"{d.max() / d.min():.2g} (1 if the model were right)"
        )
    return lines


def _reasons(reasons: pd.Series) -> dict[str, int]:
    short = {
        "more than the model": "above what the model can deliver in the window",
        "less than the model": "below what the slowest diffusion delivers",
        "does not move": "unmoved by D",
        "moves more with the": "limited by contact, kinetics or electrolyte",
        "the voltage window is not stated, nor the 1C": "without window and 1C",
        "the voltage window is not stated": "without window",
        "the current of 1C is not stated": "without 1C",
        "not against lithium": "not against lithium",
    }

    def said(why: str) -> str:
        return next((words for begin, words in short.items() if why.startswith(begin)), why)

    return dict(reasons.map(said).value_counts())


def _of_blind(blind: pd.DataFrame) -> list[str]:
    lines = []
    for (test, overlay, reading), rows in blind.groupby(["test", "set", "reading"], sort=False):
        rms = float((rows["miss_percent"] ** 2).mean() ** 0.5)
        worst = rows.loc[rows["miss_percent"].abs().idxmax()]
        which = f", {reading}" if reading else ""
        lines.append(
            f"{test}{which}, {overlay} set: {len(rows)} predicted, root mean square miss "
            f"{rms:.1f} %, largest {worst['miss_percent']:+.1f} % ({worst['series']} at "
            f"{worst['c_rate']:g}C); fitted to the inputs: {worst['fitted']}"
        )
    return [*lines, _of_network(blind)]


def _of_network(blind: pd.DataFrame) -> str:
    """What the graphene series says of every comparison that does not control the network."""
    rows = blind[(blind["test"] == "graphene") & (blind["set"] == "default")]
    slowest = rows[rows["c_rate"] == SLOWEST]
    least, most = (100 * (1 - share) for share in slowest["measured"].agg(["max", "min"]))
    found = literature_rate_series().set_index(["series", "c_rate"])["capacity_mAh_g"]
    factor = found["NMC111-NR5", 5] / found["NMC111-NR0", 5]
    return (
        f"graphene: the network alone makes a factor of {factor:.1f} at 5C, so a comparison of "
        f"particles that does not control it says nothing of particles; and {least:.0f} to "
        f"{most:.0f} % are missing at {SLOWEST:g}C, where the model's network is not felt: "
        "particles without contact, for which it has no number"
    )


def _of_window(window: pd.DataFrame) -> list[str]:
    shipped, chosen = window.iloc[0], window.iloc[-1]
    return [
        f"4.3 to 3.0 V at 0.1C: {shipped['isotropic_mAh_g']:.1f} and "
        f"{shipped['core_shell_mAh_g']:.1f} mAh/g as the sets are, {PUBLISHED[0]:.0f} to "
        f"{PUBLISHED[1]:.0f} published; {chosen['isotropic_mAh_g']:.1f} and "
        f"{chosen['core_shell_mAh_g']:.1f} on the overlay hindered (fitted to 201)",
        f"at C/100 {chosen['comes_back']:.0%} of the loss comes back on the overlay (not fitted); "
        f"a hold gave back {CAME_BACK:.0%} of NMC111's, a material and a test of its own",
    ]


def statements_of_mechanisms(mechanisms: pd.DataFrame) -> list[str]:
    """Per pair, which mechanisms come within a factor of two of its ratio of fades."""
    lines = []
    for pair, rows in mechanisms.groupby("pair", sort=False):
        said = ", ".join(
            f"{row.mechanism} × {row.predicted_ratio:.1f}" for row in rows.itertuples()
        )
        near = rows[(rows["factor"] < 2) & (rows["factor"] > 0.5)]["mechanism"]
        lines.append(
            f"{pair}: fitted to the slower one, mechanisms say of fade per cycle {said}; measured "
            f"× {rows['measured_ratio'].iloc[0]:.1f}; within a factor of two: "
            f"{', '.join(near) or 'none'}"
        )
    return lines


def _of_ageing(fades: pd.DataFrame, pairs: pd.DataFrame) -> list[str]:
    rated = pairs[pairs["differs_in"] == RATE]
    lines = [
        f"{row.pair}: fade per cycle × {row.per_cycle_ratio:.2f}, per hour × "
        f"{row.per_hour_ratio:.1f}; time alone would have × {row.time_alone_ratio:.2f} per cycle: "
        f"nearer to fade per {row.nearer}"
        for row in rated.itertuples()
    ]
    raised = pairs[pairs["differs_in"] == VOLTAGE]
    if len(raised):
        lines.append(
            f"{len(raised)} pairs differ in the upper voltage only: fade per cycle × "
            f"{raised['per_cycle_ratio'].min():.1f} to × {raised['per_cycle_ratio'].max():.1f} for "
            "0.1 to 0.4 V more"
        )
    fastest = fades.loc[fades["discharge_rate"].idxmax()]
    lines.append(
        f"{fastest['series']} ({fastest['note'].split(';')[0]}): "
        f"{100 * fastest['fade_per_cycle']:.3f} % a cycle at {fastest['discharge_rate']:g}C, "
        f"{100 * fastest['retention']:.1f} % after {fastest['cycles']:.0f}: an electrolyte alone "
        "does as much as the paper's particle, so such a retention says nothing of a particle"
    )
    return lines
