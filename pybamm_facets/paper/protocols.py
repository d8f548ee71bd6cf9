"""The protocols of Li et al. 2025, and the starts that a rate test may have had."""

from __future__ import annotations

from pybamm_facets.runs.cell_protocol import Protocol

CYCLING = Protocol(charge=0.5, discharge=10.0, pre_cycles=2, pre_cycle_rate=0.1)
"""Fig. 4f: after two pre-cycles at 0.1C, 0.5C charge and 10C discharge from 2.5 to 4.5 V. No hold
and no rest is named."""

PRE_CYCLES = Protocol(charge=0.1, discharge=0.1, pre_cycles=0)
"""Methods: the cycles at 0.1C that come before every test."""

STARTS: dict[str, Protocol | None] = {
    "equilibrium": None,
    "0.1C charge": PRE_CYCLES,
    "0.5C charge": Protocol(charge=0.5, discharge=10.0, pre_cycles=0),
}
"""How the cell may have been charged before a discharge of the rate test (Fig. 4g), which the text
does not say. The sets' diffusivity and texture are fitted to discharges from equilibrium."""
