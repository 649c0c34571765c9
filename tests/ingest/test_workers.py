"""A run that is killed leaves no worker behind, waiting with a file's rows in memory."""

import multiprocessing
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipelines.workers import begin_worker

RUN = """
import multiprocessing, os, time
from concurrent.futures import ProcessPoolExecutor
from pipelines.workers import begin_worker

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=begin_worker) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_worker_ends_with_the_run_that_began_it(tmp_path: Path) -> None:
    script = tmp_path / "begin.py"
    script.write_text(RUN)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        worker = int(run.stdout.readline())
        assert _is_running(worker)
        run.kill()
    limit = time.monotonic() + 20
    while _is_running(worker) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not _is_running(worker)


def test_a_worker_reads_with_settings_that_are_made_before_anything_heavy_is_loaded() -> None:
    code = (
        "import os, sys\n"
        "from pipelines.workers import keep_freed_memory\n"
        "keep_freed_memory()\n"
        "assert not {'polars', 'pyarrow'} & set(sys.modules)\n"
        "import pyarrow\n"
        "print(pyarrow.default_memory_pool().backend_name)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "system"


def test_a_worker_checks_contracts_without_pandas() -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=begin_worker) as pool:
        told = "__import__('pipelines.stage') and 'pandas' in __import__('sys').modules"
        assert pool.submit(eval, told).result() is False
