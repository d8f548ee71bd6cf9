"""``pybamm-facets fit SET``: numbers of a set from measured capacities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pybamm_facets.cli.console import clear_errors, out, progress_bar, say_written, view
from pybamm_facets.cli.rates import ChargedAt, start_after
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    from pybamm_facets.sets.files.loading import LoadedSet


def fit(
    name: Annotated[str, typer.Argument(metavar="SET", help="A .toml file, or an installed set.")],
    unknown: Annotated[
        list[str],
        typer.Option(
            help="What to find: diffusivity_m2_s, kappa, kappa_shell, radius_m, ... with bounds as "
            "NAME=LOW:HIGH; may be repeated."
        ),
    ],
    measured: Annotated[
        Path | None,
        typer.Option(help="CSV of measured capacities; what the set's file names by default."),
    ] = None,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="File to write; SET.fitted.toml by default.")
    ] = None,
    charged_at: ChargedAt = None,
    variant: Variants = None,
) -> None:
    """Fit numbers of a set to measured capacities, and say what the data determine.

    Writes a set that builds upon the given one, with the fitted numbers, their two standard errors
    and to what they were fitted. An unknown that the data leave open is called not determined.
    """
    with clear_errors():
        from pybamm_facets.cli.sets import must_exist, read_sets, read_variants
        from pybamm_facets.studies.inference.set_fit import fit_set
        from pybamm_facets.studies.own_measurements import measurements_of

        must_exist(measured, "--measured")
        sets = read_sets([name], variant)
        ((label, loaded),) = sets.items()
        data = measurements_of(sets, measured)
        if data is None:
            raise ValueError(f"--measured: expected a CSV; {name} names none of its own")
        target = _target(name, label, out_file)
        source = measured.name if measured else f"the set's own {_own_file(loaded)}"
        with progress_bar() as tell:
            found = fit_set(
                loaded,
                unknown,
                data,
                name=label,
                like=_like(name, target),
                data=source,
                choices=read_variants(variant),
                start=start_after(charged_at),
                progress=tell,
            )
        target.write_text(found.text, encoding="utf-8")
    shown = view(
        f"{label}, fitted to {len(data)} capacities",
        columns=("unknown", "value", "2σ", "looked for", "verdict"),
    )
    for row in found.table.itertuples():
        sigma = f"{2 * row.error:.2g}" if row.error == row.error else ""
        shown.add_row(
            row.unknown, f"{row.value:.4g}", sigma, f"{row.low:.3g} to {row.high:.3g}", row.verdict
        )
    out.print(shown)
    for line in found.statements:
        out.print(line, soft_wrap=True, markup=False)
    say_written([target])


def _own_file(loaded: LoadedSet) -> str:
    return loaded.resolved.tree["measured", "capacities_csv"].word


def _target(name: str, label: str, out_file: Path | None) -> Path:
    given = Path(name) if name.endswith(".toml") else None
    if out_file is not None:
        target = out_file
    else:
        target = given.with_suffix(".fitted.toml") if given else Path(f"{label}.fitted.toml")
    if target.suffix != ".toml":
        raise ValueError(f"--out={str(target)!r}: expected a name that ends in .toml")
    if given is not None and target.resolve() == given.resolve():
        raise ValueError(f"--out={str(target)!r}: is the set itself; expected another file")
    if not target.parent.is_dir():
        raise ValueError(f"--out={str(target)!r}: expected a file in a folder that exists")
    if given is not None and target.parent.resolve() != given.parent.resolve():
        raise ValueError(
            f"--out={str(target)!r}: expected a file beside {name}, which it builds upon"
        )
    return target


def _like(name: str, target: Path) -> str:
    return Path(name).name if name.endswith(".toml") else name
