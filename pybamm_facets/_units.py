"""Physical constants and the units of tables; everything inside is SI."""

from __future__ import annotations

FARADAY = 96485.33212331001
"""Faraday constant [C.mol-1] (CODATA 2018, exact)."""

GAS = 8.31446261815324
"""Gas constant [J.mol-1.K-1] (CODATA 2018, exact)."""

BOLTZMANN_EV = 8.617333262145179e-05
"""Boltzmann constant [eV.K-1] (CODATA 2018, exact)."""

MA_CM2 = 10.0
"""One mA/cm² in A.m-2."""

MAH = 1 / 3.6
"""mAh in one A.s."""

MOHM = 1e6
"""One MΩ in Ω."""
