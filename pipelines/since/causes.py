"""Where the cause of one indicator's change is looked for, in a fixed order.

Who lives there, who is screened, how points are given, what came late, what came no more or came
new, what time has passed. What none of them explains has no cause, and is told so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.since.moves import moves
from pipelines.since.rules import Rules, indicators, parameters_of
from pipelines.since.snapshots import Row, Snapshot
from schemas.sources import source_named

_COHORT_SOURCES = {
    "disability": ("disabled_federation__certificates",),
    "medical": ("medical_insurance__settlements", "medical_insurance__yearly_burdens"),
    "poverty_roster": ("rural_affairs__poverty_roster",),
    "nominated": ("field__visit_results",),
}
_WINDOWS = ("_window_months", "nomination_months")


@dataclass(frozen=True)
class Beside:
    """Two releases beside each other, to look for the cause of one indicator's change."""

    before: Snapshot
    after: Snapshot
    rules: Rules

    @property
    def joined(self) -> frozenset[str]:
        """The persons who are in the household now and were not."""
        return self.after.members - self.before.members

    @property
    def left(self) -> frozenset[str]:
        """The persons who were in the household and are not now."""
        return self.before.members - self.after.members

    def points(self, name: str) -> int:
        """By how many points an indicator changed."""
        return self.points_in(self.after, name) - self.points_in(self.before, name)

    def points_in(self, one: Snapshot, name: str) -> int:
        """The points of an indicator in one of the releases."""
        return int(one.points[name]["points"]) if name in one.points else 0

    def is_same_record(self, name: str) -> bool:
        """Whether both releases give the indicator from the same words of the same person."""
        old, new = self.before.points.get(name), self.after.points.get(name)
        keys = ("evidence", "person_id")
        return bool(old and new and all(old[key] == new[key] for key in keys))

    def cap(self, dimension: str) -> int | None:
        """The most points that a dimension gives on the later day."""
        caps = {one.name: one.cap for one in self.rules.scorecards[1].dimensions}
        return caps.get(dimension)

    def totals(self, dimension: str) -> tuple[int, ...]:
        """The points of a dimension in both releases."""
        return tuple(
            sum(row["points"] for row in one.points.values() if row["dimension"] == dimension)
            for one in (self.before, self.after)
        )

    def said(self, name: str) -> list[str]:
        """What the record says now and said before."""
        if self.is_same_record(name):
            return []
        old, new = self.before.points.get(name), self.after.points.get(name)
        return [
            f"以前：{_words(old) if old else '没有这一项'}",
            f"现在：{_words(new) if new else '没有这一项'}",
        ]

    def cause(self, name: str) -> tuple[str | None, list[str]]:
        """Return the cause of an indicator's change, or None, and its evidence in sentences."""
        for look in (
            self._entered_or_left,
            self._not_scored,
            self._moved_person,
            self._rescored,
            self._came_late,
            self._other_members,
            self._interrupted,
            self._time,
            self._came_new,
            self._rule_alone,
        ):
            if found := look(name):
                return found
        return None, [_no_cause(self.sources(name))]

    def sources(self, name: str) -> tuple[str, ...]:
        """The sources that an indicator is computed from."""
        if name not in indicators():
            return ()
        return tuple(re.split(r"[,|]", indicators()[name].header["sources"]))

    def _not_scored(self, name: str) -> tuple[str, list[str]] | None:
        """The scorecard of one of the days does not have the indicator: then nothing else counts.

        A source that had never come is told besides.
        """
        told = self.rules.of_being_scored(name)
        if not told:
            return None
        first = [s for s in self.sources(name) if not self.before.contents.get(s)]
        return "rule", [*told, *self._new(first)]

    def _moved_person(self, name: str) -> tuple[str, list[str]] | None:
        old, new = self.before.points.get(name), self.after.points.get(name)
        joined = new is not None and new["person_id"] in self.joined
        left = old is not None and old["person_id"] in self.left
        return ("linkage", self.moves()) if joined or left else None

    def _other_members(self, name: str) -> tuple[str, list[str]] | None:
        """A household's own circumstances, told of no single person, go with its members."""
        row = self.after.points.get(name) or self.before.points[name]
        is_of_all = row["person_id"] is None and row["dimension"] == "household"
        return ("linkage", self.moves()) if is_of_all and (self.joined or self.left) else None

    def moves(self) -> list[str]:
        """Who came into the household and who left it, in sentences."""
        return moves(self.before, self.after)

    def _entered_or_left(self, _: str) -> tuple[str, list[str]] | None:
        if self.before.is_screened == self.after.is_screened:
            return None
        return self.screening()

    def screening(self) -> tuple[str, list[str]]:
        """Why the household came into the screening or fell out of it."""
        came = self.after.is_screened
        one = self.after if came else self.before
        cohorts = [
            cohort for cohort in (one.household or {}).get("cohorts", "").split(",") if cohort
        ]
        sources = [source for cohort in cohorts for source in _COHORT_SOURCES.get(cohort, ())]
        what = "本月起在筛查范围内，以前不评分" if came else "本月不在筛查范围内，不再评分"
        if self.joined or self.left:
            return "linkage", [what, *self.moves()]
        if late := self._late(sources):
            return "late", [what, *late]
        if new := self._new(sources):
            return _kind(sources), [what, *new]
        return "screening", [f"{what}；有关来源没有新文件，是统计窗口或年龄到了期限"]

    def _rescored(self, name: str) -> tuple[str, list[str]] | None:
        """The same record, other points: what turns amounts into points has changed."""
        if not self.is_same_record(name):
            return None
        told = self.rules.of_points(name)
        return ("rule", told) if told else None

    def _came_late(self, name: str) -> tuple[str, list[str]] | None:
        told = self._late(self.sources(name))
        if not told:
            return None
        new = self.after.points.get(name)
        day = new["observed_date"] if new else None
        # The newest record is of this month: it is not the late ones alone that made the change.
        if day is not None and day > self.before.month.as_of_date:
            return "late_and_data", [*told, f"最近一笔是 {day} 的，本月的新数据也在内"]
        return "late", told

    def _late(self, sources: Sequence[str]) -> list[str]:
        return [
            f"“{row['source_title']}”有 {row['late_rows_count']} 行是 {self.before.month} 的名单"
            f"发布以后才交来的{_earliest(row['earliest_date'])}；交来的文件："
            f"{_files(self._fresh(row['source'])) or '见清单'}"
            for row in self.after.late
            if row["source"] in sources
        ]

    def _interrupted(self, name: str) -> tuple[str, list[str]] | None:
        told = []
        for source in self.sources(name):
            old, new = (_state(one, source) for one in (self.before, self.after))
            if new == "missing" and old != "missing":
                told.append(f"本月没有“{_title(source)}”数据，这一项没有评估，不等于没有困难")
            if old == "missing" and new != "missing":
                told.append(f"{self.before.month} 没有“{_title(source)}”数据，本月又有了")
        return ("data", [*told, *self._new(self.sources(name))]) if told else None

    def _came_new(self, name: str) -> tuple[str, list[str]] | None:
        new = self._new(self.sources(name))
        if not new:
            return None
        rules = self._rules(name)
        return ("rule_and_data", [*new, *rules]) if rules else (_kind(self.sources(name)), new)

    def _rule_alone(self, name: str) -> tuple[str, list[str]] | None:
        told = self._rules(name)
        return ("rule", told) if told and not self._new(self.sources(name)) else None

    def _rules(self, name: str) -> list[str]:
        if name not in indicators():
            return []
        return list(dict.fromkeys([*self.rules.of_points(name), *self.rules.of_amount(name)]))

    def _new(self, sources: Sequence[str]) -> list[str]:
        return [
            f"“{_title(source)}”新交来：{told}"
            for source in sources
            if (told := _files(self._fresh(source)))
        ]

    def _fresh(self, source: str) -> list[Row]:
        known = self.before.contents.get(source, {})
        used = self.after.contents.get(source, {})
        return [entry for checksum, entry in sorted(used.items()) if checksum not in known]

    def _time(self, name: str) -> tuple[str, list[str]] | None:
        """A record that no longer counts, or counts for less, because time has passed."""
        old, new = self.before.points.get(name), self.after.points.get(name)
        if old is None or old["observed_date"] is None or not self._is_of_events(name):
            return None
        if new is not None:
            is_older = new["observed_date"] == old["observed_date"] and self.points(name) < 0
            why = f"最近一笔仍是 {old['observed_date']} 的，没有更新的；窗口移过，较早的几笔不再计"
            return ("time", [why]) if is_older and not self.is_same_record(name) else None
        age = _months_apart(old["observed_date"], self.after.month.as_of_date)
        for what, months in self._limits(name):
            if age >= months:
                return "time", [f"记录的日期 {old['observed_date']} 距今 {age} 个月，{what}"]
        return None

    def _is_of_events(self, name: str) -> bool:
        return any(source_named(source).kind == "events" for source in self.sources(name))

    def _limits(self, name: str) -> Iterator[tuple[str, int]]:
        """What ends a record's count, and from which age in months on."""
        for scored in self.rules.scorecards[1].indicators:
            if scored.name == name:
                yield f"超过有效月数 {scored.expires_months}", scored.expires_months + 1
        for parameter in parameters_of(name):
            if not parameter.endswith(_WINDOWS):
                continue
            written = self.rules.parameters[parameter]
            dated = written.at(self.after.month.as_of_date)
            if dated and isinstance(dated.value, int):
                yield f"出了统计的窗口（{written.title}：{dated.value} 个月）", dated.value


