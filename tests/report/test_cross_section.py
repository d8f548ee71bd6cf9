"""Figures of sections: what they show, and that they can be drawn."""

import pytest

pytest.importorskip("skfem")

from pybamm_facets.cross_section import (
    LatticeStrain,
    PlaneStressSolver,
    generate_microstructure,
    mesh_microstructure,
)
from pybamm_facets.cross_section.transport.grain_transport import grain_resolved
from pybamm_facets.cross_section.transport.section_material import GrainMaterial
from pybamm_facets.report.cross_section import stress_maps_figure
from pybamm_facets.report.grain_animation import save_lithiation_animation
from pybamm_facets.report.grain_transport import lithiation_figure
from tests.cross_section.elastic import NU, E


@pytest.fixture(scope="module")
def mesh():
    return mesh_microstructure(generate_microstructure(grain_size=0.4), 0.15)


@pytest.fixture(scope="module")
def result(mesh):
    material = GrainMaterial(lambda x: 4.5 - x, 1e-14, 1e-16, c_max=49194.0, density=4785.0)
    return grain_resolved(mesh, material).lithiate(1800.0, (0.15, 0.99), 3.4, steps=20)


def test_maps_show_lithium_only_where_it_varies(mesh, result):
    solver, law = PlaneStressSolver(mesh, E, NU), LatticeStrain()
    contents = {"even": 0.3, "varies": result.stoichiometry[-1]}
    columns = {
        name: [panel.get_title() for panel in stress_maps_figure({name: field}).axes[:5]]
        for name, field in ((name, solver.solve(law, s)) for name, s in contents.items())
    }
    assert "lithium content" in columns["varies"] and "lithium content" not in columns["even"]
    assert columns["even"][:4] == columns["varies"][:4]


def test_pictures_stop_where_a_run_ends(mesh, result, tmp_path):
    end = result.time[-1]
    figure = lithiation_figure({"one": (mesh, result)}, [0.5 * end, 2 * end])
    titles = [axes.get_title() for axes in figure.axes[:2]]
    assert titles == [f"{0.5 * end:.0f} s", f"{end:.0f} s, its end"]
    path = tmp_path / "run.gif"
    save_lithiation_animation(path, {"one": (mesh, result)}, frames=2)
    assert path.read_bytes().startswith(b"GIF")
