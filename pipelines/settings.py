"""Where a home keeps what, and the key that turns identity numbers into person ids."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import SanseError
from pipelines.months import Month, parse_month

KEY_BYTES = 32
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]{64}")


class KeyNotUsable(SanseError):
    """The key file is missing, unreadable or empty."""


@dataclass(frozen=True)
class Home:
    """The one folder that holds everything a place has received and computed.

    Identity numbers, names and phones stand in `raw`, `identities`, `rejects`, `returns`,
    `dispatches` and `reminders` alone, and in what is made for people to read: a release's lists
    and its folder `district`, the ledger's `conflicts.xlsx`.
    """

    root: Path

    @property
    def key_path(self) -> Path:
        """The key made on first use, unless SANSE_KEY_FILE names another."""
        return self.root / "key"

    @property
    def raw(self) -> Path:
        """Received bytes, untouched: `<source>/<sha256><suffix>`."""
        return self.root / "raw"

    @property
    def staging(self) -> Path:
        """Typed rows without identities: `<source>/<sha256>.parquet`."""
        return self.root / "staging"

    @property
    def identities(self) -> Path:
        """Who a person id is: `<source>/<sha256>.parquet`."""
        return self.root / "identities"

    @property
    def rejects(self) -> Path:
        """Rows that broke their contract, with reasons: `<source>/<sha256>.parquet`."""
        return self.root / "rejects"

    @property
    def doubts(self) -> Path:
        """What is doubtful in rows that were taken: `<source>/<sha256>.parquet`."""
        return self.root / "doubts"

    @property
    def corrections(self) -> Path:
        """Which rows a returned file mends: `<source>/<sha256>.parquet`."""
        return self.root / "corrections"

    @property
    def returns(self) -> Path:
        """Workbooks that go back to be mended: `<department>/<file>-退回.xlsx`."""
        return self.root / "returns"

    @property
    def profiles(self) -> Path:
        """What a content is like, to compare months by: `<source>/<sha256>...`."""
        return self.root / "profiles"

    @property
    def register_path(self) -> Path:
        """The register of all deliveries and their counts."""
        return self.root / "register.json"

    @property
    def releases(self) -> Path:
        """Accepted releases, one folder a month."""
        return self.root / "releases"

    @property
    def refused(self) -> Path:
        """Why releases were refused, one folder a month."""
        return self.root / "refused"

    @property
    def prefect(self) -> Path:
        """The scheduler's own database and settings."""
        return self.root / "prefect"

    def warehouse_path(self, month: Month) -> Path:
        """Return the database file of one month's run."""
        return self.root / "warehouse" / f"{month}.duckdb"

    def spark_path(self, month: Month) -> Path:
        """Return the folder of the tables that Spark computed for one month's run."""
        return self.root / "warehouse" / f"{month}.spark"

    def release_path(self, month: Month) -> Path:
        """Return the folder of one month's release."""
        return self.releases / str(month)

    def ledger_path(self, month: Month) -> Path:
        """Return the folder of one month's ledger; only its owner opens it."""
        return self.root / "ledger" / str(month)

    def released_months(self) -> list[Month]:
        """Return the months that have an accepted release, in order.

        A folder of another name (a copy laid aside, a release being built) is none.
        """
        manifests = self.releases.glob("????-??/manifest.json")
        named = (path.parent.name for path in manifests)
        return [parse_month(name) for name in sorted(named) if _MONTH.fullmatch(name)]

    def refused_path(self, month: Month) -> Path:
        """Return the folder that says why one month's release was refused."""
        return self.refused / str(month)


def default_home() -> Home:
    """Return the home that SANSE_HOME names, else `./home`."""
    return Home(Path(os.environ.get("SANSE_HOME") or "home").absolute())


def default_inbox(home: Home) -> Path:
    """Return the inbox that SANSE_INBOX names, else `<home>/inbox`."""
    named = os.environ.get("SANSE_INBOX")
    return Path(named).absolute() if named else home.root / "inbox"


def make_private_folder(path: Path) -> Path:
    """Make a folder (and its parents) that only its owner can open, and return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def load_key(home: Home) -> bytes:
    """Return the 32 bytes that key the person ids of this home.

    The key is an input of a run: the file that SANSE_KEY_FILE names, else one made on first
    use in the home. Another key gives other person ids, so the file is never replaced.

    Raises KeyNotUsable where the file named is missing, unreadable or empty.
    """
    named = os.environ.get("SANSE_KEY_FILE")
    if named:
        return _read_key(Path(named))
    if not home.key_path.exists():
        _make_key(home.key_path)
    return _read_key(home.key_path)


def _read_key(path: Path) -> bytes:
    try:
        content = path.read_bytes().strip()
    except OSError:
        raise KeyNotUsable(
            f"密钥文件 {path} 读不出来。人员编号由它算出，没有它，各月名单就接不上。"
            "请放回原来的密钥文件，或检查 SANSE_KEY_FILE 和文件权限。"
        ) from None
    if not content:
        raise KeyNotUsable(
            f"密钥文件 {path} 是空的。人员编号由它算出，没有它，各月名单就接不上。"
            "请放回原来的密钥文件；新的地方可用 openssl rand -hex 32 的输出。"
        )
    return _key_of(content)


def _key_of(content: bytes) -> bytes:
    """Return 32 bytes: those that 64 hexadecimal characters write, else a digest of the content.

    A bureau may bring a key of its own making, in whatever form its safe gives it out.
    """
    if _HEXADECIMAL.fullmatch(content):
        return bytes.fromhex(content.decode("ascii"))
    return hashlib.blake2b(content, digest_size=KEY_BYTES).digest()


def _make_key(path: Path) -> None:
    """Write a new key whole or not at all, so that two first runs at once agree on one."""
    import secrets  # once in a home's life

    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".key-{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
        # A hard link fails where the name is taken, which a rename would overwrite.
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink()
