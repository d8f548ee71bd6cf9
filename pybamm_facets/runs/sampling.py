"""Seeded design spaces: draws within bounds, and bounds from a file."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from pybamm_facets._checks import whole
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily
from pybamm_facets.runs.designs import DESIGN
from pybamm_facets.tables import read_text

MOST = 1_000_000
"""Designs at once: their runs take an hour on 200 cores."""

FRACTION = "f_"
KEYS = {"low", "high", "log"}
EXPECTED = "two finite numbers [low, high] with low < high, or {low = …, high = …, log = true}"
EXAMPLE = "kappa_shell = [-20, 0]"
YAML = {".yaml", ".yml"}
YAML_PAIR = re.compile(r"\b(low|high|log)\s*:")
LINE = re.compile(r"line (\d+)")
BARE = re.compile(r"[A-Za-z0-9_-]+")
"""Names that TOML takes without quotes."""


def sample_designs(
    bounds: Mapping[str, Any],
    n: int,
    seed: int = 0,
    *,
    facets: Sequence[FacetFamily] = NMC811_FACETS,
) -> pd.DataFrame:
    """Designs drawn evenly (Sobol, scrambled) within bounds.

    Parameters
    ----------
    bounds
        Column of `pybamm_facets.runs.designs.column_help` to [low, high], or to
        ``{"low": …, "high": …, "log": True}`` for a draw even in the logarithm.
    n
        Number of designs, from 1 to `MOST`.
    seed
        The same seed gives the same designs.
    facets
        The facets that the model has. Where their fractions ``f_(…)`` are drawn, all must be: they
        are then divided by their sum, so a fraction may leave its own bounds.

    Returns
    -------
    pandas.DataFrame
        ``design`` (0 to n - 1) and one column for each bound.

    Raises
    ------
    ValueError
        For bounds that make no sense, or fractions of some facets only.

    Examples
    --------
    >>> sample_designs({"kappa_shell": [-20, 0]}, 3)["design"].tolist()
    [0, 1, 2]
    """
    whole("n", n, least=1, most=MOST)
    ranges = check_bounds(bounds)
    fractions = _fraction_columns(list(ranges), facets)
    unit = qmc.Sobol(len(ranges), scramble=True, rng=seed).random_base2(math.ceil(math.log2(n)))
    table = pd.DataFrame({DESIGN: np.arange(n)})
    for (column, (low, high, log)), u in zip(ranges.items(), unit[:n].T, strict=True):
        if log:
            drawn = np.exp(math.log(low) + u * (math.log(high) - math.log(low)))
        else:
            drawn = low + u * (high - low)
        table[column] = np.clip(drawn, low, high)
    if fractions:
        table[fractions] = table[fractions].div(table[fractions].sum(axis=1), axis=0)
    return table


def read_bounds(path: str | Path) -> dict[str, Any]:
    """Bounds of a TOML file, one line a column; checked, ready for `sample_designs`.

    Parameters
    ----------
    path
        File with lines such as ``kappa_shell = [-20, 0]`` or
        ``diffusivity_m2_s = {low = 1e-15, high = 1e-14, log = true}``. A name with other characters
        than letters, digits, ``_`` and ``-`` stands in quotes: ``"f_(104)" = [0, 1]``.

    Raises
    ------
    ValueError
        If it is no TOML, with file and line, or a column's bounds make no sense, with file, column
        and value.
    """
    path = Path(path)
    text = read_text(path)
    lines = text.splitlines()
    if path.suffix.lower() in YAML:
        shown = next(filter(None, map(_as_toml, lines)), EXAMPLE)
        raise ValueError(f"{path}: expected a file NAME.toml: bounds are TOML now, as in {shown}")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}, {_syntax_error(error, lines)}") from None
    if not content:
        raise ValueError(f"{path}: no bounds: expected one line a column, such as {EXAMPLE}")
    try:
        check_bounds(content)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    return content


def check_bounds(bounds: Mapping[str, Any]) -> dict[str, tuple[float, float, bool]]:
    """(low, high, log) of each column; ``ValueError`` that names the first that makes no sense."""
    if not isinstance(bounds, Mapping) or not bounds:
        raise ValueError(f"bounds={bounds!r}: expected at least one column with its bounds")
    if DESIGN in bounds:
        raise ValueError(
            f"bounds of {DESIGN!r}={bounds[DESIGN]!r}: expected none, the column holds labels and "
            "cannot be drawn"
        )
    return {column: _range(column, bound) for column, bound in bounds.items()}


def _range(column: str, bound: Any) -> tuple[float, float, bool]:
    problem = f"bounds of {column!r}={bound!r}: expected "
    log: Any = False
    if isinstance(bound, Mapping):
        if not {"low", "high"} <= set(bound) <= KEYS:
            raise ValueError(problem + EXPECTED)
        log = bound.get("log", False)
        bound = (bound["low"], bound["high"])
    if isinstance(bound, str) or not isinstance(bound, Sequence | np.ndarray) or len(bound) != 2:
        raise ValueError(problem + EXPECTED)
    low, high = bound
    if not (_is_finite(low) and _is_finite(high) and low < high and isinstance(log, bool)):
        raise ValueError(problem + EXPECTED)
    if log and not low > 0:
        raise ValueError(f"{problem}low > 0, as a logarithmic draw needs")
    return float(low), float(high), log


def _fraction_columns(columns: list[str], facets: Sequence[FacetFamily]) -> list[str]:
    drawn = [column for column in columns if column.startswith(FRACTION)]
    wanted = {f"{FRACTION}{facet.label}" for facet in facets}
    if drawn and set(drawn) != wanted:
        raise ValueError(
            f"bounds: fractions must sum to 1, so draw those of all facets of the model or of "
            f"none; given {', '.join(sorted(drawn))}; the model has {', '.join(sorted(wanted))}"
        )
    return drawn


def _is_finite(value: Any) -> bool:
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return number and math.isfinite(value)


def _syntax_error(error: tomllib.TOMLDecodeError, lines: Sequence[str]) -> str:
    """Line, what is wrong with it, and the line that was probably meant."""
    reason, _, place = str(error).removesuffix(")").rpartition(" (at ")
    found = LINE.match(place)
    number = int(found[1]) if found else max(len(lines), 1)
    line = lines[number - 1].strip() if found and number <= len(lines) else ""
    meant = _as_toml(line)
    if meant is None or meant == line:
        meant = f'{EXAMPLE} or "f_(104)" = [0, 1]; such names stand in quotes'
    elif meant.startswith('"'):
        meant += ", the name in quotes"
    return f"line {number}: {reason}: expected TOML such as {meant}"


def _as_toml(line: str) -> str | None:
    """A line ``name = bounds`` or ``name: bounds``, whose name may lack quotes, as TOML."""
    for sign in ("=", ":"):
        name, _, bound = line.strip().partition(sign)
        name = name.strip().strip("'\"")
        bound = YAML_PAIR.sub(r"\1 =", bound.strip())
        key = name if BARE.fullmatch(name) else f'"{name}"'
        shown = f"{key} = {bound}"
        with suppress(tomllib.TOMLDecodeError):
            if name and not name.startswith("#") and tomllib.loads(shown):
                return shown
    return None
