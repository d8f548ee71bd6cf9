r"""Lithium in the grains of a cross-section, driven by one current over the whole rim.

.. math:: \partial_t s = \nabla\cdot(D \nabla s), \qquad
          n\cdot D \nabla s = \frac{i}{F c_{max}}, \qquad \oint i = I

with the diffusivity of layered grains and facet-dependent Butler-Volmer kinetics at the rim: what
the radial model of Li et al. 2025 (doi 10.1038/s41467-025-65068-5) averages, resolved. Linear
elements with lumped mass and backward Euler: the matrix of a step is factorised once, and its
inverse between rim nodes leaves a small dense system for the rim.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import positive
from pybamm_facets._units import FARADAY
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh
from pybamm_facets.cross_section.transport.layered_diffusion import layer_tensors
from pybamm_facets.cross_section.transport.rim_kinetics import edge_length, rim_angle
from pybamm_facets.cross_section.transport.section_material import C_PER_KG, GrainMaterial
from pybamm_facets.cross_section.transport.time_step import DiscreteSection, State
from pybamm_facets.cross_section.transport.transport_result import TransportResult

STEPS = 240
"""Time steps that would pass the whole window; twice as many move the utilisation below 1e-3."""

_FINER, _REFINEMENTS = 8, 2
"""The step that passes the cut-off is retaken so many times finer, so often."""

_BEYOND = 1.0
"""How far past the cut-off a step's voltage is looked for [V]."""


def grain_resolved(
    mesh: GrainMesh, material: GrainMaterial, boundary_transfer: float | None = None
) -> Transport:
    """Every grain with its own layers and its own facet at the rim.

    Parameters
    ----------
    mesh
        Edges of 0.03 of the radius or shorter.
    material
        What the grains are made of.
    boundary_transfer
        Lithium flux across a grain boundary over the step in concentration [m.s-1], a calibration
        rather than a measured property; without it boundaries let lithium pass freely.

    Examples
    --------
    >>> from pybamm_facets.cross_section.section.grain_mesh import mesh_microstructure
    >>> from pybamm_facets.cross_section.section.microstructure import generate_microstructure
    >>> mesh = mesh_microstructure(generate_microstructure(grain_size=0.4), h=0.1)
    >>> material = GrainMaterial(lambda x: 4.5 - x, 1e-14, 1e-16, c_max=49194, density=4785)
    >>> run = grain_resolved(mesh, material).lithiate(1800, (0.15, 0.99), cut_off=3.4)
    >>> run.termination, 0 < run.utilisation < 1
    ('cut-off voltage', True)
    """
    tensors = layer_tensors(mesh.c_axis, material.along, material.across)
    exchange_current = material.exchange_current(rim_angle(mesh))
    return Transport(mesh, material, tensors, exchange_current, boundary_transfer)


def zone_averaged(
    mesh: GrainMesh,
    material: GrainMaterial,
    diffusivities: tuple[float, float],
    exchange_current: float,
) -> Transport:
    """The same section without grains: one radial diffusivity a zone, one exchange current.

    What the radial model knows of a particle, in a disk.

    Parameters
    ----------
    mesh
        Of the section.
    material
        Its diffusivities and facets are not used.
    diffusivities
        Of core and shell [m2.s-1].
    exchange_current
        Mean over the rim at the reference state [A.m-2].
    """
    for name, value in zip(("core", "shell"), diffusivities, strict=True):
        positive(f"diffusivities ({name})", value)
    positive("exchange_current", exchange_current)
    tensors = np.eye(2)[:, :, None] * np.asarray(diffusivities)[mesh.zone]
    return Transport(mesh, material, tensors, np.full(mesh.rim_element.size, exchange_current))


