"""Where the made-up people live: the streets, communities and grids of the reference folder."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.places import Reference, load_reference

GRIDS_PER_COMMUNITY = 1309 / 376  # article 000's grids over the reference's communities
SMALL_DISTRICT = 20_000
RESIDENTS_PER_STREET = 250
RESIDENTS_PER_COMMUNITY = 110


@dataclass(frozen=True)
class Street:
    """A town or street office and every way in which the departments write its name."""

    code: str
    name: str
    spellings: tuple[str, ...]

    @property
    def is_rural(self) -> bool:
        """Town codes run from 100 on (domain: divisions)."""
        return int(self.code[-3:]) >= 100


@dataclass(frozen=True)
class Community:
    """A community, the index of its street and the number of its grids.

    `short_name` leaves the committee off, where that still names one community of the district.
    """

    code: str
    name: str
    short_name: str
    street: int
    grids: int


@dataclass(frozen=True)
class Places:
    """The part of the reference that a district of this size uses."""

    streets: tuple[Street, ...]
    communities: tuple[Community, ...]
    reused: tuple[str, ...]
    """Former names whose code another street has now, without a documented successor: who is
    written under one is placed nowhere, whatever other sources say."""
    nameless: tuple[str, ...]
    """Other former names without a documented successor: unknown, so other sources decide."""


def read_places(residents: int) -> Places:
    """Take every street of the reference, or some of them where the district is small."""
    reference = load_reference()
    former = _former_names(reference)
    rows = _choose_streets(reference.streets, former, residents)
    streets = tuple(_street(row, former) for row in rows)
    communities = _communities(reference.communities, streets, residents)
    return Places(streets, communities, *_names_that_place_nobody(reference, former))


def _former_names(reference: Reference) -> dict[str, list[str]]:
    """Former names by the code of the street that documents name as their successor."""
    found: dict[str, list[str]] = {}
    for row in reference.successions:
        if row["former_name"] != row["street_name"]:
            found.setdefault(row["street_code"], []).append(row["former_name"])
    return found


def _names_that_place_nobody(
    reference: Reference, former: dict[str, list[str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes = {row["street_code"] for row in reference.streets}
    current = {row["street_name"] for row in reference.streets}
    known = current | {name for names in former.values() for name in names}
    stems = {_stem(name) for name in current}
    reused: set[str] = set()
    nameless: set[str] = set()
    for row in reference.history:
        name = row["street_name"]
        if name not in known and _stem(name) not in stems:
            (reused if row["street_code"] in codes else nameless).add(name)
    return tuple(sorted(reused)), tuple(sorted(nameless))


def _choose_streets(
    rows: Sequence[dict[str, str]], old_names: dict[str, list[str]], residents: int
) -> Sequence[dict[str, str]]:
    if residents >= SMALL_DISTRICT:
        return rows
    count = min(len(rows), max(4, residents // RESIDENTS_PER_STREET))
    renamed = [row for row in rows if row["street_code"] in old_names]
    others = [row for row in rows if row["street_code"] not in old_names]
    wanted = renamed[: count // 3]
    spread = max(1, count - len(wanted))
    wanted += [others[i * len(others) // spread] for i in range(spread)]
    return sorted(wanted, key=lambda row: row["street_code"])


def _street(row: dict[str, str], old_names: dict[str, list[str]]) -> Street:
    name = row["street_name"]
    spellings = [name, *old_names.get(row["street_code"], [])]
    if name.endswith("街道"):
        spellings.append(f"{name}办事处")
    if _stem(name) != name:
        spellings.append(_stem(name))
    return Street(row["street_code"], name, tuple(spellings))


def _stem(name: str) -> str:
    for ending in ("街道办事处", "街道", "镇"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def _communities(
    rows: Sequence[dict[str, str]], streets: tuple[Street, ...], residents: int
) -> tuple[Community, ...]:
    spread = Counter(_short(row["community_name"]) for row in rows)
    index = {street.code: i for i, street in enumerate(streets)}
    taken: list[tuple[str, str, int]] = []
    for code, i in index.items():
        held = [row for row in rows if row["street_code"] == code]
        if residents < SMALL_DISTRICT:
            held = held[: max(2, residents // len(streets) // RESIDENTS_PER_COMMUNITY)]
        taken += [(row["community_code"], row["community_name"], i) for row in held]
    return tuple(
        Community(
            code,
            name,
            _short(name) if spread[_short(name)] == 1 else name,
            street,
            _grids_of(position),
        )
        for position, (code, name, street) in enumerate(taken)
    )


def _short(name: str) -> str:
    for ending in ("居民委员会", "村民委员会", "居委会", "村委会"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def _grids_of(position: int) -> int:
    """Spread the fractional grids evenly, so that all communities together have 1,309."""
    upto, before = (round(n * GRIDS_PER_COMMUNITY) for n in (position + 1, position))
    return upto - before
