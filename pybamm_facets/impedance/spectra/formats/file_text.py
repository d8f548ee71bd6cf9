"""The lines of a text file, whatever its encoding and line ends."""

from __future__ import annotations

import re
from pathlib import Path

LINE_END = re.compile(r"\r\n|\r|\n")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""Byte-order marks and what they say."""
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
SAMPLE = 4096
EXPECTED = "expected text in UTF-8, UTF-16 or Latin-1"


class NoTextError(ValueError):
    """A file that holds no text."""


def file_lines(path: Path) -> list[str]:
    """Lines without their ends; ``NoTextError`` for a file that is no text.

    UTF-8 and UTF-16 are told by their byte-order mark or by being valid; what is neither is taken
    for Latin-1 as Windows writes it (code page 1252), in which instruments write ° and µ.
    """
    content = path.read_bytes()
    return LINE_END.split(_decoded(path, content).rstrip("\x1a"))


def _decoded(path: Path, content: bytes) -> str:
    encodings = (marked,) if (marked := _marked(content)) else ("utf-8", "cp1252", "latin-1")
    markup = content.lstrip().startswith(b"<?xml")
    if markup or (not marked and CONTROL.search(content[:SAMPLE])):
        raise NoTextError(f"{path}: {EXPECTED}")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTextError(f"{path}: begins as {marked} but is none; {EXPECTED}")


def _marked(content: bytes) -> str:
    """The encoding that the beginning of a file tells, or nothing."""
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    if marked or b"\0" not in content[:SAMPLE]:
        return marked
    # ASCII in UTF-16 has a zero in every second byte.
    even, odd = content[:SAMPLE:2].count(0), content[1:SAMPLE:2].count(0)
    if max(even, odd) > 0.4 * len(content[1:SAMPLE:2]) and min(even, odd) == 0:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""
