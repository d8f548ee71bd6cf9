"""What all figures hold to: filled is fitted, open follows; particles' colours are theirs only."""

import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pybamm_facets import report
from pybamm_facets.kinetics.table import FacetTable
from pybamm_facets.paper.activation_claims import ELECTROLYTE, REFERENCE, SURFACES
from pybamm_facets.report.explain import prediction_figure
from pybamm_facets.report.grain_transport import lithiation_figure
from pybamm_facets.report.rate_capability import rate_capability_figure
from pybamm_facets.report.style import COLOURS, FACET_COLOURS, OTHERS
from pybamm_facets.report.theory import activation_figure
from pybamm_facets.theory import facet_study


def rate_table():
    rows = [
        (fit, particle, rate, "discharge", 200 - 10 * rate, 67.0 if rate == 10 else np.nan,
         "fitted" if rate == 10 and fit == "texture" else "")
        for fit in ("texture", "blind") for particle in COLOURS for rate in (0.1, 1.0, 10.0)
    ]  # fmt: skip
    columns = ["fit", "particle", "c_rate", "direction", "capacity_mAh_g", "measured_mAh_g", "role"]
    return pd.DataFrame(rows, columns=columns).assign(status="ok", reason="")


def curves():
    return pd.DataFrame(
        {"fit": "texture", "particle": "isotropic", "direction": "discharge", "c_rate": 10.0,
         "capacity_mAh_g": [0.0, 60.0], "voltage_V": [4.2, 2.5]}
    )  # fmt: skip


def test_filled_is_fitted_and_open_is_not():
    left, right = rate_capability_figure(rate_table(), curves()).axes
    lines = [line for line in left.lines if line.get_marker() == "o" and len(line.get_xdata())]
    opened = [line for line in lines if line.get_markerfacecolor() == "white"]
    filled = [line for line in lines if line.get_markerfacecolor() != "white"]
    assert len(opened) == 4 and all(len(line.get_xdata()) == 3 for line in opened)
    assert [list(line.get_xdata()) for line in filled if len(line.get_xdata())] == [[10.0]] * 2
    assert not left.get_legend()
    assert [text.get_text() for text in right.get_legend().get_texts()] == ["discharge"]
    (key,) = left.figure.legends
    assert "filled: fitted" in [text.get_text() for text in key.get_texts()]


def test_band_and_starts_are_drawn_where_they_are_given():
    band = pd.DataFrame({"particle": "core-shell", "c_rate": [1.0, 10.0], 0.05: 90.0, 0.95: 105.0})
    starts = pd.DataFrame(
        {"start": ["equilibrium", "0.5C charge"], "fit": "texture", "particle": "isotropic",
         "c_rate": 10.0, "capacity_mAh_g": [67.0, 62.4]}
    )  # fmt: skip
    left, _ = rate_capability_figure(rate_table(), curves(), 10.0, starts, band).axes
    assert len(left.collections) == 1
    (diamond,) = (line for line in left.lines if line.get_marker() == "D")
    assert list(diamond.get_ydata()) == [62.4]


def test_the_reference_facet_has_no_bar_of_zero():
    figure = activation_figure(FacetTable.nmc811(), facet_study(SURFACES, ELECTROLYTE), REFERENCE)
    measured, calculated = figure.axes[:2]
    assert len(measured.patches) == len(SURFACES.labels) - 1
    assert len(calculated.patches) == 2 * (len(SURFACES.labels) - 1)
    assert all(bar.get_height() != 0 for axes in (measured, calculated) for bar in axes.patches)
    assert REFERENCE not in [tick.get_text() for tick in measured.get_xticklabels()]


def test_scenarios_that_agree_are_one_row():
    def drawn(shift):
        quantiles = pd.Series({q: 95 + 10 * q + shift for q in (0.05, 0.25, 0.5, 0.75, 0.95)})
        return SimpleNamespace(quantiles=quantiles, measured=144.0)

    results = {"rate": drawn(0), "cycling": drawn(0.001), "any texture": drawn(20)}
    (axes,) = prediction_figure(results).axes
    labels = [tick.get_text() for tick in axes.get_yticklabels()]
    assert labels == ["rate\nand 1 more alike", "any texture"]


def test_a_run_that_has_ended_is_not_drawn_again_and_there_is_a_scale_bar(sections):
    figure = lithiation_figure(sections, (10.0, 50.0, 75.0, 100.0))
    short, long = figure.axes[:4], figure.axes[4:8]
    assert [axes.axison for axes in short] == [True, True, False, False]
    assert [axes.get_title() for axes in short[:2]] == ["10 s", "40 s, its end"]
    assert all(axes.axison for axes in long)
    for row in (short, long):
        assert "1 µm" in [text.get_text() for text in row[0].texts]


@pytest.fixture
def sections():
    """Two sections whose lithium is even, one of which ends early."""
    pytest.importorskip("skfem")
    from pybamm_facets.paper.coin_cells import li2025
    from pybamm_facets.studies.grain_resolved.check_sets import particle_of
    from pybamm_facets.studies.grain_resolved.particle_alone import section_of

    mesh = section_of(particle_of(li2025()), h=0.1)
    nodes = SimpleNamespace(points=mesh.points, triangles=mesh.triangles)

    def run(end):
        return SimpleNamespace(
            nodes=nodes, time=np.array([0.0, end]), field=lambda t: np.full(mesh.points.shape[1], t)
        )

    return {"short": (mesh, run(40.0)), "long": (mesh, run(100.0))}


def test_blue_and_red_are_of_particles_only():
    assert not set(COLOURS.values()) & {*OTHERS, *FACET_COLOURS.values()}
    free = (
        "impedance",
        "theory",
        "facet_inversion",
        "facet_experiment",
        "grain_transport",
        "sweep",
    )
    modules = {info.name for info in pkgutil.iter_modules(report.__path__)}
    assert set(free) <= modules
    for name in free:
        source = inspect.getsource(import_module(f"pybamm_facets.report.{name}"))
        assert not re.search(r"(?<![A-Z_])COLOURS\b", source), name
        assert not any(colour in source for colour in COLOURS.values()), name
    for path in Path(report.__path__[0]).rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if path.name != "style.py":
            assert not any(colour in source for colour in COLOURS.values()), path.name
        assert not re.search(r"RdBu|coolwarm|seismic|YlGnBu|Blues|Reds", source), path.name
