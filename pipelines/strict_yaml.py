"""YAML read strictly: no key twice, and numbers with a point are exact decimals."""

from decimal import Decimal
from typing import Any

import yaml


class YamlNotReadable(Exception):
    """The text is not YAML of the strict kind; the message is the fault, in Chinese."""


def read_yaml(text: str) -> Any:
    """Return what a YAML text says; raises YamlNotReadable."""
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 (it is a SafeLoader)
    except (yaml.YAMLError, ValueError, ArithmeticError):
        raise YamlNotReadable("不是合格的 YAML，请检查缩进、冒号后的空格和日期") from None


class _StrictLoader(yaml.SafeLoader):
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


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _decimal)
