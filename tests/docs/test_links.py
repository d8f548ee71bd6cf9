"""Links of README and documentation lead somewhere (offline), and pictures are described."""

import ast
import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT

SOURCES = [*PAGES, *sorted((ROOT / "experiments").glob("*.py")),
           *(ROOT / name for name in ("CHANGELOG.md", "CONTRIBUTING.md"))]  # fmt: skip
FENCED = re.compile(r"^(`{3,}|:{3,})(?!\{).*?^\1$", re.M | re.S)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
PICTURE = re.compile(r"^( *)(?:\.\. image::|:*`*\{(?:image|figure)\}) (\S+)\n((?:.+\n)*)", re.M)
ELSEWHERE = ("http://", "https://", "mailto:")
MADE = re.compile(r"/gallery/|^gallery/")
"""Pages that sphinx-gallery makes of the experiments."""


def prose(path: Path) -> str:
    """What a page says beside its code; of a script its docstring."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return f"{ast.get_docstring(ast.parse(text))}\n"
    return FENCED.sub("", text)


def anchors(path: Path) -> set[str]:
    """Headings as both GitHub and MyST name them."""
    heads = re.findall(r"^#+ (.+)$", prose(path), re.M)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head) for head in heads)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in plain}


def target_of(page: Path, link: str) -> Path:
    base = ROOT / "docs" if link.startswith("/") else page.parent
    return (base / link.lstrip("/")).resolve()


def broken(page: Path, text: str) -> list[str]:
    """Links of a page's text that lead nowhere."""
    found = [match[2] for match in LINK.findall(text)] + re.findall(r"^:link: (\S+)$", text, re.M)
    found += [match[1] for match in PICTURE.findall(text)]
    wrong = []
    for link in found:
        if link.startswith(ELSEWHERE):
            continue
        name, _, anchor = link.partition("#")
        path = target_of(page, name) if name else page
        if MADE.search(name):
            wrong += [] if _made(Path(name)) else [link]
        elif not path.exists() and not path.with_name(path.name + ".md").exists():
            wrong.append(link)
        elif anchor and path.suffix == ".md" and anchor not in anchors(path):
            wrong.append(link)
    return wrong


def _made(page: Path) -> bool:
    return page.stem == "index" or (ROOT / "experiments" / f"{page.stem}.py").exists()


def undescribed(text: str) -> list[str]:
    """Pictures of a text without words for those who do not see them."""
    plain = [link for picture, words, link in LINK.findall(text) if picture and not words.strip()]
    drawn = [
        link for _, link, options in PICTURE.findall(text) if not re.search(r":alt: *\S", options)
    ]
    raw = [tag for tag in re.findall(r"<img\b[^>]*>", text) if not re.search(r'alt="[^"]+"', tag)]
    return plain + drawn + raw


@pytest.mark.parametrize("page", SOURCES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    assert not broken(page, prose(page))


@pytest.mark.parametrize("page", SOURCES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pictures_are_described(page):
    assert not undescribed(prose(page))


def test_a_broken_link_and_a_bare_picture_are_caught():
    page = ROOT / "docs" / "index.md"
    assert broken(page, "[a](nowhere.md)") == ["nowhere.md"]
    assert broken(page, "[a](reference/glossary.md#no-such-heading)")
    assert broken(page, "[a](gallery/e99_none.rst)")
    assert broken(page, ".. image:: /_static/none.png\n   :alt: words\n") == ["/_static/none.png"]
    assert not broken(page, "[a](reference/index.md), [b](https://example.org)")
    assert undescribed("![](a.png)") == ["a.png"]
    assert undescribed("```{image} a.png\n:width: 3\n```\n") == ["a.png"]
    assert undescribed('<img src="a.png">')
    assert not undescribed("```{image} a.png\n:alt: words\n```\n![b](b.png)")
