"""The register: every delivery a home has taken, and what staging made of every content.

`register.json` holds no personal data except the names of files as they were received.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import os
from typing import Any

from pipelines.errors import SanseError
from pipelines.passwords import PASSWORDS_FILE, load_passwords, passwords_fingerprint
from pipelines.raw import Archive, Kept
from pipelines.settings import Home, load_key
from pipelines.stage import Entry, Staged, Unreadable
from schemas.sources import Source, all_sources

_FORM = 1

# Part of every contract's fingerprint: raise it where the same cells are read differently, and
# every content is staged anew from its raw copy.
READING = 5


# Beside the contracts' fingerprints of a content that a password would have opened.
LOCKED = "passwords"


class RegisterNotUsable(SanseError):
    """The register cannot be read, or belongs to another key."""


@dataclasses.dataclass(frozen=True)
class Taken:
    """A file as it was found in the inbox: the same path with new content is taken again.

    `sha256` is "" and `reason` says why where its bytes could not be taken.
    """

    path: str
    sha256: str
    size: int
    delivery_month: str
    first_taken_month: str
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Content:
    """What staging made of some bytes, read as of a day, under contracts of known fingerprints."""

    as_of: str
    staged: Staged
    fingerprints: dict[str, str]
    has_failed: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether something in it is unread for want of a password."""
        return any(PASSWORDS_FILE in one.reason for one in self.staged.unread)

    def is_current(self, home: Home, sha256: str) -> bool:
        """Whether the staged files are there and were made under the contracts of today."""
        if self.has_failed:
            return False
        if self.staged.unread and self.fingerprints.get("*") != catalogue_fingerprint():
            return False
        if self.is_locked and self.fingerprints.get(LOCKED) != home_passwords(home):
            return False
        names = {entry.source for entry in self.staged.entries}
        current = {one.name: fingerprint(one) for one in all_sources() if one.name in names}
        return all(
            self.fingerprints.get(entry.source) == current.get(entry.source)
            and (home.staging / entry.source / f"{sha256}.parquet").exists()
            for entry in self.staged.entries
        )


@dataclasses.dataclass
class Register:
    """Deliveries in the order in which they were taken; contents and archives by SHA-256.

    `written`: each content as it was last written. An ingest saves the register many times, and
    of hundreds of contents a few are new each time.
    """

    key: str
    deliveries: list[Taken] = dataclasses.field(default_factory=list)
    contents: dict[str, Content] = dataclasses.field(default_factory=dict)
    archives: dict[str, Archive] = dataclasses.field(default_factory=dict)
    written: dict[str, tuple[Content, str]] = dataclasses.field(
        default_factory=dict, repr=False, compare=False
    )

    def newest_of(self) -> dict[str, Taken]:
        """The delivery last taken of each path."""
        return {taken.path: taken for taken in self.deliveries}


def fingerprint(source: Source) -> str:
    """A short hash of all that decides how a source's files are read."""
    described = (
        READING,
        source.name,
        source.key,
        source.keeps_unlinked,
        source.keeps_alternatives,
        source.columns,
        [doubt.fingerprint for doubt in source.all_doubts],
        # What most contracts do without says nothing in their fingerprint: nothing is read anew.
        *(derived.fingerprint for derived in source.derived),
        *(refusal.fingerprint for refusal in source.refusals),
    )
    return _short_hash(repr(described).encode())


@functools.cache
def catalogue_fingerprint() -> str:
    """A short hash of all contracts: what is not recognised today may be with another."""
    return _short_hash("".join(fingerprint(source) for source in all_sources()).encode())


def home_passwords(home: Home) -> str:
    """A mark of the passwords that the home knows, as the register may hold it."""
    return passwords_fingerprint(load_passwords(home), load_key(home))


def key_fingerprint(key: bytes) -> str:
    """Tells one key from another and gives nothing of it away (the key has 256 random bits)."""
    return _short_hash(b"sanse register" + key)


def _short_hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def load_register(home: Home, key: bytes | None = None) -> Register:
    """Read the register; an empty one where the home has taken nothing yet.

    Raises RegisterNotUsable where it is damaged, or where its contents were staged with another
    key than the one given: their person ids would fit nobody.
    """
    path = home.register_path
    if not path.exists():
        return Register(key_fingerprint(key) if key else "")
    try:
        register = _register_of(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError):
        raise RegisterNotUsable(
            f"收件登记 {path} 已损坏，不知道哪些文件收过。请从备份恢复；没有备份时删除它，"
            "再次收取会从收件夹重新登记（没有写明月份的文件会算作本次的月份）。"
        ) from None
    if key is not None and register.key != key_fingerprint(key):
        raise RegisterNotUsable(
            f"密钥与 {path} 登记的不是同一个。人员编号由密钥算出，换了密钥，同一个人在新旧文件里"
            "就成了两个人。请放回原来的密钥（SANSE_KEY_FILE），或另用一个新的目录（--home）。"
        )
    return register


def save_register(home: Home, register: Register) -> None:
    """Write the register whole or not at all."""
    home.root.mkdir(parents=True, exist_ok=True)
    text = _text_of(register)
    aside = home.register_path.with_name(".register.building")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    aside.replace(home.register_path)


def _text_of(register: Register) -> str:
    contents = {
        sha256: _written(register, sha256, one) for sha256, one in sorted(register.contents.items())
    }
    archives = {
        sha256: dataclasses.asdict(one) for sha256, one in sorted(register.archives.items())
    }
    return _object(
        {
            "form": _json(_FORM),
            "key": _json(register.key),
            "deliveries": _json([dataclasses.asdict(taken) for taken in register.deliveries]),
            "contents": _object(contents),
            "archives": _json(archives),
        }
    )


def _written(register: Register, sha256: str, content: Content) -> str:
    before, text = register.written.get(sha256, (None, ""))
    if before is not content:
        text = _json(dataclasses.asdict(content))
        register.written[sha256] = (content, text)
    return text


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)


def _object(members: dict[str, str]) -> str:
    """Members that are JSON already as one object, laid out as `_json` would."""
    if not members:
        return "{}"
    # No text has a line break of its own: JSON writes it as \n.
    lines = [f"{_json(name)}: {text}".replace("\n", "\n ") for name, text in members.items()]
    return "{\n " + ",\n ".join(lines) + "\n}"


def _register_of(told: dict[str, Any]) -> Register:
    if told["form"] != _FORM:
        raise ValueError("another form")
    deliveries = [Taken(**taken) for taken in told["deliveries"]]
    contents = {sha256: _content_of(one) for sha256, one in told["contents"].items()}
    archives = {sha256: _archive_of(one) for sha256, one in told.get("archives", {}).items()}
    return Register(told["key"], deliveries, contents, archives)


def _archive_of(told: dict[str, Any]) -> Archive:
    return Archive(told["size"], tuple(Kept(**member) for member in told["members"]))


def _content_of(told: dict[str, Any]) -> Content:
    return Content(**{**told, "staged": staged_of(told["staged"])})


def staged_of(staged: dict[str, Any]) -> Staged:
    """What became of a content, from the members that were written of it."""
    entries = [_entry_of(entry) for entry in staged["entries"]]
    unread = [Unreadable(**one) for one in staged["unread"]]
    unknown = tuple(staged.get("unknown_origins", ()))
    is_refused = bool(staged.get("is_refused", False))
    return Staged(tuple(entries), tuple(unread), unknown, is_refused)


def _entry_of(told: dict[str, Any]) -> Entry:
    lists = {name: tuple(told.get(name, ())) for name in ("blocks", "corrects")}
    return Entry(**{**told, **lists})
