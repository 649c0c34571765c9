"""What the indicators on the further kinds must find, by household, worked out from the facts.

Written to `truth/<month>/signs.csv`: the indicator, the household as in `cohorts.csv`, and the
amount. Only households with somebody of a cohort are looked at, and of them only the living:
`followed.csv`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from pipelines.district import truth
from pipelines.district.assistance import CATEGORIES
from pipelines.district.inbox import write_rows
from pipelines.district.kinds.lives import ADULT, ELDER, whole_years
from pipelines.district.kinds.pleas import OF_NEED
from pipelines.district.kinds.shape import Told
from pipelines.district.kinds.welfare import SEVERE_GRADE
from pipelines.district.world import World
from pipelines.months import Month

DISASTER_MONTHS = 12
DISASTER_LOSS_FEN = 1_000_000
INTERRUPTED_MONTHS = 3
DIVORCE_MONTHS = 12
PLEA_MONTHS = 6
CHARITY_MONTHS = 6
BASIC = [
    place
    for place, words in enumerate(CATEGORIES)
    if any(word in words for word in ("低保", "最低生活保障", "特困")) and "边缘" not in words
]
"""Kinds of assistance that include the basic one."""
WITH_CARE = [
    place for place, words in enumerate(CATEGORIES) if "特困" in words or "残疾人两项补贴" in words
]
"""Kinds of assistance that include care, or are the subsidy itself."""
UNREPAIRED = ("未改造", "改造中")
OF_WORKING_AGE = pl.col("age").is_between(ADULT, ELDER - 1)


@dataclass(frozen=True)
class Case:
    """What is known at the end of one month: who is screened, and what was told of them."""

    world: World
    month: Month
    truth: truth.Month
    told: Sequence[Told]

    def members(self) -> pl.DataFrame:
        """The living of screened households: `person`, `household`, `age`."""
        cohorts = np.any(list(self.truth.cohorts.values()), axis=0)
        followed = np.isin(self.truth.households, self.truth.households[cohorts])
        people = np.flatnonzero(followed & ~self.truth.is_dead)
        ages = whole_years(self.world.people.births, np.datetime64(self.month.as_of_date))
        return pl.DataFrame(
            {
                "person": people,
                "household": self.truth.households[people],
                "age": ages[people],
            }
        )

    def newest(self, source: str) -> pl.DataFrame:
        """What the newest delivery of a list says of them; nothing before the first."""
        return self._of_members(self._delivered(source)[-1])

    def all_of(self, source: str) -> pl.DataFrame:
        """What all deliveries of events say of them."""
        return self._of_members(self.facts_of(source))

    def facts_of(self, source: str) -> pl.DataFrame:
        """What all deliveries of events say, of whomever."""
        return pl.concat(self._delivered(source))

    def _delivered(self, source: str) -> list[pl.DataFrame]:
        told = [one for one in self.told if one.source == source]
        return [told[0].facts.clear(), *(one.facts for one in told if one.month <= self.month)]

    def _of_members(self, facts: pl.DataFrame) -> pl.DataFrame:
        return facts.join(self.members(), on="person", how="inner")

    def is_recent(self, column: str, months: int) -> pl.Expr:
        """Whether a date lies in so many calendar months up to this one."""
        end = self.month.as_of_date
        date = pl.col(column)
        ago = 12 * (end.year - date.dt.year()) + end.month - date.dt.month().cast(pl.Int32)
        return (date <= end) & (ago < months)


Sign = Callable[[Case], pl.DataFrame]


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("household").agg(amount=pl.col("person").n_unique())


def _worst(rows: pl.DataFrame, amount: pl.Expr) -> pl.DataFrame:
    return rows.group_by("household").agg(amount=amount.max())


def worker_away(case: Case) -> pl.DataFrame:
    """People of working age who cannot come home."""
    end = case.month.as_of_date
    return _counted(
        case.newest("justice__prison_terms").filter(
            pl.col("term_kind").is_in(["在押", "强制戒毒"]),
            pl.col("end_date") > end,
            OF_WORKING_AGE,
        )
    )


def dangerous_dwelling(case: Case) -> pl.DataFrame:
    """The worst dwelling: 2 where of grade D, 1 where of grade C, 0 where safe or repaired."""
    grade = pl.col("danger_grade").replace_strict(
        {"A": 0, "B": 0, "C": 1, "D": 2}, return_dtype=pl.Int64
    )
    danger = pl.when(pl.col("repair_status").is_in(UNREPAIRED)).then(grade).otherwise(0)
    return _worst(case.newest("housing__unsafe_dwellings"), danger)


def disaster_damage(case: Case) -> pl.DataFrame:
    """The worst damage of the last twelve months; a large loss counts as some damage."""
    damage = pl.col("house_damage").replace_strict(
        {"倒塌": 3, "严重损坏": 2, "一般损坏": 1, "无": 0}, return_dtype=pl.Int64
    )
    is_large = pl.col("loss_yuan") >= DISASTER_LOSS_FEN
    rows = case.all_of("emergency__disaster_records").filter(
        case.is_recent("disaster_date", DISASTER_MONTHS)
    )
    found = _worst(rows, pl.max_horizontal(damage, is_large.cast(pl.Int64)))
    return found.filter(pl.col("amount") > 0)


def severe_illness(case: Case) -> pl.DataFrame:
    """Those under treatment for a severe illness; a chronic disease alone does not count."""
    return _counted(
        case.newest("health__severe_illness").filter(
            pl.col("management_kind") != "慢病签约",
            pl.col("is_in_treatment"),
            pl.col("confirmed_date") <= case.month.as_of_date,
        )
    )


def registered_unemployed(case: Case) -> pl.DataFrame:
    """People of working age who are registered as out of work."""
    rows = case.newest("human_resources__unemployment")
    return _counted(rows.filter(pl.col("status") == "登记失业", OF_WORKING_AGE))


def insurance_interrupted(case: Case) -> pl.DataFrame:
    """People of working age who have not paid for three months and more."""
    rows = case.newest("human_resources__social_insurance").filter(
        pl.col("payment_status") == "中断",
        ~case.is_recent("last_paid_month", INTERRUPTED_MONTHS),
        OF_WORKING_AGE,
    )
    return _counted(rows)


def compulsory_school_broken(case: Case) -> pl.DataFrame:
    """Minors who left or paused compulsory school."""
    return _counted(
        case.newest("education__student_rolls").filter(
            pl.col("school_stage").is_in(["小学", "初中"]),
            pl.col("enrolment_status") != "在读",
            pl.col("age") < ADULT,
        )
    )


def school_beyond_compulsory(case: Case) -> pl.DataFrame:
    """Pupils and students from the upper schools to the first degree."""
    return _counted(
        case.newest("education__student_rolls").filter(
            pl.col("school_stage").is_in(["普通高中", "中职", "大专", "本科"]),
            pl.col("enrolment_status") == "在读",
        )
    )


def unattended_children(case: Case) -> pl.DataFrame:
    """2 where a child has no parents who bring it up, 1 where it is in need otherwise."""
    need = pl.when(pl.col("child_kind") == "困境儿童").then(1).otherwise(2)
    return _worst(case.newest("civil_affairs__orphans"), need)


def care_subsidy_missing(case: Case) -> pl.DataFrame:
    """Severely disabled people who draw no subsidy for care, nor what includes it."""
    snapshot = case.world.calendar.snapshots.index(case.month)
    holders, seen = case.world.holders, case.world.seen[snapshot]
    severe = np.zeros(len(case.world.people), dtype=bool)
    severe[holders.people[holders.grades <= SEVERE_GRADE]] = True
    homes = case.world.people.homes
    covered = seen.assisted & np.isin(homes % len(CATEGORIES), WITH_CARE)
    for_care = pl.col("subsidy_kind").is_in(["重度残疾人护理补贴", "两项补贴"])
    subsidised = case.newest("civil_affairs__disability_subsidies").filter(for_care)
    due = np.flatnonzero(case.truth.cohorts["disability"] & severe & ~covered)
    missing = pl.DataFrame({"person": due}).join(subsidised, on="person", how="anti")
    return _counted(missing.join(case.members(), on="person"))


def divorced_with_children(case: Case) -> pl.DataFrame:
    """Minors of homes in which somebody parted in the last year and did not marry again."""
    rows = case.facts_of("civil_affairs__marriages").filter(pl.col("registration_kind") != "补领")
    sides = pl.concat(
        [
            rows.select("person", "registration_kind", "registered_date"),
            rows.select(pl.col("spouse").alias("person"), "registration_kind", "registered_date"),
        ]
    ).filter(
        pl.col("registration_kind") == "离婚", case.is_recent("registered_date", DIVORCE_MONTHS)
    )
    members = case.members()
    parted = members.join(sides, on="person", how="semi")
    children = members.filter(pl.col("age") < ADULT)
    return _counted(children.join(parted, on="household", how="semi"))


def recent_pleas(case: Case) -> pl.DataFrame:
    """Pleas of need in the last six months."""
    pleas = pl.concat(
        [
            case.all_of(source).select("household", "plea", "topic", "received_date")
            for source in ("hotline__clues", "petition__clues")
        ]
    )
    needy = pleas.filter(
        pl.col("topic").is_in(OF_NEED), case.is_recent("received_date", PLEA_MONTHS)
    )
    return needy.group_by("household").agg(amount=pl.len())


def charity_relief(case: Case) -> pl.DataFrame:
    """Payments of charities in the last six months to homes that draw no basic assistance."""
    seen = case.world.seen[case.world.calendar.snapshots.index(case.month)]
    basic = np.isin(case.world.people.homes % len(CATEGORIES), BASIC)
    drawing = pl.DataFrame({"person": np.flatnonzero(seen.assisted & basic)})
    drawing = case.members().join(drawing, on="person", how="semi")
    paid = case.all_of("charity__relief").filter(case.is_recent("paid_date", CHARITY_MONTHS))
    rows = paid.join(drawing, on="household", how="anti")
    return rows.group_by("household").agg(amount=pl.len())


def union_hardship_file(case: Case) -> pl.DataFrame:
    """The gravest file of the union's."""
    grade = pl.col("hardship_grade").replace_strict(
        {"深度困难": 3, "意外致困": 2, "相对困难": 1}, return_dtype=pl.Int64
    )
    return _worst(case.newest("trade_union__hardship_files"), grade)


