"""What `sanse check` says of a file, line by line, in Chinese or in English.

Rows are told by their numbers, cells by their columns: no value of a file is ever shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl

from pipelines.blocks import Unread
from pipelines.check import NOT_READ, Checked
from pipelines.doubts import sentence_of
from pipelines.english import reason_in_english, sentence_in_english
from pipelines.foreign_tables import is_surely_table
from pipelines.stage import Entry
from pipelines.structure import Structure
from pipelines.table_names import hide_numbers
from schemas.sources import Source, source_named

Language = Literal["zh", "en"]
Style = Literal["title", "plain", "faint", "block", "warn", "note", "good"]

_MOST_PLACES = 8
_MOST_COLUMNS = 12


@dataclass(frozen=True)
class Line:
    """A line: how deep it stands, what marks its beginning, what it says."""

    text: str
    depth: int = 0
    mark: str = ""
    style: Style = "plain"


# Key → Chinese, English. Both have the same names in braces; tests hold that.
PHRASES: dict[str, tuple[str, str]] = {
    "recognised": ("认作：{department}的“{title}”", "Recognised as {title} ({name}), {department}"),
    "header": ("列名在第 {rows} 行", "header in row {rows}"),
    "continues": ("没有列名，接着上一张表读", "no header: continues the table before"),
    "sheet": ("工作表“{sheet}”", "sheet “{sheet}”"),
    "hidden_sheet": ("隐藏的工作表“{sheet}”", "hidden sheet “{sheet}”"),
    "encoding": ("编码 {encoding}", "encoding {encoding}"),
    "delimiter": ("用{delimiter}分列", "columns parted by {delimiter}"),
    "hidden_rows": ("其中 {count} 行是隐藏的，也读了", "{count} of the rows are hidden; read too"),
    "scaled": (
        "“{header}”按{unit}读，已换算成元",
        "“{header}” was read in units of {unit} and brought to yuan",
    ),
    "repeated_header": (
        "“{header}”有 {count} 列，取最左边有内容的一列",
        "“{header}” stands over {count} columns; the first that is not blank was taken",
    ),
    "extra": ("没有用到的列（不影响）：{headers}", "columns not used (no harm): {headers}"),
    "refused": (
        "按规定不能处理的列，没有采用，请不要再报：{headers}",
        "columns that nobody may process, not taken; please leave them out: {headers}",
    ),
    "skipped": ("不算数据的行：{kinds}", "lines that are no records: {kinds}"),
    "rows": (
        "收到 {received} 行：可以采用 {accepted} 行，退回 {rejected} 行，重复 {repeated} 行",
        "{received} row(s): {accepted} would be taken, {rejected} returned, {repeated} repeated",
    ),
    "no_rows": (
        "表里一行数据也没有。本来就没有的，可以交；不是的，请检查导出是否完整。",
        "The table has no rows. If there are none, hand it in; if not, export it anew.",
    ),
    "block": (
        "必须更正（{count} 行不能采用）",
        "Must be corrected ({count} row(s) would not be taken)",
    ),
    "warn": ("请核对（{count} 行，没有退回）", "Please look at ({count} row(s), not returned)"),
    "note": ("提示（不影响采用）", "For your information"),
    "fault": ("“{header}”（{count} 行）：{reason}", "“{header}” ({count} row(s)): {reason}"),
    "row_fault": ("整行（{count} 行）：{reason}", "Whole row ({count} row(s)): {reason}"),
    "column_fault": ("“{header}”（整列）：{reason}", "“{header}” (whole column): {reason}"),
    "told": ("{count} 行：{reason}", "{count} row(s): {reason}"),
    "places": ("{sheet}第 {rows} 行", "{sheet}row {rows}"),
    "places_more": ("{sheet}第 {rows} 等行", "{sheet}row {rows}, …"),
    "not_read": ("没有认出，或读不了", "Not recognised, or not readable"),
    "part_not_read": ("有一部分没有读", "A part of it was not read"),
    "beside_data": (
        "工作表“{sheet}”没有已知的列名，当作说明，没有读取。如其中有要报的名单，请补上列名。",
        "sheet “{sheet}” has no known header and was taken for notes. If it holds rows, add one.",
    ),
    "table_beside_data": (
        "工作表“{sheet}”不是约定的表，没有读取。如其中有要报的名单，请改用约定的列名。",
        "sheet “{sheet}” holds no table that was agreed upon. Rows to report need its headers.",
    ),
    "structure": (
        "看到的表：列名在第 {rows} 行，{columns} 列，数据 {count} 行",
        "The table seen: header in row {rows}, {columns} columns, {count} records",
    ),
    "totals": ("合计行：第 {rows} 行", "totals in row {rows}"),
    "columns": ("列名：{headers}", "Columns: {headers}"),
    "nearest": ("最像：{department}的“{title}”", "Nearest kind: {title} ({name})"),
    "missing": ("还缺这些列：{headers}", "Columns that are missing: {headers}"),
    "lacks_columns": ("缺少必需的列。", "Columns that are required are missing."),
    "reason_in_chinese": ("{reason}", "The reason, in Chinese: {reason}"),
    "returned": (
        "标好问题的表在：{path}。请直接在里面改，改好后交回即可。",
        "Workbook with the problems marked: {path}. Mend it in place and hand it in.",
    ),
    "good": ("没有要改的，可以交。", "Nothing to mend: it can be handed in."),
    "sum": (
        "共 {files} 个文件：{good} 个没有问题，{mend} 个要更正或核对，{unread} 个认不出或读不了。",
        "{files} file(s): {good} with nothing to mend, {mend} to mend or check, {unread} not read.",
    ),
    "nothing": (
        "文件夹里没有文件。请把要试读的文件放进去，或换一个文件夹再试。",
        "There is no file in the folder. Put the files to be tried into it, or name another one.",
    ),
    "kept_nothing": (
        "这只是试读：除了标好问题的表，什么也没有存下。",
        "This was a trial: nothing but the workbooks to mend has been stored.",
    ),
}

_FORMS = {
    "text": ("文本表格", "text table"),
    "html": ("网页格式的表格", "HTML table"),
    "xml": ("XML 表格", "XML table"),
    "parquet": ("Parquet 文件", "Parquet file"),
}
_DELIMITERS = {
    ",": ("逗号", "commas"),
    "\t": ("制表符", "tabs"),
    ";": ("分号", "semicolons"),
    "|": ("竖线", "bars"),
    " ": ("空格", "spaces"),
}
_UNITS = {10_000: ("万元", "10,000 yuan"), 1_000: ("千元", "1,000 yuan")}
_SKIPPED = {
    "blank": ("空行", "blank"),
    "print_copy": ("供打印的空白副本", "blank copies to print"),
    "repeated_header": ("重复的列名", "repeated headers"),
    "total": ("合计", "totals"),
    "note": ("说明、签字", "notes, signatures"),
}
# Between words, between parts of a sentence, after a place.
_JOINTS = {"zh": ("、", "，", "："), "en": (", ", ", ", ": ")}


@dataclass(frozen=True)
class Teller:
    """Says what was found in one language."""

    language: Language = "zh"

    def lines(self, checked: Checked) -> Iterator[Line]:
        """All that is said of one file."""
        yield Line(checked.name, mark="■", style="title")
        for entry in checked.entries:
            yield from self._entry(entry, checked.problems)
        yield from self._unread(checked)
        if checked.returned is not None:
            yield self._line("returned", 1, path=str(checked.returned))
        if checked.exit_code == 0 and all(entry.received for entry in checked.entries):
            yield self._line("good", 1, mark="✓", style="good")

    def sum(self, exit_codes: Sequence[int]) -> Iterator[Line]:
        """What is said of all files together."""
        if not exit_codes:
            yield self._line("nothing", 0)
            return
        good, unread = exit_codes.count(0), exit_codes.count(NOT_READ)
        files = len(exit_codes)
        yield self._line("sum", 0, files=files, good=good, unread=unread,
                         mend=files - good - unread)  # fmt: skip
        yield self._line("kept_nothing", 0, style="faint")

    def _say(self, key: str, **values: Any) -> str:
        told = {k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()}
        return self._of(PHRASES[key]).format(**told)

    def _of(self, both: tuple[str, str]) -> str:
        return both[self.language == "en"]

    def _line(
        self, key: str, depth: int, *, mark: str = "", style: Style = "plain", **values: Any
    ) -> Line:
        return Line(self._say(key, **values), depth, mark, style)

    def _join(self, words: Sequence[str]) -> str:
        return _JOINTS[self.language][0].join(words)

    def _entry(self, entry: Entry, problems: pl.DataFrame) -> Iterator[Line]:
        source = source_named(entry.source)
        yield Line(self._say("recognised", **_names(source)), 1)
        yield from self._blocks(entry.blocks)
        counts = {name: getattr(entry, name) for name in _COUNTS}
        yield self._line("rows", 1, **counts)
        if not entry.received:
            yield self._line("no_rows", 1, mark="?", style="warn")
        own = problems.filter(pl.col("source") == entry.source)
        has_sheets = len({block["sheet"] for block in entry.blocks}) > 1
        yield from self._faults("block", entry.rejected, own, source, has_sheets)
        yield from self._faults(
            "warn", _rows(own.filter(pl.col("level") == "warn")), own, source, has_sheets
        )
        yield from self._notes(entry, source)

    def _blocks(self, blocks: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
        """Where the tables stood; sheets that are alike share their lines."""
        alike: dict[tuple[Line, ...], list[str]] = {}
        for block in blocks:
            key = "hidden_sheet" if block["is_hidden"] else "sheet"
            name = self._say(key, sheet=block["sheet"]) if block["sheet"] else ""
            alike.setdefault(tuple(self._block(block)), []).append(name)
        for (first, *others), names in alike.items():
            sheets = self._join([name for name in names if name])
            yield replace(first, text=self._after(sheets) + first.text)
            yield from others

    def _after(self, place: str) -> str:
        """A place and the colon after it; nothing where there is no place."""
        return place + _JOINTS[self.language][2] if place else ""

    def _block(self, block: Mapping[str, Any]) -> Iterator[Line]:
        first = block["header_row"]
        rows = _span(first, first + block["header_rows"] - 1)
        told = [self._say("header" if first else "continues", rows=rows), *self._form(block)]
        if block["hidden_rows"]:
            told.append(self._say("hidden_rows", count=block["hidden_rows"]))
        yield Line(_JOINTS[self.language][1].join(told), 2, style="faint")
        yield from self._choices(block)

    def _form(self, block: Mapping[str, Any]) -> list[str]:
        form = block["format"]
        told = [self._of(_FORMS.get(form, (f"{form} 工作簿", f"{form} workbook")))] if form else []
        if block["encoding"]:
            told.append(self._say("encoding", encoding=_encoding(block["encoding"])))
        if block["delimiter"]:
            delimiter = _DELIMITERS.get(block["delimiter"], (block["delimiter"],) * 2)
            told.append(self._say("delimiter", delimiter=self._of(delimiter)))
        return told

    def _choices(self, block: Mapping[str, Any]) -> Iterator[Line]:
        """What the reader made of units, of headers that repeat, of columns nobody asked for."""
        for column, scale in block["unit_scale"].items():
            if scale != 1:
                unit = self._of(_UNITS.get(scale, (f"{scale:,} 元", f"{scale:,} yuan")))
                header = block["columns"].get(column, column)
                yield self._line("scaled", 2, header=header, unit=unit, style="faint")
        for header, count in block["repeated_headers"].items():
            yield self._line("repeated_header", 2, header=header, count=count, style="faint")
        if block["extra_columns"]:
            headers = self._shortened(block["extra_columns"])
            yield self._line("extra", 2, headers=headers, style="faint")
        if block.get("refused_columns"):
            headers = self._shortened(list(block["refused_columns"]))
            yield self._line("refused", 2, headers=headers, style="warn")
        skipped = [
            f"{self._of(_SKIPPED.get(kind, (kind, kind)))} {count:,}"
            for kind, count in block["skipped_lines"].items()
            if count and kind != "blank"
        ]
        if skipped:
            yield self._line("skipped", 2, kinds=self._join(skipped), style="faint")

    def _shortened(self, headers: Sequence[str]) -> str:
        told = [header for header in headers if header]
        more = "…" if len(told) > _MOST_COLUMNS else ""
        return self._join(told[:_MOST_COLUMNS]) + more

    def _faults(
        self, level: Style, count: int, problems: pl.DataFrame, source: Source, has_sheets: bool
    ) -> Iterator[Line]:
        """Rules broken, each column with its rows."""
        told = problems.filter(pl.col("level") == level)
        if told.is_empty():
            return
        yield self._line(level, 1, count=count, style=level)
        mark = {"block": "✗", "warn": "?"}[level]
        for (rule, column), rows in told.group_by("rule", "column", maintain_order=True):
            yield self._fault(str(rule), column, rows, source, mark, level)
            numbered = rows.drop_nulls("row_number")
            if not numbered.is_empty():
                yield Line(self._places(numbered, has_sheets), 3, style="faint")

    def _fault(
        self, rule: str, column: object, rows: pl.DataFrame, source: Source, mark: str, style: Style
    ) -> Line:
        reason = self._reason(rule, rows, source)
        header = rows["header"].drop_nulls().first() or column
        if column is None:
            return self._line("row_fault", 2, mark=mark, style=style, count=_rows(rows),
                              reason=reason)  # fmt: skip
        key = "fault" if rows["row_number"].count() else "column_fault"
        values = {"count": _rows(rows)} if key == "fault" else {}
        return self._line(key, 2, mark=mark, style=style, header=header, reason=reason, **values)

    def _reason(self, rule: str, rows: pl.DataFrame, source: Source) -> str:
        if self.language == "en":
            return sentence_in_english(rule, source)
        return str(rows["reason"][0])

    def _places(self, rows: pl.DataFrame, has_sheets: bool) -> str:
        told = []
        for (sheet,), own in rows.group_by("sheet", maintain_order=True):
            spans = _spans(sorted(set(own["row_number"].to_list())))
            key = "places" if len(spans) <= _MOST_PLACES else "places_more"
            name = self._say("sheet", sheet=hide_numbers(str(sheet))) if has_sheets else ""
            told.append(
                self._say(key, sheet=self._after(name), rows=self._join(spans[:_MOST_PLACES]))
            )
        return _JOINTS[self.language][1].join(told)

    def _notes(self, entry: Entry, source: Source) -> Iterator[Line]:
        if not entry.notes:
            return
        yield self._line("note", 1, style="note")
        for rule, count in entry.notes.items():
            said = sentence_in_english if self.language == "en" else sentence_of
            yield self._line("told", 2, mark="·", count=count, reason=said(rule, source),
                             style="note")  # fmt: skip

    def _unread(self, checked: Checked) -> Iterator[Line]:
        lacking = [part for part in checked.unread if not part.is_beside_data]
        if lacking:
            yield self._line("part_not_read" if checked.entries else "not_read", 1, style="block")
        for part in lacking:
            yield from self._part(part)
        for part in checked.unread:
            if part.is_beside_data:
                yield from self._beside_data(part)

    def _beside_data(self, part: Unread) -> Iterator[Line]:
        table = part.structure if part.structure and is_surely_table(part.structure) else None
        key = "table_beside_data" if table else "beside_data"
        yield self._line(key, 1, mark="·", style="note", sheet=part.sheet)
        if table:
            yield from self._structure(table)

    def _part(self, part: Unread) -> Iterator[Line]:
        named = part.sheet and (self.language == "en" or part.sheet not in part.reason)
        sheet = self._after(self._say("sheet", sheet=part.sheet)) if named else ""
        yield Line(sheet + self._why(part), 2, "✗", "block")
        if part.nearest and self.language == "en" and not part.refused:
            yield Line(self._say("nearest", **_names(source_named(part.nearest))), 2)
            if part.missing:
                yield self._line("missing", 2, headers=self._join(part.missing))
        if part.structure is not None:
            yield from self._structure(part.structure)

    def _why(self, part: Unread) -> str:
        if self.language == "zh":
            return part.reason
        english = reason_in_english(part.reason)
        if english is None and part.missing:
            return self._say("lacks_columns")
        return english or self._say("reason_in_chinese", reason=part.reason)

    def _structure(self, structure: Structure) -> Iterator[Line]:
        first = structure.header_row
        told = [
            self._say(
                "structure",
                rows=_span(first, first + structure.header_rows - 1),
                columns=len(structure.columns),
                count=structure.data_rows,
            )
        ]
        if structure.total_rows:
            rows = self._join(_spans(structure.total_rows)[:_MOST_PLACES])
            told.append(self._say("totals", rows=rows))
        yield Line(_JOINTS[self.language][1].join(told), 2, style="faint")
        if any(structure.columns):
            yield self._line("columns", 2, headers=self._shortened(structure.columns),
                             style="faint")  # fmt: skip
        for other in structure.others:
            yield from self._structure(other)


_COUNTS = ("received", "accepted", "rejected", "repeated")


def _names(source: Source) -> dict[str, str]:
    return {"title": source.title, "name": source.name, "department": source.department}


def _rows(problems: pl.DataFrame) -> int:
    """How many rows some problems are about."""
    told = problems.drop_nulls("row_number")
    return told.select("sheet", "row_number").n_unique() if told.height else 0


def _encoding(name: str) -> str:
    """An encoding as people know it: a mark at the beginning of the file makes no other."""
    return name.upper().removesuffix("-SIG")


def _span(first: int, last: int) -> str:
    return f"{first}" if last <= first else f"{first}–{last}"


def _spans(rows: Sequence[int]) -> list[str]:
    """Row numbers in order, those that follow one another joined: 5, 7–9."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return [_span(first, last) for first, last in spans]
