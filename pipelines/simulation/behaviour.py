"""How people behave in a simulated year: the shares of behaviour.yaml, checked."""

from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

from pipelines.errors import SanseError
from pipelines.strict_yaml import YamlNotReadable, read_text, read_yaml

BEHAVIOUR = Path(__file__).with_name("behaviour.yaml")
Shares = tuple[float, ...]


class BehaviourNotReadable(SanseError):
    """The file of shares is not what it must be."""


@dataclass(frozen=True)
class Behaviour:
    """Shares between 0 and 1; behaviour.yaml says what each is of."""

    need_by_signs: Shares
    need_of_assisted: float
    visited: float
    silent_office: float
    on_time: float
    met: float
    not_met: float
    moved: float
    refused: float
    sees_need: float
    false_alarm: float
    writes_not_delivered: float
    writes_complex: float
    writes_review: float
    approved: float
    approved_in_error: float
    months_to_approve: Shares
    late_workbook: float
    sent_twice: float
    contradicted: float
    edited_id: float
    no_date: float
    in_future: float
    concluded_unseen: float
    unknown_word: float
    before_listing: float
    other_street: float
    nominated: float


_LENGTHS = {"need_by_signs": 4, "months_to_approve": 3}


def read_behaviour(path: Path = BEHAVIOUR) -> Behaviour:
    """Return the shares of a file; raises BehaviourNotReadable."""
    try:
        told = read_yaml(read_text(path.read_bytes()))
    except (OSError, YamlNotReadable) as error:
        why = str(error) if isinstance(error, YamlNotReadable) else "文件打不开"
        raise BehaviourNotReadable(f"模拟行为文件：{why}。") from None
    names = [field.name for field in fields(Behaviour)]
    if not isinstance(told, dict) or set(told) != set(names):
        given = set(told) if isinstance(told, dict) else set()
        wrong = "、".join(sorted(map(str, given ^ set(names)))) or "全部"
        raise BehaviourNotReadable(
            f"模拟行为文件：缺少或多了这些项：{wrong}。请在原文件上另存再改，只改数字。"
        )
    hints = get_type_hints(Behaviour)
    return Behaviour(**{name: _read(name, told[name], hints[name]) for name in names})


def _read(name: str, value: Any, hint: Any) -> Any:
    if hint is float:
        return _share(name, value)
    if not isinstance(value, list) or len(value) != _LENGTHS[name]:
        raise BehaviourNotReadable(f"模拟行为文件：{name} 要写 {_LENGTHS[name]} 个比例。")
    return tuple(_share(name, one) for one in value)


def _share(name: str, value: Any) -> float:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= 1:
        raise BehaviourNotReadable(f"模拟行为文件：{name} 应当是 0 到 1 之间的比例。")
    return float(value)
