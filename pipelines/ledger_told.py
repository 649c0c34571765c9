"""The ledger on the screen: how many households stand where, or one household's life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipelines.explain import HouseholdNotFound
from pipelines.ledger import reconcile, sent_back
from pipelines.ledger_words import (
    COLOURS,
    CONCLUSIONS,
    CONFLICTS,
    EVENTS,
    STATES,
    UNMERGED,
    told_detail,
)
from pipelines.warehouse import Connection

Row = dict[str, Any]

_COUNTS = """
select street_name, state, count(*) as households_count
from ledger.states
where $street is null or street_code = $street
group by street_code, street_name, state
order by street_code, state
"""
_DISPUTED = """
select *
from ledger.conflicts
where household_id = $household and not is_settled
order by other_visited_date, other_answer_id
"""
_EVENTS = """
select events.*, transitions.to_state, streets.street_name
from ledger.events as events
left join ledger.transitions as transitions on events.event_id = transitions.event_id
left join reference.streets as streets on events.street_code = streets.street_code
where events.household_id = $household
order by events.seq
"""


def state_counts(con: Connection, street: str | None) -> dict[str, dict[str, int]]:
    """Return street's name → state → households, of one street or of all."""
    counts: dict[str, dict[str, int]] = {}
    for name, state, households in con.execute(_COUNTS, {"street": street}).fetchall():
        counts.setdefault(name, {})[state] = households
    return counts


def print_overview(con: Connection, on: date, street: str | None) -> None:
    """Print households by street and state, and what became of the rows that came back."""
    from rich.table import Table

    from pipelines.terminal import console, print_text

    counts = state_counts(con, street)
    used = [state for state in STATES if any(state in of_street for of_street in counts.values())]
    table = Table(title=f"台账（{on}，户）", title_justify="left", show_footer=True)
    table.add_column("镇街", footer="合计", no_wrap=True)
    for state in used:
        total = sum(one.get(state, 0) for one in counts.values())
        table.add_column(STATES[state], f"{total:,}", justify="right", overflow="fold")
    table.add_column("户数", f"{sum(map(_sum, counts.values())):,}", justify="right")
    for name, one in counts.items():
        table.add_row(name, *(f"{one.get(state, 0):,}" for state in used), f"{_sum(one):,}")
    console.print(table)
    for line in answer_lines(con, on):
        print_text(line)


def _sum(counts: dict[str, int]) -> int:
    return sum(counts.values())


def answer_lines(con: Connection, on: date) -> list[str]:
    """Return what became of the rows that streets sent, in sentences; all rows are told."""
    rows = reconcile(con, on)
    lines = [
        f"镇街报来 {rows['written']:,} 行：填了的 {rows['merged'] + rows['unmerged']:,} 行，"
        f"没有填的 {rows['unfilled']:,} 行，手工添加的 {rows['nominated']:,} 行"
        + (f"，{on} 以后走访的 {rows['later']:,} 行" if rows["later"] else "")
        + "。"
    ]
    if rejected := sent_back(con):
        lines.append(
            f"另有 {rejected:,} 行写得不合要求，没有采用："
            "标好问题的退回表在 returns 里，请镇街改好再传回。"
        )
    ((waiting,),) = con.execute(
        "select count(*) from ledger.conflicts where not is_settled"
    ).fetchall()
    if waiting:
        lines.append(
            f"说法不一致、等人来定的 {waiting:,} 处：把对的一份按原样再报一次，就以再报的为准。"
        )
    found = con.execute(
        "select reason, count(*) as rows_count from ledger.unmerged group by reason order by reason"
    ).fetchall()
    lines += [f"没有并入：{UNMERGED[reason]}的 {count:,} 行，都留着。" for reason, count in found]
    return lines


def household_life(con: Connection, household: str) -> str:
    """Return a household's life in the ledger, a line an event; no name, number or address.

    Raises HouseholdNotFound where no list up to the day named it.
    """
    states = _rows(con, "select * from ledger.states where household_id = $household", household)
    if not states:
        raise HouseholdNotFound(
            f"到这一天为止，名单上没有出现过户编号 {household}。"
            "请核对户编号（名单最后一列）和日期。"
        )
    events = _rows(con, _EVENTS, household)
    disputed = _rows(con, _DISPUTED, household)
    told = [*_heading(states[0]), *map(_dispute, disputed)]
    return "\n".join([*told, "", *(event_line(event) for event in events)])


def _dispute(row: Row) -> str:
    found = CONCLUSIONS.get(row["other_conclusion"] or "") or row["other_visit_result"]
    return (
        f"等人来定：{CONFLICTS[row['kind']]}；另一份是 {row['other_visited_date']} {found}"
        "，两份并排在台账的 conflicts.xlsx 里"
    )


def _rows(con: Connection, text: str, household: str) -> list[Row]:
    rows: list[Row] = con.sql(text, params={"household": household}).pl().to_dicts()
    return rows


def _heading(state: Row) -> list[str]:
    place = " ".join(filter(None, [state["street_name"], state["community_name"]]))
    told = [
        f"{state['household_id']}　{place}　{COLOURS[state['colour']]}",
        f"现在：{STATES[state['state']]}（自 {state['since_date']}）",
        f"最近列入：{state['list_month']} 的名单（{state['list_date']} 发出）"
        + ("" if state["listed_now"] else "，最近一期已不在名单上"),
        f"核实期限 {state['verify_by']}：" + _verified(state),
    ]
    if state["listed_now"]:
        told.append(f"下次走访不晚于 {state['next_visit_by']}")
    if state["helped_amount_yuan"]:
        told.append(f"已落实 {state['helped_amount_yuan']:,} 元")
    return told


def _verified(state: Row) -> str:
    if not state["is_verified"]:
        months = state["months_without_outcome"]
        return f"还没有核实，第 {months} 个月没有结果" if months else "没有核实结论"
    return "按期核实" if state["is_verified_in_time"] else "已核实，超过了期限"


def event_line(event: Row) -> str:
    """Return an event of the ledger as a line; `event` is its row with `to_state` beside."""
    amount = event["amount_yuan"]
    detail = told_detail(event["event"], event["detail"])
    about = [
        # A referral repeats its conclusion; what was asked of whom is told instead.
        detail if event["event"] != "referred" else _referral(event),
        f"{amount:,} 元" if amount is not None else "",
        f"→ {STATES[event['to_state']]}" if event["to_state"] else "",
    ]
    known = f"（{event['known_month']} 得知）"
    return "　".join([str(event["event_date"]), EVENTS[event["event"]], *_said(about)]) + known


def _referral(event: Row) -> str:
    return "".join(_said([event["department"] or "没有写明部门", _of(event["policy"])]))


def _of(policy: str | None) -> str:
    return f"（{policy}）" if policy else ""


def _said(words: Sequence[str]) -> list[str]:
    return [word for word in words if word]
