"""``pybamm-facets design TARGET.toml``: from a target to a particle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    variant: Variants = None,
) -> None:
    """The least ordered particle that meets its targets, what binds, and what facets bring to it.

    Writes design.csv, design.json and, if asked for, design_profiles.csv and design_tolerance.csv;
    with a [tolerance] in the file also the design that meets its targets at the worst corner. Exit
    code 1 if the targets are not attainable: the best that was found is written all the same.
    """
    with clear_errors():
        from pybamm_facets import design as wing
        from pybamm_facets.cli.sets import read_sets
        from pybamm_facets.design.target_file import read_question
        from pybamm_facets.design.targets import check_targets
        from pybamm_facets.report.design import other_fits, write_design

        question = read_question(file)
        ((label, loaded),) = read_sets([set_name], variant).items()
        values = loaded.parameter_values
        check_targets(question.targets, values)
        tables = {}
        with progress_bar() as tell:
            found = wing.easiest(values, question.targets, question.space, progress=tell)
            robust = None
            if question.tolerances:
                robust = wing.robust(
                    values, question.targets, question.space, question.tolerances, progress=tell
                )
            if tolerance:
                tables["tolerance"] = wing.tolerance(found)
            words = wing.statements(found, other_fits(loaded))
            if profile and found.met:
                tables["profiles"] = wing.profiles(found, progress=tell)
                words += wing.profile_words(tables["profiles"], found.ordering)
        out_dir.mkdir(parents=True, exist_ok=True)
        inputs = {"set": set_name, "variants": list(variant or ()), "file": str(file)}
        paths = write_design(out_dir, found, robust, tables, words, inputs)
    out.print(_view(found, label))
    if robust is not None:
        out.print(_view(robust, f"{label}, at the worst corner of the tolerances"))
    for line in words:
        out.print(line, soft_wrap=True, markup=False)
    v = found.variables
    out.print(
        f"particle = pf.Agglomerate(core={v['kappa_core']:.4g}, shell={v['kappa_shell']:.4g}, "
        f"radius={v['radius_m']:.4g}, core_fraction={v['core_fraction']:.3g})",
        soft_wrap=True, markup=False,
    )  # fmt: skip
    say_written(paths)
    if not found.met:
        raise typer.Exit(POINTS_FAILED)


def _view(found: FoundDesign, title: str) -> Table:
    columns = ("target", "at least", "capacity", "finer mesh", "binds")
    shown = view(f"{title}, Ω = {found.ordering:.3g} nat per grain", columns=columns)
    for row in found.table.itertuples():
        shown.add_row(
            row.target,
            f"{row.at_least_mAh_g:g}",
            f"{row.capacity_mAh_g:.1f}",
            f"{row.refined_mAh_g:.1f}",
            "yes" if row.binding else "",
        )
    return shown
