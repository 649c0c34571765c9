"""A Spark that is slow, lost or not there: the run waits, or stops and says why, and soon."""

import socket
import time
from pathlib import Path

import pytest

from parity.conftest import Disturbed
from pipelines.spark import session as opening
from pipelines.spark.session import SparkNotUsable, spark_session


def test_a_spark_that_stands_still_only_makes_the_run_slower(disturbed: Disturbed) -> None:
    assert disturbed.lost.before < disturbed.lost.after


def test_a_spark_that_is_lost_ends_the_run_with_a_reason(disturbed: Disturbed) -> None:
    lost = disturbed.lost
    assert lost.code == 1, lost.said
    assert "Spark 没有算出 core." in lost.said
    assert "没有发布" in lost.said
    assert "中途断开" in lost.said
    assert lost.seconds < 200


def test_where_spark_was_lost_the_release_stays_as_it_was(disturbed: Disturbed) -> None:
    assert disturbed.released == disturbed.kept
    # What it had computed lies there still: the next run must not read it.
    assert disturbed.left >= disturbed.lost.after


@pytest.mark.parametrize("is_listening", [False, True], ids=["nobody there", "takes and is silent"])
def test_a_cluster_that_does_not_answer_is_told_soon(
    is_listening: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_ANSWER_SECONDS", 2)
    began = time.monotonic()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        if is_listening:
            nobody.listen()
        address = f"sc://127.0.0.1:{nobody.getsockname()[1]}"
        with (
            pytest.raises(SparkNotUsable, match=f"连不上 Spark：{address}"),
            spark_session(address, tmp_path),
        ):
            pass
    assert time.monotonic() - began < 60
