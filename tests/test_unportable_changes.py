"""One file of sql/ changed to an unportable form is refused: its file, its line, its cure."""

import pytest

from tests.portable_sql import all_findings
from tests.test_portable_sql import ALL

# What a hand might write, one of a kind: file, what stands there, what is written for it, the cure.
CHANGES = {
    "ordered list": (
        "sql/screening/indicator_states.sql",
        "array_to_string(list_sort(list(source_title)), '、')",
        "string_agg(source_title, '、' order by source_title)",
        "list_sort",
    ),
    "list with its nulls": (
        "sql/screening/indicator_states.sql",
        "array_to_string(list_sort(list(source_title)), '、')",
        "array_length(list(source_title))",
        "count(*)",
    ),
    "difference in months": (
        "sql/indicators/charity_relief.sql",
        "12 * (year($as_of_date) - year(relief.paid_date))",
        "date_diff('month', relief.paid_date, $as_of_date)",
        "year() * 12",
    ),
    "difference in years": (
        "sql/indicators/charity_relief.sql",
        "12 * (year($as_of_date) - year(relief.paid_date))",
        "12 * date_diff('year', relief.paid_date, $as_of_date)",
        "year() * 12",
    ),
    "null in arg_max": (
        "sql/core/households.sql",
        "max(case when is_head then person_id end) as head_person_id",
        "arg_max(person_id, is_head) as head_person_id",
        "row_number()",
    ),
    "time zone of a cast": (
        "sql/ledger/clues.sql",
        "then cast(facts.received_at + interval 1 day as timestamp)",
        "then cast(facts.received_at + interval 1 day as timestamptz)",
        "without one",
    ),
    "time zone of a place": (
        "sql/ledger/clues.sql",
        "then cast(facts.received_at + interval 1 day as timestamp)",
        "then facts.received_at at time zone 'Asia/Shanghai'",
        "without a zone",
    ),
    "clock": (
        "sql/indicators/recent_pleas.sql",
        "pleas.received_date <= $as_of_date",
        "pleas.received_date <= current_date",
        "$as_of_date",
    ),
    "interval that stays a timestamp": (
        "sql/ledger/clues.sql",
        "then cast(facts.received_at + interval 1 day as timestamp)",
        "then facts.received_at + interval 1 day",
        "cast the sum to date",
    ),
    "decimal divided by zero": (
        "sql/indicators/care_load.sql",
        "/ nullif(cast(counts.able_count as decimal(9, 2)), 0)",
        "/ cast(counts.able_count as decimal(9, 2))",
        "nullif",
    ),
    "decimal divided and compared": (
        "sql/indicators/care_load.sql",
        "counts.able_count > 0",
        "counts.known_count / nullif(cast(counts.able_count as decimal(9, 2)), 0) > 1.5",
        "cast it to a decimal",
    ),
    "decimal averaged": (
        "sql/indicators/burden_to_income.sql",
        "min(roster.income_per_capita_yuan) as income_per_capita_yuan",
        "avg(roster.income_per_capita_yuan) as income_per_capita_yuan",
        "sum(x)",
    ),
    "decimal cut off": (
        "sql/screening/reasons.sql",
        "cast(floor($medical_burden_threshold_yuan) as integer)",
        "cast($medical_burden_threshold_yuan as integer)",
        "floor(x)",
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_file_changed_to_an_unportable_form_is_refused(kind: str) -> None:
    path, standing, written, cure = CHANGES[kind]
    text = ALL[path]
    assert text.count(standing) == 1, "the file has changed: name what stands there now"
    line = text[: text.index(standing)].count("\n") + 1
    told = list(all_findings({path: text.replace(standing, written)}))
    # What is changed may be the second line of the construct.
    places = tuple(f"{path}:{number}: " for number in (line - 1, line))
    assert any(one.startswith(places) and cure in one for one in told), told
