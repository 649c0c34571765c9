"""The workbooks of a day's reminders: one a street, and the district's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.months import Month
from pipelines.reminders.astray import COLUMNS, SHEET_NAME, WORD
from pipelines.reminders.due import KINDS, Item
from pipelines.summary import COLOURS
from pipelines.workbook.form import Form, FormColumn, write_forms
from pipelines.workbook.street import StreetList, community_of, written

DISTRICT = "区民政局"
_TO_DO = {
    "no_outcome": "换人、换时间再上门；仍有困难的，提请一事一议",
    "clue": "上门核实，结果填在线索分办单里传回",
    "verify": "上门核实，走访结果和核实结论填在走访名单里传回",
    "conference": "办好以后，落实结果填在会商记录里传回",
    "death_review": "看看家里现在几口人、收入怎样，按现在的情况复核",
    "half_year_review": "看看人口、收入、财产有没有变化；核查期间待遇照常",
    "exit_grace": "看看现在的收入，报民政局按规定办；核查期间待遇照常",
    "visit": "上门看看有没有新的变化，填在走访名单里传回",
    "certificate_reminder": "出院快满半年，问问恢复得怎样；留有残疾的，帮助申请残疾证",
}
_TOLD = {"grid": "网格员", "street": "镇街负责人", "district": "区里"}
_FOOTER = "&C&9第 &P 页，共 &N 页&R&9只催办事，不是救助决定"


def _whom(item: Item) -> str:
    told = [item["name"] or "（姓名见村居登记）", item["phone"] or ""]
    return "\n".join(filter(None, told))


def _place(item: Item) -> str:
    community = community_of(item) if item["community_name"] else ""
    return "\n".join(filter(None, [item["grid_code"] or "网格不详", community]))


def _what(item: Item) -> str:
    colour = COLOURS.get(item["colour"] or "")
    told = KINDS[item["kind"]] + (f"（{colour}）" if colour else "")
    return "\n".join(filter(None, [told, item["task"] or "", item["clue_number"] or ""]))


def _due(item: Item) -> str:
    told = [str(item["due_date"]), f"{item['due_time']}前" if item["due_time"] else ""]
    return "\n".join(filter(None, told))


def _state(on: date) -> Any:
    def told(item: Item) -> str:
        if item["kind"] == "no_outcome":
            return "报区里"
        if item["is_overdue"]:
            return f"超期{item['days_overdue']}天"
        left = (item["due_date"] - on).days
        return f"还有{left}天" if left else "今天到期"

    return told


def _street_columns(on: date) -> tuple[FormColumn, ...]:
    return (
        FormColumn("网格\n社区", 15, _place),
        FormColumn("找谁", 14, _whom),
        FormColumn("住址", 24, lambda item: item["address"] or "（不详）"),
        FormColumn("什么事", 17, _what),
        FormColumn("哪天到期", 12, _due, "center"),
        FormColumn("还有几天", 10, _state(on), "center"),
        FormColumn("请怎样办", 36, lambda item: _TO_DO[item["kind"]]),
        FormColumn("谁来催", 11, lambda item: _TOLD[item["escalated_to"]], "center"),
        FormColumn("户编号", 13, lambda item: item["household_id"], is_faint=True),
    )


def _district_columns(on: date) -> tuple[FormColumn, ...]:
    return (
        FormColumn("镇街", 14, lambda item: item["street_name"]),
        FormColumn("网格\n社区", 15, _place),
        FormColumn("姓名", 12, lambda item: item["name"] or "（不详）"),
        FormColumn("什么事", 19, _what),
        FormColumn("自何日", 12, lambda item: str(item["started_date"]), "center"),
        FormColumn("哪天到期", 12, _due, "center"),
        FormColumn("超期", 10, _state(on), "center"),
        FormColumn("请镇街怎样办", 36, lambda item: _TO_DO[item["kind"]]),
        FormColumn("户编号", 13, lambda item: item["household_id"], is_faint=True),
    )


_COUNTS = (
    FormColumn("镇街", 24, lambda row: row["street_name"]),
    FormColumn("快到期", 14, lambda row: row["soon"], "center"),
    FormColumn("超期", 14, lambda row: row["overdue"], "center"),
    FormColumn("其中报区里", 14, lambda row: row["district"], "center"),
    FormColumn("其中连续列入没有结果", 26, lambda row: row["no_outcome"], "center"),
)


def counts_of(items: Sequence[Item]) -> dict[str, int]:
    """Return how many things are due soon, overdue, the district's, and without an outcome."""
    given_up = sum(item["kind"] == "no_outcome" for item in items)
    return {
        "soon": sum(item["is_due_soon"] and item["kind"] != "no_outcome" for item in items),
        "overdue": sum(item["is_overdue"] or item["kind"] == "no_outcome" for item in items),
        "district": sum(item["escalated_to"] == "district" for item in items),
        "no_outcome": given_up,
    }


