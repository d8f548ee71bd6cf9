"""PyBaMM's lithium-ion models with crystal facets on the positive electrode."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pybamm
from pybamm import lithium_ion

from pybamm_facets import names
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily
from pybamm_facets.kinetics.mixing import Prefactor, mixed_law
from pybamm_facets.kinetics.slope import stock_prefactor
from pybamm_facets.particle.agglomerate import Agglomerate
from pybamm_facets.particle.diffusion import CoreShellDiffusion
from pybamm_facets.particle.element_mesh import CORE, RadialElementMesh
from pybamm_facets.particle.element_method import RadialElementMethod
from pybamm_facets.particle.faceted_set import add_facets
from pybamm_facets.particle.radial_mesh import GradedRadialMesh
from pybamm_facets.through_cell import ExactLithiumFlux, SeparatorMesh

LI2025 = """@article{Li2025facets,
  title = {Quantifying the electrochemical kinetics of battery positive-electrode crystal facets},
  author = {Li, Xu and Huang, Jun and Yang, Le and Chen, Hao-Sen and Song, Wei-Li
            and Jiao, Shuqiang and Fang, Daining},
  journal = {Nature Communications},
  year = {2025},
  doi = {10.1038/s41467-025-65068-5}
}"""

HALF_CELL = {"working electrode": "positive", "contact resistance": "true"}
FULL_CELL = {"working electrode": "both"}
HALF_CELL_SET, FULL_CELL_SET = "Li2025_core_shell", "Chen2020"
STRESS_OPTION = "stress-induced diffusion"
STRESS_ON = (
    f"{STRESS_OPTION!r} is on because 'particle mechanics' is, as in PyBaMM: it raises the "
    "diffusivity in the particles, and with it the capacity at 10C by tens of mAh/g. Give the "
    "option 'true' or 'false' to say that it is meant."
)
KINETICS_OPTION = "intercalation kinetics"
PHASES = {"primary": "prim", "secondary": "sec"}
"""PyBaMM's short names of the phases of an electrode."""

RADIAL_NODES = 11
"""Nodes of the radial elements: 4 in the core, 8 in the shell, one of them shared."""

RADIAL_POINTS = 30
"""Points of the graded mesh of PyBaMM's own particle."""

SPM_OPTIONS = {"x-average side reactions": "true"}
"""PyBaMM gives this to its own SPM only, recognised by its exact class."""


if TYPE_CHECKING:

    class _Model(lithium_ion.BaseModel):
        """PyBaMM's model, as type checkers see it."""

else:

    class _Model:
        """PyBaMM's model is the next base of each class below."""


