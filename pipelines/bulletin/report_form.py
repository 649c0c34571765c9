"""The figures in the sentences in which districts report them, ready to be copied."""

from pipelines.bulletin.article import ARTICLE, COHORTS
from pipelines.bulletin.blocks import Line, Part, Section
from pipelines.bulletin.figure import Figures


def report_section(figures: Figures) -> Section:
    """Return the part that a report quotes: person-times, ledger entries, conferences."""
    parts: list[Part] = ["今年以来，"]
    for cohort in COHORTS:
        one = figures.get(ARTICLE, f"{cohort}_year")
        parts += [one.title, " ", one, " 人次", "；" if cohort == "any" else "，"]
    parts += ["建立红、橙、黄台账 ", figures.get(ARTICLE, "year"), " 条，核实符合 "]
    parts += [figures.get(ARTICLE, "eligible"), " 条，新纳入 ", figures.get(ARTICLE, "helped")]
    parts += [" 户；个案会商 ", figures.get(ARTICLE, "conference_households"), " 户 "]
    parts += [figures.get(ARTICLE, "conference_persons"), " 人，其中一事一议纳入 "]
    parts += [figures.get(ARTICLE, "admitted_households"), " 户 "]
    parts += [figures.get(ARTICLE, "admitted_persons"), " 人。"]
    month: list[Part] = ["其中本期："]
    for cohort in COHORTS:
        one = figures.get(ARTICLE, f"{cohort}_month")
        month += [one.title, " ", one, " 人次", "。" if cohort == "any" else "，"]
    note = "人次：每发布一期名单，筛查到的人各算一次，逐月相加；同一人属于几类的，各类都算。"
    return Section("专报口径", [Line(parts), Line(month), Line([note], "faint")])
