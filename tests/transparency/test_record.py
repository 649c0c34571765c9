"""The record's numbers are those of the manifest and of the rules; each thing stands there once."""

from __future__ import annotations

import copy
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.policy import load_parameters, policy_at
from pipelines.settings import Home
from pipelines.transparency.page import record_page
from schemas.forbidden import FORBIDDEN
from schemas.sources import all_sources
from tests.transparency.reading import Reader

REPOSITORY = Path(__file__).parents[2]
DAY = date(2026, 10, 31)


@pytest.fixture(scope="module")
def released(sample_home: Home) -> Path:
    return sample_home.releases / "2026-10"


@pytest.fixture(scope="module")
def page(released: Path) -> str:
    return (released / "transparency.html").read_text("utf-8")


@pytest.fixture(scope="module")
def manifest(released: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((released / "manifest.json").read_text("utf-8"))
    return told


@pytest.fixture(scope="module")
def record(page: str) -> Reader:
    return Reader(page)


@pytest.fixture(scope="module")
def scorecard() -> dict[str, Any]:
    written = yaml.safe_load((REPOSITORY / "policy/scorecard.yaml").read_text("utf-8"))
    version: dict[str, Any] = written["versions"][date(2026, 10, 1)]
    return version


def _told(count: int) -> str:
    return "少于5" if 0 < count < 5 else f"{count:,}"


def _stems(folder: str, suffix: str) -> set[str]:
    found = (path.stem for path in (REPOSITORY / folder).glob(f"*{suffix}"))
    return {stem for stem in found if not stem.startswith("_")}


@pytest.mark.parametrize(
    ("kind", "folder", "suffix", "others"),
    [
        ("source", "schemas/sources", ".py", ()),
        ("indicator", "sql/indicators", ".sql", ()),
        ("parameter", "policy", ".yaml", ("scorecard",)),
        ("policy", "policy/benefits", ".yaml", ()),
    ],
)
def test_every_file_of_a_folder_stands_in_the_record_once(
    record: Reader, kind: str, folder: str, suffix: str, others: tuple[str, ...]
) -> None:
    there = {name: times for (what, name), times in record.seen.items() if what == kind}
    assert set(there) == _stems(folder, suffix) - set(others)
    assert set(there.values()) == {1}


def test_sources_stand_with_state_rows_and_age_of_the_manifest(
    record: Reader, manifest: dict[str, Any]
) -> None:
    for source in all_sources():
        row, told = record.rows["source"][source.name], manifest["sources"][source.name]
        # Nothing has come back from the field yet when the first lists go out.
        never_came = told["delivery_month"] is None
        assert never_came == (source.department == "镇街" and source.name.startswith("field__"))
        if never_came:
            assert row["状态"] == "未接入"
        else:
            assert row["状态"] == {"present": "正常", "stale": "沿用旧的"}[told["status"]]
            assert row["行数"] == f"{told['accepted']:,}"
            assert row["已过月数"] == str(told["age_months"])
        assert source.title in row["数据"]
        assert source.department in row["数据"]
        assert source.use in row["用来做什么，凭什么依据"]
        assert source.legal_basis in row["用来做什么，凭什么依据"]
        sensitive = [column.title for column in source.columns if column.sensitive]
        assert row["敏感的列"] == ("、".join(sensitive) or "无")


def test_what_is_refused_on_principle_stands_with_its_law(record: Reader) -> None:
    assert set(record.rows["refused"]) == {fact.title for fact in FORBIDDEN}
    for fact in FORBIDDEN:
        assert record.rows["refused"][fact.title]["依据"] == fact.law


def test_indicators_stand_with_the_counts_of_the_manifest_and_the_points_of_the_scorecard(
    record: Reader, manifest: dict[str, Any], scorecard: dict[str, Any]
) -> None:
    for name, row in record.rows["indicator"].items():
        counted = manifest["indicators"][name]
        assert row["触发（户）"] == _told(counted["triggered"])
        assert row["未评估（户）"] == _told(counted["not_assessed"])
        written = scorecard["indicators"].get(name)
        if written is None:
            assert row["计分"] == "不计分"
            continue
        bands = re.findall(r"满 ([\d,.]+)\D*：(\d+) 分", row["计分"])
        assert [(Decimal(a.replace(",", "")), int(p)) for a, p in bands] == [
            (Decimal(str(band["from"])), band["points"]) for band in written["bands"]
        ]
        assert row["有效期"] == f"{written['expires_months']} 个月"
        assert row["分数的依据"].startswith(written["reference"]["title"])


def test_an_indicator_whose_source_lists_do_not_name_is_not_named_here_either(
    record: Reader,
) -> None:
    assert record.rows["indicator"]["worker_away"]["数据来源"] == "部门登记"


def test_colours_are_those_of_the_scorecard(
    record: Reader, manifest: dict[str, Any], scorecard: dict[str, Any]
) -> None:
    months = policy_at(DAY).parameters
    for name, written in scorecard["colours"].items():
        row = record.rows["colour"][name]
        assert row["至少多少分"] == str(written["minimum_score"])
        assert row["至少几个维度"] == str(written["minimum_dimensions"])
        assert row["至少多久走访一次"] == f"{months[f'visit_months_{name}']} 个月"
        assert row["本月（户）"] == _told(manifest["colours"][name])
    for name, written in scorecard["dimensions"].items():
        assert record.rows["dimension"][name]["上限（分）"] == str(written["cap"])
    for name, written in scorecard["direct_rules"].items():
        row = record.rows["rule"][name]
        assert row["凑够几个"] == str(written["minimum_signs"])
        assert all(sign["title"] in row["情形"] for sign in written["signs"].values())
    assert "没有任何已公布的文件规定红、橙、黄" in record.text


def test_values_stand_with_unit_date_scope_and_document(record: Reader) -> None:
    scopes = {"national": "全国", "province": "省", "city": "市", "district": "区"}
    parameters = load_parameters()
    for name, dated in policy_at(DAY).dated.items():
        row = record.rows["parameter"][name]
        assert parameters[name].title in row["数值"]
        assert ("占位" in row["数值"].split(parameters[name].title)[1]) == dated.is_placeholder
        if isinstance(dated.value, int | Decimal) and not isinstance(dated.value, bool):
            assert row["是多少"].startswith(str(dated.value))
        assert row["何时起"].startswith(str(dated.since))
        assert row["范围"] == scopes[dated.scope]
        assert row["依据"].startswith(dated.reference.told)
        assert (dated.reference.href or "") in row["依据"]
        assert row["复核期限"] == str(dated.review_by or "不必")


def test_placeholders_are_named_at_the_head_before_anything_else(
    page: str, manifest: dict[str, Any]
) -> None:
    head = page.split('<section id="part-1">', maxsplit=1)[0]
    items = re.findall(r"<li>(.*?)</li>", head)
    assert len(items) == len(manifest["placeholders"]) > 0
    for told in manifest["placeholders"]:
        assert any(item.startswith(f"{told['title']}：") for item in items)


def test_policies_stand_with_documents_conditions_and_the_counts_of_the_manifest(
    record: Reader, manifest: dict[str, Any]
) -> None:
    for path in (REPOSITORY / "policy/benefits").glob("*.yaml"):
        row = record.rows["policy"][path.stem]
        written = yaml.safe_load(path.read_text("utf-8"))
        assert written["title"] in row["政策"]
        assert written["department"] in row["政策"]
        assert all(document["title"] in row["文件和条文"] for document in written["documents"])
        counted = manifest["policies"].get(path.stem)
        if counted is None:
            assert row["为什么没有对照"]
            continue
        for condition in written["conditions"].values():
            assert condition["title"] in row["条件"]
        told = row["本月结果"].split("\n")
        assert told[:3] == [
            f"可能符合 {_told(counted['may_qualify']['cases'])}",
            f"已在享受 {_told(counted['already_receives']['cases'])}",
            f"说不清 {_told(counted['cannot_tell']['cases'])}",
        ]


def test_limits_are_counted_from_the_manifest(record: Reader, manifest: dict[str, Any]) -> None:
    limits = {name: row["本月情况"] for name, row in record.rows["limit"].items()}
    assert limits["unlinked"].startswith(f"{manifest['unlinked_records']} 条，")
    files = [file for file in manifest["files"] if file["delivery_month"] == "2026-10"]
    assert limits["rejected"] == (
        f"本月收到 {sum(file['received'] for file in files):,} 行，"
        f"退回 {sum(file['rejected'] for file in files):,} 行"
    )
    assert limits["placeholders"].startswith(f"{len(manifest['placeholders'])} 个")
    counted = manifest["indicators"].values()
    every = sum(one["triggered"] + one["not_triggered"] + one["not_assessed"] for one in counted)
    share = Decimal(sum(one["not_assessed"] for one in counted)) / every
    assert limits["not_assessed"] == f"约 {share:.0%}"
    assert "机动车" in limits["unauthorised"]
    assert "存款" not in limits["unauthorised"]
    assert "漏掉了多少户，没有人知道" in record.text


def test_screened_people_are_those_of_the_manifest(
    record: Reader, manifest: dict[str, Any]
) -> None:
    for cohort, row in record.rows["cohort"].items():
        assert row["人数"] == _told(manifest["screened"][cohort]["persons"])
        assert row["户数"] == _told(manifest["screened"][cohort]["households"])


def test_a_month_with_gaps_says_so_of_each_source(manifest: dict[str, Any]) -> None:
    changed = copy.deepcopy(manifest)
    states = changed["sources"]
    states["civil_affairs__deaths"] |= {"status": "missing"}
    states["hotline__clues"] |= {"status": "stale", "age_months": 2}
    states["banking__deposits"] |= {"status": "missing", "delivery_month": None}
    del states["petition__clues"]
    record = Reader(record_page(changed, policy_at(DAY)))
    rows = record.rows["source"]
    assert [rows[name]["状态"] for name in (
        "civil_affairs__deaths", "hotline__clues", "banking__deposits", "petition__clues",
    )] == ["缺", "沿用旧的", "未接入", "未接入"]  # fmt: skip
    assert rows["civil_affairs__deaths"]["行数"] == "—"
    limits = {name: row["本月情况"] for name, row in record.rows["limit"].items()}
    assert limits["missing"].startswith("1 种：")
    assert limits["stale"].startswith("1 种：")
    # Nothing has come back from the field yet either.
    never_came = sum(told["delivery_month"] is None for told in manifest["sources"].values())
    assert limits["unconnected"].startswith(f"{never_came + 2} 种：")


def test_it_says_whom_the_visits_of_the_offices_did_not_reach(
    record: Reader, manifest: dict[str, Any]
) -> None:
    assert record.rows["limit"]["capacity"]["本月情况"] == "没有镇街申报走访数，有颜色的户全部列入"
    changed = copy.deepcopy(manifest)
    changed["selection"] |= {
        "offices": 3, "capacity": 1200, "supported": 8, "sample": 60,
        "waiting": {"red": 0, "orange": 3, "yellow": 210},
    }  # fmt: skip
    row = Reader(record_page(changed, policy_at(DAY))).rows["limit"]["capacity"]
    assert row["本月情况"] == (
        "3 个镇街申报每月共能走访 1,200 户；在排队：橙色 少于5 户、黄色 210 户；"
        "超出本镇街申报、请区里支援的 8 户，抽样走访的 60 户"
    )
    assert row["意味着什么"].startswith("没有排进是走访力量不够，不是没有困难")
    changed["selection"]["waiting"] = {"red": 0, "orange": 0, "yellow": 0}
    row = Reader(record_page(changed, policy_at(DAY))).rows["limit"]["capacity"]
    assert "；全部排进；" in row["本月情况"]


@pytest.mark.parametrize(("count", "told"), [(0, "0"), (1, "少于5"), (4, "少于5"), (5, "5")])
def test_small_counts_of_households_are_not_told(
    manifest: dict[str, Any], count: int, told: str
) -> None:
    changed = copy.deepcopy(manifest)
    changed["indicators"]["medical_burden"]["triggered"] = count
    changed["colours"]["red"] = count
    record = Reader(record_page(changed, policy_at(DAY)))
    assert record.rows["indicator"]["medical_burden"]["触发（户）"] == told
    assert record.rows["colour"]["red"]["本月（户）"] == told


def test_a_document_s_address_is_text_and_nothing_on_the_page_reaches_outside(
    page: str, record: Reader
) -> None:
    assert not record.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    for tag, name, value in record.attributes:
        if name in {"href", "src", "action", "srcset", "background"}:
            assert (tag, name) == ("a", "href")
            assert value.startswith("#")
        assert not name.startswith("on")
    style = page.split("<style>")[1].split("</style>", maxsplit=1)[0]
    assert not re.search(r"url\(|@import|https?:", style)
    assert "default-src 'none'" in page


def test_the_contents_lead_to_every_part(page: str, record: Reader) -> None:
    links = [value for tag, name, value in record.attributes if (tag, name) == ("a", "href")]
    parts = [value for tag, name, value in record.attributes if (tag, name) == ("section", "id")]
    assert links == [f"#{part}" for part in parts]
    assert len(parts) == 9
    assert "这里写得不对，因为" in page
    assert "不是救助决定" in page
