"""A set looked at before use: what it implies, what looks wrong, and which estimates matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.sets.implied import derived
from pybamm_facets.studies.set_checks.estimate_influence import (
    NOT_VARIED,
    influences_of,
    leading_estimates,
)
from pybamm_facets.studies.set_checks.finding import Severity
from pybamm_facets.studies.set_checks.finer_mesh import mesh_findings
from pybamm_facets.studies.set_checks.plausible_numbers import (
    against_measurements,
    composition,
    lithium_of_lattice,
)
from pybamm_facets.studies.set_checks.where_it_holds import (
    ranges_of_functions,
    reach_of_lithium,
    temperatures_taken,
)


@dataclass(frozen=True, eq=False)
class SetCheck:
    """What a look at a set found.

    Parameters
    ----------
    implied
        What the set implies, as `derived`.
    findings
        ``severity`` (wrong, doubtful, note) and ``finding`` in words, worst first.
    influences
        A row an estimate and C-rate: ``estimate``, ``low``, ``high``, ``c_rate``,
        ``change_mAh_g`` (of the discharge capacity between its bounds, by the gradient),
        largest first at each rate.
    """

    implied: pd.DataFrame
    findings: pd.DataFrame
    influences: pd.DataFrame


def check_set(
    loaded: LoadedSet,
    name: str = "set",
    c_rates: CRate | Iterable[CRate] = (0.1, 1.0, 10.0),
    *,
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> SetCheck:
    """Look at a set before it is used.

    Parameters
    ----------
    loaded
        The set.
    name
        What to call it.
    c_rates
        Rates at which it will be used; the estimates' influence is given at each, the mesh and the
        diffusion length are looked at for the highest.
    numerics
        Mesh and tolerances; what the set asks for by default.
    progress
        Called with a `Progress` as the parts go on.

    Raises
    ------
    ValueError
        For a set without facets.
    """
    rates, tell = sorted(read_c_rates(c_rates)), progress or silent
    values = loaded.parameter_values
    implied = derived(values)
    tell(Progress("mesh", 0, 2))
    findings = [
        *composition(values, implied),
        *lithium_of_lattice(loaded, implied),
        *against_measurements(loaded, name, implied),
    ]
    if any(severity is Severity.WRONG for severity, _ in findings):
        # Such cells keep the integrator busy for minutes, and say nothing.
        findings.append((Severity.NOTE, "nothing was run: mend what is wrong first"))
        influences = influences_of(loaded, ())
    else:
        findings += [
            *reach_of_lithium(values, max(rates)),
            *mesh_findings(values, max(rates), numerics),
            *ranges_of_functions(values),
            *temperatures_taken(loaded),
        ]
        tell(Progress("estimates", 1, 2))
        influences = influences_of(loaded, rates, numerics=numerics)
        findings += leading_estimates(influences)
        if loaded.resolved.records is not None:
            findings.append((Severity.NOTE, NOT_VARIED))
        tell(Progress("estimates", 2, 2))
    findings.sort(key=lambda one: one[0])
    table = pd.DataFrame(
        [(severity.word, text) for severity, text in findings], columns=["severity", "finding"]
    )
    return SetCheck(implied, table, influences)
