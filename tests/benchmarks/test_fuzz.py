"""The fuzzer itself: sound files are read, damaged ones the same each time, none goes uncounted."""

from __future__ import annotations

from pathlib import Path

from benchmarks.fuzz import Outcome, Sums, outcomes_of, stage_file, table
from benchmarks.mutations import Seed, mutated, seeds

FORMATS = {
    "csv gb18030", "csv pipes", "csv utf-16", "csv utf-8", "csv", "html", "ods", "xls", "xlsb",
    "xlsx", "xml", "zip",
}  # fmt: skip


def test_every_format_has_a_sound_file(tmp_path: Path) -> None:
    assert {one.format for one in seeds()} == FORMATS
    made = {one.format: one for one in seeds()}  # one of each
    for one in made.values():
        outcome = stage_file(one.content, 0, one.format, tmp_path / "home")
        assert outcome.fault == ""
        assert outcome.received > 0 or one.format == "csv"


def test_the_same_number_gives_the_same_bytes() -> None:
    first = [mutated(seeds(), 7, number) for number in range(40)]
    seeds.cache_clear()
    assert [mutated(seeds(), 7, number) for number in range(40)] == first
    assert len({content for _, content in first}) > 35
    assert [mutated(seeds(), 8, number) for number in range(40)] != first


def test_what_is_neither_read_nor_refused_is_a_finding(tmp_path: Path) -> None:
    outcome = stage_file(Seed("csv", b"a,b\n").content, 3, "csv", tmp_path / "home")
    assert (outcome.unread, outcome.fault) == (1, "")
    sums = Sums()
    sums.add(outcome)
    sums.add(Outcome(4, "csv", fault="x"))
    assert "2 files, all but 1 accounted for" in table(sums)


def test_children_give_an_outcome_for_every_file() -> None:
    assert [one.number for one in outcomes_of(7, 0, 5)] == list(range(5))
