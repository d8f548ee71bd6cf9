r"""How open spots of a blocked surface hold lithium back.

Lithium that enters through an open share φ of the surface squeezes towards it. The resistance of a
flux tube of radius b with a disc of radius :math:`b\sqrt{\varphi}` open at its end is, to a few
per cent where the spot is small,

.. math:: \rho(\varphi) = \frac{\pi b}{4 D}\,\frac{(1 - \sqrt{\varphi})^{3/2}}{\sqrt{\varphi}} .
"""

from __future__ import annotations

import numpy as np

from pybamm_facets._arrays import ArrayLike, FloatArray
from pybamm_facets._checks import finite_array, positive


def constriction_resistance(
    open_share: ArrayLike, half_width: float, diffusivity: float
) -> FloatArray:
    """Resistance of a surface whose open spots are one a grain [s.m-1].

    The form of Cooper, Mikic and Yovanovich for contacts (an estimate: taken without its source).
    An axisymmetric finite-volume tube gives 1 % more to 3 % less where at most a fifth is open, and
    less where the resistance is small anyway.

    Parameters
    ----------
    open_share
        φ, above 0 and up to 1; any shape.
    half_width
        b, of a grain [m].
    diffusivity
        D below the surface [m2.s-1].

    Returns
    -------
    numpy.ndarray
        The step in concentration over the flux, of the shape of `open_share`; 0 at φ = 1.

    Examples
    --------
    >>> float(constriction_resistance(1.0, 2.5e-7, 1e-14))
    0.0
    """
    shares = finite_array("open_share", open_share)
    if not np.all((shares > 0) & (shares <= 1)):
        raise ValueError(f"open_share={open_share!r}: expected shares above 0 and up to 1")
    size = np.pi * positive("half_width", half_width, "m")
    size /= 4 * positive("diffusivity", diffusivity, "m2.s-1")
    spot = np.sqrt(shares)
    result: FloatArray = size * (1 - spot) ** 1.5 / spot
    return result
