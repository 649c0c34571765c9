from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl
import pytest
import yaml

from pipelines.register import fingerprint
from schemas import sources
from schemas.columns import FORBIDDEN_FACTS, PERSONAL_KINDS, Received, column, columns_of
from schemas.sources import STAGING_KEYS, Source, all_sources, source_named

HEADERS = yaml.safe_load((Path(__file__).parent / "headers.yaml").read_text("utf-8"))

NEW_SOURCE = """
import polars as pl
from schemas.columns import Received, column
from schemas.sources import Source

class Pupils(Received):
    id_number: pl.String = column(
        "学生身份证号", kind="identity_number", required=True, purpose="对应"
    )
    school: pl.String = column("学校", kind="text", purpose="教育救助")

SOURCE = Source(
    contract=Pupils, title="困难学生", department="教育局", legal_basis="国办发〔2023〕39号",
    cadence="monthly", kind="snapshot", key=("person_id",), use="核对教育救助是否落实",
)
"""


FIRST = {
    "civil_affairs__assistance",
    "civil_affairs__deaths",
    "community__residents",
    "disabled_federation__certificates",
    "medical_insurance__settlements",
    "medical_insurance__yearly_burdens",
    "rural_affairs__poverty_roster",
}


def test_the_folder_is_the_list_of_sources() -> None:
    files = {path.stem for path in Path(sources.__path__[0]).glob("*__*.py")}
    assert {source.name for source in all_sources()} == files - {"__init__"}
    assert files >= FIRST


def test_34_kinds_come_from_24_departments() -> None:
    # 逢进必核 compares as many; the yearly list is another form of the settlements. More may come.
    kinds = {source.name for source in all_sources()} - {"medical_insurance__yearly_burdens"}
    assert len(kinds) >= 34
    assert len({source.department for source in all_sources()}) >= 24


@pytest.mark.parametrize(
    ("source", "name", "header"),
    [(s, n, h) for s, columns in HEADERS.items() for n, hs in columns.items() for h in hs],
)
def test_every_header_seen_is_known(source: str, name: str, header: str) -> None:
    owners = [spec.name for spec in source_named(source).columns if header in spec.aliases]
    assert owners == [name]


@pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)
class TestEverySource:
    def test_says_what_each_column_is_for(self, source: Source) -> None:
        assert all(spec.purpose and spec.title for spec in source.columns)
        assert source.legal_basis
        assert source.department
        assert source.use
        assert source.age_limit_months > 0

    def test_stages_nothing_that_identifies_anybody(self, source: Source) -> None:
        kinds = {spec.kind for spec in source.staged_columns}
        assert not kinds & PERSONAL_KINDS
        assert list(source.staging_schema)[: len(STAGING_KEYS)] == list(STAGING_KEYS)

    def test_asks_for_no_forbidden_fact(self, source: Source) -> None:
        assert not any(FORBIDDEN_FACTS.intersection(spec.aliases) for spec in source.columns)

    def test_gives_no_header_to_two_columns(self, source: Source) -> None:
        aliases = [alias.casefold() for spec in source.columns for alias in set(spec.aliases)]
        twice = {alias for alias in aliases if aliases.count(alias) > 1}
        assert not twice

    def test_gives_no_word_to_two_values(self, source: Source) -> None:
        for spec in source.columns:
            words = [w for value, others in (spec.words or {}).items() for w in {value, *others}]
            assert len(words) == len(set(words)), spec.name


def test_a_column_without_purpose_is_an_error() -> None:
    class Purposeless(Received):
        shoe_size: pl.String = column("鞋码", kind="text", purpose=" ")

    with pytest.raises(ValueError, match=r"Purposeless\.shoe_size: no purpose .*art\. 6"):
        columns_of(Purposeless)


def test_a_forbidden_fact_is_an_error() -> None:
    class Nosy(Received):
        people: pl.String = column("民族", kind="text", purpose="统计")

    with pytest.raises(ValueError, match=r"Nosy\.people: 民族 is never processed"):
        columns_of(Nosy)


def test_a_field_made_without_column_is_an_error() -> None:
    class Plain(Received):
        thing: pl.String

    with pytest.raises(ValueError, match=r"Plain\.thing: not made by schemas\.columns\.column"):
        columns_of(Plain)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second folder of sources, read with the first."""
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])
    all_sources.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def _forget() -> object:
    yield
    all_sources.cache_clear()


def test_a_source_is_added_by_one_file(folder: Path) -> None:
    (folder / "education__pupils.py").write_text(NEW_SOURCE, "utf-8")
    added = source_named("education__pupils")
    assert added.title == "困难学生"
    assert list(added.staging_schema)[-1] == "school"


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("education__nothing.py", "X = 1\n", "no SOURCE"),
        ("teachers.py", NEW_SOURCE, "<department>__<dataset>.py"),
        ("education__keyless.py", NEW_SOURCE.replace('"person_id"', '"cow"'), "not staged: cow"),
        ("education__lawless.py", NEW_SOURCE.replace("国办发〔2023〕39号", " "), "no legal_basis"),
        ("education__useless.py", NEW_SOURCE.replace("核对教育救助是否落实", " "), "no use"),
        ("education__nobody.py", NEW_SOURCE.replace("identity_number", "text"), "identity_number"),
    ],
)
def test_a_broken_source_is_an_error_that_names_the_file(
    folder: Path, file: str, text: str, told: str
) -> None:
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(ValueError, match=told) as error:
        all_sources()
    assert file in str(error.value)


def test_an_unknown_source_is_an_error_that_names_the_known() -> None:
    with pytest.raises(KeyError, match="civil_affairs__deaths"):
        source_named("weather__rain")


def test_a_changed_contract_has_another_fingerprint() -> None:
    source = source_named("civil_affairs__deaths")
    assert fingerprint(source) == fingerprint(dataclasses.replace(source))
    assert fingerprint(source) != fingerprint(dataclasses.replace(source, keeps_unlinked=True))
