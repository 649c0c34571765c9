"""A clerk's dry run: what it says, what it writes, what it tells a script, what it leaves."""

from __future__ import annotations

import os
import re
import signal
import string
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from rich.cells import cell_len

from pipelines import archives, check, cli, formats
from pipelines.checked_text import PHRASES
from pipelines.english import reason_in_english
from pipelines.read import read_blocks
from pipelines.wrapping import wrap
from tests.locked_files import locked_with
from tests.processes import COMMAND, REPOSITORY, guarded
from tests.stage.files import csv_bytes, made_up_id, wrong_check

Called = tuple[int, str]
Check = Callable[..., Called]

A, B = made_up_id(1), made_up_id(2)
DEATHS = ["姓名", "身份证号", "死亡日期"]
GOOD = csv_bytes([DEATHS, ["甲", A, "2026-05-01"], ["乙", B, "2026-05-02"]])
BAD = csv_bytes(
    [
        DEATHS,
        ["甲", wrong_check(A), "2026-05-01"],
        ["乙", B, "2026-05-02"],
        ["丙", wrong_check(B), "不知"],
    ]
)
DOUBTFUL = csv_bytes([[*DEATHS, "性别"], ["甲", A, "2026-05-01", "女"]])
FOREIGN = [["科目", "单价"], ["办公用品", "12"], ["差旅", "30"]]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a run may lay things aside; nothing may be left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def sanse_check(
    tmp_path: Path,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Check:
    """Call `sanse check` in a folder of its own, where there is no home."""
    del temporary
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.delenv("SANSE_HOME", raising=False)

    def called(*words: str) -> Called:
        monkeypatch.setattr(sys, "argv", ["sanse", "check", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert isinstance(ended.value.code, int)
        said = capsys.readouterr()
        assert not list(here.glob("home"))
        return ended.value.code, said.out + said.err

    return called


def put(name: str, content: bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content)
    return name


def written() -> list[str]:
    return sorted(path.as_posix() for path in Path().rglob("*.xlsx"))


def test_a_file_with_nothing_to_mend(sanse_check: Check) -> None:
    code, said = sanse_check(put("死亡.csv", GOOD))
    assert code == 0
    assert "认作：民政局的“死亡人员信息”" in said
    assert "列名在第 1 行" in said
    assert "编码 UTF-8" in said
    assert "收到 2 行：可以采用 2 行，退回 0 行，重复 0 行" in said
    assert "没有要改的，可以交。" in said
    assert written() == []


def test_a_file_to_mend_comes_back_as_a_workbook(sanse_check: Check) -> None:
    code, said = sanse_check(put("死亡.csv", BAD), "--out", "退回")
    assert code == 4
    assert "必须更正（2 行不能采用）" in said
    assert "“身份证号”（2 行）：身份证号的校验码不对" in said
    assert "第 2、4 行" in said
    assert "“死亡日期”（1 行）：日期读不懂。" in said
    assert written() == ["退回/死亡-退回.xlsx"]
    assert "退回/死亡-退回.xlsx" in said
    book = openpyxl.load_workbook("退回/死亡-退回.xlsx")
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row if cell]
    assert any("校验码不对" in cell for cell in cells)
    assert Path("退回/死亡-退回.xlsx").stat().st_mode & 0o077 == 0


def test_no_value_of_a_file_is_shown(sanse_check: Check) -> None:
    for words in ((), ("--english",)):
        _, said = sanse_check(put("死亡.csv", BAD), *words)
        assert not re.search(r"\d{11}", said)
        assert not any(name in said for name in ("甲", "乙", "丙", "不知"))


def test_a_doubt_is_something_to_mend(sanse_check: Check) -> None:
    code, said = sanse_check(put("死亡.csv", DOUBTFUL))
    assert code == 4
    assert "收到 1 行：可以采用 1 行" in said
    assert "请核对（1 行，没有退回）" in said
    assert "“性别”（1 行）：性别与身份证号不一致" in said
    assert written() == ["死亡-退回.xlsx"]


def test_a_file_of_no_known_kind(sanse_check: Check) -> None:
    with xlsxwriter.Workbook("开支.xlsx") as book:
        sheet = book.add_worksheet("办公")
        for place, row in enumerate(FOREIGN):
            sheet.write_row(place, 0, row)
    code, said = sanse_check("开支.xlsx", "--out", "退回")
    assert code == 5
    assert "没有认出，或读不了" in said
    assert "工作表“办公”" in said
    assert "看到的表：列名在第 1 行，2 列，数据 2 行" in said
    assert "列名：科目、单价" in said
    assert written() == ["开支.xlsx"]


def test_the_nearest_kind_and_what_it_lacks(sanse_check: Check) -> None:
    content = csv_bytes([["姓名", "身份证号", "残疾类别"], ["甲", A, "肢体"]])
    code, said = sanse_check(put("名单.csv", content))
    assert code == 5
    assert "残疾等级" in said
    _, said = sanse_check("名单.csv", "--english")
    assert "Nearest kind: 持证残疾人 (disabled_federation__certificates)" in said
    assert "Columns that are missing: 残疾等级" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"%PDF-1.7 \x00\x01\x02"])
