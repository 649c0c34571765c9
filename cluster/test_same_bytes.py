"""What a cluster stages is what one process stages, byte for byte; nobody is named by wire."""

import time
from pathlib import Path

import psutil
import xlsxwriter

from cluster.conftest import NAME, SHEET, A, B, Cluster, Place, deaths
from cluster.wire import recorded


def _put_workbook(place: Place) -> None:
    with xlsxwriter.Workbook(place.inbox / f"{NAME}的表.xlsx") as book:
        sheet = book.add_worksheet(SHEET)
        for y, row in enumerate(deaths(A, B)):
            sheet.write_row(y, 0, row)
        book.add_worksheet("说明").write_row(0, 0, ["填表说明"])


def _places(folder: Path) -> tuple[Place, Place]:
    made = (Place(folder / "one"), Place(folder / "many"))
    for place in made:
        place.put_usual()
    _put_workbook(made[0])
    name = f"{NAME}的表.xlsx"
    (made[1].inbox / name).write_bytes((made[0].inbox / name).read_bytes())
    return made


def test_two_machines_leave_the_same_bytes_as_one_process(tmp_path: Path, pair: Cluster) -> None:
    one, many = _places(tmp_path)
    told = one.ingest(1)
    with recorded(pair.scheduler) as wire:
        assert many.ingest(wire.scheduler) == told
    assert many.bytes() == one.bytes()
    assert not list(many.home.root.glob(".cluster*"))
    _assert_nothing_personal(b"".join(wire.heard) + pair.logs().encode(), many)
    assert _processes_left() == 0


def _assert_nothing_personal(heard: bytes, place: Place) -> None:
    # What may be heard is: the search does find what is there.
    assert all(content.stem.encode() in heard for content in place.home.staging.rglob("*.parquet"))
    key = place.home.key_path.read_bytes()
    for secret in (A, B, NAME, SHEET, "死亡", "看不懂", "姓名"):
        assert secret.encode() not in heard
        assert secret.encode("unicode_escape") not in heard
    assert key not in heard
    assert bytes.fromhex(key.decode()) not in heard


def _processes_left() -> int:
    """How many of the workers' own processes are there once they have had time to end."""
    until = time.monotonic() + 15
    while (left := _staging_processes()) and time.monotonic() < until:
        time.sleep(0.2)
    return left


def _staging_processes() -> int:
    own = psutil.Process().children(recursive=True)
    return sum("cluster.faulty" in one.cmdline() for one in own if one.status() != "zombie")


def test_files_that_were_lost_are_staged_again_alike(tmp_path: Path, pair: Cluster) -> None:
    place = Place(tmp_path / "one")
    place.put_usual()
    place.ingest(pair.scheduler)
    before = place.bytes()
    next(place.home.staging.rglob("*.parquet")).unlink()
    assert place.ingest(pair.scheduler).staged == 1
    assert place.bytes() == before
    assert place.ingest(pair.scheduler).staged == 0
