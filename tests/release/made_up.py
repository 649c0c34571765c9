"""A made-up screened district: the tables that a release is written from, and nothing before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.capacities import CAPACITIES_SCHEMA
from pipelines.inputs import RELEASES_SCHEMAS
from pipelines.months import Month
from pipelines.policy import Policy, policy_at
from pipelines.release import Released, list_dates, release_tables
from pipelines.settings import Home
from pipelines.warehouse import Connection, build_layer, create_table, open_warehouse
from schemas.tables import columns_in, contract_of
from tests.release.made_up_policies import policy_frames

STARTED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
COLOUR_RANKS = {"red": 3, "orange": 2, "yellow": 1, None: 0}
INDICATORS = ("severe_disability", "medical_burden", "no_stable_work")

Rows = list[dict[str, Any]]


@dataclass
class Household:
    """A household as screening leaves it; the first of its members is the head."""

    number: int
    colour: str | None
    score: int
    street_code: str = "370211001"
    street_name: str = "黄岛街道"
    community_name: str | None = "盐滩社区居民委员会"
    members: int = 2
    draws_basic_assistance: bool = False
    status: str | None = "new"
    months_listed: int = 1
    data_gaps: str | None = None
    already_receives: str | None = None

    @property
    def household_id(self) -> str:
        return f"H{self.number:011d}"

    def person_id(self, number: int) -> str:
        return f"P{self.number:07d}{number:04d}"


def made_up_identity(household: Household, number: int) -> dict[str, Any]:
    """An identity of the unassigned county 370299; its check character is of no account here."""
    birth = f"{1950 + 25 * number:04d}0101"
    return {
        "person_id": household.person_id(number),
        "id_number": f"370299{birth}{household.number % 1000:03d}{number}",
        "name": f"测试{household.number}号{'甲乙丙丁戊己'[number]}",
        "phone": f"1990000{household.number % 10000:04d}" if number else None,
        "address": f"{household.community_name or '某处'}{household.number}号楼"
        if not number
        else None,
        "row_number": household.number * 10 + number,
        "source": "community__residents",
        "delivery_rank": 1,
    }


def default_households() -> list[Household]:
    """Six listed households in two streets (one unplaced), and one below the border."""
    return [
        Household(1, "red", 80),
        Household(2, "red", 90, draws_basic_assistance=True, already_receives="最低生活保障"),
        Household(3, "orange", 50, status="worse", months_listed=4, community_name=None),
        Household(
            4, "yellow", 30, data_gaps="缺少“死亡人员信息”数据，1项指标未评估，不代表没有困难"
        ),
        Household(5, "yellow", 30, members=1),
        Household(6, "orange", 45, street_code="未匹配", street_name="未匹配", community_name=None),
        Household(7, None, 5, status=None, months_listed=0),
    ]


@dataclass
class District:
    """What a run's tables say; change a field, then `build`."""

    month: Month = field(default_factory=lambda: Month(2026, 10))
    households: list[Household] = field(default_factory=default_households)
    unlinked: int = 1
    statuses: dict[str, str] = field(default_factory=lambda: {"community__residents": "present"})
    accepted: int = 100
    not_assessed: Sequence[str] = ()
    capacities: dict[str, int] = field(default_factory=dict)
    queue: Sequence[tuple[str, str, int, int]] = ()

    @property
    def policy(self) -> Policy:
        return policy_at(self.month.as_of_date)

    def build(self, threads: int | None = None) -> Connection:
        """Put the tables into a warehouse in memory and build the outputs layer."""
        con = open_warehouse(None, threads=threads)
        for name, frame in self._frames().items():
            create_table(con, name, frame)
        dates = list_dates(self.policy.day, self.policy.parameters)
        build_layer(con, "outputs", {**self.policy.bound, **dates})
        return con

    def received(self) -> dict[str, Any]:
        """What the manifest tells of files and sources."""
        file = {
            "name": "2026-10/台账.csv",
            "delivery_month": str(self.month),
            "sha256": "0" * 64,
            "source": "community__residents",
            "received": self.accepted,
            "accepted": self.accepted,
            "rejected": 0,
            "repeated": 0,
            "reasons": {},
        }
        sources = {
            name: {
                "status": status,
                "delivery_month": str(self.month),
                "accepted": self.accepted,
                "reason": "",
                "title": "网格台账",
            }
            for name, status in self.statuses.items()
        }
        return {"files": [file], "sources": sources}

    def release(self, root: Path, threads: int | None = None) -> Released:
        """Build and release into a home below `root`."""
        con = self.build(threads)
        try:
            return release_tables(con, Home(root), self.policy, self.received(), STARTED)
        finally:
            con.close()

    def _frames(self) -> dict[str, pl.DataFrame]:
        everyone = [(h, number) for h in self.households for number in range(h.members)]
        return {
            "core.households": _core_households(self.households),
            "core.members": _members(everyone),
            "core.persons": _persons(everyone),
            "core.cohorts": pl.DataFrame(
                [
                    {
                        "person_id": h.person_id(0),
                        "household_id": h.household_id,
                        "cohort": cohort,
                    }
                    for h in self.households
                    for cohort in ("disability", "medical")
                ],
                schema=dict.fromkeys(("person_id", "household_id", "cohort"), pl.String),
            ),
            "core.certificates": _certificates(self.households),
            "core.medical_burdens": _burdens(self.households),
            "core.unlinked_records": pl.DataFrame(
                {"row_number": list(range(self.unlinked))}, schema={"row_number": pl.Int32}
            ),
            "identities.identities": pl.DataFrame(
                [made_up_identity(h, number) for h, number in everyone],
                schema_overrides={"row_number": pl.Int32, "delivery_rank": pl.Int32},
                infer_schema_length=None,
            ),
            "screening.households": _screened(self.households),
            "screening.contributions": _contributions(self.households),
            "screening.assessments": self._assessments(),
            "screening.counter_signs": _counter_signs(self.households),
            **policy_frames(self.households),
            "core.nominations": pl.DataFrame(schema=columns_in(contract_of("core", "nominations"))),
            "core.clue_households": pl.DataFrame(
                schema=columns_in(contract_of("core", "clue_households"))
            ),
            "core.late_records": pl.DataFrame(
                schema={
                    "source": pl.String,
                    "household_id": pl.String,
                    "late_rows_count": pl.Int64,
                    "earliest_date": pl.Date,
                }
            ),
            "releases.previous_households": pl.DataFrame(
                schema={"household_id": pl.String, "colour": pl.String, "score": pl.Int32}
            ),
            "releases.previous_queue": pl.DataFrame(
                self.queue, schema=RELEASES_SCHEMAS["previous_queue"], orient="row"
            ),
            "reference.capacities": pl.DataFrame(
                [(code, visits, "2026-01") for code, visits in self.capacities.items()],
                schema=CAPACITIES_SCHEMA,
                orient="row",
            ),
            "inputs.sources": pl.DataFrame(
                schema={"source": pl.String, "title": pl.String, "department": pl.String}
            ),
            "screening.indicator_states": pl.DataFrame(
                {"indicator": INDICATORS, "is_connected": [True] * len(INDICATORS)}
            ),
            "reference.streets": pl.DataFrame(
                {
                    "street_code": ["370211001", "370211002"],
                    "street_name": ["黄岛街道", "辛安街道"],
                }
            ),
            "inputs.indicators": pl.DataFrame(
                {
                    "indicator": INDICATORS,
                    "title": ("残疾程度", "医疗负担", "无稳定就业"),
                    "dimension": ("disability", "health", "income"),
                }
            ),
        }

    def _assessments(self) -> pl.DataFrame:
        rows = [
            {
                "household_id": h.household_id,
                "indicator": indicator,
                "status": "not_assessed" if indicator in self.not_assessed else "triggered",
            }
            for h in self.households
            for indicator in INDICATORS
        ]
        return pl.DataFrame(
            rows, schema=dict.fromkeys(("household_id", "indicator", "status"), pl.String)
        )


