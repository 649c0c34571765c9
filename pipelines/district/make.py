"""Make a whole district: inbox and truth."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pipelines.district.assistance import deliver_assistance
from pipelines.district.bills import PUBLISHED_PER_RESIDENT, Account, plan_spending
from pipelines.district.certificates import deliver_certificates
from pipelines.district.death_records import deliver_deaths
from pipelines.district.inbox import Inbox
from pipelines.district.kinds import deliver_kinds
from pipelines.district.kinds.signs import write_signs
from pipelines.district.poverty_roster import deliver_roster
from pipelines.district.residents import deliver_residents
from pipelines.district.settlements import deliver_settlements
from pipelines.district.strays import deliver_strays
from pipelines.district.truth import write_truth
from pipelines.district.world import World, make_world
from pipelines.district.yearly_burdens import deliver_yearly_burdens
from pipelines.errors import SanseError
from pipelines.months import Month

FEWEST_RESIDENTS = 1_000
DEFAULT_LAST_MONTH = Month(2026, 10)
Kinds = Literal["all", "core"]


class DistrictNotPossible(SanseError):
    """The district asked for cannot be made."""


def make_district(
    residents: int,
    months: int,
    seed: int,
    out: Path,
    last_month: Month = DEFAULT_LAST_MONTH,
    *,
    settlements_per_year: int | None = None,
    kinds: Kinds = "all",
    progress: Callable[[str], None] | None = None,
) -> None:
    """Write `out/inbox`, the departments' files, and `out/truth`, what a right run must find.

    `months` months of events end with `last_month`; the last two of them bring snapshots.
    `kinds`: "core" leaves out all but the seven kinds that the screening began with, whose files
    are the same either way. Settlements default to article 000's proportion: 20 million a year at
    1.9 million residents.
    The same arguments give the same bytes. Raises DistrictNotPossible for fewer than 1,000
    residents, for no months, and where `out` holds a district already.
    """
    _check(residents, months, out)
    say = progress or (lambda _line: None)
    say(f"编造 {residents:,} 名居民")
    world = make_world(residents, months, seed, last_month)
    inbox = Inbox(out / "inbox")
    yearly_rows = (
        round(residents * PUBLISHED_PER_RESIDENT)
        if settlements_per_year is None
        else settlements_per_year
    )
    _deliver_registers(world, inbox, say)
    say(f"写出 {months} 个月的医保结算，每月约 {yearly_rows // 12:,} 行")
    account = Account(residents)
    deliver_settlements(world, inbox, plan_spending(world), yearly_rows // 12, account)
    yearly = deliver_yearly_burdens(world, inbox)
    deliver_strays(world, inbox)
    told = []
    if kinds == "all":
        say("写出其他部门的数据")
        told = deliver_kinds(world, inbox)
    say("写出真值表")
    inbox.write_tables(out / "truth")
    truths = write_truth(world, account, yearly, out / "truth")
    if told:
        write_signs(world, told, truths, out / "truth")


def _check(residents: int, months: int, out: Path) -> None:
    if residents < FEWEST_RESIDENTS:
        raise DistrictNotPossible(
            f"居民至少要 {FEWEST_RESIDENTS:,} 人，才放得下各种边界情形。请加大 --residents。"
        )
    if months < 1:
        raise DistrictNotPossible("至少要有一个月。请把 --months 改为 1 或更大。")
    for name in ("inbox", "truth"):
        if (out / name).exists():
            raise DistrictNotPossible(
                f"输出目录里已经有 {name}：新旧文件混在一起，真值表就不再成立。请换一个空目录。"
            )


def _deliver_registers(world: World, inbox: Inbox, say: Callable[[str], None]) -> None:
    for snapshot, month in enumerate(world.calendar.snapshots):
        say(f"写出 {month} 的名册和台账")
        deliver_certificates(world, inbox, snapshot)
        deliver_residents(world, inbox, snapshot)
        deliver_roster(world, inbox, snapshot)
        deliver_assistance(world, inbox, snapshot)
    for position in range(len(world.calendar.months)):
        deliver_deaths(world, inbox, position)
