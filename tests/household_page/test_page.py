"""The printed page: what stands on it, and that it is one page without anybody's number."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from pipelines import cli
from pipelines.errors import SanseError
from pipelines.explain import HouseholdNotFound
from pipelines.household_page import NobodyListed, PageNotWritten, page_of, write_page, write_street
from pipelines.household_page.drawing import LEAST_BOX, ROOM
from pipelines.household_page.dues import Due, Dues, Missing
from pipelines.household_page.fonts import find_typeface
from pipelines.household_page.layout import fit, height_of
from pipelines.household_page.paper import Paper
from pipelines.household_page.reading import StreetNotFound, listed_in, read_sheet
from pipelines.household_page.sheet import Member, Sheet, Told
from pipelines.household_page.tables import tables_of
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.summary import NoRelease
from tests.household_page.made_up_fonts import COMMON, make_font
from tests.release.made_up import District

MONTH = Month(2026, 10)
ROWS = [
    {
        "household_id": "H00000000001", "person_id": None, "policy": "minimum_living_guarantee",
        "title": "最低生活保障", "department": "民政局", "status": "may_qualify", "form": "monthly",
        "articles": "《最低生活保障审核确认办法》第三条", "low_yuan": Decimal("320.00"),
        "high_yuan": Decimal("1840.50"),
        "missing": "家庭收入（核对中心）、证明（原件）材料（医院）",
        "asks": "每月固定收入多少", "bring": "身份证、户口簿", "apply_at": "镇街便民服务中心",
        "uses_placeholder": True,
    },
    {
        "household_id": "H00000000001", "person_id": "P00000010000", "policy": "disability_care",
        "title": "护理补贴", "department": "残联", "status": "already_receives", "form": "monthly",
        "articles": "国发〔2015〕52号", "low_yuan": None, "high_yuan": None, "missing": None,
        "asks": None, "bring": None, "apply_at": None, "uses_placeholder": False,
    },
    {
        "household_id": "H00000000003", "person_id": None, "policy": "temporary",
        "title": "临时救助", "department": "民政局", "status": "cannot_tell", "form": "one_off",
        "articles": "国发〔2014〕47号", "low_yuan": None, "high_yuan": None, "missing": "票据",
        "asks": "有没有大笔花费", "bring": "发票", "apply_at": "居住地镇街",
        "uses_placeholder": False,
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A release with what households may be due."""
    root = tmp_path_factory.mktemp("home")
    released = District().release(root)
    pl.DataFrame(ROWS, infer_schema_length=None).write_parquet(
        released.path / "entitlements.parquet"
    )
    return Home(root)


def text_of(content: bytes) -> str:
    """The words of a document of one page, without blanks and line ends."""
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox] == [0, 0, 595, 842]
    return re.sub(r"\s", "", pages[0].extract_text())


def page(home: Home, household_id: str) -> str:
    return text_of(page_of(read_sheet(home, household_id, MONTH)))


def test_it_tells_who_where_why_and_by_when(home: Home) -> None:
    said = page(home, "H00000000001")
    for expected in (
        "入户核实单", "2026年10月", "数据截至2026-10-31", "H00000000001", "测试1号甲",
        "黄岛街道盐滩社区", "盐滩社区居民委员会1号楼", "红色：最先走访（新列入，第1个月）",
        "80分", "红色界限49分", "2026年12月2日前至少走访一次", "测试1号乙", "之子",
        "残联（2026-09-01）：精神一级残疾", "什么会改变颜色", "登记有1辆汽车，请核实车辆是否还在",
    ):  # fmt: skip
        assert expected in said, expected


def test_it_tells_what_is_received_and_what_may_be_due_with_articles_and_proofs(home: Home) -> None:
    said = page(home, "H00000000001")
    assert "护理补贴（测试1号甲）" in said
    for expected in (
        "最低生活保障", "民政局", "《最低生活保障审核确认办法》第三条", "每月可能约320—1,840.50元",
        "用了暂定数值", "家庭收入（核对中心）", "证明（原件）材料（医院）", "每月固定收入多少",
        "身份证、户口簿", "镇街便民服务中心",
    ):  # fmt: skip
        assert expected in said, expected
    assert "还说不清符不符合" in page(home, "H00000000003")
    assert "本月没有找到可能符合而未享受的政策" in page(home, "H00000000005")


def test_it_has_a_box_to_write_in_and_says_that_a_listing_is_no_decision(home: Home) -> None:
    said = page(home, "H00000000005")
    for expected in ("「这里写得不对，因为：」", "家里人签名", "走访人签名", "不是救助决定"):
        assert expected in said, expected