SIGNS: dict[str, Sign] = {
    "worker_away": worker_away,
    "dangerous_dwelling": dangerous_dwelling,
    "disaster_damage": disaster_damage,
    "severe_illness": severe_illness,
    "registered_unemployed": registered_unemployed,
    "insurance_interrupted": insurance_interrupted,
    "compulsory_school_broken": compulsory_school_broken,
    "school_beyond_compulsory": school_beyond_compulsory,
    "unattended_children": unattended_children,
    "care_subsidy_missing": care_subsidy_missing,
    "divorced_with_children": divorced_with_children,
    "recent_pleas": recent_pleas,
    "union_hardship_file": union_hardship_file,
    "charity_relief": charity_relief,
}


def write_signs(
    world: World, told: Sequence[Told], truths: Sequence[truth.Month], folder: Path
) -> None:
    """Write what each indicator must find in each snapshot month."""
    for month, known in zip(world.calendar.snapshots, truths, strict=True):
        case = Case(world, month, known, told)
        rows = [
            (indicator, household, amount)
            for indicator, find in SIGNS.items()
            for household, amount in find(case).select("household", "amount").rows()
        ]
        write_rows(folder / str(month) / "signs.csv", ("sign", "household", "weight"), sorted(rows))
        followed = case.members()
        ids = world.people.ids.gather(followed["person"])
        frame = pl.DataFrame({"id_number": ids, "household": followed["household"]})
        frame.sort("id_number").write_csv(folder / str(month) / "followed.csv")
