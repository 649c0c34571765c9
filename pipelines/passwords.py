"""Passwords of departments' workbooks, and opening a workbook that has one."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

from pipelines.errors import SanseError
from pipelines.formats import DAMAGED, NotReadable
from pipelines.settings import Home
from pipelines.strict_yaml import YamlNotReadable, read_yaml

# A workbook that is only protected against writing is locked with this word, which Excel knows.
_KNOWN_TO_EXCEL = "VelvetSweatshop"
# Larger workbooks are not unlocked: they would have to be held in memory whole.
_MAX_BYTES = 512 << 20
# Office hashes a password 100,000 times; a file may ask for as many as it likes.
_MAX_ROUNDS = 1_000_000
_WHERE = "请在 passwords.yaml（或 SANSE_PASSWORDS_FILE 指定的文件）里为该部门写上打开密码"
# Words of every reason that another password would remove.
PASSWORDS_FILE = "passwords.yaml"
_UNUSUAL = "工作簿的加密方式读不出来。请取消打开密码，另存为 xlsx 后重新提交。"


class PasswordsNotReadable(SanseError):
    """The file of passwords is not of its form; the message never quotes a password."""


@dataclass(frozen=True)
class Password:
    """A password and whose workbooks it opens. Its text is in no representation."""

    department: str
    text: str = field(repr=False)


def passwords_path(home: Home) -> Path:
    """The file that SANSE_PASSWORDS_FILE names, else `passwords.yaml` of the home."""
    named = os.environ.get("SANSE_PASSWORDS_FILE")
    return Path(named) if named else home.root / "passwords.yaml"


def load_passwords(home: Home) -> tuple[Password, ...]:
    """Every department's passwords in the order of the file; none where there is no file.

    Raises PasswordsNotReadable where the file is not a mapping of departments to a password or a
    list of passwords, or where the file that SANSE_PASSWORDS_FILE names is missing.
    """
    path = passwords_path(home)
    if not path.exists() and "SANSE_PASSWORDS_FILE" not in os.environ:
        return ()
    try:
        told = read_yaml(path.read_text(encoding="utf-8-sig"))
    except YamlNotReadable as fault:
        raise _unreadable(str(fault)) from None
    except (OSError, UnicodeError):
        raise _unreadable("打不开，或不是 UTF-8 文字") from None
    if told is None:
        return ()
    if not isinstance(told, dict):
        raise _unreadable("应当每行写一个“部门: 密码”")
    return tuple(
        Password(_department(name), text)
        for name, given in told.items()
        for text in _texts(name, given)
    )


def _department(name: Any) -> str:
    if not isinstance(name, str) or not name.strip():
        raise _unreadable("部门名称应当是文字")
    return name.strip()


def _texts(department: Any, given: Any) -> list[str]:
    texts = given if isinstance(given, list) else [given]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise _unreadable(f"“{department}”的密码应当是文字；只有数字的密码请加引号")
    return texts


def _unreadable(fault: str) -> PasswordsNotReadable:
    return PasswordsNotReadable(
        f"密码文件 passwords.yaml 读不懂：{fault}。没有它，设了打开密码的工作簿无法读取。"
        '请照“民政局: "密码"”的样子改好，一个部门有几个密码时写成列表。'
    )


def passwords_fingerprint(passwords: Sequence[Password], key: bytes) -> str:
    """A mark that changes with the passwords and, without the home's key, tells nothing of them."""
    told = "\0".join(f"{one.department}\0{one.text}" for one in passwords)
    return hashlib.blake2b(told.encode(), key=key[:64], digest_size=8).hexdigest()


@dataclass(frozen=True)
class Unlocked:
    """A workbook without its password; `password` is the one that fitted, None: Excel's own."""

    content: io.BytesIO
    password: Password | None


def unlock(path: Path, passwords: Sequence[Password]) -> Unlocked:
    """The workbook in the clear, held in memory only.

    Raises:
        NotReadable: no password fits, or the workbook is damaged or locked in another way.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise NotReadable("设有打开密码的工作簿超过 512 MB，无法读取。请取消密码后重新提交。")
    known: list[Password | None] = [None, *passwords]
    with path.open("rb") as file:
        for password in known:
            content = _unlocked(file, password.text if password else _KNOWN_TO_EXCEL)
            if content is not None:
                return Unlocked(content, password)
    raise NotReadable(_no_password_fits(passwords))


def _no_password_fits(passwords: Sequence[Password]) -> str:
    if not passwords:
        return f"工作簿设有打开密码，还没有设置任何密码，无法读取。{_WHERE}，或取消密码后重新提交。"
    tried = "、".join(dict.fromkeys(one.department for one in passwords))
    return (
        f"工作簿设有打开密码，试过已设置的密码（{tried}），都不对。{_WHERE}，"
        "或请该部门取消密码后重新提交。"
    )


def _unlocked(file: Any, password: str) -> io.BytesIO | None:
    """The content, or None where the password does not fit."""
    file.seek(0)
    content = io.BytesIO()
    try:
        book = msoffcrypto.OfficeFile(file)
        if getattr(book, "info", {}).get("spinValue", 0) > _MAX_ROUNDS:
            raise NotReadable(_UNUSUAL)
        if book.format == "ooxml":
            book.load_key(password=password, verify_password=True)
        else:
            book.load_key(password=password)
        book.decrypt(content)
    except InvalidKeyError:
        return None
    except (DecryptionError, NotImplementedError):
        raise NotReadable(_UNUSUAL) from None
    except NotReadable:
        raise
    except Exception:  # noqa: BLE001
        # Of hostile files it raises whatever its parsing stumbles over; none may end a run.
        raise NotReadable(DAMAGED) from None
    content.seek(0)
    return content
