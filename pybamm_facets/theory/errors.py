"""What the theory says when an iteration does not end, or a formula leaves its range."""


class ValidityWarning(UserWarning):
    """A result is computed where the formula, or its input, should not be relied on."""


class ConvergenceError(RuntimeError):
    """An iteration stopped before its tolerance; no partial result is returned.

    Parameters
    ----------
    what
        What was being solved.
    residual
        Last residual, in the unit of the tolerance.
    iterations
        Iterations done.
    """

    def __init__(self, what: str, residual: float, iterations: int) -> None:
        super().__init__(
            f"{what}: not converged after {iterations} iterations, last residual {residual:.3g}"
        )
        self.what, self.residual, self.iterations = what, residual, iterations

    def __reduce__(self) -> tuple[type, tuple[str, float, int]]:
        return type(self), (self.what, self.residual, self.iterations)
