"""Who signed a month's release: kept beside the releases, bound to the manifest's checksum."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pipelines.errors import SanseError
from pipelines.manifest import MANIFEST, write_json
from pipelines.months import Month
from pipelines.settings import Home, make_private_folder

_LONGEST = 40
_NUMBER = re.compile(r"\d{6,}")
_KEYS = ("name", "office", "signed_at", "manifest_sha256")


class NotSignable(SanseError):
    """What was told of the signer, or what is to be signed, is not as it must be."""


class SignaturesNotReadable(SanseError):
    """The file of a month's signatures is damaged."""


@dataclass(frozen=True)
class Signature:
    """One person's signature; `signed_at` is a moment in ISO form with its offset."""

    name: str
    office: str
    signed_at: str
    manifest_sha256: str


@dataclass(frozen=True)
class Signing:
    """The signatures of a month against the manifest of its release: those that hold, and not."""

    manifest_sha256: str
    signatures: tuple[Signature, ...]

    @property
    def valid(self) -> tuple[Signature, ...]:
        """Those of this very release."""
        return tuple(one for one in self.signatures if one.manifest_sha256 == self.manifest_sha256)

    @property
    def void(self) -> tuple[Signature, ...]:
        """Those given to the month before its release was made anew."""
        return tuple(one for one in self.signatures if one.manifest_sha256 != self.manifest_sha256)

    @property
    def sentence(self) -> str:
        """Whether the month is signed, in a sentence that names nobody."""
        if self.valid:
            return f"已签发（{len(self.valid)} 人）。"
        if self.void:
            return "尚未签发：名单重新生成过，内容有变，原来的签发已作废，请重新签发。"
        return "尚未签发。"


def signing_of(home: Home, month: Month, release: Path | None = None) -> Signing:
    """Return who signed a month, held against the manifest in `release` (default: its own)."""
    manifest = (release or home.release_path(month)) / MANIFEST
    checksum = hashlib.sha256(manifest.read_bytes()).hexdigest()
    return Signing(checksum, read_signatures(home, month))


def signatures_path(home: Home, month: Month) -> Path:
    """Return the file of a month's signatures."""
    return home.root / "signatures" / f"{month}.json"


def read_signatures(home: Home, month: Month) -> tuple[Signature, ...]:
    """Read a month's signatures in order of time; raises SignaturesNotReadable."""
    path = signatures_path(home, month)
    if not path.exists():
        return ()
    try:
        written = json.loads(path.read_text(encoding="utf-8"))["signatures"]
        return tuple(sorted((_read(one) for one in written), key=_order))
    except (ValueError, KeyError, TypeError):
        raise SignaturesNotReadable(
            f"签发记录 {path} 读不出来，可能被改动或损坏。"
            "请从备份恢复；没有备份的，把它移到别处，再请各位重新签发。"
        ) from None


def _read(written: Mapping[str, object]) -> Signature:
    texts = {key: written[key] for key in _KEYS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError
    read = Signature(**{key: str(text) for key, text in texts.items()})
    # Moments are compared: one without its offset is none.
    if datetime.fromisoformat(read.signed_at).utcoffset() is None:
        raise ValueError
    return read


def _order(one: Signature) -> tuple[datetime, str, str]:
    return datetime.fromisoformat(one.signed_at), one.name, one.office


def add_signature(home: Home, month: Month, new: Signature) -> None:
    """Write a signature down; it takes the place of an earlier one of the same person."""
    kept = [
        one
        for one in read_signatures(home, month)
        if (one.name, one.office) != (new.name, new.office)
    ]
    path = signatures_path(home, month)
    make_private_folder(path.parent)
    aside = path.with_suffix(".new")
    told = [asdict(one) for one in sorted([*kept, new], key=_order)]
    write_json(aside, {"month": str(month), "signatures": told})
    aside.chmod(0o600)
    aside.replace(path)


def told_as(what: str, written: str) -> str:
    """Return a name or office as it is kept; raises NotSignable naming what is wrong with it."""
    text = " ".join(unicodedata.normalize("NFC", written).split())
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise NotSignable(f"{what}要写 1 到 {_LONGEST} 个字，不能空着，也不能有看不见的字符。")
    if _NUMBER.search(text):
        raise NotSignable(f"{what}里有一串数字：只写{what}，不要写证件号码或电话。")
    return text
