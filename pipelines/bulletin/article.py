"""The figures in the form in which districts report them: person-times, entries, households."""

from collections.abc import Iterator
from decimal import Decimal

from pipelines.bulletin.basis import Basis
from pipelines.bulletin.figure import LEFT_OUT, SMALL, TOLD, Figure, Figures
from pipelines.bulletin.households import YIELD
from pipelines.whatif.suppression import is_small

ARTICLE = "article"
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
    ((households, persons),) = basis.con.execute(
        "select households_count, persons_count from bulletin.conferences"
    ).fetchall()
    yield _people("conference_households", "会商", households, "户")
    hidden = is_small(households) or is_small(persons)
    value = None if hidden else Decimal(persons)
    shown = SMALL if is_small(persons) else LEFT_OUT if hidden else TOLD
    yield Figure(ARTICLE, "conference_persons", "会商", "人", value, shown=shown)


def _people(name: str, title: str, count: int, unit: str = "人次") -> Figure:
    if is_small(count):
        return Figure(ARTICLE, name, title, unit, None, shown=SMALL)
    return Figure(ARTICLE, name, title, unit, Decimal(count))
