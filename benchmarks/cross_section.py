"""Cost of the particle's cross-section: a stress solve, many seeds, a 10C run in its grains.

CPU seconds are what counts on a busy machine. One thread a process.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from harness import run_from_command_line, timed

from pybamm_facets import li2025
from pybamm_facets.cross_section import (
    ContrastStrain,
    PlaneStressSolver,
    generate_microstructure,
    mesh_microstructure,
    stress_ensemble,
)
from pybamm_facets.particle import Agglomerate
from pybamm_facets.studies.grain_resolved.particle_alone import (
    discharged,
    particle_alone,
    section_of,
    with_grains,
)

PROCESSES = 2
POISSONS_RATIO = 0.25
"""Any costs the same."""


def unit_solve(quick: bool) -> dict[str, Any]:
    """Grains, mesh, factorisation and one solve of a core-shell particle, and a second solve."""
    h = 0.06 if quick else 0.04
    grains_cpu, _, grains = timed(partial(generate_microstructure, "core_shell"))
    mesh_cpu, _, mesh = timed(partial(mesh_microstructure, grains, h))
    factorise_cpu, _, solver = timed(partial(PlaneStressSolver, mesh, 1.0, POISSONS_RATIO))
    solve_cpu, _, _ = timed(partial(solver.solve, ContrastStrain()))
    return {
        "elements": int(mesh.triangles.shape[1]),
        "grains_cpu_s": grains_cpu,
        "mesh_cpu_s": mesh_cpu,
        "factorise_cpu_s": factorise_cpu,
        "solve_cpu_s": solve_cpu,
        "together_cpu_s": grains_cpu + mesh_cpu + factorise_cpu + solve_cpu,
    }


def seeds_serial(quick: bool) -> dict[str, Any]:
    """Statistics over seeds in this process."""
    seeds = range(2 if quick else 20)
    draw = partial(generate_microstructure, "core_shell")
    cpu, wall, _ = timed(lambda: stress_ensemble(draw, seeds, poissons_ratio=POISSONS_RATIO))
    return {"seeds": len(seeds), "cpu_s": cpu, "wall_s": wall}


def seeds_pool(quick: bool) -> dict[str, Any]:
    """The same in processes, their start included."""
    seeds = range(2 if quick else 20)
    draw = partial(generate_microstructure, "core_shell")

    def run() -> Any:
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as executor:
            return stress_ensemble(draw, seeds, poissons_ratio=POISSONS_RATIO, executor=executor)

    _, wall, _ = timed(run)
    return {"seeds": len(seeds), "processes": PROCESSES, "wall_s": wall}


def grain_resolved_10C(quick: bool) -> dict[str, Any]:
    """The core-shell particle of the paper through its 10C discharge."""
    particle, values = Agglomerate.core_shell(), particle_alone(li2025())
    mesh_cpu, _, mesh = timed(lambda: section_of(particle, h=0.06 if quick else 0.03))
    section = with_grains(mesh, values, particle)
    run_cpu, wall, result = timed(lambda: discharged(section, values, 10.0))
    return {
        "nodes": int(mesh.points.shape[1]),
        "steps": int(result.time.size - 1),
        "mesh_cpu_s": mesh_cpu,
        "run_cpu_s": run_cpu,
        "run_wall_s": wall,
    }


CASES: list[Callable[[bool], dict[str, Any]]] = [
    unit_solve,
    seeds_serial,
    seeds_pool,
    grain_resolved_10C,
]
"""What to measure, in order; each takes ``quick`` and returns its figures."""


def run(quick: bool) -> dict[str, Any]:
    """All cases, after one small solve that loads the libraries."""
    warm = mesh_microstructure(generate_microstructure(grain_size=0.4), 0.15)
    PlaneStressSolver(warm, 1.0, POISSONS_RATIO).solve(ContrastStrain())
    return {"benchmark": "cross_section"} | {case.__name__: case(quick) for case in CASES}


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
