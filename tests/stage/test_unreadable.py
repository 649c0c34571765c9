"""Files whose fault shows only on the way through their rows."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipelines.settings import Home
from pipelines.stage import stage_content
from tests.stage.files import AS_OF, KEY, csv_bytes, made_up_id


def test_a_hole_far_down_refuses_the_whole_file(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "死亡日期"], ["甲", made_up_id(1), "2026-10-01"]]
    content = csv_bytes(rows) + bytes(5000) + b"\n"
    path = tmp_path / "x"
    path.write_bytes(content)
    home = Home(tmp_path / "home")
    sha256 = hashlib.sha256(content).hexdigest()
    staged = stage_content(home, path, sha256, AS_OF, KEY)
    assert staged.entries == ()
    assert "空字节" in staged.unread[0].reason
    assert not [one for one in home.root.rglob("*") if one.is_file()]
