"""Reading the parts of a strict YAML file; each raises YamlNotReadable with place and fault."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pipelines.strict_yaml import YamlNotReadable


def check_keys(
    place: str, written: Any, wanted: Iterable[str], optional: Iterable[str] = ()
) -> None:
    """Check that a mapping has every wanted key, and none but those and the optional ones."""
    needed = set(wanted)
    if not isinstance(written, dict):
        raise YamlNotReadable(f"{place}应当由“名称: 内容”组成，要有 {joined(needed)}")
    if unknown := written.keys() - needed - set(optional):
        raise YamlNotReadable(f"{place}里有不认识的项 {joined(unknown)}，请核对拼写或删去")
    if missing := needed - written.keys():
        raise YamlNotReadable(f"{place}里缺少 {joined(missing)}")


def joined(names: Iterable[object]) -> str:
    """Return names in order, as a sentence holds them."""
    return "、".join(sorted(map(str, names)))


def text(place: str, written: Any) -> str:
    """Return a text that says something."""
    if not isinstance(written, str) or not written.strip():
        raise YamlNotReadable(f"{place} 应当是一段文字，不能空着")
    return written.strip()


def text_or_none(place: str, written: Any) -> str | None:
    """Return a text, or None where it says null."""
    return None if written is None else text(place, written)


def day(place: str, written: Any) -> date:
    """Return a date."""
    if type(written) is not date:
        raise YamlNotReadable(f"{place} 应当是日期，例如 2021-09-24")
    return written


def day_or_none(place: str, written: Any) -> date | None:
    """Return a date, or None where it says null."""
    return None if written is None else day(place, written)


def number(place: str, written: Any) -> int:
    """Return a whole number of one or more."""
    if type(written) is not int or written < 1:
        raise YamlNotReadable(f"{place} 应当是不小于 1 的整数")
    return written


def one_of(place: str, written: Any, known: Iterable[str]) -> str:
    """Return a word that is one of the known ones."""
    words = tuple(known)
    if written not in words:
        raise YamlNotReadable(f"{place} 应当是 {'、'.join(words)} 之一")
    return str(written)


def entries(place: str, written: Any) -> list[Any]:
    """Return a list, which may be empty."""
    if not isinstance(written, list):
        raise YamlNotReadable(f"{place} 应当是一个列表（没有就写 []）")
    return written


def words(place: str, written: Any) -> tuple[str, ...]:
    """Return a list of texts, none twice."""
    read = tuple(text(place, word) for word in entries(place, written))
    if len(set(read)) < len(read):
        raise YamlNotReadable(f"{place} 里有一项写了两次，只能留一个")
    return read
