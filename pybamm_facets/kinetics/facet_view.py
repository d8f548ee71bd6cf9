"""One facet's view of PyBaMM's phase parameters."""

from __future__ import annotations

from typing import Any

import pybamm

from pybamm_facets import names


class FacetPhaseParameters:
    """Answers as PyBaMM's phase parameters do, except for what depends on the facet.

    A stock kinetics law that is given this object in place of its ``phase_param`` is the law of
    that facet: exchange current density, charge-transfer coefficient, reorganisation energies and
    work are the facet's; everything else is forwarded.

    Parameters
    ----------
    phase_param
        PyBaMM's parameters of a phase of the positive electrode.
    facet
        Label of the facet.
    """

    def __init__(self, phase_param: Any, facet: str) -> None:
        self.phase_param = phase_param
        self.facet = facet

    def __getattr__(self, name: str) -> Any:
        # Private names must not be forwarded: unpickling asks for them before phase_param exists.
        if name.startswith("_") or name == "phase_param":
            raise AttributeError(name)
        return getattr(self.phase_param, name)

    @property
    def area_fraction(self) -> pybamm.Parameter:
        """Share of the particle surface."""
        return self._parameter(names.area_fraction(self.facet))

    @property
    def alpha_bv(self) -> pybamm.Parameter:
        """Anodic charge-transfer coefficient."""
        return self._parameter(names.charge_transfer_coefficient(self.facet))

    @property
    def mhc_lambda(self) -> pybamm.Parameter:
        """Reorganisation energy [eV]."""
        return self._parameter(names.reorganization_energy(self.facet))

    @property
    def ion_transfer_lambda(self) -> pybamm.Parameter:
        """Reorganisation energy of ion transfer [eV]."""
        return self._parameter(names.ion_transfer_reorganization_energy(self.facet))

    @property
    def ion_transfer_work(self) -> pybamm.Parameter:
        """Electrostatic work of ion transfer [eV]."""
        return self._parameter(names.electrostatic_work(self.facet))

    def j0(
        self, c_e: Any, c_s_surf: Any, T: Any, lithiation: str | None = None
    ) -> pybamm.FunctionParameter:
        """The facet's j0 [A.m-2], clipped and regularised exactly as PyBaMM's own.

        `lithiation` ("lithiation" or "delithiation") selects the branch's function when PyBaMM's
        option "exchange-current density" is "current sigmoid".
        """
        stock = self.phase_param.j0(c_e, c_s_surf, T, lithiation)
        return pybamm.FunctionParameter(
            stock.name.replace("electrode ", f"electrode {self.facet} facet ", 1),
            dict(zip(stock.input_names, stock.children, strict=True)),
            post_processor=stock.post_processor,
        )

    def _parameter(self, name: str) -> pybamm.Parameter:
        return pybamm.Parameter(f"{self.phase_param.phase_prefactor}{name}")
