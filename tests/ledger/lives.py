"""Made-up years of many households and all that goes wrong: late, twice, edited, contradicting."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from pipelines.months import Month

FIRST = Month(2025, 1)
_STREETS = ("甲街", "乙街", "丙街")
_RESULTS = ("已见到", "已见到", "已见到", "未遇到", "已搬走", "拒绝")
_CONCLUSIONS = ("no_risk", "no_risk", "not_covered", "not_delivered", "complex", "review", None)
_HELPS = (None, "最低生活保障", "临时救助、医疗救助", "无需", "其他")
_BENEFITS = ("最低生活保障", "重度残疾人护理补贴")


def made_up_lives(
    seed: int, households: int, rounds: int, answers_share: float = 0.8
) -> dict[str, Any]:
    """Return a story of `rounds` monthly lists and what came back; the same seed, the same story.

    In the form of `tests.ledger.stories`, without a day and without expectations.
    """
    chance = random.Random(seed)  # noqa: S311 (made-up lives, no secret)
    names = [f"H{number:010d}A" for number in range(households)]
    home = {name: chance.choice(_STREETS) for name in names}
    months = [FIRST.plus(number) for number in range(rounds)]
    lists = _lists(chance, names, home, months)
    return {
        "lists": lists,
        "answers": _answers(chance, lists, home, months, answers_share),
        "coverage": _coverage(chance, names, months),
        "conferences": _conferences(chance, names, months),
        "nominations": [
            {"household": name, "month": str(chance.choice(months)), "row": number}
            for number, name in enumerate(names)
            if chance.random() < 0.05
        ],
    }


def _lists(
    chance: random.Random, names: list[str], home: dict[str, str], months: list[Month]
) -> dict[str, dict[str, Any]]:
    listed = {name: chance.random() < 0.6 for name in names}
    lists: dict[str, dict[str, Any]] = {}
    for month in months:
        told = {}
        for name in names:
            stays = 0.9 if listed[name] else 0.12
            listed[name] = chance.random() < stays
            if listed[name]:
                colour = chance.choice(("red", "orange", "yellow", "yellow"))
                told[name] = {"colour": colour, "street": home[name]}
        lists[str(month)] = told
    return lists


def _answers(
    chance: random.Random,
    lists: dict[str, dict[str, Any]],
    home: dict[str, str],
    months: list[Month],
    share: float,
) -> list[dict[str, Any]]:
    rows = []
    for month in months:
        first = month.next().first_date
        for name in lists[str(month)]:
            if chance.random() >= share:
                continue
            row = _answer(chance, name, month, first + timedelta(days=chance.randrange(40)))
            rows.append({**row, "file": f"{row['delivered']} {home[name]}"})
            rows += _again(chance, row, home[name])
    return sorted(rows, key=lambda row: (row["delivered"], row["file"]))


def _answer(chance: random.Random, name: str, month: Month, day: date) -> dict[str, Any]:
    result = chance.choice(_RESULTS)
    row = {
        "household": name,
        "date": day,
        "result": result,
        "conclusion": chance.choice(_CONCLUSIONS) if result == "已见到" else None,
        "help": chance.choice(_HELPS),
        "delivered": str(Month.of(day).plus(chance.choice((0, 0, 0, 1, 2)))),
    }
    if chance.random() < 0.7:
        row["list"] = str(month)
    if chance.random() < 0.03:
        row["household"] = name[:-2] + "XA"
    return row


def _again(chance: random.Random, row: dict[str, Any], street: str) -> list[dict[str, Any]]:
    """The same row sent again: as it was, or changed, or by another street; or by all of them."""
    rows = []
    for _ in range(chance.choice((0, 0, 0, 0, 1, 1, 2))):
        other = dict(row)
        if chance.random() < 0.5 and row["result"] == "已见到":
            other["conclusion"] = chance.choice(_CONCLUSIONS)
        if chance.random() < 0.3:
            other["date"] = row["date"] + timedelta(days=chance.randrange(5))
        sender = chance.choice(_STREETS) if chance.random() < 0.2 else street
        later = Month.of(other["date"]).plus(chance.randrange(3))
        other["delivered"] = max(str(later), row["delivered"])
        other["file"] = f"{other['delivered']} {sender} 又{chance.randrange(2)}"
        rows.append(other)
    return rows


def _coverage(
    chance: random.Random, names: list[str], months: list[Month]
) -> dict[str, list[dict[str, Any]]]:
    drawn: dict[tuple[str, str], date | None] = {}
    paid: list[dict[str, Any]] = []
    coverage = {}
    for month in months:
        for name in names:
            for benefit in _BENEFITS:
                if (name, benefit) in drawn and chance.random() < 0.1:
                    del drawn[name, benefit]
                elif (name, benefit) not in drawn and chance.random() < 0.03:
                    since = month.plus(-chance.randrange(4)).first_date
                    drawn[name, benefit] = since if chance.random() < 0.6 else None
            if chance.random() < 0.02:
                day = month.first_date + timedelta(days=chance.randrange(28))
                paid.append({"household": name, "benefit": "临时救助", "once": 900, "since": day})
        coverage[str(month)] = [
            {"household": name, "benefit": benefit, "monthly": 500, "since": since}
            for (name, benefit), since in drawn.items()
        ] + list({(one["household"], one["since"]): one for one in paid}.values())
    return coverage


def _conferences(
    chance: random.Random, names: list[str], months: list[Month]
) -> list[dict[str, Any]]:
    rows = []
    for name in names:
        if chance.random() < 0.1:
            day = chance.choice(months).first_date + timedelta(days=chance.randrange(28))
            rows.append(
                {
                    "household": name,
                    "date": day,
                    "decision": "转有关部门办理",
                    "delivered": str(Month.of(day).plus(chance.randrange(2))),
                }
            )
    return rows