def _core_households(households: list[Household]) -> pl.DataFrame:
    rows = [
        {
            "household_id": h.household_id,
            "street_code": h.street_code,
            "street_name": h.street_name,
            "community_name": h.community_name,
            "grid_code": "G001" if h.community_name else None,
            "head_person_id": h.person_id(0),
            "members_count": h.members,
            "is_provisional": h.members == 1,
        }
        for h in households
    ]
    return pl.DataFrame(
        rows, schema_overrides={"members_count": pl.Int32}, infer_schema_length=None
    )


def _members(everyone: list[tuple[Household, int]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person_id": [h.person_id(n) for h, n in everyone],
            "household_id": [h.household_id for h, _ in everyone],
            "relationship": ["户主" if n == 0 else "之子" for _, n in everyone],
            "is_head": [n == 0 for _, n in everyone],
        }
    )


def _persons(everyone: list[tuple[Household, int]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person_id": [h.person_id(n) for h, n in everyone],
            "birth_date": [date(1950 + 25 * n, 1, 1) for _, n in everyone],
            "sex": ["男" for _ in everyone],
            "age_years": [76 - 25 * n for _, n in everyone],
        },
        schema_overrides={"age_years": pl.Int32},
    )


def _certificates(households: list[Household]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person_id": [h.person_id(0) for h in households],
            "disability_category": ["精神"] * len(households),
            "disability_grade": [1] * len(households),
        },
        schema_overrides={"disability_grade": pl.Int32},
    )


