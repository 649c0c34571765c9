"""What is small is told to Spark as such; nothing that grows ever is."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.spark import small, warehouse
from pipelines.spark.small import bytes_of, is_small_run
from pipelines.spark.warehouse import SparkFailed, SparkWarehouse
from pipelines.warehouse import open_warehouse


class Frame:
    """Stands for a table of Spark: keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def coalesce(self, count: int) -> "Frame":
        self.asked.append(f"coalesce {count}")
        return self

    def createOrReplaceTempView(self, name: str) -> None:  # noqa: N802 - Spark's word
        self.asked.append(name)


@pytest.mark.parametrize(("size", "asked"), [(10, ["coalesce 1", "core__t"]), (11, ["core__t"])])
def test_a_table_of_few_bytes_is_one_partition(size: int, asked: list[str], tmp_path: Path) -> None:
    frame = Frame()
    SparkWarehouse(None, tmp_path, small_table=10)._show("core", "t", frame, size)
    assert frame.asked == asked


def test_the_bytes_of_a_run_are_those_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.parquet").write_bytes(b"1234")
    (tmp_path / "a" / "y.txt").write_bytes(b"1234")
    assert bytes_of([tmp_path / "a" / "x.parquet", tmp_path / "none"]) == 4
    monkeypatch.setattr(small, "SMALL_RUN", 4)
    assert is_small_run(tmp_path)
    monkeypatch.setattr(small, "SMALL_RUN", 3)
    assert not is_small_run(tmp_path)


def test_who_a_person_is_is_never_handed_over_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, str, int]] = []

    def keep(_: object, layer: str, name: str, table: pa.Table) -> None:
        shown.append((layer, name, table.num_rows))

    monkeypatch.setattr(warehouse.SparkWarehouse, "_show_rows", keep)
    con = open_warehouse(None, threads=1)
    con.execute("create schema identities")
    con.execute("create view identities.identities as select 1 as a")
    SparkWarehouse(None, tmp_path)._load(con)
    assert shown == [("identities", "identities", 1)]
    assert list(tmp_path.rglob("*")) == []


def test_a_spark_that_is_lost_is_told_with_its_table_and_no_value(tmp_path: Path) -> None:
    class Lost:
        def sql(self, text: str) -> Any:
            raise ConnectionResetError(f"{text} 张三 1990000")

    with pytest.raises(SparkFailed) as told:
        SparkWarehouse(Lost(), tmp_path)._store(None, "core", "t", "select 1", "sql/core/t.sql")  # type: ignore[arg-type]
    assert "core.t（sql/core/t.sql）：ConnectionResetError" in str(told.value)
    assert "没有发布" in str(told.value)
    assert "中途断开" in str(told.value)
    assert "张三" not in str(told.value)


class Cause:
    """Stands for an error of Java, with its words and what it came of."""

    def __init__(self, name: str, words: str, cause: "Cause | None" = None) -> None:
        self.name, self.words, self.cause = name, words, cause

    def getClass(self) -> "Cause":  # noqa: N802 - Java's word
        return self

    def getSimpleName(self) -> str:  # noqa: N802 - Java's word
        return self.name

    def getMessage(self) -> str:  # noqa: N802 - Java's word
        return self.words

    def getCause(self) -> "Cause | None":  # noqa: N802 - Java's word
        return self.cause


def test_what_an_error_of_java_came_of_is_told_by_its_kinds_alone(tmp_path: Path) -> None:
    class Py4JJavaError(Exception):
        java_exception = Cause(
            "SparkException", "张三: java.lang.OutOfMemoryError", Cause("IOException", "李四")
        )

    class Full:
        def sql(self, text: str) -> Any:
            raise Py4JJavaError(f"{text} 王五")

    with pytest.raises(SparkFailed) as told:
        SparkWarehouse(Full(), tmp_path)._store(None, "core", "t", "select 1", "sql/core/t.sql")  # type: ignore[arg-type]
    kinds = "Py4JJavaError，SparkException，OutOfMemoryError，IOException。没有发布"
    assert kinds in str(told.value)
    assert "SANSE_MEMORY_LIMIT" in str(told.value)
    assert not any(name in str(told.value) for name in ("张三", "李四", "王五"))
