"""YAML read strictly: no key twice, and numbers with a point are exact decimals."""

import re
from decimal import Decimal
from typing import Any

import yaml

# libyaml reads the same language ten times faster; nearly every PyYAML brings it.
_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Where the two differ on what is right: what stands between words, and signs without a shape.
_ODD = re.compile(r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")


class YamlNotReadable(Exception):
    """The text is not YAML of the strict kind; the message is the fault, in Chinese."""


def read_yaml(text: str) -> Any:
    """Return what a YAML text says; raises YamlNotReadable."""
    try:
        return _read(text)
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        raise YamlNotReadable(
            f"不是合格的 YAML{_place(error)}，"
            "请检查缩进（不用制表符）、冒号（半角，后面空一格）和引号"
        ) from None


def _read(text: str) -> Any:
    if not _ODD.search(text):
        try:
            return yaml.load(text, Loader=_FastLoader)  # noqa: S506 (it is a SafeLoader)
        except (yaml.YAMLError, ValueError, ArithmeticError):
            pass  # the other one says where the fault stands, in the same place everywhere
    return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 (it is a SafeLoader)


def read_text(content: bytes) -> str:
    """Return the text of a file's bytes; raises YamlNotReadable where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise YamlNotReadable(
            "文件不是 UTF-8 编码（多半是记事本存成了 ANSI）；请另存为，编码选 UTF-8"
        ) from None


def _place(error: Exception) -> str:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return f"（第 {mark.line + 1} 行附近）" if mark else ""


class _StrictLoader(yaml.SafeLoader):
    pass


class _FastLoader(_Fast):  # type: ignore[misc]
    pass


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    read: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, dict | list):
            raise YamlNotReadable("项的名称应当是文字、数或日期")
        if key in read:
            raise YamlNotReadable(f"“{key}”写了两次，只能留一个")
        read[key] = loader.construct_object(value_node, deep=True)
    return read


def _decimal(loader: _StrictLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


def _day(loader: _StrictLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        line, told = node.start_mark.line + 1, node.value
        raise YamlNotReadable(f"第 {line} 行的日期 {told} 不存在，请核对年月日") from None


for _loader in (_StrictLoader, _FastLoader):
    _loader.add_constructor("tag:yaml.org,2002:map", _mapping)
    _loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
    _loader.add_constructor("tag:yaml.org,2002:float", _decimal)
