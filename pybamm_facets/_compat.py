"""Every dependence on private parts, PyBaMM's above all, with the reason and what retires it.

Overridden in subclasses, where PyBaMM itself tells users to extend it, and nowhere called on
another object but here:

* ``BaseKinetics._get_kinetics``, ``BaseInterface._get_exchange_current_density`` and
  ``BaseInverseKinetics._get_overpotential`` (`pybamm_facets.kinetics.mixing`);
* ``BaseParticle._get_effective_diffusivity``, ``_get_standard_flux_variables`` and its namesake for
  distributions, and the names under which ``FickianDiffusion`` keeps its balance and its current
  (`pybamm_facets.particle.diffusion`);
* ``UpwindDownwind._perform_checks`` and ``_evaluates_on_edges`` of symbols, ``SubMesh._from_json``
  (`pybamm_facets.particle.element_operators`, `.element_mesh`, `pybamm_facets.through_cell`).

Public hooks of the same purpose in PyBaMM would retire them.

The fast backend of the sweep hands its own CasADi functions to the integrator of
``pybammsolvers`` (``idaklu``), whose Python interface is not documented: a public way to give
PyBaMM's solver expanded functions and to skip its ``Solution`` objects would retire that. Where the
interface no longer fits, the sweep falls back to PyBaMM's own solver, with the same numbers.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import casadi
import numpy as np
import pybamm
from pybamm.codegen.compilation import aot_compile
from pybammsolvers import idaklu

from pybamm_facets._cache import cache_folder

if TYPE_CHECKING:
    from pybamm_facets.runs.integrate.functions import CellFunctions
    from pybamm_facets.runs.numerics import Tolerances

ROOT_FOUND = 2
"""IDA's return value when an event ended the integration."""


def law_current(law: Any, j0: Any, ne: Any, eta_r: Any, T: Any, u: Any) -> pybamm.Symbol:
    """Interfacial current density of a kinetics submodel at an overpotential [A.m-2].

    Evaluating one law for each facet needs the law itself, apart from the submodel's bookkeeping.
    """
    return law._get_kinetics(j0, ne, eta_r, T, u)


def law_exchange_current(law: Any, variables: dict[str, Any]) -> pybamm.Symbol:
    """Exchange current density that a kinetics submodel reads from the model's variables."""
    return law._get_exchange_current_density(variables)


def integrator_message(flag: int) -> str:
    """IDA's words for a negative return value."""
    return str(idaklu.sundials_error_message(flag))


def compile_functions(functions: list[casadi.Function]) -> list[casadi.Function]:
    """Functions as machine code, cached on disk; as they are where there is no compiler.

    In a folder of the user's own: PyBaMM's default is in the shared temporary folder, with a name
    that can be foreseen, and may have been filled by anyone.
    """
    return list(aot_compile(functions, cache_dir=str(cache_folder())))


def pool_width(executor: Executor) -> int:
    """Workers of an executor, which has no public word for it; the cores where it keeps none."""
    return getattr(executor, "_max_workers", None) or os.cpu_count() or 1


def process_pool_like(executor: Executor) -> ProcessPoolExecutor:
    """A new process pool with the width, the start method and the initialiser of a broken one.

    A pool tells none of them, and cannot be mended once a worker has died; a public way to either
    would retire this.
    """
    names = ("mp_context", "initializer", "initargs")
    like = {n: getattr(executor, f"_{n}") for n in names if hasattr(executor, f"_{n}")}
    return ProcessPoolExecutor(pool_width(executor), **like)


def stop_workers(pool: ProcessPoolExecutor) -> None:
    """End a pool without waiting for what it runs; ``kill_workers`` of Python 3.14 retires this."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def idaklu_group(
    functions: CellFunctions, tolerances: Tolerances, threads: int, compiled: bool
) -> Any:
    """Integrators of PyBaMM's IDAKLU solver on given functions, one a thread."""
    n, n_differential = functions.n_states, functions.n_differential
    v, empty = casadi.SX.sym("v", n), casadi.Function("empty", [], [])
    mass = casadi.vertcat(v[:n_differential], np.zeros(n - n_differential))
    needed = [
        functions.residual,
        functions.jacobian,
        casadi.Function("mass_action", [v], [mass]),
        functions.events,
        functions.algebraic,
        functions.algebraic_jacobian,
        *functions.outputs,
    ]
    ready = compile_functions(needed) if compiled else needed
    residual, jacobian, mass_action, events, algebraic, algebraic_jacobian, *outputs = (
        idaklu.generate_function(function.serialize()) for function in ready
    )
    none = idaklu.generate_function(empty.serialize())
    sparsity = functions.jacobian.sparsity_out(0)
    options = pybamm.IDAKLUSolver(
        options={"num_threads": threads, "silence_sundials_errors": True}
    ).options
    return idaklu.create_casadi_solver_group(
        number_of_states=n,
        number_of_parameters=0,
        rhs_alg=residual,
        jac_times_cjmass=jacobian,
        jac_times_cjmass_colptrs=np.array(sparsity.colind(), dtype=np.int64),
        jac_times_cjmass_rowvals=np.array(sparsity.row(), dtype=np.int64),
        jac_times_cjmass_nnz=sparsity.nnz(),
        jac_bandwidth_lower=sparsity.bw_lower(),
        jac_bandwidth_upper=sparsity.bw_upper(),
        jac_action=none,
        mass_action=mass_action,
        sens=none,
        events=events,
        number_of_events=functions.events.size1_out(0),
        rhs_alg_id=np.r_[np.ones(n_differential), np.zeros(n - n_differential)],
        atol=np.full(n, tolerances.atol),
        rtol=tolerances.rtol,
        inputs=functions.constants.size1_out(0),
        var_fcns=outputs,
        dvar_dy_fcns=[],
        dvar_dp_fcns=[],
        options=options,
        alg_res=algebraic,
        alg_jac=algebraic_jacobian,
    )
