"""The page, the print and the file tell the same figures, and the page calls nobody."""

import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

from pipelines.bulletin.blocks import Grid
from pipelines.bulletin.command import write_figures
from pipelines.bulletin.contents import sections_of
from pipelines.bulletin.figure import Figure
from pipelines.bulletin.gathered import Bulletin
from pipelines.bulletin.page import page_of
from pipelines.bulletin.print import printed
from pipelines.months import parse_month

MONTH = parse_month("2026-11")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class _Reading(HTMLParser):
    """What stands in each element that names a figure, and in the cells of numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: list[tuple[str, str]] = []
        self.unnamed: list[str] = []
        self._figure: str | None = None
        self._in_number = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("data-figure"):
            self._figure = told["data-figure"]
            self.figures.append((str(self._figure), ""))
        if tag == "title":  # what a chart says where the pointer rests: the figure beside it
            self._in_number = False
        if tag in {"td", "b", "text"}:
            self._in_number = tag != "td" or told.get("class") == "number"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"span", "tspan"}:
            self._figure = None
        if tag in {"td", "b", "text"}:
            self._in_number = False

    def handle_data(self, data: str) -> None:
        if self._figure:
            key, text = self.figures.pop()
            self.figures.append((key, text + data))
        elif self._in_number and re.search(r"\d", data):
            self.unnamed.append(data)


@pytest.fixture(scope="module")
def page(bulletin: Bulletin) -> str:
    return page_of(bulletin)


@pytest.fixture(scope="module")
def rows(bulletin: Bulletin, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("月报") / "bulletin.parquet"
    write_figures(bulletin.figures, MONTH, path)
    return pl.read_parquet(path)


def _by_key(rows: pl.DataFrame) -> dict[str, str]:
    names = rows.select(
        pl.concat_str("section", "figure", "by", "group", separator="/")
    ).to_series()
    return dict(zip(names, rows["told"], strict=True))


def test_every_figure_of_the_page_stands_in_the_file(page: str, rows: pl.DataFrame) -> None:
    reading = _Reading()
    reading.feed(page)
    told = _by_key(rows)
    assert len(reading.figures) > 250
    assert [(key, text) for key, text in reading.figures if told[key] != text] == []
    # Only the ends of the scale are numbers without being figures.
    assert {text for text in reading.unnamed if not re.fullmatch(r"\d+%", text)} == set()


def test_every_row_of_the_file_is_shown_or_could_be(page: str, rows: pl.DataFrame) -> None:
    shown = set(re.findall(r'data-figure="([^"]+)"', page))
    left = {key for key in _by_key(rows) if key not in shown}
    parts = {"unverified", "found_no_risk", "unhelped", "verified_share", "ledger_eligible_share"}
    assert {key.split("/")[1] for key in left if key.startswith("groups/")} <= parts
    assert {key.split("/")[0] for key in left} <= {"groups", "last_month"}


def test_what_is_not_told_is_not_in_the_file_either(rows: pl.DataFrame) -> None:
    hidden = rows.filter(pl.col("shown") != "told")
    assert set(hidden["shown"]) >= {"small", "left_out"}
    assert hidden.select("value", "low", "high", "part", "whole").null_count().sum_horizontal()[
        0
    ] == 5 * len(hidden)
    small = rows.filter((pl.col("unit") == "户") & pl.col("value").is_between(1, 4))
    assert small.is_empty()


def test_a_share_is_that_of_its_counts(rows: pl.DataFrame) -> None:
    shares = rows.filter((pl.col("unit") == "%") & pl.col("value").is_not_null())
    ours = shares.filter(pl.col("section") != "published")
    assert ours.filter(pl.col("low") > pl.col("value")).is_empty()
    assert ours.filter(pl.col("high") < pl.col("value")).is_empty()
    off = (pl.col("part") * 100 / pl.col("whole") - pl.col("value").cast(pl.Float64)).abs()
    assert ours.filter(off > 0.051).is_empty()


@pytest.fixture(scope="module")
def paper(bulletin: Bulletin) -> bytes:
    return printed(bulletin)


def test_the_print_tells_what_the_page_tells(bulletin: Bulletin, paper: bytes) -> None:
    read = PdfReader(io.BytesIO(paper))
    text = re.sub(r"[\s\x00]", "", "".join(page.extract_text() for page in read.pages))
    cells = [
        part
        for section in sections_of(bulletin)
        for block in section.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for part in row
        if isinstance(part, Figure)
    ]
    assert len(cells) > 200
    # An interval may stand on the line below its share.
    parts = [(one.key, re.split("（|—|）", one.told)) for one in cells]
    assert [key for key, told in parts if not all(part in text for part in told)] == []


def test_the_same_bulletin_gives_the_same_bytes(
    bulletin: Bulletin, page: str, paper: bytes
) -> None:
    assert page_of(bulletin) == page
    assert printed(bulletin) == paper


def test_offices_stand_in_the_order_of_their_codes(bulletin: Bulletin) -> None:
    codes = [one.group for one in bulletin.figures.of("groups") if one.by == "street"]
    assert list(dict.fromkeys(codes)) == sorted(set(codes))


def test_no_household_and_nobody_stands_in_it(page: str, rows: pl.DataFrame) -> None:
    assert "户0" not in page
    assert "户0" not in "".join(rows["group"]) + "".join(rows["told"])


def _browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, f"这台机器上没有浏览器（{'、'.join(BROWSERS)}），看不了月报的网页。请先安装一个。"
    return found


def _opened(file: Path, folder: Path) -> tuple[str, list[str]]:
    """Open a page without a screen; return what it became, and what it asked others for."""
    log = folder / "net.json"
    opened = subprocess.run(
        [_browser(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND",
         f"--log-net-log={log}", "--dump-dom", file.as_uri()],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    told = json.loads(log.read_text(encoding="utf-8"))
    kinds = {number: name for name, number in told["constants"]["logEventTypes"].items()}
    asked = [
        event["params"]["url"]
        for event in told["events"]
        if kinds[event["type"]] == "URL_REQUEST_START_JOB"
        # What the browser asks on its own account comes from no page.
        and event.get("params", {}).get("initiator", "not an origin") != "not an origin"
    ]
    return opened.stdout.decode(), asked


def test_a_browser_shows_it_and_asks_nobody(page: str, tmp_path: Path) -> None:
    file = tmp_path / "bulletin.html"
    file.write_text(page, encoding="utf-8")
    shown, asked = _opened(file, tmp_path)
    assert asked == []
    assert shown.count("<svg") > 20
    assert "2026年11月走访核实工作月报" in shown


def test_the_browser_would_have_told_of_a_request(tmp_path: Path) -> None:
    file = tmp_path / "other.html"
    file.write_text('<img src="http://example.invalid/a.png">', encoding="utf-8")
    assert _opened(file, tmp_path)[1] == ["http://example.invalid/a.png"]
