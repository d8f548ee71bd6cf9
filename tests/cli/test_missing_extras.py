"""A command whose extra is not installed says so in one line, before any work."""

import sys

import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app

COMMANDS = {
    "explain": ("uq", "SALib", ["explain", "--quick"]),
    "reproduce, its page": ("report", "bokeh", ["reproduce", "--only", "1"]),
    "reproduce, its draws": ("uq", "SALib", ["reproduce"]),
    "designer": ("page", "bokeh", ["designer", "--no-show"]),
    "mechanics": ("mechanics", "skfem", ["mechanics"]),
    "theory": ("theory", "skfem", ["theory"]),
    "sweep on Dask": ("dask", "distributed", ["sweep", "d.csv", "--scheduler", "tcp://x:1"]),
    "sweep to Parquet": ("parquet", "pyarrow", ["sweep", "d.csv", "--parquet"]),
    "files of Neware": (
        "cycler",
        "NewareNDA",
        ["measured", "m.nda", "--mass-mg", "7", "--one-c-mA-g", "180"],
    ),
    "export to BPX": ("bpx", "bpx", ["export", "NMC111", "-o", "c.json"]),
    "spectra in workbooks": ("eis", "openpyxl", ["eis", "fit", "s.xlsx"]),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_one_line_exit_code_2_and_nothing_done(name, tmp_path, monkeypatch):
    extra, module, arguments = COMMANDS[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.csv").write_text("kappa_shell\n0\n")
    (tmp_path / "m.nda").write_bytes(b"NEWARE")
    (tmp_path / "s.xlsx").write_bytes(b"PK")
    monkeypatch.setitem(sys.modules, module, None)

    def refuse(*_, **__):
        raise AssertionError("work began before the extra was asked for")

    for work in (
        "pybamm_facets.runs.workers.job.build_for",
        "pybamm_facets.studies.grain_resolved.check_sets.FacetDFN",
        "pybamm_facets.impedance.spectra.reading_options.read_sweeps",
        "pybamm_facets.exchange.steps_of",
    ):
        monkeypatch.setattr(work, refuse)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2, result.output
    text = " ".join(result.output.split())
    assert f'pip install "pybamm-facets[{extra}]"' in text
    assert text.count("error:") == 1 and "Traceback" not in text
