"""One sphere of one diffusivity in place of a core in a shell."""

from __future__ import annotations

from pybamm_facets._checks import between, positive


def averaged_ratio(core_fraction: float, core: float, shell: float) -> float:
    r"""Diffusivity ratio of the homogeneous sphere that lags as a core-shell particle does.

    Under a steady flux j at the surface every part of a sphere fills equally fast, so that the flux
    within is j r/R, and the surface runs ahead of the mean by

    .. math:: c_s - \bar c = \frac{j}{R^4} \int_0^R \frac{r^4}{D(r)} dr,

    which is j R/(5 D) where D is one number. Equal lags therefore mean

    .. math:: \frac1d = \frac{\rho^5}{d_\mathrm{core}} + \frac{1-\rho^5}{d_\mathrm{shell}}.

    That is exact for long times of a constant current. At short times only the shell's surface
    counts; since :math:`\rho^5` is small (1/32 at half the radius), the two limits lie close.

    Parameters
    ----------
    core_fraction
        Radius of the core over that of the particle, ρ.
    core, shell
        Radial diffusivity of each over D_ab.

    Raises
    ------
    ValueError
        For a fraction that is none, and ratios that are not positive.

    Examples
    --------
    >>> averaged_ratio(0.5, 0.4, 0.4)
    0.4
    """
    share = between("core_fraction", core_fraction, 0, 1) ** 5
    return 1 / (share / positive("core", core) + (1 - share) / positive("shell", shell))
