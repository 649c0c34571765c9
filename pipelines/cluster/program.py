"""Which program this is: a worker of another would stage other bytes."""

import functools
import hashlib
import platform
from collections.abc import Iterator
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

# What reads and writes the bytes; the rest of the environment has no part in staging.
_PACKAGES = (
    "lxml", "msoffcrypto-tool", "numpy", "olefile", "pandera", "polars", "pyarrow",
    "python-calamine",
)  # fmt: skip


@functools.cache
def program_fingerprint() -> str:
    """A short hash of the code, the contracts, Python and the packages that read and write."""
    digest = hashlib.blake2b(digest_size=16)
    for part in _parts():
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _parts() -> Iterator[bytes]:
    yield platform.python_version().encode()
    for package in _PACKAGES:
        yield f"{package} {metadata.version(package)}".encode()
    for folder in ("pipelines", "schemas"):
        yield from _contents(files(folder))


def _contents(folder: Traversable) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield entry.name.encode()
            yield from _contents(entry)
        elif entry.is_file() and not entry.name.startswith("."):
            yield entry.name.encode()
            yield entry.read_bytes()
