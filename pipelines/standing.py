"""Whether a month's release still stands: nothing has come, and nothing that it rests on changed.

`run.json` of a release keeps what it stands on: digests of all that the month was computed from,
and of all that the run left behind. Where they are the same today, computing the month again
would give the same bytes, and need not be done.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipelines.file_states import settled_before, state_of
from pipelines.manifest import MANIFEST, PACKAGES, RUN, write_json
from pipelines.months import Month
from pipelines.passwords import passwords_path
from pipelines.policy_folder import policy_folder
from pipelines.settings import Home, load_key

_PART = "stands_on"
_KEPT = ("raw", "staging", "identities", "rejects", "corrections")
_ANY_DIGEST = ""


@dataclass(frozen=True)
class Basis:
    """What a month is computed from, as digests: of the inbox, and by name of all the rest.

    The inbox's is "" where a look at names and times of its files cannot tell whether they are
    the same: then they have to be read.
    """

    inbox: str
    rest: Mapping[str, str]


def inbox_digest(home: Home, inbox: Path) -> str:
    """Return a digest of name, size and times of every file of the inbox; none are opened.

    "" where a file has changed so lately that it may change again within the same moment.
    """
    before = settled_before()
    if not inbox.is_dir():
        return _ANY_DIGEST
    told = []
    for path in sorted(_below(inbox)):
        try:
            state = state_of(path.lstat(), before)
        except OSError:
            return _ANY_DIGEST
        if not state:
            return _ANY_DIGEST
        told.append(f"{path.relative_to(inbox)}\0{state}")
    return _digest(home, (os.fsencode(one) for one in told))


def basis_of(home: Home, month: Month, engine: str, inbox: str = _ANY_DIGEST) -> Basis:
    """Return what the month would be computed from now; `inbox` as `inbox_digest` gave it."""
    if not _is_settled(home):
        inbox = _ANY_DIGEST
    rest = {
        "engine": engine,
        "program": _digest(home, _program()),
        "received": _digest(home, [_bytes(home.register_path), *_names(home)]),
        "passwords": _digest(home, [_bytes(passwords_path(home))]),
        "earlier": _digest(home, _earlier(home, month)),
    }
    return Basis(inbox, rest)


def keep_basis(home: Home, month: Month, basis: Basis) -> None:
    """Note in a release's run.json what it stands on, and what its run left behind."""
    path = home.release_path(month) / RUN
    record = json.loads(path.read_text(encoding="utf-8"))
    record[_PART] = {**basis.rest, "inbox": basis.inbox, "left": _left(home, month)}
    aside = path.with_name(f".{RUN}")
    write_json(aside, record)
    aside.replace(path)


def stands(home: Home, month: Month, basis: Basis, *, is_read: bool = False) -> bool:
    """Tell whether the month's release is what computing it now would give.

    `is_read`: the inbox was read and all that is new in it taken.
    """
    kept = _kept(home, month)
    if not kept or any(kept.get(name) != told for name, told in basis.rest.items()):
        return False
    if not is_read and (not basis.inbox or kept.get("inbox") != basis.inbox):
        return False
    return kept.get("left") == _left(home, month)


def _kept(home: Home, month: Month) -> dict[str, str]:
    try:
        record = json.loads((home.release_path(month) / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    kept: dict[str, str] = record.get(_PART, {})
    return kept


def _is_settled(home: Home) -> bool:
    """Whether no file waits for another try: one that could not be taken or not be read."""
    try:
        register = json.loads(home.register_path.read_text(encoding="utf-8"))
        taken = all(one["sha256"] for one in register["deliveries"])
        return taken and not any(one["has_failed"] for one in register["contents"].values())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _program() -> Iterator[bytes]:
    """Everything that decides what is computed from the same files: code, policy, places."""
    yield platform.python_version().encode()
    for package in PACKAGES:
        yield _version(package).encode()
    reference = os.environ.get("SANSE_REFERENCE_DIR")
    places = Path(reference) if reference else files("reference")
    for folder in (*map(files, ("pipelines", "schemas", "sql")), policy_folder(), places):
        yield from _contents(folder)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _contents(folder: Traversable) -> Iterator[bytes]:
    """Name and bytes of every file below a folder but what the interpreter makes of it."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield entry.name.encode()
                yield from _contents(entry)
        elif not entry.name.startswith("."):
            yield entry.name.encode()
            yield entry.read_bytes()


def _names(home: Home) -> Iterator[bytes]:
    """Where the home keeps what was received: what is missing there is made anew."""
    for name in _KEPT:
        folder = home.root / name
        for path in sorted(_below(folder)):
            yield os.fsencode(f"{name}/{path.relative_to(folder)}")


def _earlier(home: Home, month: Month) -> Iterator[bytes]:
    for released in home.released_months():
        if released < month:
            yield str(released).encode()
            yield (home.release_path(released) / MANIFEST).read_bytes()


def _left(home: Home, month: Month) -> str:
    """What a run leaves behind: release, ledger, workbooks that go back, the warehouse.

    Not the page that signatures are written into, nor what departments do in their workbooks.
    """
    told: list[bytes] = []
    for folder in (home.release_path(month), home.ledger_path(month)):
        for path in sorted(_below(folder)):
            if path.name not in {RUN, f".{RUN}", "transparency.html"}:
                told += [os.fsencode(path.relative_to(folder)), path.read_bytes()]
    told += [os.fsencode(path.relative_to(home.returns)) for path in sorted(_below(home.returns))]
    told.append(_bytes(home.returns / ".index.json"))
    warehouse = home.warehouse_path(month)
    if warehouse.is_file():
        found = warehouse.stat()
        told.append(f"{found.st_size} {found.st_mtime_ns}".encode())
    return _digest(home, told)


def _below(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        for name in names:
            yield Path(place, name)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _digest(home: Home, parts: Iterable[bytes]) -> str:
    """A digest that only the home's key gives: names of files and passwords can be guessed."""
    digest = hashlib.blake2b(key=load_key(home), digest_size=16, person=b"stands on")
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
