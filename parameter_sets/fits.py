"""The fitted numbers of the Li2025 sets: to what they were fitted, and how.

Both fits use the rate cell with the active-mass reading of its loading and the two 10C capacities
of the paper, on a mesh refined until the capacity no longer moves; every other variant of the cell
is reported as it falls.

``texture``: two numbers for two measurements. D_ab from the core-shell's 144 mAh/g (random core,
shell κ = -10), κ of the isotropic particle from its 67 mAh/g at that D_ab.

``blind``: one number. D_ab from the isotropic 67 mAh/g with random grains (κ = 0); the core-shell
particle is then a prediction.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fit:
    """Fitted numbers.

    Parameters
    ----------
    diffusivity
        D_ab, or the scale of its shape [m2.s-1].
    kappa_isotropic
        Texture of the isotropic particle.
    """

    diffusivity: float
    kappa_isotropic: float


FITS = {
    ("texture", "constant"): Fit(diffusivity=9.567e-15, kappa_isotropic=2.409),
    ("blind", "constant"): Fit(diffusivity=5.2915e-15, kappa_isotropic=0.0),
    ("texture", "oregan"): Fit(diffusivity=8.466e-15, kappa_isotropic=2.908),
    ("blind", "oregan"): Fit(diffusivity=4.072e-15, kappa_isotropic=0.0),
}
"""(fit, shape of D) to fitted numbers; `pybamm_facets.studies.li2025_fit` derives them."""
