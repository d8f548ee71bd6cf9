"""Files that a set's file names: in its own folder only, whatever the name is."""

from __future__ import annotations

from pathlib import Path

EXPECTED = "expected a file in the set's folder"


def is_file(path: Path) -> bool:
    """Whether a path is one of a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def inside(folder: Path, name: str, where: str, ending: str) -> Path:
    """The file of a folder that is named; ``ValueError`` if it is none, or leads out of it.

    Parameters
    ----------
    folder
        The set's folder.
    name
        As the set's file has it.
    where
        How a message begins.
    ending
        Of the files that a message tells of, where there is none of that name.
    """
    path = folder / name
    try:
        leads_out = Path(name).is_absolute() or not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # too long, symbolic links in a circle, a null byte
        raise ValueError(f"{where}: {EXPECTED}, this can be no file's name") from None
    if leads_out:
        raise ValueError(f"{where}: {EXPECTED}, this leads out of it")
    if not is_file(path):
        near = sorted(one.name for one in folder.glob(f"*{ending}"))
        hint = f"; there is {', '.join(near[:5])}" if near else ""
        raise ValueError(f"{where}: {EXPECTED}, found none{hint}")
    return path
