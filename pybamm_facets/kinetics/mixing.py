"""Mixing of PyBaMM's kinetics laws over crystal facets (Eq. 2).

All facets of a particle share one overpotential, so the interfacial current density is the
area-weighted sum of the law evaluated for each facet. For Butler-Volmer kinetics with equal
transfer coefficients that is the law of the mean exchange current; for laws with facet-dependent
constants it is not, and the sum is what is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pybamm
from pybamm import kinetics

from pybamm_facets._compat import law_current, law_exchange_current
from pybamm_facets.kinetics.adiabatic import AdiabaticIonTransfer
from pybamm_facets.kinetics.facet_view import FacetPhaseParameters
from pybamm_facets.kinetics.slope import stock_prefactor, unit_slope

Prefactor = Callable[[pybamm.Symbol, pybamm.Symbol], pybamm.Symbol]


if TYPE_CHECKING:

    class _Law(kinetics.BaseKinetics):
        """PyBaMM's law, as type checkers see it."""

else:

    class _Law:
        """PyBaMM's law is the next base of each class below."""


class FacetMixing(_Law):
    """Mixes a law over facets; put before a PyBaMM kinetics submodel in the bases.

    Parameters
    ----------
    param, domain, reaction, options, phase
        As for PyBaMM's interface submodels.
    facets
        Labels of the facets.
    prefactor
        What the facet table's number means to the law: see `pybamm_facets.kinetics.slope`.

    Notes
    -----
    ``law`` is the forward law that gives each facet's current at a given overpotential.
    """

    law: type

    def __init__(
        self,
        param: Any,
        domain: str,
        reaction: str,
        options: Any,
        phase: str = "primary",
        *,
        facets: tuple[str, ...],
        prefactor: Prefactor = stock_prefactor,
    ) -> None:
        super().__init__(param, domain, reaction, options, phase)
        self.prefactor = prefactor
        self.facet_laws = {}
        for facet in facets:
            law = self.law(param, domain, reaction, options, phase)
            law.phase_param = FacetPhaseParameters(law.phase_param, facet)
            self.facet_laws[facet] = law

    def _get_exchange_current_density(self, variables: dict[str, Any]) -> pybamm.Symbol:
        self.facet_j0 = {
            facet: law_exchange_current(law, variables) for facet, law in self.facet_laws.items()
        }
        return self._mean(self.facet_j0)

    def _get_kinetics(self, j0: Any, ne: Any, eta_r: Any, T: Any, u: Any) -> pybamm.Symbol:
        self.facet_j, facet_slope = {}, {}
        for facet, law in self.facet_laws.items():
            j0_facet = _broadcast_like(self.facet_j0[facet], j0)
            slope = unit_slope(law, ne, T)
            prefactor = self.prefactor(j0_facet, slope)
            self.facet_j[facet] = law_current(law, prefactor, ne, eta_r, T, u)
            facet_slope[facet] = u * prefactor * slope
        self.slope_j0 = self._mean(facet_slope)
        self.thermal_voltage = law.param.R * T / (ne * law.param.F)
        return self._mean(self.facet_j)

    def _mean(self, values: dict[str, pybamm.Symbol]) -> pybamm.Symbol:
        return sum(
            self.facet_laws[facet].phase_param.area_fraction * value
            for facet, value in values.items()
        )

    def get_coupled_variables(self, variables: dict[str, Any]) -> dict[str, Any]:
        """PyBaMM's variables of the reaction, and those of each facet."""
        variables = super().get_coupled_variables(variables)
        variables.update(self._get_facet_variables(variables))
        return variables

    def _get_facet_variables(self, variables: dict[str, Any]) -> dict[str, pybamm.Symbol]:
        electrode = f"Positive electrode {self.phase_name}"
        facet_variables = {}
        for facet in self.facet_laws:
            name = f"{electrode}{facet} facet"
            facet_variables[f"{name} exchange current density [A.m-2]"] = self.facet_j0[facet]
            facet_variables[f"{name} interfacial current density [A.m-2]"] = self.facet_j[facet]
        weighted = self._mean(self.facet_j0)
        facet_variables |= {
            f"{electrode}facet-weighted exchange current density [A.m-2]": weighted,
            f"{electrode}exchange current density from charge-transfer resistance "
            "[A.m-2]": self.slope_j0,
            f"{electrode}charge-transfer resistance [Ohm.m2]": self.thermal_voltage / self.slope_j0,
        }
        facet_variables = {name: _on_electrode(symbol) for name, symbol in facet_variables.items()}
        area = variables[f"{electrode}surface area to volume ratio [m-1]"]
        weighted = facet_variables[f"{electrode}facet-weighted exchange current density [A.m-2]"]
        # Eq. 1: the particles' exchange current per projected area of the electrode.
        facet_variables[f"Electrode {self.phase_name}exchange current density [A.m-2]"] = (
            self.domain_param.L * pybamm.x_average(area * weighted)
        )
        return facet_variables


