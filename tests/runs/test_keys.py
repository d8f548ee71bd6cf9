"""Runs are found again only where they would come again: by numbers, code and versions."""

import numpy as np
import pytest

from pybamm_facets.runs import keys as module
from pybamm_facets.runs.keys import model_key, run_hash
from pybamm_facets.runs.numerics import Numerics, Tolerances


def test_equal_numbers_hash_alike():
    one = run_hash({"a": 1, "b": 0.0})
    assert one == run_hash({"b": -0.0, "a": np.float64(1)})
    others = [
        run_hash({"a": np.nextafter(1, 2), "b": 0.0}),
        run_hash({"a": 0.0, "b": 1}),
        run_hash({"a": 1, "c": 0.0}),
        run_hash({"ab": 1, "": 0.0}),
        run_hash({"a": 1}),
        run_hash({"a": 1, "b": 0.0, "c": 0.0}),
    ]
    assert len({one, *others}) == 7


@pytest.mark.parametrize("package", module.VERSIONED)
def test_a_key_knows_the_versions(package, monkeypatch):
    before = model_key("model", Numerics(), False)
    assert before == model_key("model", Numerics(), False)
    version = module.metadata.version
    monkeypatch.setattr(
        module.metadata, "version", lambda name: "0.0" if name == package else version(name)
    )
    assert model_key("model", Numerics(), False) != before


def test_a_key_knows_model_numerics_and_curves():
    assert len({
        model_key("model", Numerics(), False),
        model_key("other", Numerics(), False),
        model_key("model", Numerics(tolerances=Tolerances().tighter()), False),
        model_key("model", Numerics(), True),
        model_key("model", Numerics(backend="stock"), False),
        model_key("model", Numerics(backend="compiled"), False),
    }) == 6  # fmt: skip


def test_a_key_knows_the_code(tmp_path, monkeypatch):
    before = model_key("model", Numerics(), False)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "keys.py").write_text("edited = True")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "runs" / "keys.py"))
    module.source_digest.cache_clear()
    try:
        assert model_key("model", Numerics(), False) != before
    finally:
        module.source_digest.cache_clear()
