"""Where a written place lies: towns and communities as departments spell them, and their codes.

Only the place's own reference files decide, never an identity number's county code and never
likeness of names: what is not known under its exact name, alias or documented former name is
unknown, and what was renamed without a documented successor stays unmatched.
"""

import csv
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipelines.errors import SanseError

_COLUMNS = {
    "streets.csv": ("street_code", "street_name"),
    "communities.csv": ("community_code", "community_name", "street_code"),
    "streets_history.csv": ("edition_date", "street_code", "street_name"),
    "street_successions.csv": (
        "former_code", "former_name", "street_code", "street_name", "evidence",
    ),
    "name_prefixes.csv": ("prefix",),
}  # fmt: skip

# A street or town is written with any of the endings of its own group, or with none.
_ENDINGS = (
    ("街道", "街道办事处", "街道办", "办事处"),
    ("镇", "镇人民政府", "镇政府"),
    ("乡", "乡人民政府", "乡政府"),
    ("省级自然保护区", "自然保护区", "保护区"),
    ("管区",),
)
_COMMITTEE = re.compile(r"(居民委员会|居委会|村民委员会|村委会)$")
_COMMUNITY = re.compile(r"(?<=.)(社区|村)$")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


class ReferenceNotReadable(SanseError):
    """A file of the reference folder is missing or not of the form that the folder explains."""


@dataclass(frozen=True)
class Reference:
    """A place's own files, as rows: see the package `reference` for the columns."""

    streets: tuple[dict[str, str], ...]
    communities: tuple[dict[str, str], ...]
    history: tuple[dict[str, str], ...]
    successions: tuple[dict[str, str], ...]
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """What a pair of town and community, as written, comes to.

    `street_code` is None where it cannot be told. `is_retired`: the town is a former name whose
    code now belongs to another street, without a documented successor. The keys are the same
    for all spellings of one place, so that households can be told apart by them.
    """

    street_code: str | None
    is_retired: bool
    town_key: str
    community_key: str


def load_reference(folder: Traversable | None = None) -> Reference:
    """Read the reference files: of `folder`, of SANSE_REFERENCE_DIR, else those shipped.

    Raises ReferenceNotReadable naming the file and the cure.
    """
    named = os.environ.get("SANSE_REFERENCE_DIR")
    place = folder or (Path(named) if named else files("reference"))
    rows = {name: _read_rows(place, name) for name in _COLUMNS}
    return Reference(
        streets=rows["streets.csv"],
        communities=rows["communities.csv"],
        history=rows["streets_history.csv"],
        successions=rows["street_successions.csv"],
        prefixes=tuple(row["prefix"] for row in rows["name_prefixes.csv"]),
    )