@dataclass(frozen=True, eq=False)
class Transport:
    """Diffusion in one cross-section; made by `grain_resolved` or `zone_averaged`.

    Parameters
    ----------
    mesh
        The section.
    material
        What its grains are made of.
    tensors
        (2, 2, Nt). Diffusivity of each triangle [m2.s-1].
    exchange_current
        (Ne,). Of each rim edge at the reference state [A.m-2].
    boundary_transfer
        As `grain_resolved`.
    """

    mesh: GrainMesh
    material: GrainMaterial
    tensors: FloatArray
    exchange_current: FloatArray
    boundary_transfer: float | None = None

    def lithiate(
        self, current: float, window: tuple[float, float], cut_off: float, steps: int = STEPS
    ) -> TransportResult:
        """Discharge of a cell against lithium: from the low end of the window down to a voltage.

        Parameters
        ----------
        current
            Per mass of active material, positive [A.kg-1].
        window
            Lithium contents (full cell, empty cell), 0 < low < high < 1.
        cut_off
            Lower voltage [V].
        steps
            Time steps that would pass the whole window.

        Raises
        ------
        ValueError
            For a current, cut-off or number of steps that is not positive, a window outside
            (0, 1) or reversed, and a run that starts beyond its cut-off.
        """
        low, high = _checked(window)
        return self._run((low, high), current, cut_off, steps)

    def delithiate(
        self, current: float, window: tuple[float, float], cut_off: float, steps: int = STEPS
    ) -> TransportResult:
        """Charge: from the high end of the window up to a voltage; parameters as `lithiate`."""
        low, high = _checked(window)
        return self._run((high, low), current, cut_off, steps)

    @property
    def mean_exchange_current(self) -> float:
        """Mean over the rim at the reference state, the section's side of Eq. 2 [A.m-2]."""
        return float(np.average(self.exchange_current, weights=edge_length(self.mesh)))

    @cached_property
    def _section(self) -> DiscreteSection:
        return DiscreteSection(
            self.mesh, self.material, self.tensors, self.exchange_current, self.boundary_transfer
        )

    def _run(
        self, window: tuple[float, float], current: float, cut_off: float, steps: int
    ) -> TransportResult:
        for name, value in (("current", current), ("cut_off", cut_off), ("steps", steps)):
            positive(name, value)
        start, end = window
        direction = 1.0 if end > start else -1.0
        rate = direction * current / self.material.specific_charge

        def passed(state: State) -> bool:
            return (state.voltage - cut_off) * direction < 0

        states = [self._section.start(start, rate)]
        if passed(states[0]):
            raise ValueError(
                f"cut_off={cut_off!r}: expected {'below' if direction > 0 else 'above'} "
                f"{states[0].voltage:.4f} V, where the run starts"
            )
        longest = (end - start) / rate
        step, refined = longest / steps, 0
        limits = (cut_off - _BEYOND, np.inf) if direction > 0 else (-np.inf, cut_off + _BEYOND)
        while refined <= _REFINEMENTS and states[-1].time < longest - step / 2:
            after = self._section.advance(states[-2:], step, rate, limits)
            if after is None or passed(after):
                step, refined = step / _FINER, refined + 1
            else:
                states.append(after)
        end_of = "cut-off voltage" if refined > _REFINEMENTS else "end of window"
        return self._result(states, rate, end - start, end_of)

    def _result(
        self, states: list[State], rate: float, window: float, termination: str
    ) -> TransportResult:
        section, material = self._section, self.material
        time = np.array([state.time for state in states])
        content = np.array([state.content for state in states])
        mean = content @ section.area / section.total_area
        x, y = section.nodes.points[:, section.rim_nodes]
        position = np.arctan2(y, x)
        order = np.argsort(position)
        influx = np.array([state.influx for state in states])
        density = FARADAY * material.c_max * influx / section.rim_length
        return TransportResult(
            time=time,
            voltage=np.array([state.voltage for state in states]),
            mean_stoichiometry=mean,
            capacity=abs(rate) * time * material.specific_charge / C_PER_KG,
            utilisation=float(rate * time[-1] / window),
            stoichiometry=content,
            nodes=section.nodes,
            rim_position=position[order],
            rim_current=density[:, order],
            termination=termination,
            lithium_error=float(np.abs(mean - mean[0] - rate * time).max() / abs(window)),
        )


def _checked(window: tuple[float, float]) -> tuple[float, float]:
    low, high = window
    if not 0 < low < high < 1:
        raise ValueError(f"window={window!r}: expected lithium contents 0 < low < high < 1")
    return float(low), float(high)