def write_street(
    path: Path,
    on: date,
    name: str,
    items: Sequence[Item],
    rules: str,
    astray: Sequence[Item] = (),
) -> None:
    """Write a street's reminders, grid by grid; the same items give the same bytes.

    `astray`: answers that one street gave for another's household, on a sheet of their own.
    """
    due = _street_form(on, name, items, rules)
    others = [(_astray_form(on, name), astray)] if astray else []
    write_forms(path, [(due, items), *others])


def _astray_form(on: date, name: str) -> Form:
    return Form(
        office=_office(name, on),
        sheet=SHEET_NAME,
        title=f"{name}　{SHEET_NAME}（{written(on)}）",
        subject="到期提醒",
        word=WORD,
        nobody="没有。",
        columns=COLUMNS,
        footer=_FOOTER,
    )


def _street_form(on: date, name: str, items: Sequence[Item], rules: str) -> Form:
    told = counts_of(items)
    return Form(
        office=_office(name, on),
        sheet="到期提醒",
        title=f"{name}　到期提醒（{written(on)}）",
        subject="到期提醒",
        word=f"超期 {told['overdue']} 件（其中报区里 {told['district']} 件），"
        f"快到期 {told['soon']} 件。"
        f"办完的请把结果填在走访名单或分办单里传回，传回以后不再提醒。{rules}",
        nobody="今天没有快到期和超期的事。",
        columns=_street_columns(on),
        footer=_FOOTER,
    )


def write_district(path: Path, on: date, items: Sequence[Item], rules: str) -> None:
    """Write the district's reminders: what came up to it, then how many each street has."""
    raised = sorted(
        (item for item in items if item["escalated_to"] == "district"),
        key=lambda item: (list(KINDS).index(item["kind"]), item["due_date"]),
    )
    told = counts_of(items)
    common: dict[str, Any] = {"office": _office(DISTRICT, on), "footer": _FOOTER}
    first = Form(
        sheet="报区里的",
        title=f"{DISTRICT}　报区里的超期事项（{written(on)}）",
        subject="到期提醒",
        word=f"报区里 {told['district']} 件，"
        f"其中连续列入没有结果 {told['no_outcome']} 户，排在最前。{rules}",
        nobody="今天没有报区里的事。",
        columns=_district_columns(on),
        **common,
    )
    second = Form(
        sheet="各镇街件数",
        title=f"各镇街快到期和超期的件数（{written(on)}）",
        subject="到期提醒",
        word="按镇街代码排列，只为分派人手，不作评比。",
        nobody="今天各镇街都没有快到期和超期的事。",
        columns=_COUNTS,
        **common,
    )
    write_forms(path, [(first, raised), (second, _by_street(items))])


def _by_street(items: Sequence[Item]) -> list[dict[str, Any]]:
    streets = dict.fromkeys((item["street_code"], item["street_name"]) for item in items)
    return [
        {
            "street_name": name,
            **counts_of([item for item in items if item["street_code"] == code]),
        }
        for code, name in sorted(streets)
    ]


def _office(name: str, on: date) -> StreetList:
    return StreetList(Month.of(on), name, on, on, (), ())
