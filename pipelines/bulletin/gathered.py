"""A month's bulletin as figures: all that its page, its print and its file tell."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.bulletin.article import article_figures
from pipelines.bulletin.basis import Basis
from pipelines.bulletin.comparison import published_figures
from pipelines.bulletin.deadlines import deadline_figures
from pipelines.bulletin.figure import Figures
from pipelines.bulletin.households import household_figures, policy_figures
from pipelines.bulletin.published import Published, published_yields
from pipelines.bulletin.work import gap_figures, return_figures
from pipelines.selects import selects_of
from pipelines.summary import COHORTS, COLOURS


@dataclass(frozen=True)
class Bulletin:
    """What a bulletin tells, with the words that stand beside its figures."""

    basis: Basis
    before: Basis | None
    figures: Figures
    published: tuple[Published, ...]
    titles: Mapping[str, Mapping[str, str]]


def gather(basis: Basis, before: Basis | None) -> Bulletin:
    """Make the figures of a month; `before` is the month before, None where no list had gone out.

    Raises CountsDisagree where anything does not add up.
    """
    titles = _titles(basis)
    same_year = before is not None and before.month.year == basis.month.year
    earlier = before.counted if before else None
    figures = [*household_figures(basis.counted, earlier, titles, same_year=same_year)]
    figures += policy_figures(basis.counted)
    published = published_yields()
    figures += published_figures(published)
    opening = Figures(figures)
    figures += [*article_figures(basis, opening), *deadline_figures(basis, opening)]
    figures += [*return_figures(basis), *gap_figures(basis)]
    return Bulletin(basis, before, Figures(figures), published, titles)


def _titles(basis: Basis) -> dict[str, Mapping[str, str]]:
    return {
        "colour": {code: f"{word}色" for code, word in COLOURS.items()},
        "street": basis.street_names,
        "cohort": COHORTS,
        "reason": {one.name: one.header["title"] for one in selects_of("indicators")},
    }
