"""Tables of no known kind in a file of which another table was read: how they are told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.aliases import AliasIndex
from pipelines.blocks import Unread
from pipelines.headers import normalise
from pipelines.line_kinds import LineJudge
from pipelines.recognise import (
    HEADER_SEARCH_ROWS,
    NotRecognised,
    SourceSpec,
    recognise,
)
from pipelines.structure import Structure, is_sure_word

Texts = list[str | None]

_FEWEST_WORDS = 3
# Beside known tables so much makes a table of what may else be titles, forms and words.
_FEWEST_RECORDS = 3
_LONGEST_HEADER = 60
_NUMBER_WORDS = ("号", "号码", "代码", "身份证", "编号")


@dataclass(frozen=True)
class ForeignTable:
    """A table of no known kind beside those that are known: its shape, and its rows as texts."""

    structure: Structure
    rows: Sequence[Texts]


def count_sure_words(texts: Texts, index: AliasIndex, *, is_apart: bool) -> int | None:
    """How many of a row's words only headers have; None for a row that is surely no header."""
    words = [text for text in texts if text]
    if len(words) < _FEWEST_WORDS or max(map(len, words)) > _LONGEST_HEADER:
        return None
    sure = sum(is_sure_word(text) or index.knows(normalise(text)) for text in words)
    return None if sure * 5 < len(words) * (1 if is_apart else 4) else sure


def heads_people(judge: LineJudge, texts: Texts) -> bool:
    """Whether a header's word stands over the place where a table has its people's numbers."""
    words = (normalise(texts[x]) for x in judge.identity_places if x < len(texts))
    return any(word.endswith(_NUMBER_WORDS) for word in words)


def is_surely_table(found: Structure) -> bool:
    """Whether what stands beside a known table is one too, and no form, title or explanation."""
    tables = (found, *found.others)
    return any(
        len(one.columns) >= _FEWEST_RECORDS
        and (one.data_rows >= _FEWEST_RECORDS or (one.data_rows and one.total_rows))
        for one in tables
    )


def unread_foreign(sheet: str, table: ForeignTable, sources: Sequence[SourceSpec]) -> Unread:
    """What to say of such a table; `sheet` is "" in a text."""
    structure = table.structure
    place = f"工作表“{sheet}”" if sheet else "文件"
    begin = f"{place}从第 {structure.header_row} 行起还有一张表"
    why = recognise(table.rows[:HEADER_SEARCH_ROWS], sources)
    if isinstance(why, NotRecognised) and why.nearest and why.missing:
        title = next(source.title for source in sources if source.name == why.nearest)
        reason = (
            f"{begin}，最像“{title}”，但缺少必需的列：{'、'.join(why.missing)}，没有读取。"
            "请补上这些列（或把列名改成约定的写法）后重新提交；不需要报的，请另放一个文件。"
        )
        return Unread(reason, sheet, structure, why.nearest, why.missing, why.refused)
    reason = (
        f"{begin}，不是约定的表，没有读取。"
        "如其中有应报送的名单，请改用约定的列名后重新提交；不需要报的，请另放一个文件。"
    )
    return Unread(reason, sheet, structure)
