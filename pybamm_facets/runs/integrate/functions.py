"""A built model as CasADi functions of scalars, with everything constant in a run taken out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import casadi
import numpy as np
import pybamm

from pybamm_facets.runs.integrate.build import BuiltModel


@dataclass(frozen=True)
class CellFunctions:
    """Functions that an integrator needs; t time, y states, p inputs, q run constants.

    Parameters
    ----------
    inputs
        Names of the inputs, in the order of p.
    constants
        q(p): whatever a run computes from its inputs alone, and the inputs themselves.
    initial
        y(p) at time zero, consistent in the differential states.
    residual
        Right-hand sides, then algebraic residuals, of (t, y, q).
    jacobian
        Of the residual minus cj times the mass matrix, of (t, y, q, cj).
    algebraic, algebraic_jacobian
        The algebraic rows, of (t, y, q); the Jacobian in the algebraic states alone, with columns
        for all: Newton's method for a consistent start moves no others.
    events, outputs
        Of (t, y, q); `outputs` one for each of the built model's.
    n_differential
        Number of differential states; they come first.
    """

    inputs: tuple[str, ...]
    constants: casadi.Function
    initial: casadi.Function
    residual: casadi.Function
    jacobian: casadi.Function
    algebraic: casadi.Function
    algebraic_jacobian: casadi.Function
    events: casadi.Function
    outputs: tuple[casadi.Function, ...]
    n_differential: int

    @property
    def n_states(self) -> int:
        """Number of states."""
        return int(self.residual.size1_out(0))


def model_functions(built: BuiltModel) -> tuple[casadi.Function, casadi.Function]:
    """The model as two CasADi functions: (residual, events, outputs) of (t, y, p), initial of p."""
    model = built.model
    t, y = casadi.MX.sym("t"), casadi.MX.sym("y", model.len_rhs_and_alg)
    p = {name: casadi.MX.sym("p") for name in built.inputs}
    stacked = casadi.vertcat(*p.values())
    residual = pybamm.NumpyConcatenation(model.concatenated_rhs, model.concatenated_algebraic)
    symbols = [
        residual,
        *(event.expression for event in model.events),
        *(model.get_processed_variable_or_event(name) for name in built.outputs),
    ]
    shared: dict[pybamm.Symbol, casadi.MX] = {}  # what several symbols hold is converted once
    expressions = [symbol.to_casadi(t, y, inputs=p, casadi_symbols=shared) for symbol in symbols]
    initial = model.concatenated_initial_conditions.to_casadi(t, y, inputs=p)
    return (
        casadi.Function("cell", [t, y, stacked], expressions),
        casadi.Function("start", [stacked], [initial]),
    )


def fingerprint(built: BuiltModel) -> str:
    """Hash of the discretised model: equations, mesh and every number that is not an input."""
    digest = hashlib.sha256("\n".join(built.inputs).encode())
    for function in model_functions(built):
        digest.update(function.serialize().encode())
    return digest.hexdigest()


def cell_functions(built: BuiltModel) -> CellFunctions:
    """Expand a built model to scalar operations and hoist what depends on the inputs alone.

    Raises
    ------
    RuntimeError
        If the model holds something that CasADi cannot expand, such as an interpolant.
    """
    cell, start = (function.expand() for function in model_functions(built))
    n, n_differential = built.model.len_rhs_and_alg, built.model.len_rhs
    t, y = casadi.SX.sym("t"), casadi.SX.sym("y", n)
    p, cj = casadi.SX.sym("p", len(built.inputs)), casadi.SX.sym("cj")
    # Common parts are joined before the Jacobian is taken, which then inherits them: joining them
    # afterwards takes three times as long and leaves 2 % fewer operations.
    residual, *others = casadi.cse(cell(t, y, p))
    jacobian = casadi.jacobian(residual, y)
    blocks = [residual, jacobian.nz[:], *others]
    blocks, q, constants = _hoist(blocks, p)
    residual, events, outputs = blocks[0], blocks[2], blocks[3:]
    jacobian = casadi.SX(jacobian.sparsity(), blocks[1])
    mass = casadi.DM(built.model.mass_matrix.entries)
    no_columns = casadi.SX(n - n_differential, n_differential)
    algebraic_block = jacobian[n_differential:, n_differential:]

    def function(name: str, expression: casadi.SX, *more: casadi.SX) -> casadi.Function:
        return casadi.Function(name, [t, y, q, *more], [expression])

    return CellFunctions(
        inputs=built.inputs,
        constants=casadi.Function("constants", [p], [constants]),
        initial=start,
        residual=function("residual", residual),
        jacobian=function("jacobian_cj", jacobian - cj * mass, cj),
        algebraic=function("algebraic", residual[n_differential:]),
        algebraic_jacobian=function(
            "algebraic_jacobian", casadi.horzcat(no_columns, algebraic_block)
        ),
        events=function("events", events),
        outputs=tuple(function(f"output_{k}", value) for k, value in enumerate(outputs)),
        n_differential=n_differential,
    )


def _hoist(blocks: list[casadi.SX], p: casadi.SX) -> tuple[list[casadi.SX], casadi.SX, casadi.SX]:
    """Blocks in terms of run constants q, the symbols q, and q as a function of p."""
    reduced, symbols, values = casadi.extract_parametric(casadi.vertcat(*blocks), p)
    offsets = np.cumsum([0, *(block.size1() for block in blocks)]).tolist()
    return (
        casadi.vertsplit(reduced, offsets),
        casadi.vertcat(*symbols, p),
        casadi.vertcat(*values, p),
    )
