"""One part of a sweep of n, such as a task of a SLURM array computes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"\s*([0-9]+)\s*/\s*([0-9]+)\s*")


@dataclass(frozen=True)
class Shard:
    """The designs number, number + count, number + 2 count, ... of a table, counted from 1.

    Parameters
    ----------
    number
        Which, from 1 to `count`.
    count
        Of how many.
    """

    number: int
    count: int

    @property
    def name(self) -> str:
        """For the names of its files: 03-of-12."""
        return f"{self.number:0{len(str(self.count))}d}-of-{self.count}"

    def rows(self, designs: int) -> slice:
        """Its rows of a table of designs; ``ValueError`` where some shards would have none."""
        if self.count > designs:
            raise ValueError(
                f"shard='{self.number}/{self.count}': expected at most {designs} shards of "
                f"{designs} designs"
            )
        return slice(self.number - 1, None, self.count)


def read_shard(shard: Shard | str) -> Shard:
    """A shard as people write it, ``"3/8"``.

    Raises
    ------
    ValueError
        Unless it is a number from 1 to n, a stroke and n.

    Examples
    --------
    >>> read_shard("3/8").name
    '3-of-8'
    """
    if isinstance(shard, Shard):
        number, count = shard.number, shard.count
    else:
        written = _WRITTEN.fullmatch(shard) if isinstance(shard, str) else None
        number, count = (0, 0) if written is None else (int(written[1]), int(written[2]))
    if not 1 <= number <= count:
        raise ValueError(f"shard={shard!r}: expected i/n with i from 1 to n, such as '3/8'")
    return Shard(number, count)
