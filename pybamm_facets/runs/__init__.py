"""Constant-current runs: what one is, how exactly it is solved, and how many are computed."""

from pybamm_facets.progress import Progress
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.every_cycle import EveryCycle
from pybamm_facets.runs.cycles.jump import Jump
from pybamm_facets.runs.engine import run_all, run_blocks
from pybamm_facets.runs.gradient.capacity import capacity_gradient, energy_gradient
from pybamm_facets.runs.merging import merge_ledgers
from pybamm_facets.runs.numerics import Backend, Numerics, Route, Tolerances
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.results import Finished, Results
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.sampling import sample_designs
from pybamm_facets.runs.shard import Shard
from pybamm_facets.runs.simulated_tables import cycler_frames
from pybamm_facets.runs.sqlite_file import LedgerError
from pybamm_facets.sets.direction import Direction

__all__ = [
    "Backend",
    "Direction",
    "EveryCycle",
    "Finished",
    "Jump",
    "LedgerError",
    "Numerics",
    "Outcome",
    "Progress",
    "Protocol",
    "Results",
    "Route",
    "Run",
    "Shard",
    "Status",
    "Tolerances",
    "capacity_gradient",
    "cycler_frames",
    "energy_gradient",
    "merge_ledgers",
    "run_all",
    "run_blocks",
    "sample_designs",
]