class _FacetModel(_Model):
    """What the three models share; comes before a PyBaMM model in the bases."""

    def __init__(
        self,
        options: Mapping[str, Any] | None = None,
        families: tuple[FacetFamily, ...] = NMC811_FACETS,
        *,
        diffusion: type | None = CoreShellDiffusion,
        prefactor: Prefactor = stock_prefactor,
        kinetics: type | None = None,
        name: str | None = None,
        build: bool = True,
    ) -> None:
        self.families = _distinct(families)
        self._diffusion = diffusion
        self._prefactor = prefactor
        self._kinetics = kinetics
        options = _with_defaults(options)
        if kinetics is not None:
            # Named, even with its default, the option makes PyBaMM's SPM solve for η as any law
            # without an inverse needs.
            options = {KINETICS_OPTION: "symmetric Butler-Volmer"} | options
        super().__init__(options, name or type(self).__name__, build)
        self.equations_as_built = equation_identities(self) if build else None
        self._check_options()
        if STRESS_OPTION not in options and self.options.positive[STRESS_OPTION] == "true":
            warnings.warn(STRESS_ON, pybamm.OptionWarning, stacklevel=3)
        pybamm.citations.register(LI2025)

    def _check_options(self) -> None:
        particle = self.options.positive["particle"]
        if self._diffusion is not None and particle != "Fickian diffusion":
            raise pybamm.OptionError(
                f"option 'particle'={particle!r} has no radial profile that a core and a shell "
                "could shape; use 'Fickian diffusion', or diffusion=None for PyBaMM's own particle"
            )

    def get_intercalation_kinetics(self, domain: str) -> Any:
        """PyBaMM's law, mixed over the facets on the positive electrode."""
        law = super().get_intercalation_kinetics(domain)
        return law if domain == "negative" else self._mixed(law)

    def get_inverse_intercalation_kinetics(self, domain: str) -> Any:
        """PyBaMM's inverted law, mixed over the facets on the positive electrode."""
        law = super().get_inverse_intercalation_kinetics(domain)
        return law if domain == "negative" else self._mixed(law)

    def _mixed(self, law: type) -> Any:
        if self._kinetics is not None:
            _check_replaceable(law, self._kinetics)
            law = self._kinetics
        return mixed_law(law, tuple(family.label for family in self.families), self._prefactor)

    def set_particle_submodel(self) -> None:
        """PyBaMM's particles; those of the positive electrode with a core and a shell."""
        super().set_particle_submodel()
        if self._diffusion is None:
            return
        for phase in self.options.phases["positive"]:
            self.submodels[f"positive {phase} particle"] = self._diffusion(
                self.param,
                "positive",
                self.options,
                phase=phase,
                x_average=self.x_average,
            )

    def set_electrolyte_concentration_submodel(self) -> None:
        """PyBaMM's; a half-cell's with the exact flux at the lithium."""
        super().set_electrolyte_concentration_submodel()
        own = self.submodels["electrolyte diffusion"]
        if self._exact_flux and type(own) is pybamm.electrolyte_diffusion.Full:
            self.submodels["electrolyte diffusion"] = ExactLithiumFlux(
                self.param, self.options, x_average_state=isinstance(self, lithium_ion.SPMe)
            )

    @property
    def default_geometry(self) -> dict[str, Any]:
        """PyBaMM's, with the core of the positive particles."""
        geometry: dict[str, Any] = super().default_geometry
        for domain, phase in self.element_particles.items():
            prefix = getattr(self.param.p, PHASES[phase]).phase_prefactor
            for limits in geometry[domain].values():
                limits[CORE] = pybamm.Parameter(f"{prefix}{names.CORE_RADIUS_FRACTION}")
        return geometry

    @property
    def default_spatial_methods(self) -> dict[str, Any]:
        """PyBaMM's, with spectral elements in the positive particles."""
        methods: dict[str, Any] = super().default_spatial_methods
        return methods | {domain: RadialElementMethod() for domain in self.element_particles}

    @property
    def default_submesh_types(self) -> dict[str, Any]:
        """PyBaMM's, with elements in the positive particles.

        With PyBaMM's own particle, and with it PyBaMM's flux at the lithium, particles are graded
        towards their surface and a half-cell's separator towards the lithium: on 20 even points a
        10C discharge would lose 3 to 6 % of the electrolyte's lithium, on graded ones below 0.1 %.
        """
        types: dict[str, Any] = super().default_submesh_types
        for domain in types:
            if domain.startswith("positive") and domain.endswith("particle"):
                elements = domain in self.element_particles
                types[domain] = RadialElementMesh if elements else GradedRadialMesh
        if self._exact_flux:
            types["separator"] = SeparatorMesh
        elif self._half_cell:
            types["separator"] = pybamm.MeshGenerator(
                pybamm.Exponential1DSubMesh, {"side": "left", "stretch": 4.0}
            )
        result: dict[str, Any] = types
        return result

    @property
    def default_var_pts(self) -> dict[str, int]:
        """PyBaMM's, with nodes of elements in the particle, and fewer points across a half-cell.

        A coating of tens of micrometres is as good with 5 points as with 20. A thick electrode
        needs more: give ``var_pts``.
        """
        points: dict[str, int] = super().default_var_pts
        radial = RADIAL_NODES if self.element_particles else RADIAL_POINTS
        points |= dict.fromkeys(("r_p", "r_p_prim", "r_p_sec"), radial)
        if self._half_cell:
            points |= {"x_s": 16, "x_p": 5}
        result: dict[str, int] = points
        return result

    @property
    def _exact_flux(self) -> bool:
        """Whether the flux at the lithium is exact: with diffusion=None all of it is PyBaMM's."""
        return self._half_cell and self._diffusion is not None

    @property
    def element_particles(self) -> dict[str, str]:
        """Particle domains made of elements, with their phase."""
        if self._diffusion is None or not issubclass(self._diffusion, CoreShellDiffusion):
            return {}
        phases = self.options.phases["positive"]
        alone = len(phases) == 1
        return {f"positive {'' if alone else phase + ' '}particle": phase for phase in phases}

    @property
    def default_parameter_values(self) -> pybamm.ParameterValues:
        """A set with facets: the half-cell of Li et al. 2025, or PyBaMM's Chen2020 with facets.

        Both have NMC811's facets; a model of other families needs a set of its own.
        """
        if self._half_cell:
            return pybamm.ParameterValues(HALF_CELL_SET)
        return add_facets(pybamm.ParameterValues(FULL_CELL_SET), Agglomerate.core_shell())

    @property
    def _half_cell(self) -> bool:
        return bool(self.options["working electrode"] == "positive")


