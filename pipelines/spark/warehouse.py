"""The layers built by Spark: staging Parquet in, a Parquet folder a table out.

The tables that need no engine (reference, policy, what earlier releases say) are handed over as
files; the staged files are read by Spark where they lie. What Spark has written stands in the
month's warehouse as views, so that contracts, the release, `explain` and what-ifs read it as they
read what DuckDB built. Tables of the outputs layer hold names: they come back through memory.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlglot
from sqlglot import exp

from pipelines.errors import SanseError
from pipelines.room import MEMORY_VARIABLE
from pipelines.selects import Select, selects_of
from pipelines.spark.session import Session
from pipelines.spark.small import SMALL_TABLE, bytes_of
from pipelines.spark.translate import to_spark, view_name
from pipelines.warehouse import (
    IN_MEMORY_LAYER,
    Connection,
    bound_parameters,
    check_contract,
    ensure_layer,
    quoted,
)
from schemas.tables import (
    columns_in,
    contract_of,
    shared_contract,
    union_labels,
    union_name,
)

INPUT_LAYERS = ("staging", "identities", "reference", "inputs", "policy", "releases")
_LISTS = "select schema_name, {kind}_name{sql} from duckdb_{kind}s() where not internal"
# What is told where the other end does not answer any more: of gRPC, and of a Java on this machine.
_LOST = {
    "SparkConnectGrpcException",
    "RetriesExceeded",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "Py4JError",
    "Py4JNetworkError",
}
_CURE_OF_LOST = (
    "看来 Spark 中途断开了（被停掉、内存不够，或网络不通）。请确认它开着，再运行一次，"
    "结果和没有断开时一样；或者不写 --engine，用默认的引擎。"
)
_OUT_OF_MEMORY = "OutOfMemoryError"
_MOST_CAUSES = 6
_CURE_OF_MEMORY = (
    f"内存不够。在本机算的，请用环境变量 {MEMORY_VARIABLE} 多给一些（例如 {MEMORY_VARIABLE}=6GB，"
    "不要超过这台机器的空闲内存）；在集群上算的，请管理员给驱动程序多一些。再运行一次，结果一样。"
)
_CURE = "请把这一行报告开发人员；不写 --engine 用默认的引擎，可以照常出名单。"


class SparkFailed(SanseError):
    """Spark stopped at a table; the message names it and the kind of error, never a value."""


class SparkWarehouse:
    """One month's tables in one Spark session; `folder` is where all of them lie as Parquet."""

    def __init__(self, session: Session, folder: Path, small_table: int = SMALL_TABLE) -> None:
        self._session = session
        self._folder = folder
        self._small_table = small_table
        self._files: dict[str, str] = {}
        self._is_loaded = False

    def build_layer(
        self,
        con: Connection,
        layer: str,
        parameters: Mapping[str, Any],
        *,
        root: Traversable | None = None,
    ) -> tuple[str, ...]:
        """Build every table of a layer; the same promises as `pipelines.warehouse.build_layer`."""
        if not self._is_loaded:
            self._load(con)
        ensure_layer(con, layer)
        selects = selects_of(layer, root)
        for select in selects:
            self._build(con, select, parameters)
        self._stack(con, layer, selects)
        return tuple(select.table for select in selects)

    def _build(self, con: Connection, select: Select, parameters: Mapping[str, Any]) -> None:
        text = to_spark(select.text, bound_parameters(select, parameters))
        contract = contract_of(select.layer, select.name)
        self._store(con, select.layer, select.name, text, select.path)
        check_contract(con, select.table, contract)

    def _store(self, con: Connection, layer: str, name: str, text: str, source: str) -> None:
        """Compute one table, and have it stand on both sides."""
        try:
            found = self._session.sql(text)
            if layer == IN_MEMORY_LAYER:
                self._take_back(con, layer, name, found.toArrow())
                return
            path = self._folder / layer / name
            found.write.parquet(str(path))
            _have_a_file(path, found.schema)
            _put_view(con, layer, name, f"{path}/*.parquet")
            written = self._session.read.schema(found.schema).parquet(str(path))
            self._show(layer, name, written, bytes_of(path.glob("*.parquet")))
        except SanseError:
            raise
        except Exception as error:  # noqa: BLE001 - of Java, gRPC or Python
            # The message of a failed cast quotes the cell.
            kinds = kinds_of(error)
            raise SparkFailed(
                f"Spark 没有算出 {layer}.{name}（{source}）：{'，'.join(kinds)}。没有发布；"
                f"上一次发布的名单保持不变。{_cure_of(kinds)}"
            ) from None

    def _take_back(self, con: Connection, layer: str, name: str, table: pa.Table) -> None:
        con.register("incoming_frame", table)
        con.execute(f"create or replace table {layer}.{name} as select * from incoming_frame")
        con.unregister("incoming_frame")
        self._show_rows(layer, name, table)

    def _stack(self, con: Connection, layer: str, selects: Sequence[Select]) -> None:
        """Stack a layer's tables of one form, as `pipelines.warehouse` does."""
        name, contract = union_name(layer), shared_contract(layer)
        if name is None or contract is None:
            return
        labels = union_labels(layer)
        columns = columns_in(contract)
        parts = []
        for select in selects:
            said = [select.header[key] if key else select.name for key in labels.values()]
            told = [
                exp.alias_(exp.Literal.string(one), label)
                for one, label in zip(said, labels, strict=True)
            ]
            parts.append(exp.select(*told, *map(exp.column, columns)).from_(quoted(select.table)))
        text = " union all ".join(part.sql(dialect="duckdb") for part in parts)
        self._store(con, layer, name, to_spark(text), f"sql/{layer}")

    def _load(self, con: Connection) -> None:
        """Hand over the tables of the inputs, and have Spark read the staged files itself."""
        tables = con.execute(_LISTS.format(kind="table", sql="")).fetchall()
        for layer, name in tables:
            if layer in INPUT_LAYERS:
                self._hand_over(con, layer, name)
        views = con.execute(_LISTS.format(kind="view", sql=", sql")).fetchall()
        for layer, name, sql in views:
            if layer in INPUT_LAYERS:
                self._share_view(con, layer, name, sql)
        self._is_loaded = True

    def _share_view(self, con: Connection, layer: str, name: str, sql: str) -> None:
        """Have Spark read the files of a view; a view of few bytes is handed over as one table.

        Planning a dozen small files anew in each query takes longer than reading their rows.
        """
        query = sqlglot.parse_one(sql, dialect="duckdb").expression
        size = bytes_of(Path(read.expressions[0].name) for read in query.find_all(exp.ReadParquet))
        if size <= self._small_table:
            self._hand_over(con, layer, name)
            return
        text = to_spark(query.sql(dialect="duckdb"), None, self._file_view)
        self._show(layer, name, self._session.sql(text), size)

    def _hand_over(self, con: Connection, layer: str, name: str) -> None:
        table = con.sql(f"select * from {quoted(f'{layer}.{name}')}").to_arrow_table()
        if layer == "identities":
            # Who a person is stands in one folder of the home, and in no other file.
            self._show_rows(layer, name, table)
            return
        path = self._folder / layer / f"{name}.parquet"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        pq.write_table(table, path)
        self._show(layer, name, self._read_file(path), path.stat().st_size)

    def _file_view(self, path: str) -> str:
        """Return what the session calls a file; each is looked at once."""
        if path not in self._files:
            self._files[path] = f"file__{len(self._files)}"
            self._read_file(Path(path)).createOrReplaceTempView(self._files[path])
        return self._files[path]

    def _read_file(self, path: Path) -> Any:
        """Read one file with the types it was written with: Spark need not look for them."""
        from pyspark.sql.pandas.types import from_arrow_schema

        schema = from_arrow_schema(pq.read_schema(path))
        return self._session.read.schema(schema).parquet(str(path))

    def _show_rows(self, layer: str, name: str, table: pa.Table) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        frame = self._session.createDataFrame(table, schema=from_arrow_schema(table.schema))
        self._show(layer, name, frame, table.nbytes)

    def _show(self, layer: str, name: str, frame: Any, size: int) -> None:
        shown = frame.coalesce(1) if size <= self._small_table else frame
        shown.createOrReplaceTempView(view_name(layer, name))


