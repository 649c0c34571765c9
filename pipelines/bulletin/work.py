"""The figures of the work itself: answers that came back, deadlines, and what data lack."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipelines.bulletin.basis import Basis
from pipelines.bulletin.counted import agree
from pipelines.bulletin.definitions import RETURN_TITLES
from pipelines.bulletin.figure import SMALL, TOLD, Figure
from pipelines.ledger import reconcile, sent_back
from pipelines.manifest import Json
from pipelines.selects import selects_of
from pipelines.whatif.suppression import is_small

RETURNS, GAPS = "returns", "gaps"
_SUMMED = ("merged", "repeated", "conflict", "unmerged", "nominated", "unfilled", "later")


def return_figures(basis: Basis) -> Iterator[Figure]:
    """Return what became of the rows that came back: in the month, and ever.

    Raises CountsDisagree where a row is missing: nothing that a street wrote is lost.
    """
    rows = basis.con.execute(
        "select standing, rows_count, rows_in_month_count from bulletin.returns"
    ).fetchall()
    found = {standing: (ever, month) for standing, ever, month in rows}
    found["sent_back"] = (sent_back(basis.con), sent_back(basis.con, basis.month))
    for place, name in enumerate(("total", "month")):
        counts = {standing: found.get(standing, (0, 0))[place] for standing in RETURN_TITLES}
        agree("回填的行", counts["accepted"], sum(counts[standing] for standing in _SUMMED))
        if name == "total":
            _check_against_ledger(basis, counts)
        for standing, (title, _) in RETURN_TITLES.items():
            value = Decimal(counts[standing])
            yield Figure(RETURNS, name, title, "行", value, "standing", standing, title)


def _check_against_ledger(basis: Basis, counts: Mapping[str, int]) -> None:
    rows = reconcile(basis.con, basis.month.as_of_date)
    for standing in ("unmerged", "nominated", "unfilled", "later"):
        agree(f"回填的行里“{RETURN_TITLES[standing][0]}”", rows[standing], counts[standing])


def gap_figures(basis: Basis) -> Iterator[Figure]:
    """Return what the newest list could not know: sources, indicators, policies, records."""
    manifest = basis.manifest
    sources = handed_in(manifest)
    for status, title in (("present", "已交"), ("stale", "沿用旧的"), ("missing", "缺")):
        count = sum(source["status"] == status for source in sources.values())
        yield Figure(GAPS, "sources", "数据来源", "种", Decimal(count), "status", status, title)
    for name, source in sorted(sources.items()):
        if source["status"] == "stale" and source["age_months"]:
            age = Decimal(source["age_months"])
            yield Figure(GAPS, "age", "已过", "个月", age, "source", name, source["title"])
    titles = {one.name: one.header["title"] for one in selects_of("indicators")}
    for name, counts in sorted(manifest["indicators"].items()):
        if counts["is_connected"] and counts["not_assessed"]:
            yield _households(name, titles.get(name, name), counts["not_assessed"])
    for name, title, unit, count in (
        ("unlinked", "没有关联到人的记录", "条", manifest["unlinked_records"]),
        ("not_compared", "没有对照的政策", "项", len(manifest["policies_not_compared"])),
        ("placeholders", "暂定的政策数值", "项", len(manifest["placeholders"])),
    ):
        yield Figure(GAPS, name, title, unit, Decimal(count))


def handed_in(manifest: Json) -> Json:
    """Return what the newest list knew of the sources that departments hand in.

    Not of answers, clues and conferences: what came of a list comes after it, and is told of in
    parts of its own.
    """
    found: Json = manifest["sources"]
    return {name: told for name, told in found.items() if not name.startswith("field__")}


def _households(name: str, title: str, count: int) -> Figure:
    hidden = is_small(count)
    value, shown = (None, SMALL) if hidden else (Decimal(count), TOLD)
    return Figure(GAPS, "not_assessed", "未评估", "户", value, "indicator", name, title, shown)