class FacetDFN(_FacetModel, lithium_ion.DFN):
    """Doyle-Fuller-Newman model with crystal facets.

    Parameters
    ----------
    options
        PyBaMM's options. Default: half-cell against lithium metal with contact resistance;
        ``{"working electrode": "both"}`` gives a full cell with facets on its positive electrode.
        The kinetics law is PyBaMM's option ``"intercalation kinetics"``; where the electrodes
        differ, a tuple (negative or lithium side, positive).
    families
        The facet families that may be exposed.
    diffusion
        Particle submodel of the positive electrode; ``None`` keeps PyBaMM's own.
    prefactor
        What a facet's j0 means to Marcus-type laws: `stock_prefactor` (as PyBaMM, the default) or
        `exchange_current_prefactor` (the true exchange current).
    kinetics
        A law that PyBaMM has no option for, such as `AdiabaticIonTransfer`; ``None`` takes
        PyBaMM's. Leave the positive electrode's option at its default then.
    name, build
        As in PyBaMM.

    Raises
    ------
    pybamm.OptionError
        For options that would be ignored: MSMR, a particle without a radial profile, and a law or
        an inverted law beside `kinetics`.

    Examples
    --------
    >>> FacetDFN().options["working electrode"]
    'positive'
    """


class FacetSPMe(_FacetModel, lithium_ion.SPMe):
    """Single-particle model with electrolyte and crystal facets; parameters as `FacetDFN`."""


class FacetSPM(_FacetModel, lithium_ion.SPM):
    """Single-particle model with crystal facets; parameters as `FacetDFN`."""

    def __init__(
        self,
        options: Mapping[str, Any] | None = None,
        families: tuple[FacetFamily, ...] = NMC811_FACETS,
        *,
        diffusion: type | None = CoreShellDiffusion,
        prefactor: Prefactor = stock_prefactor,
        kinetics: type | None = None,
        name: str | None = None,
        build: bool = True,
    ) -> None:
        super().__init__(
            SPM_OPTIONS | dict(options or {}),
            families,
            diffusion=diffusion,
            prefactor=prefactor,
            kinetics=kinetics,
            name=name,
            build=build,
        )


def equation_identities(model: pybamm.BaseModel) -> frozenset[tuple[str, int]]:
    """Identities of a model's equations and of what runs read: an edit in place shows in them."""
    parts = {"rhs": model.rhs, "algebraic": model.algebraic, "start": model.initial_conditions}
    found = {
        (f"{part} {variable.name}", expression.id)
        for part, equations in parts.items()
        for variable, expression in equations.items()
    }
    read = (names.VOLTAGE, names.CURRENT, names.PARTICLE_LITHIUM, names.ELECTROLYTE_LITHIUM)
    own = {name: model.variables[name] for name in read if name in model.variables}
    return frozenset(found | {(name, variable.id) for name, variable in own.items()})


def _with_defaults(options: Mapping[str, Any] | None) -> dict[str, Any]:
    options = dict(options or {})
    full = options.get("working electrode", "positive") == "both"
    return (FULL_CELL if full else HALF_CELL) | options


def _check_replaceable(law: type, kinetics: type) -> None:
    if law is not pybamm.kinetics.SymmetricButlerVolmer:
        raise pybamm.OptionError(
            f"kinetics={kinetics.__name__} would replace {law.__name__}, which the options ask for "
            f"on the positive electrode: leave {KINETICS_OPTION!r} there and 'surface form' at "
            "their defaults, or leave out kinetics"
        )


def _distinct(families: tuple[FacetFamily, ...]) -> tuple[FacetFamily, ...]:
    labels = [getattr(family, "label", None) for family in families]
    if not labels or None in labels or len(set(labels)) < len(labels):
        raise ValueError(
            f"families={families!r}: expected FacetFamily objects with distinct labels"
        )
    return tuple(families)
