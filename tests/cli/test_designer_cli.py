"""``pybamm-facets designer``: what it refuses before it serves anything."""

import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "host='0.0.0.0': expected the one address"),
        (["--host", "example.org"], "host='example.org': expected an IP address"),
        (["--port", "70000"], "port=70000: expected a whole number from 0 to 65535"),
        (["--export", "no/such/page.html"], "export='no/such/page.html': expected a file"),
        (["missing.toml", "--export", "page.html"], "missing.toml"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["designer", "--no-show", *arguments])
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert not list(tmp_path.iterdir())


def test_its_help_names_its_options():
    shown = CliRunner().invoke(app, ["designer", "--help"], env={"COLUMNS": "120"}).stdout
    for option in ("--host", "--port", "--export", "--no-show"):
        assert option in shown
