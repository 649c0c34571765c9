"""The register is written piece by piece, and a worker begins before heavy packages load."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

from pipelines.raw import Archive, Kept
from pipelines.register import Content, Register, Taken, load_register, save_register
from pipelines.settings import Home
from pipelines.stage import Entry, Staged, Unreadable

ENTRY = Entry("disability__certificates", 3, 2, 1, 0, {"name_missing": 1}, {}, ({"sheet": "一"},))


def _content(reason: str) -> Content:
    staged = Staged((ENTRY,), (Unreadable("说明", reason),))
    return Content("2026-10-31", staged, {"*": "0a", ENTRY.source: "0b"})


def _as_one_piece(register: Register) -> str:
    told = {
        "form": 1,
        "key": register.key,
        "deliveries": [dataclasses.asdict(one) for one in register.deliveries],
        "contents": {name: dataclasses.asdict(one) for name, one in register.contents.items()},
        "archives": {name: dataclasses.asdict(one) for name, one in register.archives.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _saved(home: Home, register: Register) -> str:
    save_register(home, register)
    return home.register_path.read_text(encoding="utf-8")


def test_what_is_written_piece_by_piece_is_the_text_of_the_whole(tmp_path: Path) -> None:
    home = Home(tmp_path)
    register = Register("k")
    assert _saved(home, register) == _as_one_piece(register)
    kept = Kept("一.csv", "11", 5, "")
    register.deliveries.append(Taken("部门/一.csv", "11", 5, "2026-10", "2026-10"))
    register.archives["33"] = Archive(7, (kept,))
    register.contents |= {"11": _content("两行\n的“原因”"), "22": _content("")}
    assert _saved(home, register) == _as_one_piece(register)
    register.contents["11"] = _content("另一个原因")  # staged anew: the text kept is of no use
    assert _saved(home, register) == _as_one_piece(register)
    assert load_register(home) == register


def test_a_worker_sets_its_threads_before_the_packages_that_read_them() -> None:
    asked = "import sys, pipelines.workers; print({'polars', 'pyarrow'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"