def test_a_release_of_before_the_entitlements_says_that_nothing_was_computed(
    tmp_path: Path,
) -> None:
    released = District().release(tmp_path)
    (released.path / "entitlements.parquet").unlink()
    assert "本月没有计算" in page(Home(tmp_path), "H00000000001")


def test_a_household_below_the_border_has_a_page_without_names(home: Home) -> None:
    said = page(home, "H00000000007")
    assert "测试" not in said
    for expected in ("未列入名单", "黄色界限是28分，还差", "查到的情况", "照常受理"):
        assert expected in said, expected


def test_no_identity_number_and_no_phone_stand_on_it(home: Home) -> None:
    for number in range(1, 8):
        said = page(home, f"H{number:011d}")
        assert not re.search(r"370299|1990000|\d{15}", said)


def test_what_is_not_known_is_not_told_with_a_cure(home: Home, tmp_path: Path) -> None:
    with pytest.raises(HouseholdNotFound, match="请核对户编号"):
        read_sheet(home, "H999", MONTH)
    with pytest.raises(NoRelease, match="sanse run --month 2026-10"):
        read_sheet(Home(tmp_path), "H00000000001", MONTH)


def test_the_file_is_the_owners_alone_and_the_same_each_time(home: Home, tmp_path: Path) -> None:
    first, again = tmp_path / "new" / "a.pdf", tmp_path / "b.pdf"
    again.touch(0o644)
    write_page(home, "H00000000001", MONTH, first)
    write_page(home, "H00000000001", MONTH, again)
    assert first.read_bytes() == again.read_bytes()
    assert {file.stat().st_mode & 0o777 for file in (first, again)} == {0o600}
    assert list(first.parent.iterdir()) == [first]


