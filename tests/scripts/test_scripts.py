"""Every experiment and benchmark runs; its last line is one JSON object with its figures."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.scripts import expected_figures

NOT_A_SCRIPT = {"harness.py"}
EXPERIMENTS = sorted((ROOT / "experiments").glob("*.py"))
BENCHMARKS = [
    path for path in sorted((ROOT / "benchmarks").glob("*.py")) if path.name not in NOT_A_SCRIPT
]


def run(script: Path, out: Path) -> dict:
    command = [sys.executable, str(script), "--quick", "--out", str(out)]
    environment = os.environ | {"PYTHONWARNINGS": "default"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=out, env=environment
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures
    assert list(out.iterdir())
    return figures


@pytest.mark.slow
@pytest.mark.parametrize("script", EXPERIMENTS, ids=lambda path: path.stem)
def test_an_experiment_gives_its_numbers(script, tmp_path):
    getattr(expected_figures, script.stem)(run(script, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("script", BENCHMARKS, ids=lambda path: path.stem)
def test_a_benchmark_runs(script, tmp_path):
    run(script, tmp_path)


def test_every_experiment_has_numbers():
    held = {name for name in vars(expected_figures) if name.startswith("e")}
    assert held == {path.stem for path in EXPERIMENTS}
