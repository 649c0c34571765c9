"""`sanse remind`: a day's reminders, a workbook a street and one for the district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.policy import policy_at
from pipelines.reminders.astray import streets_of, told_to
from pipelines.reminders.books import counts_of, write_district, write_street
from pipelines.reminders.due import Item, read_reminders
from pipelines.settings import Home, make_private_folder

FILE_NAME = "到期提醒.xlsx"
DISTRICT_FOLDER = "区里"


@dataclass(frozen=True)
class StreetReminder:
    """How many things a street is reminded of; `district` of those overdue went up to it."""

    street_code: str
    street_name: str
    soon: int
    overdue: int
    district: int
    no_outcome: int
    file: Path


@dataclass(frozen=True)
class Reminders:
    """A day's reminders, street by street in the order of their codes."""

    on: date
    folder: Path
    streets: Sequence[StreetReminder]


def remind(home: Home, on: date, out: Path | None = None) -> Reminders:
    """Write the reminders of a day; nothing stored is changed, the same day gives the same bytes.

    Names, phones and addresses stand in the workbooks: the folder is private. Raises
    CalendarNotAnnounced where a deadline falls into a year not announced.
    """
    items, astray = read_reminders(home, on)
    folder = make_private_folder(out or home.root / "reminders" / str(on))
    for stale in folder.glob(f"*/{FILE_NAME}"):
        stale.unlink()
    rules = _rules(on)
    own = make_private_folder(folder / DISTRICT_FOLDER) / FILE_NAME
    write_district(own, on, items, rules)
    own.chmod(0o600)
    names = streets_of(astray) | {item["street_code"]: item["street_name"] for item in items}
    streets = [
        _write(
            folder / f"street_code={code}",
            on,
            (code, names[code]),
            [item for item in items if item["street_code"] == code],
            told_to(code, astray),
            rules,
        )
        for code in sorted(names)
    ]
    return Reminders(on, folder, streets)


def _write(
    folder: Path,
    on: date,
    street: tuple[str, str],
    items: Sequence[Item],
    astray: Sequence[Item],
    rules: str,
) -> StreetReminder:
    code, name = street
    file = make_private_folder(folder) / FILE_NAME
    write_street(file, on, name, items, rules, astray)
    file.chmod(0o600)
    return StreetReminder(code, name, **counts_of(items), file=file)


def _rules(on: date) -> str:
    """Return how the days are counted, as the policy of the day says."""
    policy = policy_at(on)
    return (
        f"名单核实 {policy['verify_workdays']} 个工作日；走访红 {policy['visit_months_red']}、"
        f"橙 {policy['visit_months_orange']}、黄 {policy['visit_months_yellow']} 个月；"
        f"紧急线索 {policy['urgent_clue_hours']} 小时。过了期限报镇街负责人，"
        f"再过 {policy['escalation_workdays']} 个工作日（紧急线索 "
        f"{policy['urgent_escalation_workdays']} 个）报区里；"
        f"列入 {policy['no_outcome_months']} 个月没有结果的，直接报区里。"
    )


def told_lines(reminders: Reminders) -> list[str]:
    """Return what a person at a terminal is told of it: counts, no names."""
    lines = [f"{reminders.on} 到期提醒："]
    lines += [
        f"{one.street_name}：快到期 {one.soon} 件，超期 {one.overdue} 件，"
        f"其中报区里 {one.district} 件"
        for one in reminders.streets
    ]
    if not reminders.streets:
        lines.append("今天没有快到期和超期的事。")
    return [*lines, f"提醒表（有姓名、住址，只有本人能打开）在：{reminders.folder}"]
