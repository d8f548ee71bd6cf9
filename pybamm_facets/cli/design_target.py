"""``pybamm-facets design TARGET.toml``: from a target to a particle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer
from rich.table import Table

from pybamm_facets.cli.console import (
    POINTS_FAILED,
    clear_errors,
    out,
    progress_bar,
    say_written,
    view,
)
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    from pybamm_facets.design import FoundDesign


def target(
    file: Annotated[Path, typer.Argument(metavar="TARGET.toml", help="Targets and what may vary.")],
    set_name: Annotated[
        str, typer.Option("--set", help="Set of the cell: a .toml file, or an installed set.")
    ] = "Li2025_core_shell",
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for tables, record and figure.")
    ] = Path("results"),
    tolerance: Annotated[
        bool, typer.Option("--tolerance", help="How far each variable may go before -5 %.")
    ] = False,
    profile: Annotated[
        bool, typer.Option("--profiles", help="Each variable held on a grid: the set of designs.")
    ] = False,
    front: Annotated[
        bool,
        typer.Option("--front", help="The least order over the first target, and over the radius."),
    ] = False,
    payoff: Annotated[
        bool, typer.Option("--map", help="Where facets pay, a map for each target.")
    ] = False,
    variant: Variants = None,
) -> None:
    """The least ordered particle that meets its targets, what binds, and what facets bring to it.

    Writes design.csv, design.json and design.png and, if asked for, the tables and figures of
    profiles, tolerance, fronts and map; with a [tolerance] in the file also the design that meets
    its targets at the worst corner. Exit code 1 if the targets are not attainable: the best that
    was found is written all the same.
    """
    with clear_errors():
        from pybamm_facets import design as wing
        from pybamm_facets.cli.sets import read_sets
        from pybamm_facets.design.target_file import read_question
        from pybamm_facets.design.targets import check_targets
        from pybamm_facets.report.design import other_fits, payoff_figure, write_design
        from pybamm_facets.report.design_plane import design_figure
        from pybamm_facets.report.design_profiles import profile_figure, tolerance_figure
        from pybamm_facets.sets.files.columns import anisotropy_of

        ((label, loaded),) = read_sets([set_name], variant).items()
        question = read_question(file, anisotropy_of(loaded))
        values = loaded.parameter_values
        check_targets(question.targets, values)
        asked = (values, question.targets, question.space)
        tables: dict[str, pd.DataFrame] = {}
        figures = {}
        with progress_bar() as tell:
            found = wing.easiest(*asked, progress=tell)
            robust = None
            if question.tolerances:
                robust = wing.robust(*asked, question.tolerances, progress=tell)
            words = wing.statements(found, other_fits(loaded))
            if tolerance:
                tables["tolerance"] = wing.tolerance(found)
                figures["design_tolerance"] = tolerance_figure(tables["tolerance"])
            if profile and found.met:
                tables["profiles"] = wing.profiles(found, progress=tell)
                figures["design_profiles"] = profile_figure(found, tables["profiles"])
                words += wing.profile_words(tables["profiles"], found.ordering)
            fronts = {}
            if front:
                fronts = wing.fronts_about(found, question.tolerances, progress=tell)
                tables |= {f"front_{name}": table for name, table in fronts.items()}
            if payoff:
                maps = [
                    wing.payoff_map(found.responses.values_for(one), one.c_rate, one.way,
                                    end_voltage=one.end_voltage, progress=tell)
                    for one in question.targets
                ]  # fmt: skip
                tables["map"] = pd.concat([one.table.assign(run=one.label) for one in maps])
                figures["design_map"] = payoff_figure(maps)
            plane = wing.orientation_plane(found)
            figures["design"] = design_figure(found, plane, fronts)
        out_dir.mkdir(parents=True, exist_ok=True)
        inputs = {"set": set_name, "variants": list(variant or ()), "file": str(file)}
        paths = write_design(out_dir, found, robust, tables, words, inputs, figures)
    out.print(_view(found, label))
    if robust is not None:
        out.print(_view(robust, f"{label}, at the worst corner of the tolerances"))
    for line in words:
        out.print(line, soft_wrap=True, markup=False)
    out.print(_particle_line(found), soft_wrap=True, markup=False)
    say_written(paths)
    if not found.met:
        raise typer.Exit(POINTS_FAILED)


def _view(found: FoundDesign, title: str) -> Table:
    columns = ("target", "at least", "reached", "finer mesh", "binds")
    shown = view(f"{title}, Ω = {found.ordering:.3g} nat per grain", columns=columns)
    for row in found.table.itertuples():
        shown.add_row(
            row.target,
            f"{row.at_least:g} {row.unit}",
            f"{row.reached:.1f}",
            f"{row.refined:.1f}",
            "yes" if row.binding else "",
        )
    return shown


def _particle_line(found: FoundDesign) -> str:
    """The line of Python that makes the particle."""
    from pybamm_facets.particle.agglomerate import ANISOTROPY

    v, shell = found.variables, f"{found.variables['kappa_shell']:.4g}"
    if v.get("selection"):
        multipliers = ", ".join(f"{one:.4g}" for one in found.responses.order.multipliers(v))
        shell = (
            f"pf.crystal.OrderedTexture(kappa={shell}, facet_multipliers=({multipliers}), "
            f'tier="{found.space.facets}")'
        )
    anisotropy = found.space.diffusivity_anisotropy
    more = "" if anisotropy == ANISOTROPY else f", diffusivity_anisotropy={anisotropy:g}"
    return (
        f"particle = pf.Agglomerate(core={v['kappa_core']:.4g}, shell={shell}, "
        f"radius={v['radius_m']:.4g}, core_fraction={v['core_fraction']:.3g}{more})"
    )
