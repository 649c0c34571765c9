"""A signature stands on the page, holds for this very release, and changes nothing else."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.lock import HomeBusy, lock_home
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.summary import summarise
from pipelines.transparency.signatures import (
    NotSignable,
    SignaturesNotReadable,
    signatures_path,
    signing_of,
)
from pipelines.transparency.signing import sign, unsigned
from tests.release.made_up import District, default_households
from tests.transparency.reading import Reader

OCTOBER = Month(2026, 10)
MORNING = datetime.fromisoformat("2026-11-03T09:12:30+08:00")
NOON = datetime.fromisoformat("2026-11-03T12:00:00+08:00")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made")
    District().release(root)
    return root


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    shutil.copytree(made, tmp_path / "home")
    return Home(tmp_path / "home")


def _page(home: Home) -> str:
    return (home.release_path(OCTOBER) / "transparency.html").read_text("utf-8")


def _signed(home: Home) -> dict[str, str]:
    return {name: row["效力"] for name, row in Reader(_page(home)).rows["signature"].items()}


def _bytes(home: Home) -> dict[str, bytes]:
    folder = home.release_path(OCTOBER)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def test_before_anybody_signs_there_are_lines_to_sign_by_hand(home: Home) -> None:
    page = _page(home)
    assert "尚未签发" in page
    assert "签发人（签名）：" in page
    assert summarise(home.release_path(OCTOBER)).signing == "尚未签发。"


def test_a_signature_stands_on_the_page_with_name_office_and_time(home: Home) -> None:
    before = _bytes(home)
    signing = sign(home, OCTOBER, " 王  芳 ", "社会救助科科长", MORNING)
    row = Reader(_page(home)).rows["signature"]["王 芳"]
    assert list(row.values()) == ["王 芳", "社会救助科科长", "2026-11-03 09:12", "有效"]
    assert signing.manifest_sha256 in _page(home)
    assert "尚未签发" not in _page(home)
    assert "签发人（签名）：" not in _page(home)
    assert summarise(home.release_path(OCTOBER)).signing == "已签发（1 人）。"
    after = _bytes(home)
    assert {name for name in after if after[name] != before.get(name)} == {"transparency.html"}
    assert unsigned(_page(home)) == unsigned(before["transparency.html"].decode())


def test_signatures_are_kept_where_only_the_owner_reads_them(home: Home) -> None:
    sign(home, OCTOBER, "王芳", "科长", MORNING)
    path = signatures_path(home, OCTOBER)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    (told,) = json.loads(path.read_text("utf-8"))["signatures"]
    assert told["signed_at"] == "2026-11-03T09:12:30+08:00"
    assert told["manifest_sha256"] == signing_of(home, OCTOBER).manifest_sha256
    assert [file.name for file in path.parent.iterdir()] == ["2026-10.json"]


def test_two_people_are_two_signatures_and_the_same_one_again_is_the_newer(home: Home) -> None:
    sign(home, OCTOBER, "王芳", "科长", MORNING)
    sign(home, OCTOBER, "李明", "副局长", MORNING)
    signing = sign(home, OCTOBER, "王芳", "科长", NOON)
    assert [(one.name, one.signed_at[11:16]) for one in signing.valid] == [
        ("李明", "09:12"),
        ("王芳", "12:00"),
    ]
    assert signing.sentence == "已签发（2 人）。"


def test_the_same_name_in_another_office_is_another_person(home: Home) -> None:
    sign(home, OCTOBER, "王芳", "科长", MORNING)
    assert len(sign(home, OCTOBER, "王芳", "副局长", MORNING).valid) == 2


def test_a_release_made_anew_with_other_content_makes_the_signature_void(home: Home) -> None:
    sign(home, OCTOBER, "王芳", "科长", MORNING)
    District(households=default_households()[:5]).release(home.root)
    assert _signed(home) == {"王芳": "作废（名单重新生成过）"}
    assert "原来的签发已作废" in _page(home)
    assert "签发人（签名）：" in _page(home)
    assert "作废" in summarise(home.release_path(OCTOBER)).signing
    sign(home, OCTOBER, "王芳", "科长", NOON)
    assert _signed(home) == {"王芳": "有效"}


def test_the_same_inputs_and_signatures_give_the_same_bytes(home: Home) -> None:
    sign(home, OCTOBER, "王芳", "科长", MORNING)
    before = _bytes(home)
    District().release(home.root)
    assert _bytes(home) == before
    assert _signed(home) == {"王芳": "有效"}


def test_a_page_that_somebody_changed_is_not_signed(home: Home) -> None:
    path = home.release_path(OCTOBER) / "transparency.html"
    path.write_text(_page(home).replace("不是救助决定", "是救助决定"), encoding="utf-8")
    with pytest.raises(NotSignable, match=r"被改动过.*sanse screen --month 2026-10"):
        sign(home, OCTOBER, "王芳", "科长", MORNING)
    assert not signatures_path(home, OCTOBER).exists()


def test_what_was_written_between_the_marks_by_hand_does_not_stay(home: Home) -> None:
    path = home.release_path(OCTOBER) / "transparency.html"
    forged = _page(home).replace("尚未签发。见", "已由某人签发。见")
    path.write_text(forged, encoding="utf-8")
    sign(home, OCTOBER, "王芳", "科长", MORNING)
    assert "已由某人签发" not in _page(home)


def test_a_month_without_a_release_cannot_be_signed(home: Home) -> None:
    with pytest.raises(NotSignable, match="sanse run --month 2026-09"):
        sign(home, Month(2026, 9), "王芳", "科长", MORNING)


def test_a_release_from_before_there_were_records_is_made_anew_first(home: Home) -> None:
    (home.release_path(OCTOBER) / "transparency.html").unlink()
    with pytest.raises(NotSignable, match="sanse screen --month 2026-10"):
        sign(home, OCTOBER, "王芳", "科长", MORNING)


@pytest.mark.parametrize(
    ("name", "office", "told"),
    [
        ("", "科长", "姓名要写"),
        ("  ", "科长", "姓名要写"),
        ("王" * 41, "科长", "姓名要写"),
        ("王\x07芳", "科长", "姓名要写"),
        ("王芳", "", "职务和科室要写"),
        ("王芳19900001234", "科长", "不要写证件号码或电话"),
    ],
)
def test_a_signer_is_a_name_and_an_office(home: Home, name: str, office: str, told: str) -> None:
    with pytest.raises(NotSignable, match=told):
        sign(home, OCTOBER, name, office, MORNING)
    assert not signatures_path(home, OCTOBER).exists()


@pytest.mark.parametrize(
    "content",
    ["{", "{}", '{"signatures": [{"name": "王芳"}]}', '{"signatures": [3]}', '{"signatures": 1}',
     '{"signatures": [{"name": 1, "office": "a", "signed_at": "b", "manifest_sha256": "c"}]}',
     '{"signatures": [{"name": "a", "office": "a", "signed_at": "b", "manifest_sha256": "c"}]}',
     ('{"signatures": [{"name": "a", "office": "a", "signed_at": "2026-11-03", '
     '"manifest_sha256": "c"}]}')],
)  # fmt: skip
def test_damaged_signatures_are_told_with_their_place(home: Home, content: str) -> None:
    path = signatures_path(home, OCTOBER)
    path.parent.mkdir(mode=0o700)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SignaturesNotReadable, match="请从备份恢复"):
        sign(home, OCTOBER, "王芳", "科长", MORNING)
    assert path.read_text("utf-8") == content


def test_a_name_cannot_become_markup(home: Home) -> None:
    sign(home, OCTOBER, "<b>王</b><!-- end -->", "科长 & 局长", MORNING)
    assert "<b>王</b>" not in _page(home)
    sign(home, OCTOBER, "李明", "科长", NOON)
    assert len(_signed(home)) == 2


def test_nobody_signs_while_a_run_writes(home: Home) -> None:
    with lock_home(home), pytest.raises(HomeBusy):
        sign(home, OCTOBER, "王芳", "科长", MORNING)
