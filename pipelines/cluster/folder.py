"""The folder of a home through which a run and its workers speak: what must not go by wire.

Names of sheets and headers of columns stand in what staging tells of a content. They are handed
over here, on the storage that all machines share, as is the list of all known contents, which
would make each of a hundred thousand tasks as long as itself.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.settings import Home, make_private_folder

_NAME = ".cluster"
_KNOWN = "known"


@dataclass(frozen=True)
class SharedFolder:
    """One run's folder; workers go on as long as it is there."""

    path: Path

    @property
    def sign(self) -> Path:
        """There from the first to the last moment of a run."""
        return self.path / _KNOWN

    def known_ids(self) -> frozenset[str]:
        """The short names of all contents that were ever taken."""
        return frozenset(self.sign.read_text(encoding="ascii").split())

    def answer_path(self, sha256: str) -> Path:
        """Where it stands what became of a content."""
        return self.path / f"{sha256}.json"

    def leave(self, name: str, told: Any) -> None:
        """Write what is told under a name, whole or not at all."""
        aside = self.path / f".{name}-{secrets.token_hex(4)}"
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False)
        aside.replace(self.path / f"{name}.json")


@dataclass(frozen=True)
class HomeAside(Home):
    """A home whose staged files stand aside until all of a content's are written.

    Two machines may stage one content at the same time: Dask gives it to another where it takes
    the first for lost. Each writes for itself; what takes its place has the same bytes.
    """

    aside: Path

    @property
    def staging(self) -> Path:
        """As in the home, aside."""
        return self.aside / "staging"

    @property
    def identities(self) -> Path:
        """As in the home, aside."""
        return self.aside / "identities"

    @property
    def rejects(self) -> Path:
        """As in the home, aside."""
        return self.aside / "rejects"

    @property
    def doubts(self) -> Path:
        """As in the home, aside."""
        return self.aside / "doubts"

    @property
    def corrections(self) -> Path:
        """As in the home, aside."""
        return self.aside / "corrections"


def of_run(home: Home, token: str) -> SharedFolder:
    """The folder of the run that has this token."""
    return SharedFolder(home.root / _NAME / token)


@contextmanager
def shared_folder(home: Home, known_ids: Iterable[str]) -> Iterator[tuple[str, SharedFolder]]:
    """Make the folder of a run, and its token; in the end what is left of any run goes.

    The caller holds the home, so no other run is there.
    """
    clear_shared(home)
    token = secrets.token_hex(8)
    folder = of_run(home, token)
    make_private_folder(home.root / _NAME)
    make_private_folder(folder.path)
    folder.sign.write_text("\n".join(sorted(known_ids)), encoding="ascii")
    try:
        yield token, folder
    finally:
        # A worker that is still at it may be writing here.
        folder.sign.unlink(missing_ok=True)
        clear_shared(home)


def clear_shared(home: Home) -> None:
    """Remove what runs that were broken off have left; a worker that is still at it ends soon."""
    shutil.rmtree(home.root / _NAME, ignore_errors=True)
