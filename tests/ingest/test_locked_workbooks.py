"""A workbook that could not be opened is read once its password is known, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from pipelines.ingest import ingest
from pipelines.months import parse_month
from pipelines.settings import Home
from tests.read.contracts import made_up_id

MONTH = parse_month("2026-10")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("SANSE_PASSWORDS_FILE", raising=False)
    (tmp_path / "inbox" / "2026-10").mkdir(parents=True)
    with xlsxwriter.Workbook(tmp_path / "open.xlsx") as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, ["姓名", "身份证号", "残疾类别", "残疾等级"])
        sheet.write_row(1, 0, ["甲", made_up_id(sequence=1), "肢体", "二级"])
    target = tmp_path / "inbox" / "2026-10" / "残联.xlsx"
    with (tmp_path / "open.xlsx").open("rb") as plain, target.open("wb") as locked:
        OOXMLFile(plain).encrypt("开门", locked)
    return Home(tmp_path / "home")


def test_read_again_when_the_passwords_change(home: Home) -> None:
    def take() -> tuple[int, str, list[int]]:
        report = ingest(home, home.root.parent / "inbox", MONTH)
        (delivery,) = report.deliveries
        reasons = "".join(one.reason for one in delivery.unread)
        return report.staged, reasons, [entry.accepted for entry in delivery.entries]

    staged, reasons, _ = take()
    assert (staged, "还没有设置任何密码" in reasons) == (1, True)
    assert take()[0] == 0
    passwords = home.root / "passwords.yaml"
    passwords.write_text("民政局: 别的\n", "utf-8")
    staged, reasons, _ = take()
    assert (staged, "民政局" in reasons, "别的" in reasons) == (1, True, False)
    passwords.write_text("残联: [旧的, 开门]\n", "utf-8")
    assert take() == (1, "", [1])
    assert take()[0] == 0
    assert "开门" not in home.register_path.read_text("utf-8")
