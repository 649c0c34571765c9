"""Figures add up, or nothing is written; and what is hidden cannot be worked out."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.bulletin.basis import Basis, NothingListed, basis_in
from pipelines.bulletin.counted import ALL, Amount, Counted, check_sums
from pipelines.bulletin.deadlines import COUNTS, KIND_TITLES, deadline_marks
from pipelines.bulletin.gathered import Bulletin, gather
from pipelines.bulletin.hidden import marks, told_apart, told_overlapping
from pipelines.bulletin.intervals import wilson
from pipelines.bulletin.month_work import work_sections
from pipelines.bulletin.published import published_yields
from pipelines.bulletin.work import gap_figures, return_figures
from pipelines.manifest import CountsDisagree
from pipelines.selects import selects_of
from pipelines.warehouse import build_table
from pipelines.whatif.suppression import SMALLEST_TOLD, Mark
from schemas.bulletin import PARTITIONS
from schemas.ledger.deadlines import KINDS
from tests.bulletin.stories import Household, basis_for


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"month": "2026-09"}, "本期名单所属月份"),
        ({"colours": {"red": 1, "orange": 0, "yellow": 0}}, "红色户"),
        ({"outputs": []}, "名单文件的行数"),
    ],
)
def test_a_manifest_that_says_otherwise_stops_the_bulletin(
    basis: Basis, broken: dict[str, object], said: str
) -> None:
    with pytest.raises(CountsDisagree, match=said):
        basis_in(basis.con, basis.month, {**basis.manifest, **broken})


def test_a_street_that_says_otherwise_stops_the_bulletin(basis: Basis) -> None:
    street = {"street_name": "北街", "colours": {"red": 2}}
    streets = {**basis.manifest["streets"], "370211904": street}
    with pytest.raises(CountsDisagree, match="镇街 370211904"):
        basis_in(basis.con, basis.month, {**basis.manifest, "streets": streets})


@pytest.mark.parametrize("place", [("due_late", ALL, ALL), ("eligible", "colour", "red")])
def test_a_part_too_many_stops_the_bulletin(basis: Basis, place: tuple[str, str, str]) -> None:
    cells = {**basis.counted.cells, place: basis.counted.cells[place] + 1}
    with pytest.raises(CountsDisagree, match="对不上"):
        check_sums(replace(basis.counted, cells=cells))


def test_an_amount_too_much_stops_the_bulletin(basis: Basis) -> None:
    amounts = {**basis.counted.amounts, (ALL, ALL): Amount(15, Decimal(1))}
    with pytest.raises(CountsDisagree, match="金额"):
        check_sums(replace(basis.counted, amounts=amounts))


def test_a_row_that_a_street_wrote_and_nobody_counts_stops_the_bulletin(basis: Basis) -> None:
    con = basis.con
    con.begin()
    con.execute("update bulletin.returns set rows_count = rows_count + 1 "
                "where standing = 'accepted'")  # fmt: skip
    try:
        with pytest.raises(CountsDisagree, match="回填的行"):
            list(return_figures(basis))
    finally:
        con.rollback()


def test_one_whom_a_street_only_named_is_reported_not_left_unfilled(basis: Basis) -> None:
    """A household added by hand counts as added, visited or not: as in the ledger."""
    con = basis.con
    (returns,) = [one for one in selects_of("bulletin") if one.name == "returns"]
    con.begin()
    con.execute("insert into staging.field__visit_results by name (select '09' as file_id, "
                "'' as sheet, 1 as row_number, 1 as delivery_rank, false as is_answered, "
                "true as is_nomination, $month as delivery_month)",
                {"month": str(basis.month)})  # fmt: skip
    build_table(con, returns, basis.parameters)
    try:
        told = {(one.name, one.group): one.value for one in return_figures(basis)}
        assert told["month", "nominated"] == 1
        assert told["month", "unfilled"] == 0
    finally:
        con.rollback()


def test_rows_that_were_sent_back_stand_beside_those_received(basis: Basis) -> None:
    before = {(one.name, one.group): one.value for one in return_figures(basis)}
    con = basis.con
    con.begin()
    con.execute("insert into inputs.sent_back values ('field__visit_results', $month, 4), "
                "('field__visit_results', '2026-01', 2), ('field__clues', $month, 9)",
                {"month": str(basis.month)})  # fmt: skip
    try:
        told = {(one.name, one.group): one.value for one in return_figures(basis)}
    finally:
        con.rollback()
    assert told == before | {("month", "sent_back"): 4, ("total", "sent_back"): 6}


def test_what_comes_of_a_list_is_no_gap_in_its_data(basis: Basis) -> None:
    """The first answers come after the first list: its manifest says that none ever came."""
    never = {"status": "missing", "title": "走访结果", "age_months": 0, "delivery_month": None}
    sources = {**basis.manifest["sources"], "field__visit_results": never}
    told = gather(replace(basis, manifest={**basis.manifest, "sources": sources}), None)
    assert list(gap_figures(told.basis)) == list(gap_figures(basis))
    assert "走访结果" not in str(work_sections(told)[-1])


def test_before_any_list_went_out_there_is_nothing_to_report() -> None:
    with pytest.raises(NothingListed, match="还没有发出过名单"):
        basis_for([], "2026-10")


def test_the_district_is_the_sum_of_its_groups(bulletin: Bulletin) -> None:
    """What the file tells adds up again, wherever nothing is hidden."""
    figures = bulletin.figures
    for dimension in PARTITIONS:
        for name in ("list", "year", "verified", "eligible", "helped", "amount"):
            codes = bulletin.basis.counted.groups[dimension]
            parts = [figures.get("groups", name, dimension, code).value for code in codes]
            told = [one for one in parts if one is not None]
            if len(told) == len(parts):
                assert sum(told) == figures.get("yield", name).value


def test_last_months_yuan_do_not_tell_those_of_the_few_who_came_since() -> None:
    def drawn(number: int) -> Household:
        since = datetime.date(2026, 11 if number < 2 else 10, 20)
        once = {"临时救助": {"自": since, "一次": 1000}}
        return {"户": f"户{number:03d}", "名单": ["2026-09"], "享受": once}

    story = [drawn(number) for number in range(12)]
    told = gather(basis_for(story, "2026-11"), basis_for(story, "2026-10")).figures
    assert told.get("yield", "amount").told == "12,000.00"
    assert (told.get("last_month", "helped").told, told.get("last_month", "amount").told) == (
        "…",
        "…",
    )


def _counted(rows: list[tuple[int, int, int, int]]) -> Counted:
    """Return counts of streets: of each, eligible and without risk, unverified, and helped."""
    codes = tuple(f"{number:02d}" for number in range(len(rows)))
    groups: dict[str, tuple[str, ...]] = {ALL: (ALL,), "street": codes}
    cells: dict[tuple[str, str, str], int] = {}
    for code, (eligible, safe, waiting, helped) in zip(codes, rows, strict=True):
        total = eligible + safe + waiting
        told = {
            "list": total, "list_waiting": total, "due": total, "due_in_time": eligible,
            "due_waiting": safe + waiting, "year": total, "verified": eligible + safe,
            "unverified": waiting, "eligible": eligible, "found_complex": eligible,
            "found_no_risk": safe, "helped": min(helped, total),
            "unhelped": total - min(helped, total),
        }  # fmt: skip
        for name, value in told.items():
            cells[name, "street", code] = value
            cells[name, ALL, ALL] = cells.get((name, ALL, ALL), 0) + value
    empty = ("due_late", "due_not_seen", "list_in_time", "list_late", "list_not_seen",
             "found_not_delivered", "found_not_covered", "found_review")  # fmt: skip
    places = [(ALL, ALL), *(("street", code) for code in codes)]
    cells |= {(name, *place): 0 for name in empty for place in places}
    return Counted(groups, cells, {}, {})


_SMALL = st.integers(min_value=0, max_value=9)


@given(st.lists(st.tuples(_SMALL, _SMALL, _SMALL, _SMALL), min_size=1, max_size=3))
def test_no_small_count_is_the_only_one_hidden_in_a_sum(
    rows: list[tuple[int, int, int, int]],
) -> None:
    counted = _counted(rows)
    shown = marks(counted)
    codes = counted.groups["street"]
    for name in ("list", "due", "due_in_time", "year", "verified", "eligible", "helped"):
        cells = [(name, "street", code) for code in codes] + [(name, ALL, ALL)]
        told = [shown[cell] is Mark.TOLD for cell in cells]
        for cell, is_told in zip(cells, told, strict=True):
            if 0 < counted.cells[cell] < SMALLEST_TOLD:
                assert not is_told
                assert told.count(False) > 1


_AMOUNTS = st.dictionaries(
    st.sampled_from("甲乙丙丁戊"),
    st.integers(min_value=0, max_value=12).map(lambda count: Amount(count, Decimal(count))),
    min_size=1,
)


@given(_AMOUNTS)
def test_yuan_that_are_not_told_belong_to_five_households(amounts: dict[str, Amount]) -> None:
    told = told_apart(amounts, is_shared=False)
    hidden = [one.households for group, one in amounts.items() if group not in told]
    assert all(amounts[group].households >= SMALLEST_TOLD for group in told)
    assert not told or sum(hidden) == 0 or sum(hidden) >= SMALLEST_TOLD
    shared = told_apart(amounts, is_shared=True)
    left = [one.households for group, one in amounts.items() if group not in shared]
    assert not shared or max(left, default=0) == 0 or max(left) >= SMALLEST_TOLD


@pytest.mark.parametrize(("one", "is_told"), [(4, False), (5, True), (15, True), (16, False)])
def test_a_group_is_told_if_the_others_are_five(one: int, is_told: bool) -> None:
    told = told_overlapping({"甲": Amount(one, Decimal(1))}, Amount(20, Decimal(9)))
    assert told == ({"甲"} if is_told else set())


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table I: method 3, to four places.
        (81, 263, ("30.8", "25.5", "36.6")),
        (15, 148, ("10.1", "6.2", "16.0")),
        (0, 20, ("0.0", "0.0", "16.1")),
        (1, 29, ("3.4", "0.6", "17.2")),
    ],
)
def test_intervals_are_those_of_the_literature(
    part: int, whole: int, told: tuple[str, str, str]
) -> None:
    share = wilson(part, whole)
    assert (share.value, share.low, share.high) == tuple(map(Decimal, told))


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    share = wilson(*counts)
    assert 0 <= share.low <= share.value <= share.high <= 100


def test_nothing_has_no_share() -> None:
    with pytest.raises(ValueError, match="not nothing"):
        wilson(0, 0)


def test_every_kind_of_deadline_has_a_name() -> None:
    assert set(KIND_TITLES) == set(KINDS)


def test_what_is_overdue_in_a_first_month_does_not_tell_the_few_that_were_done(
    basis: Basis, bulletin: Bulletin
) -> None:
    counts = {"due": 29, "in_time": 3, "open": 26, "overdue": 26, "overdue_grid": 26}
    found = {(name, kind): 0 for name in COUNTS for kind in KINDS}
    found |= {(name, "visit"): count for name, count in counts.items()}
    for name, here in (("due", "due"), ("due_in_time", "in_time")):
        found[here, "verify"] = basis.counted.of_all(name)
    found["open", "verify"] = found["due", "verify"] - found["in_time", "verify"]
    shown = deadline_marks(found, basis, bulletin.figures)
    hidden = {name for name in counts if shown[name, "visit"] is not Mark.TOLD}
    assert "in_time" in hidden
    assert "due" in hidden or {"open", "overdue", "overdue_grid"} <= hidden


def test_published_yields_say_where_they_come_from() -> None:
    found = {one.name: one for one in published_yields()}
    assert str(found["青岛西海岸新区"].share) == "12.0"
    assert found["韩国福利盲区发现系统"].share is None
    assert all(one.told_of and one.period and one.low <= one.high for one in found.values())
    # Of at least so many visits: a limit from above, and no interval of a count.
    assert (found["汕尾市"].bound, str(found["汕尾市"].share)) == ("at_most", "1.9")
