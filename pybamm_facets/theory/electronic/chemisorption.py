"""Newns-Anderson chemisorption functions of a level above a facet (Eqs. 14-16)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, finite_array, non_negative_array

_END = 1e-6
_BLOCK = 2_000_000


def chemisorption_broadening(
    coupling_squared: npt.ArrayLike, band_dos: npt.ArrayLike
) -> FloatArray:
    """``Δ(ε) = π Σ_k |V_k|² ρ_k(ε)`` [eV].

    Eq. 15 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5).

    Parameters
    ----------
    coupling_squared
        (K,). ``|V_k|²`` of each band [eV2].
    band_dos
        (K, n). Density of states of each band on a grid of energies [eV-1].

    Returns
    -------
    (n,) array

    Raises
    ------
    ValueError
        If a number is negative or not finite, or the shapes do not agree.
    """
    squares = non_negative_array("coupling_squared", coupling_squared)
    bands = non_negative_array("band_dos", band_dos)
    if squares.ndim != 1 or bands.ndim != 2 or len(bands) != len(squares):
        raise ValueError(
            f"band_dos.shape={bands.shape}: expected (K, n) with K = {squares.size} as in "
            "coupling_squared"
        )
    return np.pi * squares @ bands


def coupling_strength(coupling_squared: npt.ArrayLike, dos_at_fermi: npt.ArrayLike) -> float:
    """Δ_0, the broadening at the Fermi level [eV].

    Parameters
    ----------
    coupling_squared
        (K,). ``|V_k|²`` of each band [eV2], at the distance of the transition state. (The
        paper takes it at 1 nm, where the double layer would no longer tell facets apart.)
    dos_at_fermi
        (K,). Density of states of each band at the Fermi level [eV-1].

    Raises
    ------
    ValueError
        If a number is negative or not finite, or the lengths differ.

    Examples
    --------
    >>> print(f"{coupling_strength([0.04, 0.02], [1.0, 1.2]):.4f} eV")
    0.2011 eV
    """
    dos = non_negative_array("dos_at_fermi", dos_at_fermi)
    if dos.ndim != 1:
        raise ValueError(f"dos_at_fermi.shape={dos.shape}: expected (K,)")
    return float(chemisorption_broadening(coupling_squared, dos[:, None])[0])


def chemisorption_shift(
    energy: npt.ArrayLike, broadening: npt.ArrayLike, at: npt.ArrayLike | None = None
) -> FloatArray:
    r"""Level shift, :math:`\Lambda(\epsilon) = \frac1\pi\mathcal P\!\int
    \frac{\Delta(\varepsilon)}{\epsilon-\varepsilon}d\varepsilon` [eV].

    Eq. 16 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5). Its sign is right, but it names the
    variable of integration ε', which in Eq. 14 is the level; here it is :math:`\varepsilon`.
    The integral is exact for a broadening that is linear between its points, on any grid.

    Parameters
    ----------
    energy
        (n,). Strictly increasing [eV].
    broadening
        (n,). [eV], not negative, and zero at both ends (to 1e-6 of its largest value).
    at
        Energies at which the shift is wanted [eV], any shape; those of the grid by default.

    Raises
    ------
    ValueError
        If the grid does not increase, or the window cuts through a band.
    """
    grid = increasing_energies(energy)
    values = non_negative_array("broadening", broadening)
    check_closed("broadening", grid, values)
    wanted = grid if at is None else finite_array("at", at)
    return principal_value(grid, values, wanted) / np.pi


def adsorbate_dos(
    energy: npt.ArrayLike, level: float, broadening: npt.ArrayLike, shift: npt.ArrayLike
) -> FloatArray:
    """Density of states of the level, ρ = Δ/π / ((ε - ε' - Λ)² + Δ²) [eV-1].

    Eq. 14 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5). It integrates to one if no state is
    split off the bands, as one is where Δ = 0 and ε = ε' + Λ; such a state is not in this density.
    In the paper ε' = ε_a - 2λq - e_0φ, where q must be the solvent coordinate (-1 for solvated Li+,
    0 for Li), not the "number of charges" of the text.

    Parameters
    ----------
    energy, broadening, shift
        (n,). [eV], as in `chemisorption_shift`.
    level
        ε' [eV].

    Raises
    ------
    ValueError
        If a number is not finite or the broadening is negative.
    """
    epsilon = finite_array("energy", energy)
    delta = non_negative_array("broadening", broadening)
    off = epsilon - finite("level", level) - finite_array("shift", shift)
    below = np.pi * (off**2 + delta**2)
    return np.divide(delta, below, out=np.zeros(below.shape), where=delta > 0)


def principal_value(grid: FloatArray, values: FloatArray, at: FloatArray) -> FloatArray:
    """P∫ f(ε')/(ε - ε') dε' for functions linear between grid points and zero at both ends.

    By parts twice: the sum over the jumps of slope, δs_j (ε - e_j) ln|ε - e_j|. Values (n,) or
    (K, n), and m energies, give (m,) or (K, m).
    """
    slopes = np.diff(values) / np.diff(grid)
    jumps = np.diff(slopes, prepend=0.0, append=0.0)
    blocks = np.array_split(at.ravel(), 1 + at.size * grid.size // _BLOCK)
    sums = np.concatenate([_kernel(block, grid) @ jumps.T for block in blocks])
    return sums.T.reshape(values.shape[:-1] + at.shape)


def _kernel(at: FloatArray, grid: FloatArray) -> FloatArray:
    """x ln|x| of all differences."""
    difference = at[:, None] - grid
    size = np.abs(difference)
    size[size == 0] = 1.0
    return np.asarray(difference * np.log(size))


def increasing_energies(energy: npt.ArrayLike) -> FloatArray:
    """Return the energies as a 1D array, or raise ValueError if they do not increase strictly."""
    grid = finite_array("energy", energy)
    if grid.ndim != 1 or grid.size < 3:
        raise ValueError(f"energy.shape={grid.shape}: expected (n,) with n of at least 3")
    if np.any(np.diff(grid) <= 0):
        at = float(grid[int(np.argmax(np.diff(grid) <= 0)) + 1])
        raise ValueError(f"energy={at!r} after a larger one: expected strictly increasing")
    return grid


def check_closed(name: str, grid: FloatArray, values: FloatArray) -> None:
    """Raise ValueError if values do not match the grid, or do not vanish at its ends."""
    if values.shape != grid.shape:
        raise ValueError(f"{name}.shape={values.shape}: expected {grid.shape} as energy")
    worst = max(values[0], values[-1])
    if worst > _END * np.max(values):
        raise ValueError(
            f"{name}={worst:g} at an end of the energies: expected zero: the window truncates "
            "a band"
        )
