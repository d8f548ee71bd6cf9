"""What a figure is written as: PNG with PDF and SVG beside it, text as text, the same each time."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from pybamm_facets.report.style import save_figure

PNG_DPI = 300


@pytest.fixture
def figure():
    figure = Figure(figsize=(2, 1))
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1])
    axes.set_xlabel("κ of the shell")
    return figure


def test_beside_a_png_stand_pdf_and_svg(figure, tmp_path):
    save_figure(tmp_path / "one.png", figure)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.pdf", "one.png", "one.svg"]
    assert plt.imread(tmp_path / "one.png").shape[:2] == (PNG_DPI, 2 * PNG_DPI)


@pytest.mark.parametrize("ending", ["pdf", "svg"])
def test_another_ending_is_written_alone(figure, tmp_path, ending):
    save_figure(tmp_path / f"one.{ending}", figure)
    assert [path.name for path in tmp_path.iterdir()] == [f"one.{ending}"]


def test_text_stays_text_and_fonts_come_with_the_file(figure, tmp_path):
    save_figure(tmp_path / "one.png", figure)
    assert "κ of the shell" in (tmp_path / "one.svg").read_text(encoding="utf-8")
    pdf = (tmp_path / "one.pdf").read_bytes()
    assert b"/FontFile2" in pdf and b"/Type3" not in pdf


def test_the_same_figure_is_the_same_file(figure, tmp_path):
    for name in ("one.png", "two.png"):
        save_figure(tmp_path / name, figure)
    for ending in ("png", "pdf", "svg"):
        one, two = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("one", "two"))
        assert one == two