def _words(row: Row) -> str:
    return str(row["reason"] or row["evidence"])


def _kind(sources: Sequence[str]) -> str:
    """What people wrote who had been there is told as a visit, not as a department's data."""
    return "visit" if all(source.startswith("field__") for source in sources) else "data"


def _title(source: str) -> str:
    return source_named(source).title


def _state(one: Snapshot, source: str) -> Any:
    told = one.manifest["sources"].get(source, {})
    return told["status"] if told.get("delivery_month") else None


def _earliest(day: date | None) -> str:
    return f"（说的是 {day} 起的事）" if day else ""


def _files(entries: Sequence[Row]) -> str:
    """How many files of which months, without their names."""
    months = sorted({entry["delivery_month"] for entry in entries})
    counts = [(m, sum(entry["delivery_month"] == m for entry in entries)) for m in months]
    return "、".join(f"{month} 的 {count} 份" for month, count in counts)


def _months_apart(earlier: date, later: date) -> int:
    return 12 * (later.year - earlier.year) + later.month - earlier.month


def _no_cause(sources: Sequence[str]) -> str:
    titles = "、".join(f"“{_title(source)}”" for source in sources) or "来源"
    return (
        f"没有找到原因：{titles}没有新文件，没有迟到的记录，家里的人没有变，规则没有变。"
        "可能是别的来源间接影响，或者软件更新过（版本见 run.json）；要弄清，请报告开发人员"
    )
