"""What offices declare, read strictly: a slip would make somebody's list shorter."""

from pathlib import Path

import pytest

from pipelines.capacities import CapacitiesNotReadable, capacities_at
from pipelines.months import Month
from pipelines.places import load_reference

CODES = frozenset({"370211001", "370211002"})
OCTOBER = Month(2026, 10)
HEADER = "street_code,visits_per_month,from_month,note\n"


def _at(folder: Path, text: str, month: Month = OCTOBER) -> list[tuple[str, int]]:
    (folder / "capacities.csv").write_text(text, encoding="utf-8")
    return capacities_at(month, CODES, folder).select("street_code", "visits_per_month").rows()


def test_the_newest_line_up_to_the_month_holds_and_a_blank_number_ends_it(tmp_path: Path) -> None:
    text = HEADER + (
        "370211001,30,2026-01,\n370211001,20,2026-10,人手少\n370211001,90,2026-11,\n"
        "370211002,15,2026-01,\n370211002,,2026-10,不再申报\n"
    )
    assert _at(tmp_path, text) == [("370211001", 20)]
    assert _at(tmp_path, text, Month(2026, 9)) == [("370211001", 30), ("370211002", 15)]
    assert _at(tmp_path, text, Month(2025, 12)) == []


def test_without_a_file_or_a_line_nobody_has_declared(tmp_path: Path) -> None:
    assert capacities_at(Month(2026, 10), CODES, tmp_path).is_empty()
    assert _at(tmp_path, HEADER) == []


def test_zero_is_a_declaration(tmp_path: Path) -> None:
    assert _at(tmp_path, HEADER + "370211001,0,2026-10,\n") == [("370211001", 0)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("street,visits\n", "表头应当是"),
        (HEADER + "370211009,10,2026-10,\n", "第 2 行：镇街代码不在"),
        (HEADER + "370211001,十,2026-10,\n", "第 2 行：走访数不是整数"),
        (HEADER + "370211001,-1,2026-10,\n", "第 2 行：走访数不是整数"),
        (HEADER + "370211001,10,2026年10月,\n", "第 2 行：开始月份读不懂"),
        (HEADER + "370211001,10\n", "第 2 行：有 2 格"),
        (HEADER + "370211001,10,2026-10,\n370211001,12,2026-10,\n", "第 3 行：同一镇街同一月份"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CapacitiesNotReadable, match=told):
        _at(tmp_path, text)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "capacities.csv").write_bytes((HEADER + "1,2,3,备注\n").encode("gb18030"))
    with pytest.raises(CapacitiesNotReadable, match="UTF-8"):
        capacities_at(Month(2026, 10), CODES, tmp_path)


def test_the_file_that_is_shipped_cuts_nobody() -> None:
    codes = frozenset(street["street_code"] for street in load_reference().streets)
    assert capacities_at(Month(2026, 10), codes).is_empty()
