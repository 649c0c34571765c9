"""What `sanse ledger` shows: a household's life in words, counts that add up, every row told."""

from datetime import date

import pytest

from pipelines.explain import HouseholdNotFound
from pipelines.ledger_told import answer_lines, household_life, print_overview, state_counts
from pipelines.warehouse import Connection
from tests.ledger.stories import ledger_of

DAY = date(2026, 12, 31)
GIVEN = {
    "day": DAY,
    "lists": {
        "2026-10": {"户一": "red", "户二": {"colour": "yellow", "street": "乙街"}},
        "2026-11": {"户二": {"colour": "yellow", "street": "乙街"}},
    },
    "answers": [
        {"file": "甲", "delivered": "2026-11", "household": "户一", "date": date(2026, 11, 5),
         "result": "已见到", "conclusion": "not_covered", "help": "临时救助"},
        {"file": "乙", "delivered": "2026-11", "household": "户二"},
        {"file": "乙", "delivered": "2026-11", "household": "户九", "date": date(2026, 11, 5),
         "result": "未遇到"},
        {"file": "丙", "delivered": "2026-12", "household": "户一", "date": date(2026, 11, 5),
         "result": "已见到", "conclusion": "no_risk"},
    ],
    "sent_back": {"2026-11": 3},
    "coverage": {
        "2026-11": [],
        "2026-12": [
            {"household": "户一", "benefit": "临时救助", "once": 3000, "since": date(2026, 12, 1)}
        ],
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Connection:
    return ledger_of(GIVEN)


def test_a_life_is_told_line_by_line(con: Connection) -> None:
    assert household_life(con, "户一").splitlines() == [
        "户一　甲街　红",
        "现在：帮扶已落实（自 2026-12-01）",
        "最近列入：2026-10 的名单（2026-11-02 发出），最近一期已不在名单上",
        "核实期限 2026-11-16：按期核实",
        "已落实 3,000.00 元",
        (
            "等人来定：同一天的走访，两份不一样；另一份是 2026-11-05 未发现风险"
            "，两份并排在台账的 conflicts.xlsx 里"
        ),
        "",
        "2026-11-02　列入名单　红　→ 等待走访核实（2026-10 得知）",
        "2026-11-05　走访见到（2026-11 得知）",
        "2026-11-05　核实结论　未纳入救助、可能符合条件，转办　→ 已转办（2026-11 得知）",
        "2026-11-05　转办　民政局（临时救助）（2026-11 得知）",
        "2026-12-01　不再列入名单（2026-11 得知）",
        "2026-12-01　帮扶落实　临时救助　3,000.00 元　→ 帮扶已落实（2026-12 得知）",
    ]


def test_a_household_that_nobody_listed_is_not_found(con: Connection) -> None:
    with pytest.raises(HouseholdNotFound, match="没有出现过户编号 户九"):
        household_life(con, "户九")


def test_counts_are_by_street_and_state(con: Connection) -> None:
    assert state_counts(con, None) == {"甲街": {"helped": 1}, "乙街": {"waiting": 1}}
    assert state_counts(con, "370299002") == {"乙街": {"waiting": 1}}


def test_every_row_that_came_back_is_told(con: Connection) -> None:
    assert answer_lines(con, DAY) == [
        "镇街报来 4 行：填了的 3 行，没有填的 1 行，手工添加的 0 行。",
        "另有 3 行写得不合要求，没有采用：标好问题的退回表在 returns 里，请镇街改好再传回。",
        "说法不一致、等人来定的 1 处：把对的一份按原样再报一次，就以再报的为准。",
        "没有并入：没有这个户编号的 1 行，都留着。",
    ]


def test_the_overview_prints(con: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    print_overview(con, DAY, None)
    said = capsys.readouterr().out
    assert "台账（2026-12-31，户）" in said
    assert "合计" in said
