"""Which content each file of the inbox had when it was last read: what is as it was stays shut.

`inbox.hashes` in the home, beside the register: of every file a keyed hash of its path, number,
size and times, and the SHA-256 of its bytes. It tells no name. Where it is missing or damaged,
every file is read again, and nothing else changes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from pipelines.inbox import Found
from pipelines.settings import Home

_NAME = "inbox.hashes"


def mark_of(one: Found, key: bytes) -> str:
    """What tells a file in a certain state; "" where its state tells nothing."""
    return _digest(f"{one.path}\0{one.state}".encode(), key) if one.state else ""


def load_hashes(home: Home, key: bytes) -> dict[str, str]:
    """SHA-256 by mark; nothing where the index is not as it was written."""
    try:
        check, _, text = _path(home).read_text(encoding="ascii").partition("\n")
        told = dict(line.split(" ") for line in text.splitlines())
    except (OSError, ValueError):
        return {}
    return told if check == _digest(text.encode(), key) else {}


def save_hashes(home: Home, key: bytes, hashes: Mapping[str, str]) -> None:
    """Write the index whole or not at all."""
    text = "".join(f"{mark} {sha256}\n" for mark, sha256 in sorted(hashes.items()))
    aside = _path(home).with_name(f".{_NAME}.building")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{_digest(text.encode(), key)}\n{text}")
    aside.replace(_path(home))


def _path(home: Home) -> Path:
    return home.root / _NAME


def _digest(told: bytes, key: bytes) -> str:
    return hashlib.blake2b(told, key=key, digest_size=16, person=b"inbox hashes").hexdigest()
