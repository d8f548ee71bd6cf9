"""What a table is, beside it: neither format has a place for "measured" or "simulated"."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

ENDING = ".origin.json"
LARGEST = 1_000_000
"""Bytes of a side file."""


def side_path(path: Path) -> Path:
    """Where the origin of a table stands."""
    return path.with_name(path.name + ENDING)


def write_origin(frame: pd.DataFrame, path: Path) -> None:
    """Write the attributes of a table beside it, if it has any."""
    if frame.attrs:
        text = json.dumps(dict(frame.attrs), indent=2, ensure_ascii=False) + "\n"
        side_path(path).write_text(text, encoding="utf-8")


def read_origin(path: Path) -> dict[str, Any]:
    """The attributes of a table that stand beside it; none if there is no such file.

    Raises
    ------
    ValueError
        For a file that is no JSON object.
    """
    side = side_path(path)
    if not side.is_file():
        return {}
    try:
        if side.stat().st_size > LARGEST:
            raise ValueError(f"expected at most {LARGEST} bytes")
        found = json.loads(side.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{side}: expected a JSON object ({error})") from None
    if not isinstance(found, dict):
        raise ValueError(f"{side}: expected a JSON object")
    return found
