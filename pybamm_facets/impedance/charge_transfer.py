"""Exchange current from a charge-transfer resistance (Eq. 5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import positive, whole
from pybamm_facets._units import FARADAY, GAS


def thermal_voltage(temperature: float, electrons: int = 1) -> float:
    """RT/(nF) [V]: an exchange current times its charge-transfer resistance (Eq. 5)."""
    positive("temperature", temperature, "K")
    return GAS * temperature / (whole("electrons", electrons, least=1) * FARADAY)


class ExchangeCurrent(NamedTuple):
    """Exchange current and its standard error [A], each of the shape of the resistance."""

    value: FloatArray
    error: FloatArray


def exchange_current(
    r_ct: npt.ArrayLike,
    temperature: float = 293.15,
    electrons: int = 1,
    *,
    r_ct_error: npt.ArrayLike = 0.0,
) -> ExchangeCurrent:
    r"""Exchange current of a particle, :math:`i_0 = RT/(n F R_\mathrm{CT})`.

    Eq. 5 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5), the slope of any symmetric law at
    equilibrium. Its relative error is that of the resistance, to first order.

    Parameters
    ----------
    r_ct
        Charge-transfer resistance [Ohm], a number or an array.
    temperature
        [K].
    electrons
        How many are transferred, n of Eq. 5.
    r_ct_error
        Standard error of the resistance [Ohm].

    Examples
    --------
    >>> current = exchange_current(20e6, r_ct_error=0.2e6)
    >>> print(f"{1e9 * current.value:.3f} ± {1e9 * current.error:.3f} nA")
    1.263 ± 0.013 nA
    """
    resistance, error = np.asarray(r_ct, float), np.asarray(r_ct_error, float)
    if not (np.isfinite(resistance) & (resistance > 0)).all():
        raise ValueError(f"r_ct={r_ct!r}: expected positive finite resistances [Ohm]")
    if not (error >= 0).all():
        raise ValueError(f"r_ct_error={r_ct_error!r}: expected errors that are not negative [Ohm]")
    value = thermal_voltage(temperature, electrons) / resistance
    return ExchangeCurrent(value, value * error / resistance)
