"""Whom a help is asked of; and that no row a street wrote gets lost on the way."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.ledger import reconcile
from pipelines.ledger_inputs import REFERENCE, read_reference
from pipelines.manifest import CountsDisagree
from pipelines.places import ReferenceNotReadable
from schemas.sources import all_sources
from schemas.sources.field__visit_results import HELPS
from tests.ledger.stories import ledger_of

COLUMNS = REFERENCE["help_departments"]


def test_every_help_of_the_workbook_goes_to_a_department_that_hands_over_data() -> None:
    rows = read_reference("help_departments", COLUMNS)
    assert set(rows["help"]) == set(HELPS) - {"无需"}
    departments = {source.department for source in all_sources()}
    assert set(rows["department"]) <= departments | {""}


def test_a_place_may_bring_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANSE_REFERENCE_DIR", str(tmp_path))
    shipped = read_reference("help_departments", COLUMNS)
    assert shipped.height > 1
    own = tmp_path / "help_departments.csv"
    own.write_text("help,department,benefits\n就业,工会,\n", encoding="utf-8")
    assert read_reference("help_departments", COLUMNS).rows() == [("就业", "工会", "")]
    own.write_text("help,department\n就业,工会\n", encoding="utf-8")
    with pytest.raises(ReferenceNotReadable, match="help,department,benefits"):
        read_reference("help_departments", COLUMNS)


def test_a_lost_row_stops_the_ledger() -> None:
    day = date(2026, 11, 30)
    row = {"file": "甲", "delivered": "2026-11", "household": "户一", "date": date(2026, 11, 5)}
    given = {"lists": {"2026-10": {"户一": "red"}}, "answers": [{**row, "result": "未遇到"}]}
    con = ledger_of({**given, "day": day})
    assert reconcile(con, day)["merged"] == 1
    con.execute("delete from ledger.answers")
    with pytest.raises(CountsDisagree, match="报来的走访结果有 1 行"):
        reconcile(con, day)
    con.close()
