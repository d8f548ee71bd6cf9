"""The variational equations of a cell as functions that need no matrices outside."""

from __future__ import annotations

from dataclasses import dataclass

import casadi

from pybamm_facets import _compat
from pybamm_facets.runs.gradient.elimination import solved
from pybamm_facets.runs.integrate.build import ENERGY, OUTPUTS
from pybamm_facets.runs.integrate.functions import CellFunctions

NEWTON = 2
"""Newton steps that make the algebraic states consistent, from 1e-4 off to rounding."""


@dataclass(frozen=True)
class VariationalFunctions:
    """Functions of t time, y states, q run constants, and columns of derivatives.

    The first column is the derivative with respect to time, of which the run constants have none.

    Parameters
    ----------
    consistent
        Algebraic states that fit the differential ones, of (t, y, q).
    step
        Derivatives of the differential states after a step of BDF2, of (t, y, q, dq, h, s, before):
        dq the others' run constants; h the step, its ratio to the one before and cj; s and before
        the differential states' derivatives at the last two times.
    end
        The event, its derivatives, the energy passed, and its derivatives, of (t, y, q, dq, s).
    """

    consistent: casadi.Function
    step: casadi.Function
    end: casadi.Function


def variational_functions(
    f: CellFunctions, directions: int, compiled: bool
) -> VariationalFunctions:
    """The functions for the time and a number of directions; as machine code if that is wanted.

    Raises
    ------
    RuntimeError
        For equations whose pivots would have to be looked for.
    """
    n, nd = f.n_states, f.n_differential
    t, y, q = (casadi.SX.sym(name, size) for name, size in (("t", 1), ("y", n), ("q", _size(f))))
    dq, s = casadi.SX.sym("dq", _size(f), directions), casadi.SX.sym("s", nd, 1 + directions)
    before, h = casadi.SX.sym("before", nd, 1 + directions), casadi.SX.sym("h", 3)

    residual, event = f.residual(t, y, q), f.events(t, y, q)
    energy = f.outputs[OUTPUTS.index(ENERGY)](t, y, q)
    forcing = casadi.horzcat(casadi.SX(n, 1), casadi.jacobian(residual, q) @ dq)
    jacobian = f.jacobian(t, y, q, h[2])
    right = -forcing
    right[:nd, :] -= ((1 + h[1]) * s - h[1] ** 2 / (1 + h[1]) * before) / h[0]
    moved = solved(jacobian, right)[:nd, :]

    now = f.jacobian(t, y, q, 0)
    algebraic = solved(now[nd:, nd:], -(now[nd:, :nd] @ s + forcing[nd:, :]))

    def along(value: casadi.SX) -> casadi.SX:
        slopes = casadi.jacobian(value, y) @ casadi.vertcat(s, algebraic)
        return slopes + casadi.horzcat(0, casadi.jacobian(value, q) @ dq)

    functions = [
        casadi.Function("consistent", [t, y, q], [_consistent(f, t, y, q)]),
        _function("step", [t, y, q, dq, h, s, before], moved),
        _function("at_end", [t, y, q, dq, s], event, along(event), energy, along(energy)),
    ]
    return VariationalFunctions(*_compat.compile_functions(functions) if compiled else functions)


def _consistent(f: CellFunctions, t: casadi.SX, y: casadi.SX, q: casadi.SX) -> casadi.SX:
    """Newton's method, unrolled."""
    nd = f.n_differential
    for _ in range(NEWTON if nd < f.n_states else 0):
        block = f.algebraic_jacobian(t, y, q)[:, nd:]
        y = casadi.vertcat(y[:nd], y[nd:] - solved(block, f.algebraic(t, y, q)))
    return casadi.densify(y[nd:])


def _function(name: str, given: list[casadi.SX], *results: casadi.SX) -> casadi.Function:
    return casadi.Function(name, given, casadi.cse([casadi.densify(one) for one in results]))


def _size(f: CellFunctions) -> int:
    return int(f.constants.size1_out(0))
