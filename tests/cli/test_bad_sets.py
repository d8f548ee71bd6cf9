"""Every bad file of a set ends a command with one line and exit code 2, and writes nothing."""

import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app
from tests.sets.files.bad_files import BAD
from tests.sets.files.laboratory import write

COMMANDS = {
    "derived": ("derived", "{set}"),
    "check": ("check", "{set}"),
    "rate-capability": ("rate-capability", "{set}"),
    "fit": ("fit", "{set}", "--unknown", "kappa"),
    "explain": ("explain", "{set}", "Li2025_isotropic"),
    "mechanics": ("mechanics", "{set}"),
}


@pytest.mark.parametrize("number", range(len(BAD)))
def test_one_line_exit_code_2_nothing_written(number, tmp_path, monkeypatch):
    name, bad = list(BAD.items())[number]
    folder = tmp_path / "laboratory"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    path = write(folder, bad.files)
    if bad.prepare is not None:
        bad.prepare(folder)
    before = sorted(tmp_path.rglob("*"))
    command = list(COMMANDS.values())[number % len(COMMANDS)]
    variants = [text for choice in bad.choices.items() for text in ("--variant", "=".join(choice))]
    arguments = [part.format(set=path) for part in command]
    result = CliRunner().invoke(app, [*arguments, *variants])
    assert result.exit_code == 2, (name, result.output, result.exception)
    assert len(result.output.strip().splitlines()) == 1
    assert result.output.startswith("error: ") and "Traceback" not in result.output
    assert sorted(tmp_path.rglob("*")) == before
