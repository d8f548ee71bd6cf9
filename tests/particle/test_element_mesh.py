"""The particle's elements in PyBaMM: how many nodes, where they lie, and what is refused."""

import json

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.particle import radial_elements

DOMAIN = "positive particle"


@pytest.mark.parametrize(
    ("points", "arguments", "core", "shell"),
    [
        (4, {}, 2, [3]),
        (8, {}, 3, [6]),
        (11, {}, 4, [8]),
        (15, {}, 5, [11]),
        (19, {}, 6, [14]),
        (11, {"core": 6}, 6, [6]),
        (28, {"shell_nodes": 4, "grading": 3.0}, 4, [4] * 8),
        (30, {"shell_nodes": 4, "grading": 3.0}, 6, [4] * 8),
        (5, {"shell_nodes": 4}, 2, [4]),
        (4, {"shell_nodes": 4}, 2, [3]),
        (100, {}, 4, [17] * 6),
    ],
)
def test_nodes_are_shared_out(points, arguments, core, shell):
    elements = radial_elements(points, **arguments)
    assert (elements.core, [elements.shell] * (len(elements.ends) - 1)) == (core, shell)
    assert elements.nodes == points
    assert (elements.ends[0], elements.ends[-1]) == (0, 1)
    widths = np.diff(elements.ends)
    if arguments.get("grading"):
        assert (np.diff(widths) < 0).all()


def test_too_few_nodes_are_refused():
    with pytest.raises(pybamm.GeometryError, match="r_p=3: expected at least 4"):
        radial_elements(3)


def built(**changes):
    values = pf.li2025()
    values.update(changes)
    simulation = pybamm.Simulation(pf.FacetDFN(), parameter_values=values, C_rate=1)
    simulation.build()
    return simulation


def test_nodes_are_shown_where_they_are():
    mesh = built(**{names.CORE_RADIUS_FRACTION: 0.3}).mesh[DOMAIN]
    assert mesh.nodes[3] == pytest.approx(0.3)
    assert len(mesh.edges) == len(mesh.nodes) + 1 == 12
    free = built(**{names.CORE_RADIUS_FRACTION: "[input]"}).mesh[DOMAIN]
    assert free.nodes[3] == pytest.approx(0.5)


def test_finite_volume_meshes_and_foreign_geometries_are_refused():
    model = pf.FacetDFN()
    even = model.default_submesh_types | {DOMAIN: pybamm.Uniform1DSubMesh}
    simulation = pybamm.Simulation(model, parameter_values=pf.li2025(), submesh_types=even)
    with pytest.raises(pybamm.DiscretisationError, match=r"got Uniform1DSubMesh.*diffusion=None"):
        simulation.build()
    stock = pybamm.lithium_ion.DFN(dict(model.options)).default_geometry
    simulation = pybamm.Simulation(model, parameter_values=pf.li2025(), geometry=stock)
    with pytest.raises(pybamm.GeometryError, match="'core' beside 'min' and 'max'"):
        simulation.build()


@pytest.mark.parametrize("model", [pytest.param(pf.FacetDFN, marks=pytest.mark.slow), pf.FacetSPM])
def test_a_model_saved_and_loaded_again_gives_the_same_states(model, tmp_path):
    simulation = pybamm.Simulation(model(), parameter_values=pf.li2025(), C_rate=2)
    solution = simulation.solve([0, 600])
    path = tmp_path / "saved"
    simulation.save_model(str(path), mesh=True)
    loaded = pybamm.load_model(f"{path}.json")
    again = pybamm.IDAKLUSolver().solve(loaded, [0, 600])
    assert np.array_equal(again.y[:, -1], solution.y[:, -1])
    name = "X-averaged positive particle stoichiometry"
    one, other = (found[name](t=500.0, r=0.9) for found in (solution, again))
    assert one == pytest.approx(other, rel=1e-12)
    text = json.loads((tmp_path / "saved.json").read_text())
    assert "RadialElementMesh" in json.dumps(text["mesh"])
