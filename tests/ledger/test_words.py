"""Every code of the ledger has a name that users read, and no name stands for nothing."""

from typing import Any

from pipelines import ledger_words as words
from schemas.ledger import CONCLUSIONS, EVENTS, STATES, UNMERGED_REASONS, conflicts
from schemas.ledger.states import COLOURS
from schemas.sources.field__visit_results import CONCLUSIONS as WRITTEN
from tests.ledger.stories import ledger_moves


def test_every_code_is_called_something() -> None:
    assert tuple(words.STATES) == STATES
    assert tuple(words.EVENTS) == EVENTS
    assert tuple(words.CONCLUSIONS) == CONCLUSIONS
    assert tuple(words.COLOURS) == COLOURS
    assert tuple(words.UNMERGED) == UNMERGED_REASONS
    assert tuple(words.CONFLICTS) == _allowed(conflicts.Conflicts, "kind")


def test_conclusions_are_called_as_on_the_workbook() -> None:
    assert {code: told[0] for code, told in WRITTEN.items()} == dict(words.CONCLUSIONS)


def test_all_that_reopens_is_named_and_all_states_are_known() -> None:
    moves = ledger_moves()
    assert {fact for _, fact, _, reopens in moves if reopens} == set(words.REOPENED_BY)
    assert {state for one in moves for state in (one[0], one[2])} == {"new", *STATES}


def test_a_detail_is_told_in_words() -> None:
    assert words.told_detail("concluded", "no_risk") == "未发现风险"
    assert words.told_detail("helped", "临时救助") == "临时救助"
    assert words.told_detail("delisted", None) == ""
    assert words.told_detail("visited", "已见到") == ""


def _allowed(contract: Any, column: str) -> tuple[str, ...]:
    (check,) = contract.to_schema().columns[column].checks
    return tuple(check.statistics["allowed_values"])
