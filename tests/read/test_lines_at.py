"""Lines taken out of a stretch by their places are those that splitting all of it gives."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.text_lines import lines_at, split_lines

_STRETCHES = st.lists(st.sampled_from([b"a", b",", b"\r", b"\n", b"\r\n", b"\xc4\xea"])).map(
    b"".join
)


@given(_STRETCHES)
def test_each_line_is_the_one_that_splitting_gives(data: bytes) -> None:
    lines = split_lines(data)
    assert lines_at(data, range(len(lines))) == dict(enumerate(lines))


def test_only_the_lines_asked_for_are_given() -> None:
    assert lines_at(b"a\r\nb\nc\r", [2, 1]) == {2: "c\r", 1: "b"}
