"""Every experiment and benchmark runs, and its last line is one JSON object."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOT_A_SCRIPT = {"harness.py"}
SCRIPTS = [
    path
    for folder in ("experiments", "benchmarks")
    for path in sorted((ROOT / folder).glob("*.py"))
    if path.name not in NOT_A_SCRIPT
]


def run(script: Path, out: Path) -> dict:
    command = [sys.executable, str(script), "--quick", "--out", str(out)]
    environment = os.environ | {"PYTHONWARNINGS": "default"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=out, env=environment
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_script_runs(script, tmp_path):
    figures = run(script, tmp_path)
    assert figures
    assert list(tmp_path.iterdir())
    if script.stem == "e01_rate_capability":
        assert figures["capacity_mAh_g"]["texture core-shell 10C"] == pytest.approx(144, abs=0.2)
        assert figures["blind_shortfall_mAh_g"] == pytest.approx(41.8, abs=0.5)
    if script.stem == "e07_design":
        assert figures["ordering_over_radius_um"]["4.5"] == pytest.approx(0.296, abs=0.003)
        assert figures["ordering_over_capacity_mAh_g"]["125"] == pytest.approx(0.0998, rel=0.02)
        any_grains = {"0.5": (0.193, 1.103), "0.7": (0.263, 1.317), "0.8": (0.375, 1.407),
                      "0.9": (0.585, 1.487), "0.95": (0.681, 1.5)}  # fmt: skip
        for d, span in any_grains.items():
            assert figures["mean_current_of_any"][d] == pytest.approx(span, abs=0.002)
        choice = figures["ordering_by_choice"]
        assert choice["10C discharge to 3.2 V, texture"] == pytest.approx(0.752, rel=0.02)
        assert choice["10C discharge to 3.2 V, any"] == pytest.approx(0.701, rel=0.02)
        assert figures["share_of_facets"] == pytest.approx([0.0, 0.121], abs=0.005)
    if script.stem == "e08_cycling":
        assert figures["unaged_mAh_g"]["core-shell"] == pytest.approx(139.2, abs=0.1)
        assert figures["unaged_mAh_g"]["isotropic"] == pytest.approx(62.3, abs=0.1)
        assert figures["isotropic_retention"]["grain_boundaries"] == pytest.approx(0.164, abs=0.01)
        assert figures["isotropic_retention"]["rock_salt_layer"] == pytest.approx(0.779, abs=0.01)
        assert figures["sign"]["grain_boundaries"] == "as observed"
    if script.stem == "e09_compare":
        d = figures["d_over_r2_per_s"]
        # A polycrystal that nobody fitted needs the D/R² of the paper's core-shell particle.
        for rate in ("4C", "5C", "6C"):
            needed = d[f"NMC811-commercial-like {rate}"]
            assert needed == pytest.approx(d["Li2025 core-shell 10C"], rel=0.1)
        assert figures["blind_mAh_g"] == pytest.approx({"5C": 162.3, "6C": 154.9}, abs=0.5)
        assert figures["nearer"] == ["cycle"]
    if script.stem == "e10_pybamm_experiment":
        assert max(figures["largest_difference_mAh_g"].values()) < 0.05
