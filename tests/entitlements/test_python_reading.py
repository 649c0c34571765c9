"""Eight instruments read a second time, in Python, against their SQL on made-up households."""

from collections import Counter

import pytest

from benchmarks.entitlements import DAY, build_entitlements, deliver
from benchmarks.read_by_hand import READ_BY_HAND, Reading, read_households
from pipelines.policy import policy_at
from tests.sql_cases import empty_warehouse

HOUSEHOLDS = 2000


@pytest.fixture(scope="module")
def readings():
    con = empty_warehouse()
    con.begin()
    try:
        deliver(con, HOUSEHOLDS)
        build_entitlements(con)
        by_hand = Reading(policy_at(DAY)).answers(read_households(con))
        rows = con.execute(
            "select household_id, person_id, policy, status, low_yuan, high_yuan "
            "from matches.entitlements"
        ).fetchall()
        yield by_hand, {tuple(row[:3]): tuple(row[3:]) for row in rows}
    finally:
        con.rollback()


def test_both_readings_give_the_same_statuses_and_amounts(readings):
    by_hand, by_sql = readings
    assert {policy for _, _, policy in by_hand} == set(READ_BY_HAND)
    by_sql = {key: answer for key, answer in by_sql.items() if key[2] in READ_BY_HAND}
    different = [
        (key, by_hand.get(key), by_sql.get(key))
        for key in sorted(by_hand.keys() | by_sql.keys(), key=str)
        if by_hand.get(key) != by_sql.get(key)
    ]
    assert not different, (Counter(key[2] for key, _, _ in different), different[:5])


def test_the_made_up_households_stand_in_every_way_to_the_policies(readings):
    by_hand, _ = readings
    seen = Counter((policy, status) for (_, _, policy), (status, _, _) in by_hand.items())
    for policy in {policy for policy, _ in seen}:
        assert seen[policy, "may_qualify"], f"{policy}: {seen}"
        assert seen[policy, "does_not"], f"{policy}: {seen}"
    assert {status for _, status in seen} == {
        "may_qualify", "cannot_tell", "does_not", "already_receives",
    }  # fmt: skip
