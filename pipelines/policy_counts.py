"""How many households and persons stand how to each policy, for the manifest; counts only."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.benefits import Benefit, load_benefits
from pipelines.manifest import CountsDisagree, Json
from pipelines.selects import selects_of
from schemas.matches.entitlements import STATUSES

UNITS = ("cases", "persons", "households")

Row = Mapping[str, Any]


def told_policies(counts: Iterable[Row], released: pa.Table, day: date) -> dict[str, Json]:
    """Return by policy its title, how many cases were compared, and how many have each status.

    `counts` are rows of outputs.policy_counts, `released` is outputs.entitlements. A case is a
    household, or a person where the policy is a person's. A policy in force on the day that
    concerns nobody is told with zeros. Raises CountsDisagree where a case has no status or two,
    or where the released table holds other cases.
    """
    told = {name: _nobody(benefit) for name, benefit in _compared(day).items()}
    for row in counts:
        entry = told.setdefault(row["policy"], {"title": row["title"], "grain": row["grain"]})
        entry["cases"] = _cases(row)
        entry[row["status"]] = {unit: row[f"{unit}_count"] for unit in UNITS}
    there = {row["values"]: row["counts"] for row in released["policy"].value_counts().to_pylist()}
    for policy, entry in told.items():
        _check(entry, there.get(policy, 0))
    return dict(sorted(told.items()))


def _compared(day: date) -> dict[str, Benefit]:
    benefits = load_benefits()
    names = (select.name for select in selects_of("entitlements"))
    return {name: benefits[name] for name in names if benefits[name].is_in_force(day)}


def _nobody(benefit: Benefit) -> Json:
    zeros = {status: dict.fromkeys(UNITS, 0) for status in STATUSES}
    return {"title": benefit.title, "grain": benefit.grain, "cases": 0, **zeros}


def _cases(row: Row) -> int:
    """Each case answers every condition of its policy once: else answers were lost or doubled."""
    cases, odd = divmod(row["answers_count"], row["conditions_count"])
    if odd:
        raise _disagreeing(row["title"], row["answers_count"], cases * row["conditions_count"])
    return int(cases)


def _check(entry: Json, released: int) -> None:
    counted = sum(entry[status]["cases"] for status in STATUSES)
    if counted != entry["cases"]:
        raise _disagreeing(entry["title"], entry["cases"], counted)
    to_release = counted - entry["does_not"]["cases"]
    if released != to_release:
        raise _disagreeing(entry["title"], to_release, released)


def _disagreeing(title: str, compared: int, counted: int) -> CountsDisagree:
    return CountsDisagree(
        f"{title}：应当有 {compared} 条对照，数出来是 {counted} 条，说明有对照丢失或重复。"
        "没有发布。请保留现场并报告开发人员。"
    )


def told_likely(released: pa.Table, watchlists: pa.Table) -> Json:
    """Return how many households may be due something, and how many of those are listed."""
    may_qualify = pc.equal(released["status"], "may_qualify")
    likely = set(released.filter(may_qualify)["household_id"].unique().to_pylist())
    listed = likely & set(watchlists["household_id"].to_pylist())
    return {"households": len(likely), "listed_households": len(listed)}
