from __future__ import annotations

import re
from pathlib import Path

import pytest

import pipelines
from pipelines.reasons import NOTES, REASONS, explain

READERS = ("cells", "codes", "counts", "dates", "identity", "money")
FAMILIES = r"(?:id|certificate|date|time|money|number|code|boolean)"


def rules_in_the_readers() -> set[str]:
    folder = Path(pipelines.__file__).parent
    text = "".join((folder / f"{name}.py").read_text("utf-8") for name in READERS)
    named = re.findall(rf'(?:Problem\(|pl\.lit\(|\(|problem=)"({FAMILIES}_[a-z0-9_]+)"', text)
    return set(named) - {"certificate_number", "id_number"}


def test_every_rule_of_a_reader_is_explained() -> None:
    rules = rules_in_the_readers()
    assert {"id_rounded", "date_ambiguous", "money_precision", "code_unknown"} <= rules
    assert not rules - REASONS.keys() - NOTES.keys()


@pytest.mark.parametrize("rule", [*REASONS, *NOTES])
def test_a_reason_is_a_plain_sentence_without_a_value(rule: str) -> None:
    sentence = explain(rule)
    assert sentence.endswith("。")
    assert not re.search(r"[1-9]\d{14}", sentence)
    assert not re.search(r"[{}%]", sentence)


@pytest.mark.parametrize("rule", REASONS)
def test_a_reason_says_how_to_mend_it(rule: str) -> None:
    assert "请" in explain(rule)


def test_nobody_explained_this_rule() -> None:
    with pytest.raises(KeyError):
        explain("no_such_rule")
