"""What stages took is counted, and told in the record of the run, never in the manifest."""

import json
import multiprocessing
from pathlib import Path

import pytest

from pipelines.manifest import RUN
from pipelines.stage_costs import counted_stage, forget_stages, tell_stages

MEGABYTE = 1 << 20


@pytest.fixture
def release(tmp_path: Path) -> Path:
    forget_stages()
    (tmp_path / RUN).write_text('{"month": "2026-10"}', encoding="utf-8")
    return tmp_path


def told(release: Path) -> list[dict[str, float]]:
    tell_stages(release)
    record = json.loads((release / RUN).read_text(encoding="utf-8"))
    assert record["month"] == "2026-10"
    return list(record["stages"])


def write_and_read(path: Path) -> int:
    path.write_bytes(bytes(MEGABYTE))
    return len(path.read_bytes())


def test_bytes_written_and_read_are_counted(release: Path) -> None:
    with counted_stage("接收"):
        write_and_read(release / "bytes")
    (stage,) = told(release)
    assert stage["stage"] == "接收"
    assert MEGABYTE <= stage["written_bytes"] < 2 * MEGABYTE
    assert stage["read_bytes"] >= MEGABYTE


def test_memory_is_that_of_the_stage(release: Path) -> None:
    with counted_stage("大"):
        held = bytearray(64 * MEGABYTE)
        held[::4096] = b"1" * len(held[::4096])
    del held
    with counted_stage("小"):
        pass
    large, small = told(release)
    assert large["peak_bytes"] - small["peak_bytes"] > 32 * MEGABYTE


def test_workers_count_too(release: Path) -> None:
    with counted_stage("接收"), multiprocessing.get_context("spawn").Pool(1) as pool:
        pool.apply(write_and_read, [release / "bytes"])
        pool.close()
        pool.join()
    (stage,) = told(release)
    assert stage["written_bytes"] >= MEGABYTE
    assert stage["cpu_seconds"] > 0


def test_a_stage_that_fails_is_counted_and_each_is_told_once(release: Path) -> None:
    with pytest.raises(KeyError), counted_stage("归户"):
        raise KeyError
    assert [stage["stage"] for stage in told(release)] == ["归户"]
    assert told(release) == []
