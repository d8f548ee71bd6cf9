"""The page of the reproduction: whole, alone, and honest about what is missing."""

import base64
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from pybamm_facets.paper.main_job import li2025_rate_capability
from pybamm_facets.paper.reproduction import reproduce
from pybamm_facets.paper.reproduction.all_chapters import CHAPTERS
from pybamm_facets.paper.reproduction.chapter import Chapter, ChapterResult, Found
from pybamm_facets.report.reproduction_page.chapter_pictures import DRAWERS, draw_chapter
from pybamm_facets.report.reproduction_page.live_pictures import LIVE
from pybamm_facets.report.reproduction_page.page_file import (
    reproduction_html,
    table_html,
    write_reproduction,
)


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def breaks(desk):
    raise RuntimeError("no <convergence>")


@pytest.fixture(scope="module")
def result():
    crystal, particles = (c for c in CHAPTERS if c.name in ("crystal", "particles"))
    chapters = (crystal, particles, Chapter("rates", "Rate capability", breaks))
    return reproduce(["1", "2", "4h"], draw=draw_chapter, chapters=chapters)


@pytest.fixture(scope="module")
def page(result):
    return reproduction_html(result)


def test_every_exhibit_and_claim_is_on_it_with_number_and_verdict(result, page):
    for exhibit in result.exhibits:
        assert f'id="exhibit-{exhibit.id}"' in page
    assert len(result.judged) > 8
    for one in result.judged:
        row = page[page.index(f'id="claim-{one.claim.id}"') :].split("</tr>")[0]
        assert one.verdict.value in row
        assert one.written in row


def test_it_needs_no_network(page):
    outside = [
        (tag, name, value)
        for tag, given in Tags(page).found
        for name, value in given.items()
        if name in ("src", "href", "data") and not value.startswith(("#", "data:"))
    ]
    assert outside == [("a", "href", "https://doi.org/10.1038/s41467-025-65068-5")]
    assert not re.search(r"@import|url\(", page.split("</style>")[0])
    assert "<script" not in page  # nothing here answers the pointer


def test_its_links_lead_somewhere(page):
    tags = Tags(page).found
    ids = [given["id"] for _, given in tags if "id" in given]
    assert len(ids) == len(set(ids))
    inside = [given["href"][1:] for _, given in tags if given.get("href", "").startswith("#")]
    assert inside and set(inside) <= set(ids)


def test_every_picture_says_what_it_shows(result, page):
    pictures = [given for tag, given in Tags(page).found if tag == "img"]
    drawn = [p for chapter in result.chapters.values() for p in chapter.pictures]
    assert len(pictures) == len(drawn) >= 2
    assert all(len(given["alt"]) > 30 for given in pictures)


def test_a_live_picture_brings_its_script_and_its_data(result):
    job = Found({}, drawn=li2025_rate_capability((0.1, 10.0)))
    live = next(one for one in draw_chapter("rates", job) if one.media == LIVE)
    item = json.loads(base64.b64decode(live.data))
    assert item["target_id"] == live.name
    told = base64.b64decode(live.data).decode()
    assert "core-shell" in told and "fitted" in told and "blind" in told
    chapters = {**result.chapters, "rates": ChapterResult("rates", pictures=(live,))}
    page = reproduction_html(replace(result, chapters=chapters))
    assert f'id="{live.name}"' in page
    tags = Tags(page).found
    assert [given for tag, given in tags if tag == "script"] == [{}, {}]  # nothing is fetched
    assert page.count("embed_item(") and "Bokeh" in page


def test_a_chapter_without_result_says_so(page):
    assert "Rate capability gave no result:" in page
    assert "no &lt;convergence&gt;" in page
    row = page[page.index('id="claim-lower-polarisation"') :].split("</tr>")[0]
    assert "not computed" in row


def test_appendices_are_there(page):
    for words in ("Provenance of every number", "ions gather at a wall", "pybammsolvers", "fitted"):
        assert words in page
    assert "Positive particle radius [m]" in page


def test_files(result, tmp_path):
    html, claims = write_reproduction(tmp_path / "new", result)
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    table = pd.read_csv(claims)
    assert list(table["claim"]) == [one.claim.id for one in result.judged]


def test_tables_have_units_and_no_markup_of_their_own():
    table = pd.DataFrame(
        {"j0_mA_cm2": [0.06, float("nan")], "facet": ["<b>", "(104)"], "holds": [True, False]}
    )
    html = table_html(table)
    assert "<th>j0 [mA/cm²]</th>" in html
    assert "<td></td>" in html and "&lt;b&gt;" in html
    assert "<td>yes</td>" in html and "<td>no</td>" in html
    assert "40 of 41 rows" in table_html(pd.DataFrame({"n": range(41)}))


def test_drawers_are_of_chapters_that_there_are():
    assert set(DRAWERS) <= {chapter.name for chapter in CHAPTERS}
