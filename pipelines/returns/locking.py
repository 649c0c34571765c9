"""A workbook that came with a password goes back with the same one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msoffcrypto
from msoffcrypto.format.ooxml import OOXMLFile

from pipelines.formats import format_of
from pipelines.passwords import Password, unlock


def password_of(path: Path, passwords: Sequence[Password]) -> Password | None:
    """The password that opens a received file; None where it has none, or only Excel's own."""
    kind = format_of(path)
    if kind == "locked" or (kind == "xls" and _is_encrypted(path)):
        return unlock(path, passwords).password
    return None


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return bool(msoffcrypto.OfficeFile(file).is_encrypted())


def lock(path: Path, password: Password) -> None:
    """Put a password on a written workbook (its bytes then differ from one time to the next)."""
    locked = path.with_name(f"{path.name}.locked")
    locked.touch(mode=0o600)
    try:
        with path.open("rb") as plain, locked.open("wb") as target:
            OOXMLFile(plain).encrypt(password.text, target)
        locked.replace(path)
    finally:
        locked.unlink(missing_ok=True)
