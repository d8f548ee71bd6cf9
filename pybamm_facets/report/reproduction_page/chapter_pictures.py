"""The pictures of each chapter of the reproduction."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable

import numpy as np
from matplotlib.figure import Figure

from pybamm_facets.paper.activation_claims import (
    ELECTROLYTE,
    REFERENCE,
    SURFACES,
    ActivationFindings,
)
from pybamm_facets.paper.cycled_pair import RETENTION
from pybamm_facets.paper.estimates import CORE_SHELL
from pybamm_facets.paper.explanation import Explanation
from pybamm_facets.paper.main_job import MEASURED_RATE, MainJob
from pybamm_facets.paper.reproduction.chapter import Found, Picture
from pybamm_facets.paper.reproduction.chapters.grains_chapter import DrawnGrains
from pybamm_facets.paper.reproduction.chapters.stress_chapter import DrawnStress
from pybamm_facets.paper.simulated_particles import SimulatedMeasurement, put_in
from pybamm_facets.report.attribution import attribution_figure
from pybamm_facets.report.cross_section import radial_means_figure, stress_maps_figure
from pybamm_facets.report.crystal_pictures import ALT as CRYSTAL_ALT
from pybamm_facets.report.crystal_pictures import crystal_figure
from pybamm_facets.report.cycling import hypotheses_figure, signatures_figure
from pybamm_facets.report.explain import band_figure, prediction_figure, sobol_figure
from pybamm_facets.report.facet_experiment import facet_experiment_figure
from pybamm_facets.report.grain_transport import curves_figure, lithiation_figure
from pybamm_facets.report.rate_capability import rate_capability_figure
from pybamm_facets.report.reproduction_page.live_pictures import live_cycles, live_rates
from pybamm_facets.report.style import style
from pybamm_facets.report.theory import activation_figure, double_layer_figure
from pybamm_facets.studies.cycling.hypothesis_test import HypothesisTest
from pybamm_facets.theory.double_layer.planar_layer import ELECTRODE_POTENTIAL
from pybamm_facets.theory.solvent.reorganization import ION_DISTANCE

SVG, PNG = "image/svg+xml", "image/png"
RASTER_DPI = 160
TIMES = 4
"""Moments at which the lithium in the grains is shown."""

Drawer = Callable[[Found], Iterable[Picture]]


def draw_chapter(name: str, found: Found) -> tuple[Picture, ...]:
    """Pictures of a chapter; none for one that is told by its tables."""
    return tuple(DRAWERS[name](found)) if name in DRAWERS else ()


def picture(name: str, figure: Figure, alt: str, caption: str, media: str = SVG) -> Picture:
    """A figure as it is put into a page: drawn in lines, or in pixels where there are too many."""
    stream = io.BytesIO()
    with style():
        if media == SVG:
            figure.savefig(stream, format="svg", metadata={"Date": None})
        else:
            figure.savefig(stream, format="png", dpi=RASTER_DPI)
    return Picture(name, alt, caption, media, base64.b64encode(stream.getvalue()).decode())


def _crystal(found: Found) -> Iterable[Picture]:
    yield picture(
        "crystal", crystal_figure(), CRYSTAL_ALT,
        "What a texture does. a, b Drawn sections of both particles, each grain in the colour of "
        "the facet that it turns outward, its layers as white lines. c The cells of the facets on "
        "the sphere, and grains of the shell. d A Wulff shape. e, f Facet shares and radial "
        "diffusivity against κ; isotropic in red, the core-shell's shell in blue.",
    )  # fmt: skip


def _particles(found: Found) -> Iterable[Picture]:
    done: SimulatedMeasurement = found.drawn
    yield picture(
        "particles",
        facet_experiment_figure(
            done.six.spectra, done.inversion.table,
            done.compared.assign(kind="held back, simulated"), put_in(),
        ),
        "Nyquist plots of six simulated particles; the six exchange currents found, close to "
        "those put in; predicted against measured resistance of three further particles, all "
        "within the band of 20 %.",
        "Simulated counterparts of Fig. 2b, f and g: spectra with noise, exchange currents with "
        "their standard errors beside what was put in, and three particles held back.",
    )  # fmt: skip


def _activation(found: Found) -> Iterable[Picture]:
    one: ActivationFindings = found.drawn
    yield picture(
        "activation", activation_figure(one.measured, one.study, REFERENCE),
        "Measured logarithms of exchange currents by facet, calculated differences of activation "
        "energy, and their slopes with work functions and with interactions alone.",
        "Counterparts of Fig. 3b to e with illustrative work functions and interactions.",
    )  # fmt: skip
    layers = double_layer_figure(SURFACES, ELECTROLYTE, ELECTRODE_POTENTIAL, ION_DISTANCE)
    yield picture(
        "layers", layers,
        "Potential and field against distance from six facets.",
        "Counterpart of Fig. 3a: the double layer at each facet, with the same inputs.",
    )  # fmt: skip


def _rates(found: Found) -> Iterable[Picture]:
    job: MainJob = found.drawn
    yield picture(
        "rates", rate_capability_figure(job.table, job.curves, MEASURED_RATE, job.starts),
        "Discharge capacity against rate of both particles in both fits, with the two measured "
        "capacities at 10C; and voltage against capacity at 10C.",
        "Counterparts of Fig. 4g and h. Filled: fitted at 10C. Open: the core-shell predicted from "
        "the isotropic particle alone. Stars: measured. Diamonds: after a charge at 0.5C.",
    )  # fmt: skip
    yield live_rates(job)


def _gap(found: Found) -> Iterable[Picture]:
    result: Explanation = found.drawn
    as_it_is = result.attribution[result.attribution["scenario"] == "as it is"]
    yield picture(
        "attribution", attribution_figure(as_it_is),
        "Waterfalls from the isotropic to the core-shell particle at each rate: capacity is all "
        "solid transport, mean voltage is facet kinetics and transport.",
        "The gap between the particles, split into the parts of facet kinetics and transport.",
    )  # fmt: skip
    yield picture(
        "band", band_figure(result.band),
        "Predicted capacity against rate of both particles with the band of the draws; the "
        "measured core-shell capacity at 10C lies above it.",
        "The blind prediction: diffusivity from the isotropic capacity, all other estimates drawn.",
    )  # fmt: skip
    scenarios = {", ".join(key): one for key, one in result.uncertainties.items()}
    yield picture(
        "scenarios", prediction_figure(scenarios),
        "Distribution of the predicted core-shell capacity with random grains, below the measured "
        "one, and with any texture, around it.",
        "The predicted core-shell capacity: with random grains in the isotropic particle, and with "
        "any texture there.",
    )  # fmt: skip
    first = next(iter(result.uncertainties.values()))
    if len(first.settled_indices):
        yield picture(
            "sobol", sobol_figure(first),
            "Bars of the Sobol indices that the draws settle.",
            "What spreads the prediction. An index that the draws do not settle is not drawn.",
        )  # fmt: skip


def _cycling(found: Found) -> Iterable[Picture]:
    test: HypothesisTest = found.drawn
    yield picture(
        "cycling", hypotheses_figure(test, CORE_SHELL, RETENTION),
        "Capacity kept over 500 cycles, a panel a mechanism: the core-shell fitted to 80 %, the "
        "isotropic predicted, below it in some panels and above it in others.",
        "Counterpart of Fig. 4f, simulated: each mechanism's rate is fitted to the core-shell's 80 "
        "% (filled), the isotropic particle is predicted (open).",
    )  # fmt: skip
    yield picture(
        "signatures", signatures_figure(test, CORE_SHELL),
        "Bars by mechanism: slow capacity kept, capacity half-way, fall of voltage, rise of "
        "resistance.",
        "What else could be measured on the core-shell particle to tell the mechanisms apart.",
    )  # fmt: skip
    yield live_cycles(test, CORE_SHELL)


def _stress(found: Found) -> Iterable[Picture]:
    drawn: DrawnStress = found.drawn
    yield picture(
        "maps", stress_maps_figure(drawn.fields),
        "Maps of the c axes and of the von Mises stress in a section of each particle.",
        "Counterpart of Supplementary Figs. 20 and 21, simulated: one section of each particle, "
        "fully charged, with the lattice's own strains.",
        PNG,
    )  # fmt: skip
    plane = drawn.particles["in plane"]
    yield picture(
        "radial-means",
        radial_means_figure({"isotropic": plane.isotropic, "core-shell": plane.core_shell}),
        "Mean stress over the radius of both particles.",
        "Mean stress over the radius, in units of E times the contrast of the strains.",
    )


def _grains(found: Found) -> Iterable[Picture]:
    drawn: DrawnGrains = found.drawn
    longest = max(result.time[-1] for _, result in drawn.runs.values())
    times = (longest * np.linspace(0.1, 1, TIMES)).tolist()
    yield picture(
        "lithiation", lithiation_figure(drawn.runs, times),
        "Lithium content in the grains of both particles at four moments of the 10C discharge: "
        "the rim of the isotropic particle fills early, the core-shell fills deeper.",
        "Simulated: lithium in the grains at 10C.",
        PNG,
    )  # fmt: skip
    yield picture(
        "grain-curves", curves_figure(drawn.runs, drawn.curves),
        "Voltage against capacity of both particles, grains and radial model; current around the "
        "rim.",
        "Simulated: the same discharge with grains and with the radial model.",
    )  # fmt: skip


DRAWERS: dict[str, Drawer] = {
    "crystal": _crystal,
    "particles": _particles,
    "activation": _activation,
    "rates": _rates,
    "gap": _gap,
    "cycling": _cycling,
    "stress": _stress,
    "grains": _grains,
}
