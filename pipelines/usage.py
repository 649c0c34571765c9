"""What the command line says when it is misused or fails: Chinese, without anyone's data."""

import traceback
from pathlib import Path

import typer
from typer import rich_utils

from pipelines.errors import SanseError

_PACKAGE = Path(__file__).parent


def speak_chinese() -> None:
    """Give the panels of every help page Chinese titles."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.DEFAULT_STRING = "[不写时：{}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"


def print_misuse(misused: typer.TyperException) -> int:
    """Say what is wrong with the words typed, and where the help is; return the exit code."""
    said = misused.format_message()
    for english, chinese in _MISUSES.items():
        said = said.replace(english, chinese)
    if said:
        ctx = getattr(misused, "ctx", None)
        command = ctx.command_path if ctx else "sanse"
        typer.echo(f"用法不对：{said}\n说明和例子：{command} --help", err=True)
    return misused.exit_code


_MISUSES = {
    "Missing option": "缺少选项",
    "Missing argument": "缺少参数",
    "No such option:": "没有这个选项：",
    "No such command": "没有这个命令：",
    "Invalid value for": "写法不对：",
    "Invalid value: ": "",
    "': dir '": "'：'",
    "Directory '": "'",
    " is a file.": "是文件，不是目录。",
    "Did you mean": "是不是想写",
    "Got unexpected extra arguments": "多出来的词",
    "Got unexpected extra argument(s)": "多出来的词",
    "Got unexpected extra argument": "多出来的词",
    "requires an argument": "后面要跟一个值",
    "Possible options": "是不是想写",
    "Input should be a valid integer, unable to parse string as an integer": "应当是整数",
    "Input should be greater than or equal to": "应当不小于",
    "Input should be less than or equal to": "应当不大于",
    "Value error, ": "",
    " is not one of": "不在可选的之内：",
}


def print_error(error: SanseError) -> int:
    """Print an error made for users; return its exit code."""
    typer.echo(f"出错：{error}", err=True)
    return error.exit_code


def print_fault(error: Exception) -> int:
    """Print the kind and the place of an error that nobody foresaw, never its message.

    Messages of other libraries may quote cells of a received file.
    """
    ours = [f for f in traceback.extract_tb(error.__traceback__) if _is_ours(f.filename)]
    place = f"{Path(ours[-1].filename).name} 第 {ours[-1].lineno} 行" if ours else "程序之外"
    typer.echo(
        f"程序出错（{type(error).__name__}，{place}）。没有发布任何名单，原有名单保持不变。"
        "请把这一行连同所用命令告诉维护人员；不要附上数据文件。",
        err=True,
    )
    return 1


def _is_ours(file_name: str) -> bool:
    return Path(file_name).is_relative_to(_PACKAGE)
