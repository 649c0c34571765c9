"""Whatever a clerk does with the rows of a returned workbook, no row is lost and nobody doubled."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.months import parse_month
from pipelines.received import sources_for
from pipelines.return_numbers import return_number
from tests.returns.office import Office
from tests.stage.files import made_up_id, wrong_check

DEATHS = "civil_affairs__deaths"
HEADER = ["姓名", "身份证号", "死亡日期"]
PEOPLE = 5

actions = st.sampled_from(["leave", "mend", "spoil", "drop", "twice", "swap", "date"])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    bad=st.sets(st.integers(0, PEOPLE - 1)),
    done=st.lists(actions, min_size=PEOPLE, max_size=PEOPLE),
    added=st.lists(st.integers(0, PEOPLE + 2), max_size=3),
)
def test_counts_hold(bad: set[int], done: list[str], added: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        rows = [
            [f"甲{n}", _number(n, is_bad=n in bad), f"2026-10-{n + 1:02d}"] for n in range(PEOPLE)
        ]
        office.put("死亡.csv", [HEADER, *rows])
        office.receive()
        file_id = office.delivery("死亡.csv").file_id
        numbered = [[*row, return_number(file_id, 1, n + 2)] for n, row in enumerate(rows)]
        sent = [one for n, row in enumerate(numbered) for one in _acted(n, row, done[n])]
        sent += [[f"乙{n}", made_up_id(n), "2026-10-09", ""] for n in added]
        office.put("更正.csv", [[*HEADER, "退回编号"], *sent])
        office.receive()
        for path, received in (("死亡.csv", PEOPLE), ("更正.csv", len(sent))):
            if office.delivery(path).entries:
                counts = office.counts(path)
                assert counts[0] == received == sum(counts[1:])
        origin = office.entry("死亡.csv")
        assert 0 <= office.delivery("死亡.csv").closed <= origin.rejected
        people = office.people(DEATHS)
        if office.delivery("更正.csv").corrects:
            assert len(people) == len(set(people))
        status = sources_for(office.home, parse_month("2026-10"))[DEATHS]
        assert status.received == status.accepted + status.rejected + status.repeated
        assert status.status == "missing" or status.accepted == len(people)


def _number(person: int, *, is_bad: bool) -> str:
    return wrong_check(made_up_id(person)) if is_bad else made_up_id(person)


def _acted(person: int, row: list[str], action: str) -> list[list[str]]:
    """What becomes of one row: none, one or two rows of the file that is sent back."""
    name, number, day, told = row
    return {
        "leave": [row],
        "mend": [[name, made_up_id(person), day, told]],
        "spoil": [[name, wrong_check(made_up_id(person + 20)), day, told]],
        "drop": [],
        "twice": [row, [f"丙{person}", made_up_id(person + 30), day, told]],
        "swap": [[name, made_up_id((person + 1) % PEOPLE), day, told]],
        "date": [[name, number, "2026-09-01", told]],
    }[action]
