"""The data-quality page: facts gathered from a manifest, and the page made of them."""

from __future__ import annotations

import re
from typing import Any

from pipelines.quality import quality_of
from pipelines.quality_page import quality_page

RESIDENTS, DEATHS, BILLS = (
    "community__residents",
    "civil_affairs__deaths",
    "medical_insurance__settlements",
)


def file(source: str | None, month: str, name: str, **counts: Any) -> dict[str, Any]:
    rows = {"received": 0, "accepted": 0, "rejected": 0, "repeated": 0, "reasons": {}}
    return {"source": source, "delivery_month": month, "name": name, **rows, **counts}


def manifest(**changes: Any) -> dict[str, Any]:
    state = {"status": "present", "delivery_month": "2026-10", "accepted": 0, "reason": ""}
    told = {
        "month": "2026-10",
        "sources": {
            RESIDENTS: state,
            BILLS: {**state, "status": "stale", "delivery_month": "2026-08", "age_months": 2,
                    "reason": "医保局最近一次交是 2026-08。"},
            DEATHS: {**state, "status": "missing", "delivery_month": None},
        },
        "files": [
            file(RESIDENTS, "2026-09", "九月.csv", received=100, accepted=90, rejected=10,
                 reasons={"id_missing": 10}),
            file(RESIDENTS, "2026-10", "甲.csv", received=120, accepted=100, rejected=20, closed=5,
                 reasons={"id_missing": 12, "id_check": 8}, warnings={"certificate_disagrees": 3}),
            file(RESIDENTS, "2026-10", "乙.csv", received=10, accepted=9, repeated=1,
                 notes={"repeated_identical": 1}),
            file(None, "2026-10", "照片.png", reason="这是图片，不是表格。"),
        ],
    }  # fmt: skip
    return {**told, **changes}


def test_counts_are_those_of_the_month_and_the_month_before() -> None:
    (residents,) = [one for one in quality_of(manifest()).sources if one.source.name == RESIDENTS]
    assert (residents.files, residents.received, residents.rejected) == (2, 130, 20)
    assert residents.open_rejects == 15
    assert [(r.rule, r.level, r.rows, r.rows_before) for r in residents.rules] == [
        ("id_missing", "block", 12, 10),
        ("id_check", "block", 8, 0),
        ("certificate_disagrees", "warn", 3, 0),
        ("repeated_identical", "note", 1, 0),
    ]
    assert [(a.month, a.received) for a in residents.trend] == [("2026-09", 100), ("2026-10", 130)]


def test_a_kind_never_delivered_is_not_asked_for() -> None:
    quality = quality_of(manifest())
    assert [one.source.name for one in quality.not_connected] == [DEATHS]
    assert [one.source.name for one in quality.connected if one.is_due] == [BILLS]


def test_doubts_found_between_sources_are_counted_with_their_source() -> None:
    check = {"source": RESIDENTS, "rule": "resident_after_death", "level": "warn", "rows": 4}
    checks = [{**check, "reason": "登记已死亡，请核对。"}]
    (residents,) = [
        one for one in quality_of(manifest(checks=checks)).sources if one.source.name == RESIDENTS
    ]
    assert residents.rows_at("warn") == 7


def test_files_that_were_not_read_are_told_with_their_reason() -> None:
    (unread,) = quality_of(manifest()).unread
    assert (unread.name, unread.reasons) == ("照片.png", ("这是图片，不是表格。",))


def test_the_page_says_who_must_do_what_and_opens_without_a_network() -> None:
    page = quality_page(manifest())
    assert "催交" in page
    assert "更正" in page
    assert "returns/社区网格/" in page
    assert "已过2个月" in page
    assert "还没有接上的数据" in page
    assert not re.search(r"<script|https?://|<link|<img|@import|url\(", page)


def test_words_from_files_cannot_become_markup() -> None:
    files = [file(None, "2026-10", "<script>甲.png", reason="<b>坏</b>")]
    page = quality_page(manifest(files=files))
    assert "<script>甲" not in page
    assert "&lt;script&gt;甲.png" in page


def test_shares_of_rejected_rows_stand_beside_those_of_the_delivery_before() -> None:
    (residents,) = [one for one in quality_of(manifest()).sources if one.source.name == RESIDENTS]
    assert residents.reject_shares == (20 / 130, 10 / 100)
    page = quality_page(manifest())
    assert "15.4%（10.0%）" in page


def test_what_is_not_due_yet_is_not_told_as_delivered() -> None:
    cars = "public_security__vehicles"
    state = {"status": "present", "delivery_month": "2026-09", "age_months": 1, "reason": ""}
    files = [file(cars, "2026-09", "车.csv", received=10, accepted=10)]
    (source,) = quality_of(manifest(sources={cars: state}, files=files)).sources
    assert source.is_awaited
    assert source.reject_shares[0] is None
    page = quality_page(manifest(sources={cars: state}, files=files))
    assert "未到期</span>" in page
    assert "催交</span>" not in page


def test_late_data_and_the_households_that_it_changed_are_told() -> None:
    late = {"since": "2026-09", "rows": {BILLS: 1234}, "households": 7,
            "changed_households": 4, "coloured_households": 1}  # fmt: skip
    page = quality_page(manifest(late=late))
    assert "2026年9月的名单发布以后" in page
    assert "涉及 7 户" in page
    assert "4 户的得分变了，1 户的颜色变了" in page
    assert "1,234" in page
    assert "迟到的数据" not in quality_page(manifest())
    nothing: dict[str, Any] = {"since": None, "rows": {}, "households": 0,
               "changed_households": 0, "coloured_households": 0}  # fmt: skip
    assert "迟到的数据" not in quality_page(manifest(late=nothing))


def test_columns_that_nobody_may_process_are_told_once_with_the_reason() -> None:
    blocks = [{"refused_columns": {"民族": "与困难程度无关"}}] * 2
    files = [file(RESIDENTS, "2026-10", "甲.csv", received=1, accepted=1, blocks=blocks)]
    page = quality_page(manifest(files=files))
    assert page.count("与困难程度无关") == 1
    assert "不得收集的列" not in quality_page(manifest())