class FacetMixingInverse(FacetMixing):
    """The same for PyBaMM's inverted laws, which give η for a current (voltage-explicit SPM, SPMe).

    The laws that PyBaMM can invert are proportional to j0, so inverting the law of the mean j0 is
    inverting the sum over facets.
    """

    def _get_overpotential(self, j: Any, j0: Any, ne: Any, T: Any, u: Any) -> pybamm.Symbol:
        eta_r = super()._get_overpotential(j, j0, ne, T, u)
        self._get_kinetics(j0, ne, eta_r, T, u)
        return eta_r


class FacetSymmetricButlerVolmer(FacetMixing, kinetics.SymmetricButlerVolmer):
    """Symmetric Butler-Volmer on every facet."""

    law = kinetics.SymmetricButlerVolmer


class FacetAsymmetricButlerVolmer(FacetMixing, kinetics.AsymmetricButlerVolmer):
    """Asymmetric Butler-Volmer, each facet with its transfer coefficient."""

    law = kinetics.AsymmetricButlerVolmer


class FacetLinear(FacetMixing, kinetics.Linear):
    """Linear kinetics on every facet."""

    law = kinetics.Linear


class FacetMarcus(FacetMixing, kinetics.Marcus):
    """Marcus kinetics, each facet with its reorganisation energy."""

    law = kinetics.Marcus


class FacetMarcusHushChidsey(FacetMixing, kinetics.MarcusHushChidsey):
    """Marcus-Hush-Chidsey kinetics, each facet with its reorganisation energy."""

    law = kinetics.MarcusHushChidsey


class FacetAdiabaticIonTransfer(FacetMixing, AdiabaticIonTransfer):
    """Adiabatic ion transfer, each facet with its reorganisation energy and work."""

    law = AdiabaticIonTransfer


class FacetInverseButlerVolmer(FacetMixingInverse, kinetics.InverseButlerVolmer):
    """Overpotential from the current, symmetric Butler-Volmer."""

    law = kinetics.SymmetricButlerVolmer


class FacetInverseLinear(FacetMixingInverse, kinetics.InverseLinear):
    """Overpotential from the current, linear kinetics."""

    law = kinetics.Linear


MIXED_LAWS: dict[type, type] = {
    kinetics.SymmetricButlerVolmer: FacetSymmetricButlerVolmer,
    kinetics.AsymmetricButlerVolmer: FacetAsymmetricButlerVolmer,
    kinetics.Linear: FacetLinear,
    kinetics.Marcus: FacetMarcus,
    kinetics.MarcusHushChidsey: FacetMarcusHushChidsey,
    AdiabaticIonTransfer: FacetAdiabaticIonTransfer,
    kinetics.InverseButlerVolmer: FacetInverseButlerVolmer,
    kinetics.InverseLinear: FacetInverseLinear,
}
"""Kinetics submodel to its mixture; a new law is added by a class and a line here."""


def mixed_law(law: type, facets: tuple[str, ...], prefactor: Prefactor = stock_prefactor) -> Any:
    """The mixture of a kinetics submodel over facets, ready to be called as PyBaMM does.

    Raises
    ------
    pybamm.OptionError
        If there is no mixture of that law.
    """
    if law not in MIXED_LAWS:
        raise pybamm.OptionError(
            f"intercalation kinetics {law.__name__} cannot be mixed over crystal facets; "
            f"available: {', '.join(known.__name__ for known in MIXED_LAWS)}"
        )
    return partial(MIXED_LAWS[law], facets=facets, prefactor=prefactor)


def _broadcast_like(symbol: pybamm.Symbol, model: pybamm.Symbol) -> pybamm.Symbol:
    """Follow PyBaMM, which broadcasts the mean j0 over the electrode where η needs it."""
    if symbol.domains["secondary"] == ["current collector"] and model.domains["secondary"] == [
        "positive electrode"
    ]:
        return pybamm.SecondaryBroadcast(symbol, ["positive electrode"])
    return symbol


def _on_electrode(symbol: pybamm.Symbol) -> pybamm.Symbol:
    """A variable of the electrode: averaged over particle sizes, broadcast where it is constant."""
    if symbol.domain and symbol.domain[0].endswith("particle size"):
        symbol = pybamm.size_average(symbol)
    if symbol.domain == []:
        return pybamm.FullBroadcast(symbol, "positive electrode", "current collector")
    if symbol.domain == ["current collector"]:
        return pybamm.PrimaryBroadcast(symbol, "positive electrode")
    return symbol