def _read_rows(folder: Traversable, name: str) -> tuple[dict[str, str], ...]:
    wanted = _COLUMNS[name]
    try:
        text = (folder / name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ReferenceNotReadable(
            f"区划资料 {name} 读不出来（要 UTF-8 文本）。没有它，各户分不到镇街。"
            "请检查 SANSE_REFERENCE_DIR 所指的文件夹。"
        ) from None
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != wanted:
        raise ReferenceNotReadable(
            f"区划资料 {name} 的表头应当是 {','.join(wanted)}。请照随软件所附的同名文件改正。"
        )
    rows = tuple(reader)
    if any(not isinstance(row[column], str) or None in row for row in rows for column in wanted):
        raise ReferenceNotReadable(f"区划资料 {name} 有的行列数不对，每行应当有 {len(wanted)} 项。")
    return rows


class Gazetteer:
    """Answers where a written place lies, by one place's reference files."""

    def __init__(self, reference: Reference) -> None:
        self._prefixes = sorted(map(_folded, reference.prefixes), key=len, reverse=True)
        self._streets = _street_names(reference)
        self._retired = _retired_names(reference, self._streets)
        self._communities = _community_names(reference.communities)
        self._street_of = {
            row["community_code"]: row["street_code"] for row in reference.communities
        }

    def find(self, town: str | None, community: str | None) -> Place:
        """Return what a town and a community, as written (or not), come to."""
        town_text = self._bare(town)
        street, community_text = self._split_street(self._bare(community))
        is_retired = town_text in self._retired
        if town_text:
            street = self._streets.get(town_text)
        codes = self._communities_called(community_text, street)
        if not town_text and street is None:
            street = _only(self._street_of[code] for code in codes)
        return Place(
            street_code=street,
            is_retired=is_retired,
            town_key=street or town_text,
            community_key=_only(codes) or _names_of(community_text)[-1],
        )

    def _bare(self, written: str | None) -> str:
        """Return a name without spaces and without the names of the places above it."""
        text = _folded(written or "")
        while prefix := next((one for one in self._prefixes if text.startswith(one)), ""):
            text = text.removeprefix(prefix)
        return text

    def _split_street(self, text: str) -> tuple[str | None, str]:
        """Take a street's full name off the front of a community's."""
        for length in range(len(text) - 1, 2, -1):
            head = text[:length]
            if head in self._streets and any(head.endswith(group) for group in _ALL_ENDINGS):
                return self._streets[head], text[length:]
        return None, text

    def _communities_called(self, text: str, street: str | None) -> set[str]:
        for name in _names_of(text):
            codes = self._communities.get(name, set())
            if street is not None:
                codes = {code for code in codes if self._street_of[code] == street}
            if codes:
                return codes
        return set()


_ALL_ENDINGS = tuple(ending for group in _ENDINGS for ending in group)


def _only(found: Iterable[str]) -> str | None:
    distinct = set(found)
    return distinct.pop() if len(distinct) == 1 else None


def _folded(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def _spellings(name: str) -> set[str]:
    """Return the ways in which a street's or town's name is written."""
    text = _folded(name)
    for group in _ENDINGS:
        longest_first = sorted(group, key=len, reverse=True)
        ending = next((one for one in longest_first if text.endswith(one)), "")
        stem = text.removesuffix(ending)
        if ending and stem:
            return {text, stem, *(stem + one for one in group)}
    return {text}


def _street_names(reference: Reference) -> dict[str, str]:
    """Return spelling → code of the streets of today, former names with a successor included.

    A spelling that would mean two streets means none of them.
    """
    today = _claims((row["street_name"], row["street_code"]) for row in reference.streets)
    former = _claims((row["former_name"], row["street_code"]) for row in reference.successions)
    names = {name: code for name, codes in former.items() if (code := _only(codes))}
    names |= {name: code for name, codes in today.items() if (code := _only(codes))}
    codes = {row["street_code"] for row in reference.streets}
    return names | {code: code for code in codes} | {f"{code}000": code for code in codes}


def _claims(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    claims: dict[str, set[str]] = defaultdict(set)
    for name, code in named:
        for spelling in _spellings(name):
            claims[spelling].add(code)
    return claims


def _retired_names(reference: Reference, known: Mapping[str, str]) -> frozenset[str]:
    """Return the spellings of former names whose code another street has today."""
    codes = {row["street_code"] for row in reference.streets}
    former = {row["street_name"] for row in reference.history if row["street_code"] in codes}
    return frozenset(
        spelling for name in former for spelling in _spellings(name) if spelling not in known
    )


def _community_names(communities: Iterable[Mapping[str, str]]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for row in communities:
        for name in {*_names_of(_folded(row["community_name"])), row["community_code"]}:
            names[name].add(row["community_code"])
    return names


def _names_of(text: str) -> tuple[str, ...]:
    """Return the ways of writing a community, the fullest first, the barest last.

    向阳社区居民委员会 → itself, 向阳社区, 向阳; 河西村委会 → itself, 河西村, 河西.
    """
    without = _COMMITTEE.sub("", text) or text
    village = f"{without}村" if text.endswith(("村民委员会", "村委会")) else without
    return tuple(dict.fromkeys((text, village, without, _COMMUNITY.sub("", without))))
