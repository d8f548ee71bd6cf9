"""A group of commands of which one is meant where none is named."""

from __future__ import annotations

from typing import Any, ClassVar

from typer.core import TyperGroup


class TargetGroup(TyperGroup):
    """``design FILE`` is ``design target FILE``; a word that names a command is that command."""

    default: ClassVar[str] = "target"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command in front, where the first word is none."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = [self.default, *args]
        rest: list[str] = super().parse_args(ctx, args)
        return rest
