import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import typer.main

from pipelines import cli
from pipelines.errors import SanseError

REPOSITORY = Path(__file__).parents[2]
COMMANDS = sorted(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]

Called = tuple[int, str, str]
Call = Callable[..., Called]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    def sanse(*words: str) -> Called:
        monkeypatch.setattr(sys, "argv", ["sanse", *words])
        monkeypatch.setenv("COLUMNS", "160")
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return sanse


def test_the_commands_are_those_of_the_readme() -> None:
    assert {"run", "ingest", "screen", "explain", "district", "serve"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(call: Call, command: str) -> None:
    code, said, _ = call(command, "--help")
    assert code == 0
    assert f"例：sanse {command} " in said
    assert "显示这份说明" in said


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_is_in_both_readmes(command: str, readme: str) -> None:
    assert f"sanse {command}" in (REPOSITORY / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_one_that_the_command_takes(call: Call, command: str) -> None:
    _, said, _ = call(command, "--help")
    examples = [
        line.split("例：sanse ")[1].split() for line in said.splitlines() if "例：sanse" in line
    ]
    group = typer.main.get_command(cli.app)
    taken = group.commands[command]  # type: ignore[attr-defined]
    for example in examples:
        taken.make_context(command, example[1:])  # raises where a word is not understood


def test_no_word_at_all_shows_the_commands(call: Call) -> None:
    code, said, _ = call()
    assert code == 2
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run",), "缺少选项"),
        (("run", "--month", "202610"), "2026-10"),
        (("run", "--month", "2026-13"), "13 月"),
        (("run", "--mouth", "2026-10"), "没有这个选项"),
        (("ledger", "H0123456789A"), "多出来的词 (H0123456789A)"),
        (("ran",), "没有这个命令"),
        (("explain", "--month", "2026-10"), "缺少参数"),
        (("explain", "--month", "2026-10", "--street", "370211001"), "--pdf 文件"),
        (("explain", "H1", "--month", "2026-10", "--street", "1", "--pdf", "a"), "多了参数"),
        (("explain", "H1"), "--since 年-月"),
        (("explain", "--since", "2026-10"), "户编号"),
        (("explain", "H1", "--since", "2026-10", "--month", "2026-09"), "不能早于"),
        (("district", "--out", "d", "--residents", "many"), "应当是整数"),
        (("district", "--out", "d", "--kinds", "some"), "不在可选的之内："),
        (("serve", "--port", "0"), "应当不小于"),
    ],
)
def test_misuse_ends_with_2_and_says_in_chinese_where_help_is(
    call: Call, words: tuple[str, ...], said: str
) -> None:
    code, _, told = call(*words)
    assert code == 2
    assert "用法不对" in told
    assert "--help" in told
    assert said in told


class _Refused(SanseError):
    exit_code = 3


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (SanseError("没有收件夹。"), 1, "出错：没有收件夹。"),
        (_Refused("没有通过验收。"), 3, "没有通过验收。"),
        (ValueError("a cell of somebody's"), 1, "ValueError"),
    ],
)
def test_errors_end_with_their_code_and_without_a_traceback(
    call: Call, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, told: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("pipelines.run.run_month", fail)
    ended, out, err = call("run", "--month", "2026-10")
    assert ended == code
    assert told in err
    assert "Traceback" not in out + err
    assert "a cell of somebody's" not in out + err


def test_help_is_quick_because_heavy_packages_load_later() -> None:
    began = time.perf_counter()
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import pipelines.cli"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert time.perf_counter() - began < 5
    loaded = {line.rsplit("|", 1)[-1].strip() for line in listed.splitlines()}
    heavy = {"polars", "duckdb", "pandera", "prefect", "pyarrow", "great_expectations", "pandas"}
    heavy |= {"fpdf", "fontTools"}
    assert not heavy & loaded
