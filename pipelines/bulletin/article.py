"""The figures in the form in which districts report them: person-times, entries, households."""

from collections.abc import Iterator
from decimal import Decimal

from pipelines.bulletin.basis import Basis
from pipelines.bulletin.figure import LEFT_OUT, SMALL, TOLD, Figure, Figures, shown_as
from pipelines.bulletin.households import YIELD
from pipelines.whatif.suppression import Mark, is_small, marks_of, total_of

ARTICLE, _TIMES = "article", "人次"
# As manifest.json names the screened groups.
COHORTS = ("disability", "medical", "poverty_roster", "any")
# Figures of the opening that the report repeats in its own unit.
_REPEATED = {"year": ("台账", "条"), "eligible": ("核实符合", "条"), "helped": ("新纳入", "户")}


def article_figures(basis: Basis, told: Figures) -> Iterator[Figure]:
    """Return the report's figures: those of the screening, and those of the opening again."""
    titles = cohort_titles(basis)
    for cohort in COHORTS:
        title, screened = titles[cohort], basis.manifest["screened"][cohort]
        yield _people(f"{cohort}_year", title, screened["person_times_year"])
        yield _people(f"{cohort}_month", title, screened["person_times_month"])
    for name, (title, unit) in _REPEATED.items():
        one = told.get(YIELD, name)
        yield Figure(ARTICLE, name, title, unit, one.value, shown=one.shown)
    yield from _conferences(basis)


def cohort_titles(basis: Basis) -> dict[str, str]:
    """Return the words of the report for each screened group, with the threshold of the day."""
    threshold = Decimal(basis.parameters["medical_burden_threshold_yuan"]) / 10_000
    return {
        "disability": "筛查残疾人",
        "medical": f"医疗自负超过{threshold.normalize():f}万元",
        "poverty_roster": "脱贫享受政策",
        "any": "合计",
    }


def _conferences(basis: Basis) -> Iterator[Figure]:
    """Return households and persons of case conferences, and those whom one took in."""
    ((households, persons, admitted, admitted_persons),) = basis.con.execute(
        "select households_count, persons_count, admitted_households_count, "
        "admitted_persons_count from bulletin.conferences"
    ).fetchall()
    shown = _conference_marks(households, admitted)
    for name, title, count, people in (
        ("conference", "会商", households, persons),
        ("admitted", "一事一议纳入", admitted, admitted_persons),
    ):
        state = shown_as(shown[name])
        is_told = state == TOLD
        # Of how few households the persons are must not be worked out from their number.
        yield Figure(ARTICLE, f"{name}_households", title, "户",
                     Decimal(count) if is_told else None, shown=state)  # fmt: skip
        yield Figure(ARTICLE, f"{name}_persons", title, "人",
                     Decimal(people) if is_told else None,
                     shown=TOLD if is_told else LEFT_OUT)  # fmt: skip


def _conference_marks(households: int, admitted: int) -> dict[str, Mark]:
    values = {"conference": households, "admitted": admitted, "others": households - admitted}
    ranks = {"conference": 1, "admitted": 2, "others": 0}
    sums = [total_of("conference", ["admitted", "others"])]
    return marks_of(values, sums, rank=ranks.__getitem__)


def _people(name: str, title: str, count: int) -> Figure:
    if is_small(count):
        return Figure(ARTICLE, name, title, _TIMES, None, shown=SMALL)
    return Figure(ARTICLE, name, title, _TIMES, Decimal(count))
