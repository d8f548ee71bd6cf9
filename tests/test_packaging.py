"""The installed wheel, outside the tree: all groups of entry points resolve."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHECK = """
import pybamm, pybamm_facets, pathlib
target = pathlib.Path.cwd() / "target"
assert pathlib.Path(pybamm_facets.__file__).is_relative_to(target), pybamm_facets.__file__
for name in ("FacetDFN", "FacetSPM", "FacetSPMe"):
    pybamm.Model(name)
for name in ("Li2025_core_shell", "Li2025_isotropic"):
    pybamm.ParameterValues(name)
import pybamm_facets.parameter_sets as sets
assert pathlib.Path(sets.__file__).is_relative_to(target), sets.__file__
assert len(pybamm_facets.provenance(pybamm_facets.li2025())) > 50
import pybamm_model_zoo
entry = pybamm_model_zoo.Registry()["FacetDFN"]
assert entry.path.is_relative_to(target) and (entry.path / "CITATION.bib").exists(), entry.path
assert list(entry.path.glob("tests/*.py")) and list(entry.path.glob("examples/*.py"))
print("resolved")
"""


@pytest.mark.slow
def test_wheel_works_outside_the_tree(tmp_path):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    wheel = [*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(wheel, check=True)
    (built,) = tmp_path.glob("*.whl")
    target = tmp_path / "target"
    install = [*pip, "install", "--quiet", "--no-deps", "--target", str(target), str(built)]
    subprocess.run(install, check=True)
    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "resolved", done.stderr
