"""What no lint can see fails here: a file of sql/ that the engines read otherwise."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from parity.tables import differences
from pipelines.spark.session import Session
from tests.portable_sql import findings
from tests.sql_cases import empty_warehouse, insert_rows

SQL = Path(__file__).parents[1] / "sql"
BOUND = {"as_of_date": date(2026, 12, 31), "medical_burden_window_months": 12}
ASKED = "cast(listed.burden_yuan as decimal(18, 2)) as burden_yuan"
# A lint knows no types: whether a column is a decimal it cannot see.
CUT_OFF = "cast(cast(listed.burden_yuan as integer) as decimal(18, 2)) as burden_yuan"


def _burdens(root: Path, asked: str) -> str:
    """Write the layer core with two tables, the second as asked; return its text."""
    (root / "core").mkdir(parents=True)
    shutil.copy(SQL / "core" / "deaths.sql", root / "core")
    text = (SQL / "core" / "yearly_burdens.sql").read_text(encoding="utf-8")
    assert ASKED in text
    changed = text.replace(ASKED, asked)
    (root / "core" / "yearly_burdens.sql").write_text(changed, encoding="utf-8")
    return changed


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (ASKED, []),
        (CUT_OFF, ["core.yearly_burdens: 1 of 2 rows differ, in ['burden_yuan']"]),
    ],
    ids=["as it is", "cut off"],
)
def test_an_unportable_file_that_the_lint_passes_differs(
    asked: str, told: list[str], session: Session, folder: Path, tmp_path: Path
) -> None:
    root = tmp_path / "sql"
    assert findings(_burdens(root, asked)) == []
    rows = [
        {"person_id": person, "year": 2026, "burden_yuan": Decimal(yuan)}
        for person, yuan in (("甲", "20000.50"), ("乙", "31000.00"))
    ]
    con = empty_warehouse()
    con.begin()
    try:
        insert_rows(con, "staging.medical_insurance__yearly_burdens", rows)
        assert differences(con, BOUND, session, folder, ["core"], root) == told
    finally:
        con.rollback()