def kinds_of(error: BaseException) -> list[str]:
    """Return what kind of error it is, and of what it came: never its words, which quote rows."""
    condition = getattr(error, "getCondition", lambda: None)()
    kinds = [str(condition or type(error).__name__)]
    with suppress(Exception):  # asked of a Java that may be lost
        cause = getattr(error, "java_exception", None)
        while cause is not None and len(kinds) < _MOST_CAUSES:
            kinds.append(str(cause.getClass().getSimpleName()))
            if _OUT_OF_MEMORY in str(cause.getMessage()):
                kinds.append(_OUT_OF_MEMORY)
            cause = cause.getCause()
    return list(dict.fromkeys(kinds))


def _cure_of(kinds: Sequence[str]) -> str:
    if _OUT_OF_MEMORY in kinds:
        return _CURE_OF_MEMORY
    return _CURE_OF_LOST if kinds[0] in _LOST else _CURE


def _have_a_file(path: Path, schema: Any) -> None:
    """Put an empty file where a table without rows was written as none."""
    from pyspark.sql.pandas.types import to_arrow_schema

    if not any(path.glob("*.parquet")):
        path.mkdir(parents=True, exist_ok=True)
        pq.write_table(to_arrow_schema(schema).empty_table(), path / "empty.parquet")


def _put_view(con: Connection, layer: str, name: str, files: str) -> None:
    path = "'" + files.replace("'", "''") + "'"
    con.execute(
        f"create or replace view {quoted(f'{layer}.{name}')} as select * from read_parquet({path})"
    )
