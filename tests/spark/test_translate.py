"""What a select of sql/ becomes on its way to Spark."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.spark import session
from pipelines.spark.session import SparkNotUsable, spark_session
from pipelines.spark.translate import to_spark, view_name


def test_a_table_is_the_view_of_the_session_and_keeps_its_name_for_columns() -> None:
    told = to_spark("select members.person_id from core.members where members.age > 1")
    assert "FROM `core__members` AS members" in told
    assert to_spark("select m.a from core.members as m").endswith("`core__members` AS m")
    assert view_name("staging", "medical__bills") == "staging__medical__bills"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (3, "3"),
        (Decimal("0.10"), "0.10"),
        (Decimal("1E+2"), "100"),
        ("低保", "'低保'"),
        ("it's", r"'it\'s'"),
        (True, "TRUE"),
        (None, "NULL"),
        (date(2026, 10, 31), "CAST('2026-10-31' AS DATE)"),
    ],
)
def test_a_parameter_is_written_in_with_its_type(value: object, told: str) -> None:
    assert to_spark("select $x as x", {"x": value}) == f"SELECT {told} AS x"


def test_parameters_stay_names_where_none_are_given() -> None:
    assert to_spark("select $x as x") == "SELECT :x AS x"


def test_a_separator_is_a_plain_text_although_spark_splits_by_patterns() -> None:
    assert "SPLIT(a, '、')" in to_spark("select unnest(string_split(a, '、')) as b from core.t")
    assert r"'\\|'" in to_spark("select unnest(string_split(a, '|')) as b from core.t")


def test_a_file_is_read_through_a_view_of_its_own() -> None:
    seen: list[str] = []

    def view(path: str) -> str:
        seen.append(path)
        return "file__0"

    told = to_spark("select a from read_parquet('/data/x.parquet')", None, view)
    assert (told, seen) == ("SELECT a FROM file__0", ["/data/x.parquet"])


@pytest.mark.parametrize(
    ("installed", "java", "words"),
    [(False, True, "pip install 'sanse[spark]'"), (True, False, "Java 17")],
)
def test_what_is_missing_is_told_with_its_cure(
    installed: bool, java: bool, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(
        session.importlib.util, "find_spec", lambda _: object() if installed else None
    )
    monkeypatch.setattr(session.shutil, "which", lambda _: "/usr/bin/java" if java else None)
    with (
        pytest.raises(SparkNotUsable, match=words.replace("[", r"\[").replace("]", r"\]")),
        spark_session("local[2]", tmp_path),
    ):
        pass


@pytest.mark.parametrize(
    ("size", "told"), [("3GB", "3072m"), ("1.5 gb", "1536m"), ("800MB", "800m")]
)
def test_java_gets_as_much_memory_as_duckdb_would(size: str, told: str) -> None:
    assert session._as_java_says(size) == told


def test_what_java_says_at_its_start_goes_into_a_log_that_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    given: dict[str, object] = {}

    class Context:
        _gateway = None

        @classmethod
        def _ensure_initialized(cls, gateway: object) -> None:
            given["gateway"] = gateway

    class Conf:
        def __init__(self, loadDefaults: bool) -> None:  # noqa: N803 - Spark's word
            assert not loadDefaults

        def setAll(self, pairs: object) -> object:  # noqa: N802 - Spark's word
            return pairs

    def launch(conf: object, popen: dict[str, int]) -> str:
        given["conf"] = conf
        command = [sys.executable, "-c", "import os; os.write(1, b'a'); os.write(2, b'b')"]
        subprocess.run(command, check=True, **popen)  # type: ignore[call-overload]
        return "gateway"

    spark, java = ModuleType("pyspark"), ModuleType("pyspark.java_gateway")
    vars(spark).update(SparkContext=Context, SparkConf=Conf)
    vars(java).update(launch_gateway=launch)
    monkeypatch.setitem(sys.modules, "pyspark", spark)
    monkeypatch.setitem(sys.modules, "pyspark.java_gateway", java)
    log = tmp_path / "2026-10.spark.log"
    session._start_java({"spark.master": "local[1]"}, log)
    assert given == {"gateway": "gateway", "conf": [("spark.master", "local[1]")]}
    assert (log.read_text(), log.stat().st_mode & 0o777) == ("ab", 0o600)
    assert capfd.readouterr() == ("", "")
