"""Designs as the query of a URL, and back: what is on the page can be sent or kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import Preset

SET, PIN = "set", "pin"
MOST_PINS = 4
LONGEST = 4000
"""Characters of a query that are looked at."""


@dataclass(frozen=True)
class Opened:
    """What a URL asks for.

    Parameters
    ----------
    state
        The design.
    pins
        Designs that are pinned.
    problems
        What of the query could not be meant, in words; the rest holds.
    """

    state: DesignState
    pins: tuple[DesignState, ...] = ()
    problems: tuple[str, ...] = ()


def to_query(state: DesignState, pins: Sequence[DesignState] = ()) -> str:
    """The query of a design and its pins, ``set=...&kappa_shell=-8``."""
    parts = [(SET, state.preset.name), *((name, f"{v:g}") for name, v in _exact(state).items())]
    parts += [(PIN, _pin_text(pin)) for pin in pins]
    return urlencode(parts, safe="();:!,")


def from_query(query: str, presets: Mapping[str, Preset]) -> Opened:
    """A design and its pins; what cannot be meant is told in `Opened.problems`.

    Parameters
    ----------
    query
        Without the question mark.
    presets
        Sets by name; a query cannot name a file.
    """
    pairs = parse_qsl(query[:LONGEST])
    wanted = next((value for name, value in pairs if name == SET), None)
    problems: list[str] = []
    preset = _preset(wanted, presets, problems)
    numbers = {name: value for name, value in pairs if name not in (SET, PIN)}
    state = _state(preset, numbers, problems)
    pins: list[DesignState] = []
    for text in [value for name, value in pairs if name == PIN][:MOST_PINS]:
        name, _, rest = text.partition("!")
        given = dict(part.partition(":")[::2] for part in rest.split(";") if part)
        if name in presets and not presets[name].problem:
            pins.append(_state(presets[name], given, problems))
        else:
            problems.append(f"pin={name!r}: expected one of {', '.join(presets)}")
    return Opened(state, tuple(pins), tuple(problems))


def _exact(state: DesignState) -> dict[str, float]:
    return {name: float(f"{v:.{FIELDS[name].digits}g}") for name, v in state.changes.items()}


def _pin_text(pin: DesignState) -> str:
    return f"{pin.preset.name}!" + ";".join(f"{n}:{v:g}" for n, v in _exact(pin).items())


def _preset(wanted: str | None, presets: Mapping[str, Preset], problems: list[str]) -> Preset:
    sound = next(preset for preset in presets.values() if not preset.problem)
    if wanted is None:
        return sound
    if wanted not in presets:
        problems.append(f"set={wanted!r}: expected one of {', '.join(presets)}")
        return sound
    if presets[wanted].problem:
        problems.append(presets[wanted].problem)
        return sound
    return presets[wanted]


def _state(preset: Preset, given: Mapping[str, str], problems: list[str]) -> DesignState:
    state = DesignState(preset)
    for name, text in given.items():
        try:
            if name not in FIELDS:
                raise ValueError(f"{name}={text!r}: expected one of {', '.join(FIELDS)}")
            state = state.moved(**{name: FIELDS[name].read(text)})
        except ValueError as error:
            problems.append(str(error))
    return state
