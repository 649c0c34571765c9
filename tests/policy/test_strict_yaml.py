"""A policy file reads the same whichever of PyYAML's two readers takes it."""

from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines import strict_yaml
from pipelines.strict_yaml import YamlNotReadable, read_yaml

TEXTS = [
    entry.read_text(encoding="utf-8")[:2000]
    for entry in sorted(files("policy").iterdir(), key=lambda entry: entry.name)
    if entry.name.endswith(".yaml")
]
SIGNS = [
    "\t",
    ":",
    '"',
    "'",
    "- ",
    "{",
    "]",
    "\n  ",
    "&a ",
    "*b",
    "!!x",
    "%",
    "@",
    "\x07",
    "　",
    "|",
]


def told(text: str) -> str:
    try:
        return repr(read_yaml(text))
    except YamlNotReadable as error:
        return str(error)


@given(st.sampled_from(TEXTS), st.integers(0, 2000), st.sampled_from(SIGNS), st.integers(0, 3))
def test_a_damaged_file_gets_the_same_answer_from_both_readers(
    text: str, place: int, sign: str, cut: int
) -> None:
    damaged = text[:place] + sign + text[place + cut :]
    fast = told(damaged)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "_FastLoader", strict_yaml._StrictLoader)
        assert told(damaged) == fast


def test_a_tab_within_a_line_is_refused_though_the_fast_reader_would_take_it() -> None:
    class Fast(strict_yaml._FastLoader):
        pass

    text = "a\tb: 1\n"
    assert told(text) != repr({"a\tb": 1})
    taken: Any = yaml.load(text, Loader=Fast)  # noqa: S506
    assert taken == {"a\tb": 1}
