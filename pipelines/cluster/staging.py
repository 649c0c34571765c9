"""What a request asks of a worker's process: to show that it may stage, and to stage."""

import dataclasses
import functools
import os
import secrets
import shutil
from datetime import date
from pathlib import Path

from pipelines.cluster.folder import HomeAside, SharedFolder
from pipelines.cluster.program import program_fingerprint
from pipelines.cluster.worker import Told
from pipelines.errors import SanseError
from pipelines.ingest import StagingTask, stage_one
from pipelines.origins import KnownContents
from pipelines.raw import full_disk_told
from pipelines.register import home_passwords, key_fingerprint
from pipelines.settings import Home, load_key, make_private_folder
from pipelines.stage import Staged
from pipelines.turns import Waiting

# The staged file last: where it is, all are.
_LAYERS = ("corrections", "rejects", "doubts", "identities", "staging")


def marks_of(home: Home) -> Told:
    """What run and worker must have in common: the program, the key, the passwords.

    They tell nothing of key and passwords; these are read from the home by each. Raises SanseError
    where they cannot be used.
    """
    key = key_fingerprint(load_key(home))
    return {"program": program_fingerprint(), "key": key, "passwords": home_passwords(home)}


def answer(folder: SharedFolder, request: Told) -> Told:
    """Do what is asked; `state` says what came of it."""
    home = Home(Path(request["home"]))
    try:
        differing = _differing(home, request)
        if differing:
            return {"state": differing}
        if "sha256" not in request:
            folder.leave(request["look"], {})
            return {"state": "ready"}
        with full_disk_told(home):
            return _stage(home, folder, request)
    except SanseError as stopped:
        return {"state": "stopped", "kind": type(stopped).__name__, "told": str(stopped)}
    except OSError:
        return {"state": "disk"}


def _differing(home: Home, request: Told) -> str | None:
    """Which of the marks is another here; the program first: another may not know the rest."""
    if request["program"] != program_fingerprint():
        return "program"
    own = _own_marks(home)
    return next((name for name in ("key", "passwords") if request[name] != own[name]), None)


def _own_marks(home: Home) -> Told:
    # Where no key is, one would be made: on a worker never.
    if not home.key_path.exists() and not os.environ.get("SANSE_KEY_FILE"):
        return {"key": "", "passwords": ""}
    return marks_of(home)


def _stage(home: Home, folder: SharedFolder, request: Told) -> Told:
    sha256 = request["sha256"]
    aside = HomeAside(home.root, folder.path / f"{sha256[:16]}-{secrets.token_hex(4)}")
    try:
        staged, has_failed = stage_one(_task(aside, folder, request), load_key(home))
        if isinstance(staged, Waiting):
            folder.leave(sha256, {"waits_for": sorted(staged.file_ids)})
            return {"state": "waiting"}
        if not folder.sign.is_file():
            return {"state": "unseen"}  # nobody waits for it, and a later run may know better
        _take_place(aside, home, staged, sha256)
        folder.leave(sha256, {"staged": dataclasses.asdict(staged), "has_failed": has_failed})
        return {"state": "done"}
    finally:
        shutil.rmtree(aside.aside, ignore_errors=True)


def _task(home: Home, folder: SharedFolder, request: Told) -> StagingTask:
    return StagingTask(
        home,
        home.root / request["raw"],
        request["sha256"],
        date.fromisoformat(request["as_of"]),
        0,
        "",
        _known(folder),
        date.fromisoformat(request["taken_by"]),
    )


@functools.cache
def _known(folder: SharedFolder) -> KnownContents:
    return KnownContents(folder.known_ids())


def _take_place(aside: HomeAside, home: Home, staged: Staged, sha256: str) -> None:
    """Give the files of a content their names in the home."""
    for entry in staged.entries:
        for layer in _LAYERS:
            name = Path(entry.source, f"{sha256}.parquet")
            made = aside.aside / layer / name
            target = home.root / layer / name
            if made.exists():
                make_private_folder(target.parent.parent)
                make_private_folder(target.parent)
                made.replace(target)
            elif layer == "corrections":
                target.unlink(missing_ok=True)
