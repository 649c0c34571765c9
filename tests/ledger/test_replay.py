"""The ledger equals a second reading of the same events, and a past day stays as it was."""

import time
from datetime import date

import pytest

from tests.ledger.lives import made_up_lives
from tests.ledger.replay import replay
from tests.ledger.stories import ledger_of

HOUSEHOLDS, ROUNDS = 120, 9
DAYS = (date(2025, 5, 17), date(2025, 12, 31), date(2026, 6, 30))


@pytest.mark.parametrize(("seed", "day"), list(enumerate(DAYS)))
def test_states_equal_an_independent_replay(seed: int, day: date) -> None:
    given = made_up_lives(seed, HOUSEHOLDS, ROUNDS)
    con = ledger_of({**given, "day": day})
    states = con.execute("select household_id, state, since_date from ledger.states").fetchall()
    con.close()
    wanted = {(name, *told) for name, told in replay(given, day).items()}
    assert set(states) == wanted
    assert len({state for _, state, _ in states}) > 6


def test_what_came_later_changes_no_past_day() -> None:
    """Rows delivered, lists sent and releases made after a day's month leave its ledger alone."""
    given = made_up_lives(7, HOUSEHOLDS, ROUNDS)
    day = date(2025, 6, 30)
    then = {
        "lists": {month: told for month, told in given["lists"].items() if month <= "2025-06"},
        "coverage": {m: told for m, told in given["coverage"].items() if m <= "2025-06"},
        "answers": [row for row in given["answers"] if row["delivered"] <= "2025-06"],
        "conferences": [row for row in given["conferences"] if row["delivered"] <= "2025-06"],
        "nominations": [row for row in given["nominations"] if row["month"] <= "2025-06"],
    }
    tables = ("states", "events", "transitions", "answers", "conflicts", "unmerged", "helps")
    now, before = (ledger_of({**told, "day": day}) for told in (given, then))
    for table in tables:
        select = f"select * from ledger.{table} order by all"
        assert now.execute(select).fetchall() == before.execute(select).fetchall(), table
    now.close()
    before.close()


def test_a_year_of_a_small_ledger_takes_little_work() -> None:
    """A twelfth of a district's year: 5,000 households and 60,000 answers have a minute."""
    given = {**made_up_lives(3, 420, 12, 1.0), "day": date(2026, 3, 31)}
    assert len(given["answers"]) > 4_000
    began = time.process_time()
    ledger_of(given).close()
    assert time.process_time() - began < 5