def test_a_file_that_cannot_be_read(sanse_check: Check, content: bytes) -> None:
    code, said = sanse_check(put("名单.xlsx", content))
    assert code == 5
    assert "请" in said


def test_a_file_that_may_not_be_opened(sanse_check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(check, "is_archive", refuse)
    code, said = sanse_check(put("死亡.csv", GOOD))
    assert code == 5
    assert "没有权限打开这个文件" in said


def test_a_fault_of_ours_costs_no_other_file(
    sanse_check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:

    def fail(path: Path, *rest: Any, **more: Any) -> object:
        if path.name == "甲.csv":
            raise ValueError(f"甲 {A}")
        return read_blocks(path, *rest, **more)

    monkeypatch.setattr(check, "read_blocks", fail)
    code, said = sanse_check(put("甲.csv", GOOD), put("乙.csv", GOOD))
    assert code == 5
    assert A not in said
    assert "共 2 个文件：1 个没有问题，0 个要更正或核对，1 个认不出或读不了。" in said


def test_of_several_files_the_worst_counts(sanse_check: Check) -> None:
    put("表/好.csv", GOOD)
    put("表/坏.csv", BAD)
    assert sanse_check("表/好.csv", "表/坏.csv")[0] == 4
    put("表/别.csv", csv_bytes(FOREIGN))
    code, said = sanse_check("表")
    assert code == 5
    assert "共 3 个文件：1 个没有问题，1 个要更正或核对，1 个认不出或读不了。" in said


def test_an_empty_folder(sanse_check: Check) -> None:
    Path("空").mkdir()
    code, said = sanse_check("空")
    assert code == 2
    assert "文件夹里没有文件。请把要试读的文件放进去" in said
    code, said = sanse_check("空", "--english")
    assert code == 2
    assert "There is no file in the folder." in said


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf\r\n"])
def test_a_csv_of_nothing_but_a_mark_is_empty(sanse_check: Check, mark: bytes) -> None:
    code, said = sanse_check(put("死亡.csv", mark))
    assert code == 5
    assert "文件是空的" in said


SUMS = [["镇街", "户数", "人数", "金额"], *(["甲镇", "12", "20", "13000.5"] for _ in range(3))]


def test_another_table_beside_the_data_is_shown_in_both_languages(sanse_check: Check) -> None:
    with xlsxwriter.Workbook("死亡.xlsx") as book:
        for name, rows in (("名单", [DEATHS, ["甲", A, "2026-05-01"]]), ("统计", SUMS)):
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    code, said = sanse_check("死亡.xlsx")
    assert code == 0
    assert "工作表“统计”不是约定的表，没有读取。" in said
    assert "看到的表：列名在第 1 行，4 列，数据 3 行" in said
    code, said = sanse_check("死亡.xlsx", "--english")
    assert code == 0
    assert "sheet “统计” holds no table that was agreed upon" in said
    assert "The table seen: header in row 1, 4 columns, 3 records" in said


@pytest.mark.parametrize(
    ("header", "chinese", "english"),
    [
        (SUMS[0], "起还有一张表，不是约定的表", "another table that was not agreed upon"),
        (
            ["姓名", "身份证号", "残疾类别"],
            "起还有一张表，最像",
            "another table that lacks required",
        ),
    ],
)
def test_another_table_beneath_the_data_is_shown_in_both_languages(
    sanse_check: Check, header: list[str], chinese: str, english: str
) -> None:
    beneath = [header, [made_up_id(3)] * len(header)] if len(header) == 3 else SUMS
    put("死亡.csv", GOOD + csv_bytes([[], *beneath]))
    code, said = sanse_check("死亡.csv")
    assert code == 4
    assert f"文件从第 5 行{chinese}" in said
    assert "看到的表：列名在第 5 行" in said
    code, said = sanse_check("死亡.csv", "--english")
    assert code == 4
    assert english in said.replace("\n", " ")
    assert "The table seen: header in row 5" in said


def test_a_zip_is_checked_member_by_member(sanse_check: Check) -> None:
    with zipfile.ZipFile("九月.zip", "w") as archive:
        archive.writestr("民政/死亡.csv", GOOD)
        archive.writestr("民政/补报.csv", BAD)
        archive.writestr("../外面.csv", GOOD)
    code, said = sanse_check("九月.zip")
    assert code == 5
    assert "九月.zip/民政/死亡.csv" in said
    assert "共 3 个文件：1 个没有问题，1 个要更正或核对，1 个认不出或读不了。" in said
    assert written() == ["补报-退回.xlsx"]


def test_a_workbook_tells_its_sheets_and_units(sanse_check: Check) -> None:
    with xlsxwriter.Workbook("名册.xlsx") as book:
        for place, name in enumerate(("东街道", "西街道")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["救助名册"])
            sheet.write_row(1, 0, ["姓名", "身份证号", "救助类别", "月发放金额(万元)", "备用"])
            sheet.write_row(2, 0, ["甲", made_up_id(1 + place), "低保", "0.08", "x"])
    code, said = sanse_check("名册.xlsx")
    assert code == 0
    assert "工作表“东街道”、工作表“西街道”：列名在第 2 行，xlsx 工作簿" in said
    assert "“月发放金额(万元)”按万元读，已换算成元" in said
    assert "没有用到的列（不影响）：备用" in said


def test_a_sheet_of_words_is_nothing_to_mend(sanse_check: Check) -> None:
    with xlsxwriter.Workbook("死亡.xlsx") as book:
        sheet = book.add_worksheet("名单")
        for place, row in enumerate([DEATHS, ["甲", A, "2026-05-01"]]):
            sheet.write_row(place, 0, row)
        book.add_worksheet("填表说明").write_row(0, 0, ["每月五日前报送"])
    code, said = sanse_check("死亡.xlsx")
    assert code == 0
    assert "工作表“填表说明”没有已知的列名，当作说明" in said
    assert written() == ["死亡.xlsx"]


def test_a_returned_workbook_once_it_is_mended(sanse_check: Check) -> None:
    sanse_check(put("死亡.csv", BAD))
    book = openpyxl.load_workbook("死亡-退回.xlsx")
    for row in book.worksheets[1].iter_rows(min_row=2):
        row[1].value = {"甲": A, "乙": B, "丙": made_up_id(3)}[row[0].value]
        row[2].value = "2026-05-01"
    book.save("改好.xlsx")
    code, said = sanse_check("改好.xlsx")
    assert code == 0
    assert "收到 3 行：可以采用 3 行" in said
    assert "退回说明" not in said


def test_a_table_that_lacks_a_column_beside_a_sound_one(sanse_check: Check) -> None:
    with xlsxwriter.Workbook("死亡.xlsx") as book:
        sheet = book.add_worksheet("名单")
        for place, row in enumerate([DEATHS, ["甲", A, "2026-05-01"]]):
            sheet.write_row(place, 0, row)
        lacking = book.add_worksheet("补充")
        for place, row in enumerate([["姓名", "身份证号", "残疾类别"], ["乙", B, "肢体"]]):
            lacking.write_row(place, 0, row)
    code, said = sanse_check("死亡.xlsx")
    assert code == 4
    assert "有一部分没有读" in said
    assert "残疾等级" in said


def test_a_locked_workbook_of_a_department(
    sanse_check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    with xlsxwriter.Workbook("open.xlsx") as book:
        sheet = book.add_worksheet("名单")
        for place, row in enumerate([DEATHS, ["甲", A, "2026-05-01"]]):
            sheet.write_row(place, 0, row)
    put("locked.xlsx", locked_with("开门2026", Path("open.xlsx").read_bytes()))
    code, said = sanse_check("locked.xlsx")
    assert code == 5
    assert "密码" in said
    Path("passwords.yaml").write_text("民政局: 开门2026\n", encoding="utf-8")
    monkeypatch.setenv("SANSE_PASSWORDS_FILE", str(Path("passwords.yaml").absolute()))
    code, said = sanse_check("locked.xlsx")
    assert code == 0
    assert "开门2026" not in said


def test_a_table_without_rows(sanse_check: Check) -> None:
    code, said = sanse_check(put("死亡.csv", csv_bytes([DEATHS])))
    assert code == 0
    assert "表里一行数据也没有" in said
    assert "没有要改的" not in said


def test_a_workbook_that_is_being_mended_is_never_replaced(sanse_check: Check) -> None:
    name = put("死亡.csv", BAD)
    sanse_check(name)
    first = Path("死亡-退回.xlsx").read_bytes()
    sanse_check(name)
    assert written() == ["死亡-退回.xlsx"]
    Path("死亡-退回.xlsx").write_bytes(b"mended by hand")
    sanse_check(name)
    assert written() == ["死亡-退回-2.xlsx", "死亡-退回.xlsx"]
    assert Path("死亡-退回.xlsx").read_bytes() == b"mended by hand"
    assert Path("死亡-退回-2.xlsx").read_bytes() == first


def test_a_number_in_a_file_name_is_not_told(sanse_check: Check) -> None:
    code, said = sanse_check(put(f"{A}.csv", BAD))
    assert code == 4
    assert A not in said
    assert not any(A in name for name in written())


def test_all_of_it_in_english(sanse_check: Check) -> None:
    code, said = sanse_check(put("deaths.csv", BAD), "--english")
    assert code == 4
    assert "Recognised as 死亡人员信息 (civil_affairs__deaths)" in said
    assert "3 row(s): 1 would be taken, 2 returned, 0 repeated" in said
    assert "The check character does not fit" in said
    assert "row 2, 4" in said
    ours = re.sub(r"[“(].*?[”)]|死亡人员信息|民政局|-退回", "", said)
    assert not re.search(r"[\u4e00-\u9fff]", ours)


def test_a_list_of_facts_that_nobody_may_process(sanse_check: Check) -> None:
    name = put("名单.csv", csv_bytes([["姓名", "身份证号", "宗教信仰"], ["甲", A, "某"]]))
    code, said = sanse_check(name)
    assert code == 5
    assert "宗教信仰" in said
    _, said = sanse_check(name, "--english")
    assert "facts that nobody may collect" in said
    assert "in Chinese" not in said


def test_a_column_that_nobody_may_process(sanse_check: Check) -> None:
    name = put("死亡.csv", csv_bytes([[*DEATHS, "民族"], ["甲", A, "2026-05-01", "某"]]))
    code, said = sanse_check(name)
    assert code == 0
    assert "请不要再报：民族" in said
    assert "没有用到的列" not in said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (formats.DAMAGED, "damaged or cut off"),
        (archives.DAMAGED, "damaged or cut off"),
        ("工作簿设有打开密码，无法读取。", "has a password"),
        ("压缩包设了密码，打不开，没有读取。", "The archive has a password"),
        ("文件里没有内容。请重新导出后提交。", "empty"),
        ("第 1 行用到了第 5000 列，超过 2000 列。", "larger than any table of people"),
        ("这是图片，不是表格。", "no table"),
        ("没有权限打开这个文件。请检查文件权限。", "permissions"),
    ],
)
def test_why_something_was_not_read_in_english(reason: str, said: str) -> None:
    told = reason_in_english(reason)
    assert told is not None
    assert said in told


def test_a_reason_that_nobody_translated() -> None:
    assert reason_in_english("别的原因。") is None


def test_a_file_that_is_not_there_is_misuse(sanse_check: Check) -> None:
    code, said = sanse_check("没有.csv")
    assert code == 2
    assert "用法不对：没有“没有.csv”这个文件或文件夹" in said
    code, said = sanse_check(f"没有{A}.csv")
    assert code == 2
    assert A not in said


def test_what_is_no_file_is_not_waited_for(sanse_check: Check) -> None:
    os.mkfifo("管道.csv")
    code, said = sanse_check("管道.csv")
    assert code == 5
    assert "不是普通文件" in said
    assert "pipe or a device" in sanse_check("管道.csv", "--english")[1]


def test_a_folder_that_cannot_be_written_to(sanse_check: Check) -> None:
    name = put("死亡.csv", BAD)
    code, said = sanse_check(name, "--out", "/proc/退回")
    assert code == 1
    assert "出错：标好问题的表写不进目录“/proc/退回”" in said
    assert "--out" in said
    code, said = sanse_check(name, "--out", name)
    assert code == 2
    assert said.startswith("用法不对：写法不对： '--out'：'死亡.csv'是文件，不是目录。")


def test_a_sign_that_a_pipe_has_not_got_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "死亡.csv").write_bytes(BAD)
    ended = subprocess.run(
        [sys.executable, "-c", "from pipelines.cli import main; main()", "check", "死亡.csv"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "gbk", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 4, ended.stderr
    assert "认作：民政局的“死亡人员信息”" in ended.stdout.decode("gbk")


def test_the_help_tells_the_exit_codes(sanse_check: Check) -> None:
    code, said = sanse_check("--help")
    assert code == 0
    told = "".join(said.split())
    assert "0没有要改的；4有要更正或核对的；5有文件没有认出或读不了；1程序出错；2用法不对" in told


@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_says_the_same_in_both_languages(key: str) -> None:
    chinese, english = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in PHRASES[key]
    )
    # Where the English names the kind of data, it also names the machine's word for it.
    assert english - {"name"} <= chinese
    assert chinese - {"department"} <= english


def test_it_needs_no_network_and_no_home(tmp_path: Path) -> None:
    (tmp_path / "死亡.csv").write_bytes(BAD)
    refused = tmp_path / "refused"
    environment = guarded(refused, HOME=str(tmp_path / "nobody"))
    done = subprocess.run(
        [*COMMAND, "check", "死亡.csv"], cwd=tmp_path, env=environment, check=False,
        capture_output=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr.decode()
    assert not refused.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["死亡-退回.xlsx", "死亡.csv"]


def test_a_run_that_is_ended_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    slow = (
        "import time, pipelines.check as c, pipelines.cli as m\n"
        "c.stage_found = lambda *a: time.sleep(60)\n"
        "m.main()"
    )
    (tmp_path / "死亡.csv").write_bytes(GOOD)
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        [sys.executable, "-c", slow, "check", "死亡.csv"], cwd=tmp_path, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        ends = time.monotonic() + 60
        while not list(folder.iterdir()) and time.monotonic() < ends:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    assert process.returncode == 128 + signal.SIGTERM
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("width", [8, 20, 47, 200])
def test_lines_are_broken_where_chinese_may_be(width: int) -> None:
    text = "身份证号的校验码不对，号码中至少有一位写错（见 check digit）。请对照证件更正。"
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if width > 8:
        assert not any(line[0] in "，。）" for line in lines)