def test_a_streets_list_is_a_page_a_household_in_its_order(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "street.pdf"
    assert write_street(home, "370211001", MONTH, file) == 5
    pages = [re.sub(r"\s", "", one.extract_text()) for one in PdfReader(file).pages]
    ids = [found[0] for said in pages if (found := re.search(r"H\d{11}", said))]
    listed = listed_in(home, "370211001", MONTH)
    assert ids == listed
    assert sorted(ids) == [f"H{number:011d}" for number in range(1, 6)]
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("street", "error"),
    [("370211002", NobodyListed), ("370211999", StreetNotFound), ("x/../..", StreetNotFound)],
)
def test_a_street_without_a_list_or_households_has_no_pages(
    home: Home, tmp_path: Path, street: str, error: type[SanseError]
) -> None:
    with pytest.raises(error, match="2026-10"):
        write_street(home, street, MONTH, tmp_path / "street.pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_page_and_says_where(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["H00000000001", "--month", "2026-10", "--home", str(home.root)]
    file = tmp_path / "page.pdf"
    monkeypatch.setattr("sys.argv", ["sanse", "explain", *words, "--pdf", str(file)])
    with pytest.raises(SystemExit, match="0"):
        cli.main()
    assert "可打印的一页在" in capsys.readouterr().out
    assert "H00000000001" in text_of(file.read_bytes())


def test_a_place_that_cannot_be_written_is_told_with_its_cure(home: Home, tmp_path: Path) -> None:
    with pytest.raises(PageNotWritten, match="请换一个地方"):
        write_page(home, "H00000000001", MONTH, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_fonts_are_embedded_and_only_the_characters_that_are_used(
    home: Home, font_file: Path
) -> None:
    content = page_of(read_sheet(home, "H00000000001", MONTH))
    assert b"/FontFile2" in content
    assert len(content) < font_file.stat().st_size / 4


def sheet(**changed: object) -> Sheet:
    plain = Sheet(
        month=MONTH, household_id="H00000000001", head="测试甲", place="黄岛街道", address="1号楼",
        receiver="黄岛街道", colour="red", meaning=("甲", "乙"), standing="红色", score="80",
        border="红色界限 49 分", members=(), members_note="", reasons=(), counter_reasons=(),
        receives=(), to_verify=(), dues=Dues(),
    )  # fmt: skip
    return replace(plain, **changed)  # type: ignore[arg-type]


def test_a_character_that_the_font_lacks_is_shown_as_lacking_and_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = sheet(head="测\U00020bb7甲", address="晶路\ue0001号")
    said = text_of(page_of(rare))
    assert "测〓甲" in said
    assert "晶路〓1号" in said
    assert "〓处是字体里没有的字（U+20BB7、U+E000），请照户口簿手写补上" in said
    assert "字体里没有的字" not in text_of(page_of(sheet()))
    make_font("Boxes SC", COMMON, lacking="〓晶").save(tmp_path / "poor.ttf")
    monkeypatch.setenv("SANSE_FONT_FILE", str(tmp_path / "poor.ttf"))
    assert "□路□1号" in text_of(page_of(rare))


WORDS = st.text(alphabet="户主走访，。（）「」12ab ", max_size=300)
LONG = WORDS.map(lambda words: words * 9)


def many(entries: st.SearchStrategy[object]) -> st.SearchStrategy[list[object]]:
    return st.lists(entries, max_size=90)


SHEETS = st.builds(
    sheet,
    head=LONG, place=LONG, address=LONG, standing=LONG, receiver=LONG, members_note=LONG,
    members=many(st.builds(Member, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)),
    reasons=many(st.builds(Told, st.just("12"), st.just("40"), LONG)),
    counter_reasons=many(WORDS), receives=many(WORDS), to_verify=many(LONG),
    dues=st.builds(
        Dues,
        st.lists(
            st.builds(
                Due, title=WORDS, department=WORDS, articles=LONG, amount=WORDS, ask=LONG,
                missing=st.tuples(st.builds(Missing, WORDS, WORDS)), apply_at=WORDS,
                bring=st.tuples(WORDS, WORDS),
            ),
            max_size=40,
        ).map(tuple),
        st.just(True),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def paper(font_file: Path) -> Iterator[Paper]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SANSE_FONT_FILE", str(font_file))
        made = Paper(find_typeface(), "", MONTH.as_of_date)
    yield made
    made.content()  # closes the font's file


@settings(max_examples=25)
@given(SHEETS)
def test_whatever_a_household_has_its_tables_leave_room_for_the_box(
    paper: Paper, long: Sheet
) -> None:
    assert LEAST_BOX >= 40
    tables = tables_of(long, paper.printable)
    bands = fit(paper, tables, ROOM)
    assert height_of(bands) <= ROOM
    for tables_beside, laid_beside in zip(tables, bands, strict=True):
        for table, laid in zip(tables_beside, laid_beside, strict=True):
            assert laid.left_out + len(laid.rows) == len(table.rows)


def repeated(words: str, times: int) -> Sequence[str]:
    return [f"{number}{words}" for number in range(times)]


def test_what_does_not_fit_is_counted_on_the_page() -> None:
    crowded = sheet(
        members=[Member(f"测试{n}", "子", "男", "5", "", "") for n in range(30)],
        reasons=[Told(str(n), "3", "残联：情况" * 8) for n in range(60)],
        to_verify=repeated("请核实车辆是否还在" * 20, 20),
        dues=Dues(tuple(Due(f"政策{n}", "民政局", "第三条" * 12) for n in range(20)), True),
    )
    said = text_of(page_of(crowded))
    assert re.search(r"其余\d+项见名单", said)
    assert "「这里写得不对，因为：」" in said
    assert all(f"政策{n}" in said for n in range(3))


def test_a_crowded_page_still_tells_what_would_take_a_household_off_and_what_to_bring() -> None:
    crowded = sheet(
        members=[Member(f"测试{n}", "子", "男", "5", "", "") for n in range(5)],
        reasons=[Told(str(n), "3", "残联：情况" * 5) for n in range(8)],
        counter_reasons=["单独一条不属实，颜色不变", "第1、2条都不属实：只够橙色", "其他", "更正"],
        to_verify=["学籍数据只到上月，相关指标按旧数据评估", *repeated("请核实车辆" * 5, 3)],
        receives=["护理补贴"],
        dues=Dues(
            tuple(
                Due(f"政策{n}", "民政局", "《某办法》第三条、" * 9, "每月可能至多约900元",
                    ask="几口人一起生活" * 5, bring=("身份证", f"证明{n}"), apply_at="镇街窗口")
                for n in range(9)
            ),
            True,
        ),
    )  # fmt: skip
    said = text_of(page_of(crowded))
    for expected in (
        "单独一条不属实", "只够橙色", "学籍数据只到上月", "护理补贴", "政策0", "政策1",
        "身份证、证明0",
    ):  # fmt: skip
        assert expected in said, expected


def test_a_short_page_is_set_in_larger_letters(paper: Paper) -> None:
    short, long = (
        fit(paper, tables_of(sheet(reasons=[Told("1", "3", "情况" * 40)] * n), str), ROOM)
        for n in (2, 30)
    )
    assert short[0][0].scale.size > long[0][0].scale.size