def _burdens(households: list[Household]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person_id": [h.person_id(0) for h in households],
            "burden_yuan": [Decimal("45000.00")] * len(households),
        },
        schema_overrides={"burden_yuan": pl.Decimal(18, 2)},
    )


def _screened(households: list[Household]) -> pl.DataFrame:
    rows = [
        {
            "household_id": h.household_id,
            "is_screened": True,
            "cohorts": "disability,medical",
            "score": h.score,
            "dimensions_count": 2,
            "colour": h.colour,
            "colour_rank": COLOUR_RANKS[h.colour],
            "status": h.status,
            "months_listed": h.months_listed,
            "reasons": "残联（2026-09-01）：精神一级残疾；医保（2026-10-20）：个人负担3万—5万元",
            "already_receives": h.already_receives,
            "draws_basic_assistance": h.draws_basic_assistance,
            "not_assessed_count": 0,
            "data_gaps": h.data_gaps,
        }
        for h in households
    ]
    integers = ("score", "dimensions_count", "colour_rank", "months_listed", "not_assessed_count")
    texts = ("colour", "status", "already_receives", "data_gaps")
    overrides = {**dict.fromkeys(integers, pl.Int32), **dict.fromkeys(texts, pl.String)}
    return pl.DataFrame(rows, schema_overrides=overrides, infer_schema_length=None)


def _counter_signs(households: list[Household]) -> pl.DataFrame:
    rows = [
        (
            h.household_id, None, "vehicles", "机动车", "public_security__vehicles", "机动车登记",
            date(2026, 9, 30), "登记有1辆汽车", "请核实车辆是否还在",
        )
        for h in households
        if h.colour == "red"
    ]  # fmt: skip
    schema = columns_in(contract_of("screening", "counter_signs"))
    return pl.DataFrame(rows, schema=schema, orient="row")


def _contributions(households: list[Household]) -> pl.DataFrame:
    rows: Rows = [
        {
            "household_id": h.household_id,
            "dimension": dimension,
            "indicator": indicator,
            "person_id": h.person_id(0),
            "amount": Decimal("1.00"),
            "observed_date": date(2026, 9, 1),
            "evidence": "精神一级残疾" if dimension == "disability" else "个人负担3—5万元",
            "points": points,
            "reason": f"残联（2026-09-01）：{indicator}",
        }
        for h in households
        for dimension, indicator, points in (
            ("disability", "severe_disability", 5),
            ("health", "medical_burden", h.score - 5),
        )
    ]
    return pl.DataFrame(rows, schema_overrides={"points": pl.Int32, "amount": pl.Decimal(18, 2)})
